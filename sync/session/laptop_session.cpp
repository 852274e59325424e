#include "sync/session/laptop_session.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "model/base/planted.hpp"
#include "model/record/change_codec.hpp"
#include "sync/session/epoch.hpp"
#include "sync/session/photos.hpp"
#include "sync/session/seals.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

// What headquarters gave before it was restored, it may have lost: under another epoch that is offered like one's own.
std::string headquarters_source(const std::string& epoch) {
    return std::string(kHeadquartersPeer) + '#' + (YQ_PLANTED("laptop_trusts_every_epoch") ? std::string() : epoch);
}

void note_applied(std::vector<store::Applied> applied, Summary& summary) {
    for (auto& one : applied) {
        if (one.outcome == store::Applied::Outcome::added) {
            ++summary.received;
            summary.records.insert(one.record);
        } else if (one.outcome == store::Applied::Outcome::quarantined) {
            summary.kept_aside.push_back(std::move(one));
        }
    }
}

// What came from headquarters is offered to nobody again, as long as headquarters lives the same life.
base::Result<std::string> LaptopSession::left_out() const {
    auto headquarters = replica_.peer(kHeadquartersPeer);
    if (!headquarters) return base::fail(std::move(headquarters.error()));
    return headquarters_source(headquarters->epoch);
}

base::Result<std::optional<std::string>> LaptopSession::next() {
    auto wants = wanted();
    if (!wants) return base::fail(std::move(wants.error()));
    auto to_offer = offers();
    if (!to_offer) return base::fail(std::move(to_offer.error()));
    auto aside = put_aside();
    if (!aside) return base::fail(std::move(aside.error()));
    const bool is_rest_done = to_send_.empty() && wants->empty() && to_offer->empty() && aside->empty();
    if (started_ && push_done_ && pull_done_ && is_rest_done) {
        if (auto trusted = trust_line(); !trusted) return base::fail(std::move(trusted.error()));
        return std::nullopt;
    }
    auto peer = replica_.peer(peer_);
    if (!peer) return base::fail(std::move(peer.error()));
    auto source = left_out();
    if (!source) return base::fail(std::move(source.error()));
    if (!started_ && !has_asked_) {
        if (auto begun = begin_line(); !begun) return base::fail(std::move(begun.error()));
    }
    auto slice = whole_pieces_after(replica_, peer->sent, areas_, room_, *source);
    if (!slice) return base::fail(std::move(slice.error()));
    request_ = {};
    given_.clear();
    request_.replica = replica_.id();
    request_.epoch = peer->epoch;
    request_.opening = replica_.opening();
    request_.pull_after = peer->received;
    request_.push_from = peer->sent;
    request_.push_to = slice->end;
    if (auto done = add_changes(std::move(slice->changes)); !done) return base::fail(std::move(done.error()));
    push_done_ = slice->complete;
    if (push_done_) add_put_aside(std::move(*aside));
    if (auto done = add_seals(); !done) return base::fail(std::move(done.error()));
    const bool has_nothing_to_say = push_done_ && request_.changes.empty() && is_rest_done && !peer->epoch.empty();
    if (!started_ && !is_fellow_ && !has_asked_ && has_nothing_to_say) {
        has_asked_ = true;
        auto question = ask_for_news();
        if (!question || *question) return question;
    }
    if (!started_) {
        if (auto done = distrust_line(); !done) return base::fail(std::move(done.error()));
    }
    // Questionnaires come from headquarters alone: a laptop's word for one would prove nothing.
    if (!started_ && !is_fellow_) {
        auto forms = replica_.forms();
        if (!forms) return base::fail(std::move(forms.error()));
        request_.forms = std::move(*forms);
        request_.ask_forms = true;
    }
    std::size_t used = 0;
    for (const auto* list : {&request_.changes, &request_.aside}) {
        for (const auto& change : *list) used += change.size();
    }
    if (used < room_) {
        request_.pieces = pieces_from(replica_, to_send_, room_ - used);
        to_send_ = places_behind(to_send_, request_.pieces);
    }
    // A photo is offered once its change is there, or comes with it; asked for when there is room for it.
    if (push_done_ && to_send_.empty()) {
        offered_.insert(to_offer->begin(), to_offer->end());
        request_.blobs_offered = std::move(*to_offer);
    }
    if (pull_done_ || !started_) request_.blobs_wanted = std::move(*wants);
    request_.bytes_max = static_cast<std::uint32_t>(room_);
    started_ = true;
    auto bytes = wire::seal(wire::FrameKind::request, wire::encode(request_), key_);
    request_digest_ = base::blake2b_256(bytes);
    summary_.bytes_sent += bytes.size();
    ++summary_.requests;
    return bytes;
}

base::Status LaptopSession::begin_line() {
    auto room = replica_.line_room(peer_);
    if (!room) return base::fail(std::move(room.error()));
    proven_room_ = noted_room_ = std::min(*room, wire::kBatchBytes);
    room_ = std::max(room_, proven_room_);
    return {};
}
base::Status LaptopSession::distrust_line() {
    if (noted_room_ == 0) return {};
    noted_room_ = 0;
    return replica_.note_line_room(peer_, 0);
}
base::Status LaptopSession::trust_line() {
    if (proven_room_ == noted_room_) return {};
    noted_room_ = proven_room_;
    return replica_.note_line_room(peer_, proven_room_);
}
void LaptopSession::learn_of_line(const wire::Reply& reply) {
    std::size_t given = 0, got = 0;
    for (const auto& change : request_.changes) given += change.size();
    for (const auto& change : request_.aside) given += change.size();
    for (const auto& piece : request_.pieces) given += piece.bytes.size();
    for (const auto& change : reply.changes) got += change.size();
    for (const auto& piece : reply.pieces) got += piece.bytes.size();
    if (room_ > wire::kFirstBatchBytes && std::max(given, got) > room_ / 2) proven_room_ = std::max(proven_room_, room_);
}

base::Result<Known> LaptopSession::known() const {
    auto backup = replica_.headquarters_backup();
    if (!backup) return base::fail(std::move(backup.error()));
    auto forms = replica_.forms();
    if (!forms) return base::fail(std::move(forms.error()));
    return Known{request_.epoch, std::move(*backup), std::move(*forms)};
}

base::Result<std::optional<std::string>> LaptopSession::ask_for_news() {
    auto what = known();
    if (!what) return base::fail(std::move(what.error()));
    poll_ = Poll{key_.public_key(), request_.opening, 0, request_.pull_after};
    // Nobody else can foretell it, and no source of randomness is needed.
    const auto secret = base::blake2b_256(std::string(key_.bytes.begin(), key_.bytes.end()) + std::to_string(clock_.now_ms()));
    std::memcpy(&poll_->nonce, secret.data(), sizeof poll_->nonce);
    auto question = ask(*poll_, *what, key_, other_);
    if (!question) return question;
    request_digest_ = base::blake2b_256(*question);
    summary_.bytes_sent += question->size();
    ++summary_.requests;
    return question;
}

// "No" ends the exchange. Whatever else headquarters says to the question, signed (one that is older does not know it),
// means: exchange.
base::Status LaptopSession::take_news(std::string_view answer) {
    const auto poll = *std::exchange(poll_, std::nullopt);
    if (!says_nothing_new(answer, poll, key_, other_) && !YQ_PLANTED("laptop_believes_any_no")) {
        if (is_poll(answer)) return base::fail(base::ErrorCode::bad_signature, "headquarters");
        const auto reply = open_reply(answer);
        if (!reply) return base::fail(reply.error());
        const bool is_withdrawn = reply->error == base::name(base::ErrorCode::not_authorised) && reply->epoch == request_.epoch;
        return is_withdrawn ? base::Status(base::fail(base::ErrorCode::refused, "headquarters", reply->error)) : base::Status();
    }
    started_ = pull_done_ = true;
    auto peer = replica_.peer(peer_);
    if (!peer) return base::fail(std::move(peer.error()));
    peer->sent = request_.push_to;   // Only what came from headquarters lay between.
    peer->last_ms = clock_.now_ms();
    return replica_.put_peer(*peer);
}

base::Status LaptopSession::add_changes(std::vector<store::StoredChange> changes) {
    for (auto& change : changes) {
        if (is_fellow_) {
            const auto decoded = record::decode(change.bytes);
            auto owner = decoded ? replica_.owner_of(decoded->replica) : base::Result<std::string>(std::string());
            if (!owner) return base::fail(std::move(owner.error()));
            if (*owner == fellow_) continue;
        }
        given_.push_back(change.id);
        request_.changes.push_back(std::move(change.bytes));
    }
    return {};
}

// What is kept aside here, headquarters may see otherwise, for it knows more of areas and people; and whoever made it may never
// come again. What it lets stand comes back from there like any other change.
base::Result<std::vector<store::StoredChange>> LaptopSession::put_aside() const {
    if (is_fellow_ || YQ_PLANTED("laptop_keeps_to_itself_what_it_puts_aside")) return std::vector<store::StoredChange>();
    auto aside = replica_.unconfirmed_aside(room_);
    if (!aside) return base::fail(std::move(aside.error()));
    std::erase_if(*aside, [&](const auto& one) { return offered_aside_.contains(one.id); });
    return aside;
}

void LaptopSession::add_put_aside(std::vector<store::StoredChange> aside) {
    std::size_t used = 0;
    for (const auto& change : request_.changes) used += change.size();
    for (auto& one : aside) {
        used += one.bytes.size();
        if (used > room_ && !(request_.changes.empty() && request_.aside.empty())) return;   // Those come with the next request.
        offered_aside_.insert(one.id);
        request_.aside.push_back(std::move(one.bytes));
    }
}

// Our word for our own changes, so that the fellow can carry them on, and others' for what is only carried here.
base::Status LaptopSession::add_seals() {
    auto carried = request_.changes;
    carried.insert(carried.end(), request_.aside.begin(), request_.aside.end());
    if (carried.empty()) return {};
    auto seals = seals_beside(replica_, carried);
    if (!seals) return base::fail(std::move(seals.error()));
    request_.seals = std::move(*seals);
    if (!is_fellow_) return {};
    for (auto& seal : own_seals(replica_, key_, request_.changes)) request_.seals.push_back(std::move(seal));
    return {};
}

// The other side's, and to what was asked last.
base::Result<wire::Reply> LaptopSession::open_reply(std::string_view bytes) const {
    auto frame = wire::open_frame(bytes, wire::FrameKind::reply);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != other_ && !YQ_PLANTED("laptop_believes_anybody")) {
        return base::fail(base::ErrorCode::bad_signature, "headquarters");
    }
    auto reply = wire::decode_reply(frame->body);
    if (!reply) return base::fail(std::move(reply.error()));
    if (reply->request != request_digest_ && !YQ_PLANTED("laptop_takes_any_reply")) {
        return base::fail(base::ErrorCode::bad_signature, "headquarters", "answers another request");
    }
    return reply;
}

base::Status LaptopSession::receive(std::string_view bytes) {
    summary_.bytes_received += bytes.size();
    if (poll_) return take_news(bytes);
    auto reply = open_reply(bytes);
    if (!reply) return base::fail(std::move(reply.error()));
    // Also of one that refuses: what it lost while it was set back, it must get again, if only to keep it aside.
    const bool is_same_life = request_.epoch.empty() || reply->epoch == request_.epoch || YQ_PLANTED("laptop_ignores_the_epoch");
    if (!is_same_life) return start_again(reply->epoch);
    if (!reply->error.empty()) {
        if (YQ_PLANTED("laptop_takes_a_refusal_for_a_receipt")) {
            return replica_.add_receipt(peer_, {reply->receipt, request_.push_to, 0});
        }
        // Withdrawn: a photo of what it had brought in time may still be wanted.
        if (request_.changes.empty()) {
            if (auto done = take_receipt(*reply); !done) return done;
        }
        if (auto done = take_answer_to_photos(*reply); !done) return done;
        const auto more = offers();
        if (!to_send_.empty() || (more && !more->empty())) return {};
        return base::fail(base::ErrorCode::refused, "headquarters", reply->error);
    }
    if (auto done = note_epoch(replica_, peer_, reply->epoch); !done) return done;
    if (auto done = take_receipt(*reply); !done) return done;
    learn_of_line(*reply);
    // Photos come when there is room beside the changes.
    const bool had_room = reply->changes.empty() && (reply->pull_complete || is_fellow_);
    if (auto done = take_changes(*reply); !done) return done;
    if (!is_fellow_) {
        if (auto done = replica_.confirm_aside(reply->aside_held, reply->epoch); !done) return done;
    }
    for (auto& form : reply->forms) summary_.forms.push_back(std::move(form));
    for (auto& problem : reply->problems) summary_.problems.push_back(std::move(problem));
    if (auto done = take_pieces(*reply, had_room); !done) return done;
    if (!is_fellow_) {
        if (auto noted = replica_.note_headquarters_backup(reply->epoch, reply->backed_up); !noted) return noted;
    }
    room_ = std::min(room_ * 2, wire::kBatchBytes);
    return take_answer_to_photos(*reply);
}

base::Status note_epoch(replica::Replica& replica, const std::string& name, const std::string& epoch) {
    auto peer = replica.peer(name);
    if (!peer) return base::fail(std::move(peer.error()));
    if (!peer->epoch.empty()) return {};
    peer->epoch = epoch;
    return replica.put_peer(*peer);
}

base::Status LaptopSession::start_again(const std::string& epoch) {
    // Headquarters was restored from a backup, or this laptop was given other areas. What headquarters lost, we still have:
    // everything is offered and asked anew, and what both have costs only its way.
    push_done_ = false;
    pull_done_ = is_fellow_;
    offered_aside_.clear();
    auto peer = replica_.peer(peer_);
    if (!peer) return base::fail(std::move(peer.error()));
    const bool are_areas_other = is_after_more_moves(epoch, peer->epoch);
    (are_areas_other ? summary_.areas_changed : summary_.headquarters_restored) = true;
    peer->epoch = epoch;
    const bool offers_only_new = YQ_PLANTED("laptop_offers_only_what_is_new") || (are_areas_other && YQ_PLANTED("laptop_offers_nothing_again_after_a_move"));
    peer->sent = offers_only_new ? peer->sent : 0;
    peer->received = 0;
    return replica_.put_peer(*peer);
}

base::Status LaptopSession::take_receipt(const wire::Reply& reply) {
    if (request_.changes.empty()) {
        // Only what came from headquarters lay between: nothing to be receipted.
        if (request_.push_to == request_.push_from) return {};
        auto peer = replica_.peer(peer_);
        if (!peer) return base::fail(std::move(peer.error()));
        peer->sent = request_.push_to;
        return replica_.put_peer(*peer);
    }
    auto frame = wire::open_frame(reply.receipt, wire::FrameKind::receipt);
    if (!frame) return base::fail(std::move(frame.error()).with_context("reading the receipt"));
    if (frame->key != other_) return base::fail(base::ErrorCode::bad_signature, "receipt");
    auto receipt = wire::decode_receipt(frame->body);
    if (!receipt) return base::fail(std::move(receipt.error()));
    const bool ours = receipt->replica == request_.replica && receipt->from == request_.push_from &&
                      receipt->to == request_.push_to && receipt->epoch == reply.epoch &&
                      receipt->digest == wire::batch_digest(given_);
    if (!ours) return base::fail(base::ErrorCode::bad_signature, "receipt", "is not for what was sent");
    auto added = replica_.add_receipt(peer_, {reply.receipt, request_.push_to, receipt->at_ms});
    if (added) summary_.sent += request_.changes.size();
    return added;
}

base::Status LaptopSession::take_changes(wire::Reply& reply) {
    pull_done_ = is_fellow_ || reply.pull_complete;
    auto peer = replica_.peer(peer_);
    if (!peer) return base::fail(std::move(peer.error()));
    peer->epoch = reply.epoch;
    peer->last_ms = clock_.now_ms();
    if (is_fellow_) return replica_.put_peer(*peer);
    peer->received = reply.pull_end;
    auto applied = replica_.apply(record::read_changes(std::move(reply.changes)), headquarters_source(reply.epoch), *peer);
    if (!applied) return base::fail(std::move(applied.error()));
    note_applied(std::move(*applied), summary_);
    return {};
}

base::Result<std::vector<wire::BlobPlace>> LaptopSession::wanted() const {
    auto missing = replica_.missing_blobs();
    if (!missing) return base::fail(std::move(missing.error()));
    std::erase_if(*missing, [&](const auto& id) { return not_there_.contains(id); });
    missing->resize(std::min(missing->size(), wire::kBlobsNamedMax));
    return places_of(replica_, *missing, peer_);
}

// A fellow asks for what it lacks, and its word that it has a photo would count for nothing.
base::Result<std::vector<base::BlobId>> LaptopSession::offers() const {
    if (is_fellow_) return std::vector<base::BlobId>();
    auto unconfirmed = replica_.unconfirmed_blobs();
    if (!unconfirmed) return base::fail(std::move(unconfirmed.error()));
    std::erase_if(*unconfirmed, [&](const auto& id) { return offered_.contains(id); });
    unconfirmed->resize(std::min(unconfirmed->size(), wire::kBlobsNamedMax));
    return unconfirmed;
}

base::Status LaptopSession::take_pieces(const wire::Reply& reply, bool had_room) {
    if (auto taken = session::take_pieces(replica_, reply.pieces, peer_); !taken) return taken;
    std::set<base::BlobId> go_on;
    for (const auto& place : had_room || !reply.pieces.empty() ? places_behind(request_.blobs_wanted, reply.pieces) : request_.blobs_wanted) {
        go_on.insert(place.id);
    }
    std::vector<base::BlobId> came;
    for (const auto& place : request_.blobs_wanted) {
        auto state = replica_.blob_state(place.id, peer_);
        if (!state) return base::fail(std::move(state.error()));
        if (state->is_here) {
            came.push_back(place.id);
        } else if (!go_on.contains(place.id)) {
            not_there_.insert(place.id);   // Or what came was something else: it is asked for again at the next exchange.
        }
    }
    summary_.photos_received += came.size();
    return is_fellow_ ? base::Status() : replica_.confirm_blobs(came, reply.epoch);
}

base::Status LaptopSession::take_answer_to_photos(const wire::Reply& reply) {
    std::map<base::BlobId, std::uint64_t> sent;
    for (const auto& piece : request_.pieces) sent.emplace(piece.id, piece.at);
    for (const auto& id : reply.blobs_held) summary_.photos_sent += sent.count(id);
    for (const auto& place : reply.blobs_wanted) {
        const auto before = sent.find(place.id);
        const bool is_stuck = before != sent.end() && place.at <= before->second;   // What is here does not match its id.
        const auto known = std::find_if(to_send_.begin(), to_send_.end(), [&](const auto& one) { return one.id == place.id; });
        if (known != to_send_.end()) to_send_.erase(known);
        if (!is_stuck) to_send_.push_back(place);
    }
    return is_fellow_ ? base::Status() : replica_.confirm_blobs(reply.blobs_held, reply.epoch);
}

}  // namespace yuanquan::session

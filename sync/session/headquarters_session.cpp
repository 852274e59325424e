#include "sync/session/headquarters_session.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "model/base/planted.hpp"
#include "model/record/change_codec.hpp"
#include "sync/session/certificate.hpp"
#include "sync/session/epoch.hpp"
#include "sync/session/judgement.hpp"
#include "sync/session/photos.hpp"
#include "sync/session/poll.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

// A laptop need not get back what it gave, as long as it is the same life of the same file.
std::string source_of(const Laptop& laptop, std::uint64_t opening) {
    if (YQ_PLANTED("hq_takes_a_copy_for_the_laptop")) return laptop.name;
    return laptop.name + '#' + std::to_string(opening);
}

void note_unread(const std::vector<store::Applied>& applied, wire::Reply& reply) {
    for (const auto& one : applied) {
        if (one.outcome == store::Applied::Outcome::quarantined) reply.problems.push_back({one.id, one.reason});
    }
}

std::size_t room_of(const wire::Request& request) { return std::clamp<std::size_t>(request.bytes_max, 1, wire::kBatchBytes); }

}  // namespace

std::string HeadquartersSession::answer(std::string_view request, Gives gives) {
    if (wire::is_frame(request, wire::FrameKind::certificate_wanted)) {
        if (auto made = certificate(request)) return std::move(*made);
    }
    if (gives == Gives::all && is_poll(request)) {
        if (auto answer = answer_to_poll(request); !answer.empty()) return answer;
    }
    return sealed(reply_or_refusal(request, gives, {}), request);
}

// Empty where there is something new, or where it cannot be known: the refusal that follows makes the laptop exchange, save
// where it was withdrawn.
std::string HeadquartersSession::answer_to_poll(std::string_view bytes) const {
    const auto poll = read_poll(bytes);
    const auto laptop = poll ? find_(poll->laptop) : std::nullopt;
    if (!laptop || laptop->revoked) return {};
    auto backed_up = replica_.backed_up();
    auto forms = replica_.forms();
    if (!backed_up || !forms) return {};
    const auto epoch = epoch_for(*laptop);
    if (!proves(bytes, *poll, {epoch, replica::backup_note(epoch, *backed_up), std::move(*forms)}, key_)) return {};
    const auto slice = replica_.changes_after(poll->pull_after, laptop->areas, 1, source_of(*laptop, poll->opening));
    const bool is_nothing_new = YQ_PLANTED("hq_says_no_without_looking") || (slice && slice->complete && slice->changes.empty() && slice->end == poll->pull_after);
    return is_nothing_new ? nothing_new(*poll, key_) : std::string();
}

HeadquartersSession::Part HeadquartersSession::answer_from(std::string_view request, const std::optional<Place>& from) {
    Place asked;
    if (from) {
        asked = *from;
    } else if (const auto frame = wire::open_frame(request, wire::FrameKind::request)) {
        if (auto decoded = wire::decode_request(frame->body)) asked.photos = std::move(decoded->blobs_wanted);
    }
    auto reply = reply_or_refusal(request, Gives::own_too, from);
    Part part;
    const bool had_room = reply.pull_complete && reply.changes.empty();
    Place next{reply.pull_end, had_room || !reply.pieces.empty() ? places_behind(asked.photos, reply.pieces) : asked.photos};
    const bool goes_on = (!reply.pull_complete && reply.pull_end > reply.pull_from) || (reply.pull_complete && !next.photos.empty());
    if (reply.error.empty() && goes_on) part.goes_on_from = std::move(next);
    part.reply = sealed(std::move(reply), request);
    return part;
}

wire::Reply HeadquartersSession::reply_or_refusal(std::string_view request, Gives gives, const std::optional<Place>& from) {
    wire::Reply reply;
    reply.epoch = epoch_;
    const auto done = reply_to(request, gives, from, reply);
    if (done) return reply;
    wire::Reply refusal;
    refusal.error = std::string(base::name(done.error().code));
    refusal.epoch = reply.epoch;
    return refusal;
}

base::Result<std::string> HeadquartersSession::certificate(std::string_view request) const {
    const auto frame = wire::open_frame(request, wire::FrameKind::certificate_wanted);
    if (!frame) return base::fail(frame.error());
    const auto laptop = find_(frame->key);
    if (!laptop || laptop->revoked) return base::fail(base::ErrorCode::not_authorised, frame->key.text());
    return write_certificate(*laptop, key_, clock_.now_ms());
}

std::string HeadquartersSession::sealed(wire::Reply reply, std::string_view request) const {
    reply.request = base::blake2b_256(request);
    return wire::seal(wire::FrameKind::reply, wire::encode(reply), key_);
}

std::string HeadquartersSession::epoch_for(const Laptop& laptop) const {
    return epoch_after_moves(epoch_, YQ_PLANTED("hq_moves_in_the_same_life") ? 0 : laptop.moves);
}

base::Status HeadquartersSession::reply_to(std::string_view bytes, Gives gives, const std::optional<Place>& from, wire::Reply& reply) {
    if (const auto poll = read_poll(bytes)) {
        const auto who = find_(poll->laptop);
        if (who) reply.epoch = epoch_for(*who);
        return base::fail(who && who->revoked ? base::ErrorCode::not_authorised : base::ErrorCode::bad_input, poll->laptop.text());
    }
    auto frame = wire::open_frame(bytes, wire::FrameKind::request);
    if (!frame) return base::fail(std::move(frame.error()));
    const auto laptop = find_(frame->key);
    if (!laptop) return base::fail(base::ErrorCode::not_authorised, frame->key.text());
    reply.epoch = epoch_for(*laptop);
    auto request = wire::decode_request(frame->body);
    if (!request) return base::fail(std::move(request.error()));
    if (from) {
        request->pull_after = from->after;
        request->blobs_wanted = from->photos;
        request->changes.clear(), request->aside.clear(), request->pieces.clear(), request->blobs_offered.clear();
        request->ask_forms = false;
    }
    const bool brings_changes = !request->changes.empty() || !request->aside.empty();
    if (brings_changes) {
        if (auto done = take_changes(*laptop, *request, reply); !done) return base::fail(std::move(done.error()));
    }
    auto backed_up = replica_.backed_up();
    if (!backed_up) return base::fail(std::move(backed_up.error()));
    reply.backed_up = *backed_up;
    reply.pull_from = request->pull_after;
    if (laptop->revoked) {
        // What it still brings is kept, attributed and told, photos as well; it gets nothing any more.
        reply.pull_end = request->pull_after;
        reply.pull_complete = true;
        request->blobs_wanted.clear();
        if (!YQ_PLANTED("hq_refuses_photos_of_the_revoked")) {
            if (auto done = exchange_blobs(*laptop, *request, 0, reply); !done) return base::fail(std::move(done.error()));
        }
        reply.error = brings_changes ? std::string() : std::string(base::name(base::ErrorCode::not_authorised));
        return {};
    }
    // A laptop that knows another epoch starts again with its cursors; these would mean something else here.
    reply.pull_end = request->pull_after;
    if (gives != Gives::receipts &&
        (request->epoch.empty() || request->epoch == reply.epoch)) {
        if (auto done = give_changes(*laptop, *request, gives, reply); !done) return base::fail(std::move(done.error()));
    }
    std::size_t given = 0;
    for (const auto& change : reply.changes) given += change.size();
    // Changes first: a household is of use without its photo.
    const std::size_t room = reply.pull_complete || gives == Gives::receipts ? room_of(*request) : 0;
    if (auto done = exchange_blobs(*laptop, *request, room - std::min(room, given), reply); !done) {
        return base::fail(std::move(done.error()));
    }
    if (request->ask_forms) {
        if (auto done = give_forms(*request, reply); !done) return base::fail(std::move(done.error()));
    }
    return {};
}

base::Status HeadquartersSession::take_changes(const Laptop& laptop, wire::Request& request, wire::Reply& reply) {
    const std::size_t count = request.changes.size();
    auto bytes = std::exchange(request.changes, {});
    std::move(request.aside.begin(), request.aside.end(), std::back_inserter(bytes));
    auto changes = record::read_changes(std::move(bytes));   // The last of them are kept aside by the laptop.
    std::vector<base::ChangeId> ids;
    for (std::size_t i = 0; i < changes.size(); ++i) (i < count ? ids : reply.aside_held).push_back(changes[i].id());
    Judgement judgement(replica_, find_, laptop, request, recovering_);
    auto peer = replica_.peer(laptop.name);
    if (!peer) return base::fail(std::move(peer.error()));
    const auto earlier = judgement.take_seals(changes);
    if (!earlier) return base::fail(earlier.error());
    // Who brings a seal need not have what it lets in, nor let stand itself what it keeps aside: as from this life of the
    // laptop it would never be given to it.
    const auto let_in = [&](const std::vector<record::EncodedChange>& standing) -> base::Status {
        if (standing.empty()) return {};
        auto applied = replica_.apply(standing, YQ_PLANTED("hq_takes_a_seal_for_its_changes") ? source_of(laptop, request.opening) : laptop.name, *peer);
        if (!applied) return base::fail(std::move(applied.error()));
        note_unread(*applied, reply);
        return {};
    };
    if (auto done = let_in(*earlier); !done) return done;
    std::vector<record::EncodedChange> allowed, from_aside;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const bool is_aside = i >= count;
        auto why = judgement.objection_to(changes[i], is_aside);
        if (!why) return base::fail(std::move(why.error()));
        if (why->empty()) {
            (is_aside ? from_aside : allowed).push_back(std::move(changes[i]));
            continue;
        }
        if (YQ_PLANTED("hq_drops_what_it_refuses")) continue;
        if (auto kept = replica_.keep_aside(changes[i].bytes(), *why, laptop.name); !kept) return kept;
        reply.problems.push_back({changes[i].id(), *why});
    }
    peer->received = request.push_to;
    peer->sent = request.pull_after;
    peer->last_ms = clock_.now_ms();
    auto applied = replica_.apply(allowed, source_of(laptop, request.opening), *peer);
    if (!applied && YQ_PLANTED("hq_receipts_what_failed")) applied.emplace();
    if (!applied) return base::fail(std::move(applied.error()));
    note_unread(*applied, reply);
    // In the order in which they were judged: a household may be of its author's areas by a change that came just before.
    if (auto done = let_in(from_aside); !done) return done;
    if (count == 0) return {};
    // The commit is behind us: now, and not before, headquarters may say that it has them.
    const wire::Receipt receipt{reply.epoch, request.replica, request.push_from, request.push_to,
                                wire::batch_digest(ids), clock_.now_ms(), replica_.last_arrival()};
    reply.receipt = wire::seal(wire::FrameKind::receipt, wire::encode(receipt), key_);
    return {};
}

base::Status HeadquartersSession::give_changes(const Laptop& laptop, const wire::Request& request, Gives gives,
                                               wire::Reply& reply) {
    const std::string not_from = gives == Gives::own_too && !YQ_PLANTED("hq_answers_a_file_for_one_reader") ? std::string() : source_of(laptop, request.opening);
    const bool gives_all = laptop.moves > 0 && YQ_PLANTED("hq_gives_the_moved_everything");
    auto slice = replica_.changes_after(request.pull_after, gives_all ? std::vector<std::string>() : laptop.areas, room_of(request), not_from);
    if (!slice) return base::fail(std::move(slice.error()));
    for (auto& change : slice->changes) reply.changes.push_back(std::move(change.bytes));
    reply.pull_end = slice->end;
    reply.pull_complete = slice->complete || YQ_PLANTED("hq_says_complete_too_early");
    return {};
}

// What is offered is answered: it is held, or wanted from a place on, or not known of (its change was put aside).
base::Status HeadquartersSession::exchange_blobs(const Laptop& laptop, const wire::Request& request, std::size_t room,
                                                 wire::Reply& reply) {
    if (auto taken = take_pieces(replica_, request.pieces, laptop.name); !taken) return taken;
    std::set<base::BlobId> named(request.blobs_offered.begin(), request.blobs_offered.end());
    for (const auto& piece : request.pieces) named.insert(piece.id);
    for (const auto& id : named) {
        auto state = replica_.blob_state(id, laptop.name);
        if (!state) return base::fail(std::move(state.error()));
        if (state->is_here || YQ_PLANTED("hq_confirms_photos_it_lacks")) {
            reply.blobs_held.push_back(id);
        } else if (state->is_named) {
            reply.blobs_wanted.push_back({id, state->place});
        }
    }
    reply.pieces = pieces_from(replica_, request.blobs_wanted, room);
    return {};
}

base::Status HeadquartersSession::give_forms(const wire::Request& request, wire::Reply& reply) {
    auto forms = replica_.forms();
    if (!forms) return base::fail(std::move(forms.error()));
    for (const auto& ref : *forms) {
        if (std::find(request.forms.begin(), request.forms.end(), ref) != request.forms.end()) continue;
        auto form = replica_.form(ref);
        if (!form) return base::fail(std::move(form.error()));
        reply.forms.push_back(std::move(*form));
    }
    return {};
}

}  // namespace yuanquan::session

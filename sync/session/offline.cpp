#include "sync/session/offline.hpp"

#include <algorithm>
#include <optional>

#include "model/base/planted.hpp"
#include "model/record/change_codec.hpp"
#include "sync/session/epoch.hpp"
#include "sync/session/photos.hpp"
#include "sync/session/seals.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

constexpr std::size_t kBlobsWantedInFileMax = 4096;

std::string sealed(const wire::Request& request, const base::SigningKey& key) {
    return wire::seal(wire::FrameKind::request, wire::encode(request), key);
}

// The changes that a receipt is for, as they were given: cut in the same way from a log that only grows.
base::Result<std::vector<base::ChangeId>> given(const replica::Replica& replica, const wire::Receipt& receipt,
                                             const std::string& source) {
    auto slice = replica.changes_after(receipt.from, {}, wire::kBatchBytes, source);
    if (!slice) return base::fail(std::move(slice.error()));
    std::vector<base::ChangeId> changes;
    for (const auto& change : slice->changes) {
        if (change.arrival <= receipt.to) changes.push_back(change.id);
    }
    return changes;
}

base::Status take_receipt(replica::Replica& replica, const base::KeyId& headquarters, const wire::Reply& reply,
                          Summary& summary) {
    if (reply.receipt.empty()) return {};
    auto frame = wire::open_frame(reply.receipt, wire::FrameKind::receipt);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != headquarters) return base::fail(base::ErrorCode::bad_signature, "receipt");
    auto receipt = wire::decode_receipt(frame->body);
    if (!receipt) return base::fail(std::move(receipt.error()));
    auto peer = replica.peer(kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    // Of an earlier life of this laptop or of headquarters, or after a file that is missing: it proves nothing here.
    const bool counts = receipt->replica == replica.id() && receipt->epoch == peer->epoch &&
                        (receipt->from <= peer->sent || YQ_PLANTED("file_receipt_over_a_gap"));
    // Before it was set back this laptop had more from headquarters, and the file reached over that. What it saves next takes
    // those places in the log, and is not meant.
    const auto up_to = std::min(receipt->to, replica.last_arrival());
    if (!counts || up_to <= peer->sent) return {};
    auto changes = given(replica, *receipt, headquarters_source(peer->epoch));
    if (!changes) return base::fail(std::move(changes.error()));
    if (wire::batch_digest(*changes) != receipt->digest && !YQ_PLANTED("file_receipt_not_compared")) {
        return base::fail(base::ErrorCode::bad_signature, "receipt", "is not for what was sent");
    }
    auto added = replica.add_receipt(kHeadquartersPeer, {reply.receipt, up_to, receipt->at_ms});
    if (added) summary.sent += changes->size();
    return added;
}

// The changes in batches, then their photos, then the request whose answer says what is new. What is read from the replica is
// compressed and signed without it.
class Packing {
  public:
    Packing(const replica::Replica& replica, const base::SigningKey& key, std::size_t max_bytes)
        : replica_(replica), key_(key), max_bytes_(max_bytes) {}

    base::Status begin() {
        auto peer = replica_.peer(kHeadquartersPeer);
        if (!peer) return base::fail(std::move(peer.error()));
        peer_ = std::move(*peer);
        out_.from = out_.to = peer_.sent;
        out_.epoch = peer_.epoch;
        return {};
    }
    base::Status read_changes() {
        auto slice = whole_pieces_after(replica_, out_.to, {}, wire::kBatchBytes, headquarters_source(peer_.epoch));
        if (!slice) return base::fail(std::move(slice.error()));
        request_ = wire::Request();
        request_.replica = replica_.id();
        request_.epoch = peer_.epoch;
        request_.opening = replica_.opening();
        request_.pull_after = peer_.received;
        request_.push_from = out_.to;
        request_.push_to = slice->end;
        for (auto& change : slice->changes) request_.changes.push_back(std::move(change.bytes));
        is_last_ = slice->complete;
        auto carried = request_.changes;
        if (is_last_) {
            auto aside = replica_.unconfirmed_aside(wire::kBatchBytes);
            if (!aside) return base::fail(std::move(aside.error()));
            for (auto& one : *aside) request_.aside.push_back(std::move(one.bytes));
            carried.insert(carried.end(), request_.aside.begin(), request_.aside.end());
        }
        auto seals = seals_beside(replica_, carried);
        if (!seals) return base::fail(std::move(seals.error()));
        request_.seals = std::move(*seals);
        return is_last_ ? ask() : base::Status();
    }
    void add_changes() {
        auto frame = sealed(request_, key_);
        if (!has_room_for(frame)) return;
        out_.to = request_.push_to;
        out_.changes += request_.changes.size();
        if (is_last_) {
            last_ = std::move(frame);   // It goes behind the photos.
            out_.bytes += last_->size();
        } else {
            add(std::move(frame));
        }
    }
    base::Status read_photos() {
        request_.changes.clear(), request_.aside.clear(), request_.seals.clear(), request_.forms.clear(), request_.blobs_wanted.clear();
        request_.ask_forms = false;
        request_.push_from = request_.push_to;
        request_.pieces = pieces_from(replica_, photos_, wire::kBatchBytes);
        photos_ = places_behind(photos_, request_.pieces);
        return {};
    }
    void add_photos() {
        if (request_.pieces.empty()) return;
        auto frame = sealed(request_, key_);
        if (has_room_for(frame)) add(std::move(frame));
    }

    bool has_all_changes() const { return last_.has_value(); }
    bool has_photos() const { return !photos_.empty(); }
    bool is_full() const { return !out_.complete; }
    const Outgoing& out() const { return out_; }
    Outgoing take() {
        if (last_) out_.frames.push_back(std::move(*last_));
        return std::move(out_);
    }

  private:
    base::Status ask() {
        auto forms = replica_.forms();
        auto missing = replica_.missing_blobs();
        auto unconfirmed = replica_.unconfirmed_blobs();
        if (!forms) return base::fail(std::move(forms.error()));
        if (!missing) return base::fail(std::move(missing.error()));
        if (!unconfirmed) return base::fail(std::move(unconfirmed.error()));
        request_.forms = std::move(*forms);
        request_.ask_forms = true;
        missing->resize(std::min(missing->size(), kBlobsWantedInFileMax));
        auto places = places_of(replica_, *missing, kHeadquartersPeer);
        if (!places) return base::fail(std::move(places.error()));
        request_.blobs_wanted = std::move(*places);
        photos_.clear();
        for (const auto& id : *unconfirmed) photos_.push_back({id, 0});
        return {};
    }
    // The first goes in whatever its size. What has no room goes into the next file.
    bool has_room_for(const std::string& frame) {
        out_.complete = out_.complete && (out_.frames.empty() || out_.bytes + frame.size() <= max_bytes_);
        return out_.complete;
    }
    void add(std::string frame) {
        out_.bytes += frame.size();
        out_.frames.push_back(std::move(frame));
    }

    const replica::Replica& replica_;
    const base::SigningKey& key_;
    std::size_t max_bytes_;
    store::Peer peer_;
    Outgoing out_;
    wire::Request request_;
    bool is_last_ = false;
    std::optional<std::string> last_;
    std::vector<wire::BlobPlace> photos_;
};

}  // namespace

base::Result<Outgoing> write_requests(const replica::Replica& replica, const base::SigningKey& key, std::size_t max_bytes,
                                      const EachBatch& each) {
    Packing packing(replica, key, max_bytes);
    const auto step = [&](auto work) -> base::Status {
        base::Status done = base::fail(base::ErrorCode::cancelled);
        if (!each([&] { done = work(); }, packing.out())) return base::fail(base::ErrorCode::cancelled);
        return done;
    };
    if (auto done = step([&] { return packing.begin(); }); !done) return base::fail(std::move(done.error()));
    while (!packing.is_full() && !packing.has_all_changes()) {
        if (auto done = step([&] { return packing.read_changes(); }); !done) return base::fail(std::move(done.error()));
        packing.add_changes();
    }
    while (!packing.is_full() && packing.has_photos()) {
        if (auto done = step([&] { return packing.read_photos(); }); !done) return base::fail(std::move(done.error()));
        packing.add_photos();
    }
    return packing.take();
}

std::vector<std::string> answer_all(HeadquartersSession& session, const std::vector<std::string>& requests,
                                    std::size_t max_bytes, const EachAnswer& each) {
    std::vector<std::string> replies;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i + 1 < requests.size(); ++i) {
        const auto answer = [&] { replies.push_back(session.answer(requests[i], HeadquartersSession::Gives::receipts)); };
        if (!each(answer)) return replies;
        bytes += replies.back().size();
    }
    if (requests.empty()) return replies;
    std::optional<HeadquartersSession::Place> place;
    do {
        HeadquartersSession::Part part;
        if (!each([&] { part = session.answer_from(requests.back(), place); })) return replies;
        bytes += part.reply.size();
        replies.push_back(std::move(part.reply));
        place = std::move(part.goes_on_from);
    } while (place && bytes < max_bytes);
    return replies;
}

base::Status take_reply(replica::Replica& replica, const base::KeyId& headquarters, std::string_view bytes,
                        const base::Clock& clock, Summary& summary, bool is_latest_word) {
    auto frame = wire::open_frame(bytes, wire::FrameKind::reply);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != headquarters) return base::fail(base::ErrorCode::bad_signature, "headquarters");
    auto reply = wire::decode_reply(frame->body);
    if (!reply) return base::fail(std::move(reply.error()));
    if (!reply->error.empty()) return base::fail(base::ErrorCode::refused, "headquarters", reply->error);
    if (auto noted = note_epoch(replica, kHeadquartersPeer, reply->epoch); !noted) return noted;
    auto peer = replica.peer(kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    const bool are_areas_other = is_after_more_moves(reply->epoch, peer->epoch);
    if (are_areas_other || (is_latest_word && reply->epoch != peer->epoch)) {
        (are_areas_other ? summary.areas_changed : summary.headquarters_restored) = true;
        peer->epoch = reply->epoch;
        peer->sent = peer->received = 0;
        if (auto put = replica.put_peer(*peer); !put) return put;
    }
    const bool is_same_life = peer->epoch == reply->epoch || YQ_PLANTED("file_answer_of_another_life");
    if (is_same_life) {
        if (auto done = take_receipt(replica, headquarters, *reply, summary); !done) return done;
        peer = replica.peer(kHeadquartersPeer);
        if (!peer) return base::fail(std::move(peer.error()));
        if (reply->pull_from <= peer->received || YQ_PLANTED("file_answer_over_a_gap")) peer->received = std::max(peer->received, reply->pull_end);
        peer->last_ms = clock.now_ms();
    }
    auto applied = replica.apply(record::read_changes(std::move(reply->changes)), headquarters_source(reply->epoch), *peer);
    if (!applied) return base::fail(std::move(applied.error()));
    note_applied(std::move(*applied), summary);
    if (auto taken = take_pieces(replica, reply->pieces, kHeadquartersPeer); !taken) return taken;
    auto held = reply->blobs_held;
    for (const auto& piece : reply->pieces) {
        auto state = replica.blob_state(piece.id, kHeadquartersPeer);
        if (!state) return base::fail(std::move(state.error()));
        if (!state->is_here || piece.at + piece.bytes.size() != piece.size) continue;
        held.push_back(piece.id);
        ++summary.photos_received;
    }
    if (is_same_life) {
        if (auto noted = replica.confirm_blobs(held, reply->epoch); !noted) return noted;
        if (auto noted = replica.confirm_aside(reply->aside_held, reply->epoch); !noted) return noted;
        if (auto noted = replica.note_headquarters_backup(reply->epoch, reply->backed_up); !noted) return noted;
    }
    for (auto& form : reply->forms) summary.forms.push_back(std::move(form));
    for (auto& problem : reply->problems) summary.problems.push_back(std::move(problem));
    summary.bytes_received += bytes.size();
    return {};
}

}  // namespace yuanquan::session

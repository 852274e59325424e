#include "sync/session/laptop_session.hpp"

#include <algorithm>

#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

// What headquarters gave before it was restored, it may have lost: under another epoch that is offered like one's own.
std::string source_of(const std::string& epoch) { return std::string(kHeadquartersPeer) + '#' + epoch; }

}  // namespace

base::Result<std::optional<std::string>> LaptopSession::next() {
    if (started_ && push_done_ && pull_done_ && blobs_done_ && to_send_.empty()) return std::nullopt;
    auto peer = replica_.peer(kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    auto slice = replica_.changes_after(peer->sent, {}, wire::kBatchBytes, source_of(peer->epoch));
    if (!slice) return base::fail(std::move(slice.error()));
    request_ = {};
    request_.replica = replica_.id();
    request_.epoch = peer->epoch;
    request_.opening = replica_.opening();
    request_.pull_after = peer->received;
    request_.push_from = peer->sent;
    request_.push_to = slice->end;
    for (auto& change : slice->changes) request_.changes.push_back(std::move(change.bytes));
    push_done_ = slice->complete;
    if (!started_) {
        auto forms = replica_.forms();
        if (!forms) return base::fail(std::move(forms.error()));
        request_.forms = std::move(*forms);
        request_.ask_forms = true;
    }
    started_ = true;
    if (!to_send_.empty()) {
        auto blob = replica_.blob(to_send_.back());
        to_send_.pop_back();
        if (blob) request_.blobs.push_back(std::move(*blob));
    }
    auto missing = replica_.missing_blobs();
    if (!missing) return base::fail(std::move(missing.error()));
    missing->resize(std::min(missing->size(), wire::kBlobsWantedMax));
    request_.blobs_wanted = std::move(*missing);
    auto bytes = wire::seal(wire::FrameKind::request, wire::encode(request_), key_);
    request_digest_ = base::blake2b_256(bytes);
    summary_.bytes_sent += bytes.size();
    ++summary_.requests;
    return bytes;
}

base::Status LaptopSession::receive(std::string_view bytes) {
    summary_.bytes_received += bytes.size();
    auto frame = wire::open_frame(bytes, wire::FrameKind::reply);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != headquarters_) return base::fail(base::ErrorCode::bad_signature, "headquarters");
    auto reply = wire::decode_reply(frame->body);
    if (!reply) return base::fail(std::move(reply.error()));
    if (reply->request != request_digest_) {
        return base::fail(base::ErrorCode::bad_signature, "headquarters", "answers another request");
    }
    if (!reply->error.empty()) return base::fail(base::ErrorCode::refused, "headquarters", reply->error);
    if (!request_.epoch.empty() && reply->epoch != request_.epoch) return start_again(reply->epoch);
    if (auto done = take_receipt(*reply); !done) return done;
    if (auto done = take_changes(*reply); !done) return done;
    summary_.photos_sent += request_.blobs.size();
    for (auto& form : reply->forms) summary_.forms.push_back(std::move(form));
    for (auto& problem : reply->problems) summary_.problems.push_back(std::move(problem));
    return take_blobs(*reply);
}

base::Status LaptopSession::start_again(const std::string& epoch) {
    // Headquarters was restored from a backup. What it lost, we still have: everything is offered and asked anew, and
    // what both have costs only its way.
    summary_.headquarters_restored = true;
    push_done_ = pull_done_ = false;
    auto peer = replica_.peer(kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    peer->epoch = epoch;
    peer->sent = peer->received = 0;
    return replica_.put_peer(*peer);
}

base::Status LaptopSession::take_receipt(const wire::Reply& reply) {
    if (request_.changes.empty()) {
        // Only what came from headquarters lay between: nothing to be receipted.
        if (request_.push_to == request_.push_from) return {};
        auto peer = replica_.peer(kHeadquartersPeer);
        if (!peer) return base::fail(std::move(peer.error()));
        peer->sent = request_.push_to;
        return replica_.put_peer(*peer);
    }
    auto frame = wire::open_frame(reply.receipt, wire::FrameKind::receipt);
    if (!frame) return base::fail(std::move(frame.error()).with_context("reading the receipt"));
    if (frame->key != headquarters_) return base::fail(base::ErrorCode::bad_signature, "receipt");
    auto receipt = wire::decode_receipt(frame->body);
    if (!receipt) return base::fail(std::move(receipt.error()));
    const bool ours = receipt->replica == request_.replica && receipt->from == request_.push_from &&
                      receipt->to == request_.push_to && receipt->epoch == reply.epoch &&
                      receipt->digest == wire::batch_digest(request_.changes);
    if (!ours) return base::fail(base::ErrorCode::bad_signature, "receipt", "is not for what was sent");
    auto added = replica_.add_receipt(kHeadquartersPeer, {reply.receipt, request_.push_to, receipt->at_ms});
    if (added) summary_.sent += request_.changes.size();
    return added;
}

base::Status LaptopSession::take_changes(const wire::Reply& reply) {
    pull_done_ = reply.pull_complete;
    auto peer = replica_.peer(kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    peer->epoch = reply.epoch;
    peer->received = reply.pull_end;
    peer->last_ms = clock_.now_ms();
    auto applied = replica_.apply(reply.changes, source_of(reply.epoch), *peer);
    if (!applied) return base::fail(std::move(applied.error()));
    for (auto& one : *applied) {
        if (one.outcome == store::Applied::Outcome::added) {
            ++summary_.received;
            if (std::find(summary_.records.begin(), summary_.records.end(), one.record) == summary_.records.end()) {
                summary_.records.push_back(one.record);
            }
        } else if (one.outcome == store::Applied::Outcome::quarantined) {
            summary_.kept_aside.push_back(std::move(one));
        }
    }
    return {};
}

base::Status LaptopSession::take_blobs(const wire::Reply& reply) {
    for (const auto& blob : reply.blobs) {
        if (auto put = replica_.put_blob(blob); !put) return put;
        ++summary_.photos_received;
    }
    auto missing = replica_.missing_blobs();
    if (!missing) return base::fail(std::move(missing.error()));
    // What headquarters does not have yet either is asked for again at the next exchange.
    blobs_done_ = missing->empty() || (!request_.blobs_wanted.empty() && reply.blobs.empty());
    if (to_send_.empty()) {
        for (const auto& id : reply.blobs_wanted) {
            if (replica_.blob(id)) to_send_.push_back(id);
        }
    }
    return {};
}

}  // namespace yuanquan::session

// Who we exchange with and how far, what they signed, what was put aside, and settings.

#include <algorithm>

#include "model/base/digest.hpp"
#include "model/base/planted.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
namespace {

Peer peer_of(const Query& query) {
    return {query.text(0), query.number(1), query.number(2), query.text(3), query.integer(4)};
}

}  // namespace

void Shared::put_peer(const Peer& peer) {
    database->run("INSERT OR REPLACE INTO peers(name, sent, received, epoch, last_ms) VALUES(?, ?, ?, ?, ?)", peer.name,
                  peer.sent, peer.received, peer.epoch, peer.last_ms);
}

// The same bytes refused again and again (an exchange that is retried) are kept once, with the reason that was found first;
// that nobody vouches for them is none any more once somebody does.
void Shared::put_quarantine(std::string_view bytes, std::string_view reason, std::string_view from) {
    const auto digest = base::blake2b_256(bytes);
    database->run(
        "INSERT INTO quarantine(digest, bytes, reason, source, at_ms) VALUES(?, ?, ?, ?, ?)"
        " ON CONFLICT(digest) DO UPDATE SET reason = excluded.reason WHERE reason = 'unsealed' AND excluded.reason <> 'unsealed'",
        Bytes{{reinterpret_cast<const char*>(digest.data()), digest.size()}}, Bytes{bytes}, reason, from,
        clock.now_ms());
}

Status Store::put_quarantine(std::string_view bytes, const std::string& reason, const std::string& from) {
    Transaction transaction(*impl_->database);
    impl_->put_quarantine(bytes, reason, from);
    auto status = transaction.commit();
    if (status) ++impl_->generation;
    return status;
}

Result<std::vector<Quarantined>> Store::quarantine(std::string_view only_reason) const {
    std::vector<Quarantined> all;
    Query query(*impl_->database,
                "SELECT number, bytes, reason, source, at_ms FROM quarantine WHERE ?1 = '' OR reason = ?1 ORDER BY number",
                only_reason);
    while (query.step()) {
        all.push_back({query.number(0), query.text(1), query.text(2), query.text(3), query.integer(4)});
    }
    return impl_->database->result(std::move(all));
}

Result<std::string> Store::kept_aside(const ChangeId& id) const {
    Query query(*impl_->database, "SELECT bytes FROM quarantine WHERE digest = ?", id);
    if (!query.step()) return fail(ErrorCode::not_found, "kept aside", id.text());
    return impl_->database->result(query.text(0));
}

// Receipts go by hash, as those of photos do.
Result<std::vector<StoredChange>> Store::unconfirmed_aside(std::size_t max_bytes) const {
    std::vector<StoredChange> aside;
    std::size_t bytes = 0;
    Query query(*impl_->database,
                "SELECT q.number, q.digest, q.bytes FROM quarantine q WHERE NOT EXISTS (SELECT 1 FROM blob_receipts h"
                " WHERE h.id = q.digest AND h.epoch = (SELECT epoch FROM peers WHERE name = 'hq')) ORDER BY q.number");
    while (query.step()) {
        bytes += query.view(2).size();
        if (!aside.empty() && bytes > max_bytes) break;
        aside.push_back({query.number(0), query.id<ChangeId>(1), query.text(2)});
    }
    return impl_->database->result(std::move(aside));
}

Status Store::confirm_aside(const std::vector<ChangeId>& ids, const std::string& epoch) {
    std::vector<BlobId> hashes;
    for (const ChangeId& id : ids) hashes.push_back(BlobId{id.bytes});
    return confirm_blobs(hashes, epoch);
}

Result<Applied> Store::release(std::uint64_t number, const std::string& person) {
    Quarantined aside;
    {
        Query query(*impl_->database, "SELECT bytes, reason, source FROM quarantine WHERE number = ?", number);
        if (!query.step()) return fail(ErrorCode::not_found, "kept aside", std::to_string(number));
        aside.bytes = query.text(0);
        aside.reason = query.text(1);
        aside.from = query.text(2);
    }
    const ChangeId id{base::blake2b_256(aside.bytes)};
    if (!person.empty()) {  // Before, so that nothing is let in without it.
        Transaction transaction(*impl_->database);
        impl_->database->run("INSERT OR IGNORE INTO releases(change, person, reason, source, at_ms) VALUES(?, ?, ?, ?, ?)", id,
                             person, aside.reason, aside.from, impl_->clock.now_ms());
        if (auto status = transaction.commit(); !status) return fail(std::move(status.error()));
    }
    auto applied = apply(std::vector{aside.bytes}, aside.from);
    if (!applied) return fail(std::move(applied.error()));
    if (!person.empty() && applied->front().outcome == Applied::Outcome::quarantined) {
        Transaction transaction(*impl_->database);
        impl_->database->run("DELETE FROM releases WHERE change = ?", id);
        if (auto status = transaction.commit(); !status) return fail(std::move(status.error()));
    }
    return std::move(applied->front());
}

Status Store::change_reason(std::uint64_t number, const std::string& reason) {
    Transaction transaction(*impl_->database);
    impl_->database->run("UPDATE quarantine SET reason = ? WHERE number = ?", reason, number);
    return transaction.commit();
}

Result<std::vector<Store::Release>> Store::releases() const {
    std::vector<Release> all;
    Query query(*impl_->database, "SELECT change, person, reason, source, at_ms FROM releases ORDER BY at_ms, change");
    while (query.step()) all.push_back({query.id<ChangeId>(0), query.text(1), query.text(2), query.text(3), query.integer(4)});
    return impl_->database->result(std::move(all));
}

Result<std::vector<Fork>> Store::forks() const {
    std::vector<Fork> forks;
    Query query(*impl_->database,
                "SELECT change, replica, sequence, reason, at_ms FROM forks ORDER BY replica, sequence, change");
    while (query.step()) {
        forks.push_back({query.id<ChangeId>(0), query.id<ReplicaId>(1), query.number(2), query.text(3),
                         query.integer(4)});
    }
    return impl_->database->result(std::move(forks));
}

Result<Peer> Store::peer(const std::string& name) const {
    Query query(*impl_->database, "SELECT name, sent, received, epoch, last_ms FROM peers WHERE name = ?", name);
    Peer peer;
    peer.name = name;
    if (query.step()) peer = peer_of(query);
    return impl_->database->result(std::move(peer));
}

Result<std::vector<Peer>> Store::peers() const {
    std::vector<Peer> peers;
    Query query(*impl_->database, "SELECT name, sent, received, epoch, last_ms FROM peers ORDER BY name");
    while (query.step()) peers.push_back(peer_of(query));
    return impl_->database->result(std::move(peers));
}

Status Store::put_peer(const Peer& peer) {
    Transaction transaction(*impl_->database);
    impl_->put_peer(peer);
    if (auto status = transaction.commit(); !status) return status;
    if (peer.name == "hq" && peer.sent != impl_->hq_sent) {
        impl_->hq_sent = peer.sent;
        ++impl_->generation;  // Lists show what is not yet at headquarters.
    }
    return {};
}

Status Store::add_receipt(const std::string& peer, const Receipt& receipt) {
    if (receipt.up_to > impl_->log.arrival) {
        return fail(ErrorCode::bad_input, "receipt", "covers changes that are not here");
    }
    auto known = this->peer(peer);
    if (!known) return fail(std::move(known.error()));
    known->sent = std::max(known->sent, YQ_PLANTED("receipt_covers_all_that_is_here") ? impl_->log.arrival : receipt.up_to);
    known->last_ms = receipt.at_ms;
    Transaction transaction(*impl_->database);
    impl_->database->run("INSERT INTO receipts(peer, bytes, up_to, at_ms) VALUES(?, ?, ?, ?)", peer,
                         Bytes{receipt.bytes}, receipt.up_to, receipt.at_ms);
    impl_->put_peer(*known);
    if (auto status = transaction.commit(); !status) return status;
    if (peer == "hq") impl_->hq_sent = known->sent;
    ++impl_->generation;
    return {};
}

Result<std::vector<Receipt>> Store::receipts(const std::string& peer) const {
    std::vector<Receipt> receipts;
    Query query(*impl_->database, "SELECT bytes, up_to, at_ms FROM receipts WHERE peer = ? ORDER BY number", peer);
    while (query.step()) receipts.push_back({query.text(0), query.number(1), query.integer(2)});
    return impl_->database->result(std::move(receipts));
}

Result<std::string> Store::setting(const std::string& name) const {
    Query query(*impl_->database, "SELECT value FROM settings WHERE name = ?", name);
    std::string value;
    if (query.step()) value = query.text(0);
    return impl_->database->result(std::move(value));
}

Status Store::set_setting(const std::string& name, std::string_view value) {
    Transaction transaction(*impl_->database);
    impl_->database->run("INSERT OR REPLACE INTO settings(name, value) VALUES(?, ?)", name, Bytes{value});
    if (auto status = transaction.commit(); !status) return status;
    if (name == "role") impl_->is_hq = value == "hq";
    return {};
}

}  // namespace yuanquan::store

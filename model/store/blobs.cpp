// Photos, signatures and documents by the hash of their bytes.

#include <set>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {

void Shared::put_blob_references(const record::Change& change) {
    for (const record::Op& op : change.ops) {
        if (const auto blob = record::read_blob_value(op.value)) database->run("INSERT OR IGNORE INTO blob_references(id) VALUES(?)", blob->id);
    }
}

void Shared::put_blob(const BlobId& id, std::string_view bytes) {
    database->run("INSERT INTO blobs(id, bytes) VALUES(?, ?)", id, Bytes{bytes});
    database->run("DELETE FROM blob_parts WHERE blob = ?", id);
}

Result<BlobId> Store::put_blob(std::string_view bytes) {
    const BlobId id{base::blake2b_256(bytes)};
    if (has_blob(id)) return impl_->database->result(id);
    Transaction transaction(*impl_->database);
    impl_->put_blob(id, bytes);
    if (auto status = transaction.commit(); !status) return fail(std::move(status.error()).with_context("keeping a file"));
    return id;
}

Result<std::string> Store::blob(const BlobId& id) const {
    Query query(*impl_->database, "SELECT bytes FROM blobs WHERE id = ?", id);
    if (!query.step()) {
        if (auto status = impl_->database->status(); !status) return fail(std::move(status.error()));
        return fail(ErrorCode::not_found, id.text());
    }
    if (base::blake2b_256(query.view(0)) != id.bytes) return fail(ErrorCode::damaged, id.text(), "hash differs");
    return query.text(0);
}

bool Store::has_blob(const BlobId& id) const {
    Query query(*impl_->database, "SELECT 1 FROM blobs WHERE id = ?", id);
    return query.step();
}

Result<std::vector<BlobId>> Store::missing_blobs() const {
    std::vector<BlobId> missing;
    Query query(*impl_->database,
                "SELECT id FROM blob_references WHERE id NOT IN (SELECT id FROM blobs) ORDER BY id");
    while (query.step()) missing.push_back(query.id<BlobId>(0));
    return impl_->database->result(std::move(missing));
}

Result<Store::BlobState> Store::blob_state(const BlobId& id, const std::string& source) const {
    Query query(*impl_->database,
                "SELECT EXISTS (SELECT 1 FROM blobs WHERE id = ?1), EXISTS (SELECT 1 FROM blob_references WHERE id = ?1),"
                " coalesce((SELECT max(at + length(bytes)) FROM blob_parts WHERE blob = ?1 AND source = ?2), 0)",
                id, source);
    BlobState state;
    if (query.step()) state = {query.integer(0) == 1, query.integer(1) == 1, query.number(2)};
    return impl_->database->result(state);
}

Result<std::uint64_t> Store::put_blob_piece(const BlobId& id, std::uint64_t size, std::uint64_t at, std::string_view bytes,
                                            const std::string& source) {
    const auto state = blob_state(id, source);
    if (!state) return fail(state.error());
    if (state->is_here) return size;
    const std::uint64_t place = state->place;
    const bool is_next = at == place && at <= size && bytes.size() <= size - at;
    const bool is_last = is_next && at + bytes.size() == size;
    if (!is_next || (bytes.empty() && !is_last)) return place;
    std::string whole;
    if (is_last) {
        Query parts(*impl_->database, "SELECT bytes FROM blob_parts WHERE blob = ? AND source = ? ORDER BY at", id, source);
        while (parts.step()) whole += parts.view(0);
        whole += bytes;
    }
    const bool is_damaged = is_last && base::blake2b_256(whole) != id.bytes;
    Transaction transaction(*impl_->database);
    if (is_damaged) {
        impl_->database->run("DELETE FROM blob_parts WHERE blob = ? AND source = ?", id, source);
    } else if (is_last) {
        impl_->put_blob(id, whole);
    } else {
        impl_->database->run("INSERT INTO blob_parts(blob, source, at, bytes) VALUES(?, ?, ?, ?)", id, source, at, Bytes{bytes});
    }
    if (auto status = transaction.commit(); !status) return fail(std::move(status.error()).with_context("keeping a file"));
    return is_damaged ? 0 : at + bytes.size();
}

Status Store::confirm_blobs(const std::vector<BlobId>& ids, const std::string& epoch) {
    if (ids.empty()) return {};
    Transaction transaction(*impl_->database);
    for (const BlobId& id : ids) {
        impl_->database->run("INSERT OR REPLACE INTO blob_receipts(id, epoch) VALUES(?, ?)", id, epoch);
    }
    return transaction.commit();
}

Result<std::vector<BlobId>> Store::unconfirmed_blobs() const {
    std::vector<BlobId> ids;
    Query query(*impl_->database,
                "SELECT r.id FROM blob_references r WHERE EXISTS (SELECT 1 FROM blobs b WHERE b.id = r.id) AND NOT EXISTS"
                " (SELECT 1 FROM blob_receipts h WHERE h.id = r.id AND h.epoch = (SELECT epoch FROM peers WHERE name = 'hq'))"
                " ORDER BY r.id");
    while (query.step()) ids.push_back(query.id<BlobId>(0));
    return impl_->database->result(std::move(ids));
}

}  // namespace yuanquan::store

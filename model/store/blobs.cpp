// Photos, signatures and documents by the hash of their bytes.

#include <set>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {

void Shared::put_blob_references(const record::Change& change) {
    constexpr std::string_view kPrefix = "blob:";
    for (const record::Op& op : change.ops) {
        if (!base::starts_with(op.value, kPrefix)) continue;
        const auto id = BlobId::parse(std::string_view(op.value).substr(kPrefix.size(), 64));
        if (id) database->run("INSERT OR IGNORE INTO blob_references(id) VALUES(?)", *id);
    }
}

Result<BlobId> Store::put_blob(std::string_view bytes) {
    const BlobId id{base::blake2b_256(bytes)};
    if (has_blob(id)) return impl_->database->result(id);
    Transaction transaction(*impl_->database);
    impl_->database->run("INSERT INTO blobs(id, bytes) VALUES(?, ?)", id, Bytes{bytes});
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

}  // namespace yuanquan::store

#pragma once
// A replica over a workspace's store: laptops, and headquarters on SQLite.

#include "sync/replica/replica.hpp"

namespace yuanquan::replica {

inline constexpr char kHeadquartersBackup[] = "team.hq_backup";   // Setting: epoch, blank, headquarters' arrival.

class StoreReplica final : public Replica {
  public:
    explicit StoreReplica(store::Store& store) : store_(store) {}
    base::ReplicaId id() const override { return store_.replica(); }
    bool is_own(const base::ReplicaId& replica) const override { return store_.is_own(replica); }
    std::uint64_t opening() const override { return store_.opening(); }
    base::Result<std::vector<std::string>> areas_of(const base::RecordId& record) const override;
    base::Result<store::Store::Slice> changes_after(store::Arrival after, const std::vector<std::string>& areas,
                                                    std::size_t max_bytes, const std::string& not_from) const override;
    base::Result<std::vector<store::Applied>> apply(std::span<const record::EncodedChange> changes, const std::string& from,
                                                    const store::Peer& peer_after) override;
    base::Status keep_aside(std::string_view bytes, const std::string& reason, const std::string& from) override;
    bool has_change(const base::ChangeId& id) const override { return store_.has_change(id); }
    base::Result<std::string> change(const base::ChangeId& id) const override { return store_.change(id); }
    base::Result<std::string> kept_aside(const base::ChangeId& id) const override { return store_.kept_aside(id); }
    base::Result<std::vector<store::StoredChange>> unconfirmed_aside(std::size_t max_bytes) const override {
        return store_.unconfirmed_aside(max_bytes);
    }
    base::Status confirm_aside(const std::vector<base::ChangeId>& ids, const std::string& epoch) override {
        return store_.confirm_aside(ids, epoch);
    }
    base::Result<std::string> owner_of(const base::ReplicaId& replica) const override;
    base::Status bind(const base::ReplicaId& replica, const std::string& laptop) override;
    base::Result<std::vector<std::string>> seals() const override;
    base::Status keep_seals(std::span<const std::string> seals) override;
    bool area_within(const std::string& area, const std::string& ancestor) const override;
    base::Result<store::Peer> peer(const std::string& name) const override;
    base::Status put_peer(const store::Peer& peer) override;
    base::Result<std::size_t> line_room(const std::string& peer) const override;
    base::Status note_line_room(const std::string& peer, std::size_t bytes) override;
    std::uint64_t last_arrival() const override { return store_.last_arrival(); }
    base::Result<std::uint64_t> backed_up() const override { return store_.backed_up(); }
    base::Result<std::string> headquarters_backup() const override { return store_.setting(kHeadquartersBackup); }
    base::Status note_headquarters_backup(const std::string& epoch, std::uint64_t backed_up) override;
    base::Status add_receipt(const std::string& peer, const store::Receipt& receipt) override;
    base::Result<std::vector<base::BlobId>> missing_blobs() const override { return store_.missing_blobs(); }
    base::Result<std::vector<base::BlobId>> unconfirmed_blobs() const override { return store_.unconfirmed_blobs(); }
    base::Status confirm_blobs(const std::vector<base::BlobId>& ids, const std::string& epoch) override {
        return store_.confirm_blobs(ids, epoch);
    }
    base::Result<store::Store::BlobState> blob_state(const base::BlobId& id, const std::string& source) const override {
        return store_.blob_state(id, source);
    }
    base::Result<std::string> blob(const base::BlobId& id) const override { return store_.blob(id); }
    base::Result<std::uint64_t> put_piece(const wire::BlobPiece& piece, const std::string& source) override;
    base::Result<std::vector<wire::FormRef>> forms() const override;
    base::Result<wire::FormFile> form(const wire::FormRef& form) const override;

  private:
    store::Store& store_;
};

}  // namespace yuanquan::replica

#pragma once
// CONTRACT: one side of an exchange, as a session sees it: what I have, what came after, take these. StoreReplica keeps
// it in a workspace's store; other stores (PostgreSQL at headquarters) come beside it. Not thread-safe: sessions call it
// from the thread that owns it.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/base/error.hpp"
#include "model/store/store.hpp"
#include "sync/wire/messages.hpp"

namespace yuanquan::replica {

// How a laptop notes how far headquarters' latest backup goes, in one life of it; '' without one.
std::string backup_note(const std::string& epoch, std::uint64_t backed_up);

class Replica {
  public:
    virtual ~Replica() = default;
    virtual base::ReplicaId id() const = 0;
    virtual bool is_own(const base::ReplicaId& replica) const = 0;   // It, or one that we were before.
    virtual std::uint64_t opening() const = 0;  // See Store::opening.
    // The areas that the record is and ever was in, as known here; none for a record that is not.
    virtual base::Result<std::vector<std::string>> areas_of(const base::RecordId& record) const = 0;
    // See Store::changes_after. not_from: leaves out what was applied as from there.
    virtual base::Result<store::Store::Slice> changes_after(store::Arrival after, const std::vector<std::string>& areas,
                                                            std::size_t max_bytes, const std::string& not_from) const = 0;
    virtual base::Result<std::vector<store::Applied>> apply(std::span<const record::EncodedChange> changes, const std::string& from,
                                                            const store::Peer& peer_after) = 0;
    virtual base::Status keep_aside(std::string_view bytes, const std::string& reason, const std::string& from) = 0;
    virtual bool has_change(const base::ChangeId& id) const = 0;
    virtual base::Result<std::string> change(const base::ChangeId& id) const = 0;      // not_found
    virtual base::Result<std::string> kept_aside(const base::ChangeId& id) const = 0;  // not_found
    // See Store: what is aside here and headquarters has not said that it has.
    virtual base::Result<std::vector<store::StoredChange>> unconfirmed_aside(std::size_t max_bytes) const = 0;
    virtual base::Status confirm_aside(const std::vector<base::ChangeId>& ids, const std::string& epoch) = 0;
    // The laptop whose changes bear that replica's id, '' as long as nobody has come with it. Bound once and for ever.
    virtual base::Result<std::string> owner_of(const base::ReplicaId& replica) const = 0;
    virtual base::Status bind(const base::ReplicaId& replica, const std::string& laptop) = 0;
    // Seals of other laptops whose changes are carried here; they go along to headquarters.
    virtual base::Result<std::vector<std::string>> seals() const = 0;
    virtual base::Status keep_seals(std::span<const std::string> seals) = 0;
    virtual bool area_within(const std::string& area, const std::string& ancestor) const = 0;
    virtual base::Result<store::Peer> peer(const std::string& name) const = 0;
    virtual base::Status put_peer(const store::Peer& peer) = 0;
    // How large a message the line to that peer carried when an exchange last came to its end, in bytes; 0 for not known.
    virtual base::Result<std::size_t> line_room(const std::string& peer) const = 0;
    virtual base::Status note_line_room(const std::string& peer, std::size_t bytes) = 0;
    virtual std::uint64_t last_arrival() const = 0;
    virtual base::Result<std::uint64_t> backed_up() const = 0;      // Arrivals up to there are in the latest backup.
    // Of headquarters' arrivals, as it says in that life of it.
    virtual base::Result<std::string> headquarters_backup() const = 0;   // Its backup_note, as noted.
    virtual base::Status note_headquarters_backup(const std::string& epoch, std::uint64_t backed_up) = 0;
    virtual base::Status add_receipt(const std::string& peer, const store::Receipt& receipt) = 0;
    // See Store: photos in pieces, and which of them headquarters has confirmed.
    virtual base::Result<std::vector<base::BlobId>> missing_blobs() const = 0;
    virtual base::Result<std::vector<base::BlobId>> unconfirmed_blobs() const = 0;
    virtual base::Status confirm_blobs(const std::vector<base::BlobId>& ids, const std::string& epoch) = 0;
    virtual base::Result<store::Store::BlobState> blob_state(const base::BlobId& id, const std::string& source) const = 0;
    virtual base::Result<std::string> blob(const base::BlobId& id) const = 0;  // not_found
    virtual base::Result<std::uint64_t> put_piece(const wire::BlobPiece& piece, const std::string& source) = 0;
    // Of each questionnaire the versions as they came, the newest last: who installs them in this order has it last, too.
    virtual base::Result<std::vector<wire::FormRef>> forms() const = 0;
    virtual base::Result<wire::FormFile> form(const wire::FormRef& form) const = 0;
};

}  // namespace yuanquan::replica

#include "sync/replica/store_replica.hpp"

#include <algorithm>
#include <set>

#include "model/base/text.hpp"

namespace yuanquan::replica {

namespace {

const std::string kOwner = "hq.owner.";  // A setting a replica.
const std::string kLine = "line.";        // A setting a peer.
const std::string kSeals = "team.seals";  // In hex, one a line.

}  // namespace

base::Result<std::vector<std::string>> StoreReplica::areas_of(const base::RecordId& record) const {
    return store_.areas_of(record);
}
base::Result<store::Store::Slice> StoreReplica::changes_after(store::Arrival after, const std::vector<std::string>& areas,
                                                              std::size_t max_bytes, const std::string& not_from) const {
    return store_.changes_after(after, areas, max_bytes, not_from);
}
base::Result<std::vector<store::Applied>> StoreReplica::apply(std::span<const record::EncodedChange> changes, const std::string& from,
                                                              const store::Peer& peer_after) {
    return store_.apply(changes, from, &peer_after);
}
base::Status StoreReplica::keep_aside(std::string_view bytes, const std::string& reason, const std::string& from) {
    return store_.put_quarantine(bytes, reason, from);
}
base::Result<std::string> StoreReplica::owner_of(const base::ReplicaId& replica) const {
    return store_.setting(kOwner + replica.text());
}
base::Status StoreReplica::bind(const base::ReplicaId& replica, const std::string& laptop) {
    return store_.set_setting(kOwner + replica.text(), laptop);
}
base::Result<std::vector<std::string>> StoreReplica::seals() const {
    auto text = store_.setting(kSeals);
    if (!text) return base::fail(std::move(text.error()));
    std::vector<std::string> seals;
    for (const auto line : base::split(*text, '\n')) {
        std::string seal(line.size() / 2, '\0');
        if (!seal.empty() && base::from_hex(line, reinterpret_cast<std::uint8_t*>(seal.data()), seal.size())) {
            seals.push_back(std::move(seal));
        }
    }
    return seals;
}
base::Status StoreReplica::keep_seals(std::span<const std::string> seals) {
    auto text = store_.setting(kSeals);
    if (!text) return base::fail(std::move(text.error()));
    std::set<std::string_view> known;
    for (const auto line : base::split(*text, '\n')) known.insert(line);
    std::string fresh;
    for (const auto& seal : seals) {
        const auto line = base::to_hex(reinterpret_cast<const std::uint8_t*>(seal.data()), seal.size());
        if (!known.contains(line)) fresh += line + '\n';
    }
    return fresh.empty() ? base::Status() : store_.set_setting(kSeals, *text + fresh);
}
bool StoreReplica::area_within(const std::string& area, const std::string& ancestor) const {
    return store_.area_within(area, ancestor);
}
base::Result<store::Peer> StoreReplica::peer(const std::string& name) const { return store_.peer(name); }
base::Status StoreReplica::put_peer(const store::Peer& peer) { return store_.put_peer(peer); }
base::Result<std::size_t> StoreReplica::line_room(const std::string& peer) const {
    const auto text = store_.setting(kLine + peer);
    if (!text) return base::fail(text.error());
    return static_cast<std::size_t>(std::max<std::int64_t>(base::parse_integer(*text).value_or(0), 0));
}
base::Status StoreReplica::note_line_room(const std::string& peer, std::size_t bytes) {
    return store_.set_setting(kLine + peer, bytes == 0 ? std::string() : std::to_string(bytes));
}
base::Status StoreReplica::add_receipt(const std::string& peer, const store::Receipt& receipt) {
    return store_.add_receipt(peer, receipt);
}
base::Status StoreReplica::note_headquarters_backup(const std::string& epoch, std::uint64_t backed_up) {
    const auto note = backup_note(epoch, backed_up);
    auto known = store_.setting(kHeadquartersBackup);
    if (!known) return base::fail(std::move(known.error()));
    return *known == note ? base::Status() : store_.set_setting(kHeadquartersBackup, note);
}
base::Result<std::uint64_t> StoreReplica::put_piece(const wire::BlobPiece& piece, const std::string& source) {
    return store_.put_blob_piece(piece.id, piece.size, piece.at, piece.bytes, source);
}

base::Result<std::vector<wire::FormRef>> StoreReplica::forms() const {
    auto forms = store_.forms();
    if (!forms) return base::fail(std::move(forms.error()));
    std::vector<wire::FormRef> refs;
    for (const auto& form : *forms) refs.push_back({form.id, form.version});
    std::reverse(refs.begin(), refs.end());   // The store has the newest first.
    return refs;
}

base::Result<wire::FormFile> StoreReplica::form(const wire::FormRef& ref) const {
    auto form = store_.form(ref.id, ref.version);
    if (!form) return base::fail(std::move(form.error()));
    return wire::FormFile{form->file_name, std::move(form->source), std::move(form->media)};
}

std::string backup_note(const std::string& epoch, std::uint64_t backed_up) {
    return backed_up == 0 ? std::string() : epoch + ' ' + std::to_string(backed_up);
}

}  // namespace yuanquan::replica

#include "app/team/custody.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "model/record/change_codec.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::team {

namespace {

base::Result<std::uint64_t> photos_waiting(const survey::Workspace& workspace, const std::optional<record::RecordId>& record) {
    auto ids = workspace.store().unconfirmed_blobs();
    if (!ids) return base::fail(std::move(ids.error()));
    if (!record) return ids->size();
    auto known = workspace.store().record(*record);
    if (!known) return base::fail(std::move(known.error()));
    return static_cast<std::uint64_t>(std::count_if(ids->begin(), ids->end(), [&](const auto& id) {
        const std::string name = "blob:" + id.text();
        return std::any_of(known->cells.begin(), known->cells.end(), [&](const auto& cell) {
            return std::string_view(known->value(cell.first)).starts_with(name);
        });
    }));
}

// What headquarters has in its latest backup, told by its receipts: each names an arrival there that has all of it.
struct HeadquartersBackup {
    std::uint64_t up_to = 0;                                 // Of headquarters' arrivals.
    std::map<store::Arrival, std::uint64_t> held;            // Our arrivals up to there: headquarters' arrival.
    bool holds(store::Arrival arrival) const {
        const auto receipt = held.lower_bound(arrival);
        return receipt != held.end() && receipt->second != 0 && receipt->second <= up_to;
    }
};
base::Result<HeadquartersBackup> headquarters_backup(const store::Store& store, const std::vector<store::Receipt>& receipts,
                                                     const std::string& epoch) {
    HeadquartersBackup backup;
    auto note = store.setting(replica::kHeadquartersBackup);
    if (!note) return base::fail(std::move(note.error()));
    if (!note->starts_with(epoch + ' ')) return backup;
    backup.up_to = std::strtoull(note->c_str() + epoch.size() + 1, nullptr, 10);
    for (const auto& kept : receipts) {
        const auto frame = wire::open_frame(kept.bytes, wire::FrameKind::receipt);
        const auto receipt = frame ? wire::decode_receipt(frame->body) : base::Result<wire::Receipt>(base::fail(frame.error()));
        if (receipt && receipt->epoch == epoch) backup.held.emplace(kept.up_to, receipt->held_up_to);
    }
    return backup;
}

}  // namespace

base::Result<Custody> custody(const survey::Workspace& workspace, const std::optional<record::RecordId>& record) {
    constexpr std::size_t kSliceBytes = std::size_t{4} << 20;
    const auto& store = workspace.store();
    auto peer = store.peer(session::kHeadquartersPeer);
    auto drafts = store.drafts();
    auto receipts = store.receipts(session::kHeadquartersPeer);
    auto bundles = written_bundles(workspace);
    if (!peer) return base::fail(std::move(peer.error()));
    if (!drafts) return base::fail(std::move(drafts.error()));
    if (!receipts) return base::fail(std::move(receipts.error()));
    if (!bundles) return base::fail(std::move(bundles.error()));
    Custody custody;
    custody.drafts = static_cast<std::uint64_t>(std::count_if(drafts->begin(), drafts->end(), [&](const auto& draft) {
        return !record || draft.record == *record;
    }));
    auto photos = photos_waiting(workspace, record);
    if (!photos) return base::fail(std::move(photos.error()));
    custody.photos_here = *photos;
    if (!receipts->empty()) custody.last_receipt_ms = receipts->back().at_ms;
    const auto backup = headquarters_backup(workspace.store(), *receipts, peer->epoch);
    if (!backup) return base::fail(backup.error());
    const auto is_on_stick = [&](store::Arrival arrival) {
        return std::any_of(bundles->begin(), bundles->end(), [&](const auto& bundle) {
            return bundle.from < arrival && arrival <= bundle.to;
        });
    };
    for (store::Arrival after = 0;;) {
        auto slice = store.changes_after(after, {}, kSliceBytes, session::headquarters_source(peer->epoch));
        if (!slice) return base::fail(std::move(slice.error()));
        for (const auto& change : slice->changes) {
            if (record) {
                const auto decoded = record::decode(change.bytes);
                if (!decoded || decoded->record != *record) continue;
            }
            if (change.arrival <= peer->sent) {
                ++custody.at_headquarters;
                if (backup->holds(change.arrival)) ++custody.in_backup;
            } else if (is_on_stick(change.arrival)) {
                ++custody.on_stick;
            } else {
                ++custody.here;
            }
        }
        after = slice->end;
        if (slice->complete) break;
    }
    for (auto& bundle : *bundles) {
        if (bundle.to > peer->sent) custody.sticks.push_back(std::move(bundle));
    }
    return custody;
}

}  // namespace yuanquan::team

#include "app/team/custody.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "model/record/blob_value.hpp"
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
        const auto name = record::write_blob_value(id, "");
        return std::any_of(known->cells.begin(), known->cells.end(), [&](const auto& cell) {
            return std::string_view(known->value(cell.first)).starts_with(name);
        });
    }));
}

// nullopt: of an earlier life, or damaged, which doctor names.
std::optional<wire::Receipt> receipt_of(const store::Receipt& kept, const std::string& epoch) {
    const auto frame = wire::open_frame(kept.bytes, wire::FrameKind::receipt);
    auto receipt = frame ? wire::decode_receipt(frame->body) : base::Result<wire::Receipt>(base::fail(frame.error()));
    if (!receipt || receipt->epoch != epoch) return std::nullopt;
    return std::move(*receipt);
}

// Our arrivals up to there are in headquarters' latest backup: each receipt names an arrival there that has all of it. Those
// of its present life stand behind all others, and their arrivals ascend, so that few of thousands have to be opened.
base::Result<store::Arrival> in_backup_up_to(const store::Store& store, const std::vector<store::Receipt>& receipts, const std::string& epoch) {
    auto note = store.setting(replica::kHeadquartersBackup);
    if (!note) return base::fail(std::move(note.error()));
    if (!note->starts_with(epoch + ' ')) return store::Arrival{0};
    const auto backed_up = std::strtoull(note->c_str() + epoch.size() + 1, nullptr, 10);
    const auto behind = std::partition_point(receipts.begin(), receipts.end(), [&](const auto& kept) {
        const auto receipt = receipt_of(kept, epoch);
        return !receipt || receipt->held_up_to <= backed_up;
    });
    if (behind == receipts.begin()) return store::Arrival{0};
    const auto last = receipt_of(*std::prev(behind), epoch);
    const bool tells = last && last->held_up_to != 0;   // Those of before protocol 4 do not.
    return tells ? std::prev(behind)->up_to : store::Arrival{0};
}

}  // namespace

base::Result<Custody> custody(const survey::Workspace& workspace, const std::optional<record::RecordId>& record) {
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
    const auto backed_up = in_backup_up_to(store, *receipts, peer->epoch);
    if (!backed_up) return base::fail(backed_up.error());
    const auto is_on_stick = [&](store::Arrival arrival) {
        return std::any_of(bundles->begin(), bundles->end(), [&](const auto& bundle) {
            return bundle.from < arrival && arrival <= bundle.to;
        });
    };
    const auto arrivals = store.arrivals(session::headquarters_source(peer->epoch), record);
    if (!arrivals) return base::fail(arrivals.error());
    for (const auto arrival : *arrivals) {
        if (arrival <= peer->sent) {
            ++custody.at_headquarters;
            if (arrival <= *backed_up) ++custody.in_backup;
        } else if (is_on_stick(arrival)) {
            ++custody.on_stick;
        } else {
            ++custody.here;
        }
    }
    for (auto& bundle : *bundles) {
        if (bundle.to > peer->sent) custody.sticks.push_back(std::move(bundle));
    }
    return custody;
}

}  // namespace yuanquan::team

#include "app/team/custody.hpp"

#include <algorithm>

#include "model/record/change_codec.hpp"
#include "sync/session/laptop_session.hpp"

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

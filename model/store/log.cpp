// The change log: own saves, and reading on from a cursor. What others saved comes in by apply.cpp.

#include <algorithm>
#include <map>

#include "model/base/check.hpp"
#include "model/base/digest.hpp"
#include "model/base/planted.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "model/store/seals.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
namespace {

constexpr std::size_t kWarmFolds = 128;
constexpr std::uint64_t kCounterMax = (std::uint64_t{1} << 62) - 1;  // As the codec has it.

template <class AnyId>
std::string_view view_of(const AnyId& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

Status check_ops(std::vector<record::Op>& ops) {
    const record::ChangeLimits limits;
    if (ops.size() > limits.ops) return fail(ErrorCode::too_large, "change");
    for (record::Op& op : ops) {
        if (!record::is_cell(op.path)) return fail(ErrorCode::bad_input, "cell path", op.path);
        if (op.value.size() > limits.value_bytes) return fail(ErrorCode::too_large, op.path);
        if (op.value.find('\0') != std::string::npos) return fail(ErrorCode::bad_input, op.path, "NUL in text");
        std::sort(op.supersedes.begin(), op.supersedes.end());
        op.supersedes.erase(std::unique(op.supersedes.begin(), op.supersedes.end()), op.supersedes.end());
    }
    return {};
}

}  // namespace

std::int64_t Shared::replica_number(const ReplicaId& replica) {
    if (replica == own.replica) return own.replica_number;
    for (int round = 0; round < 2; ++round) {
        Query known(*database, "SELECT number FROM replicas WHERE id = ?", replica);
        if (known.step()) return known.integer(0);
        database->run("INSERT OR IGNORE INTO replicas(id, own) VALUES(?, 0)", replica);
    }
    return 0;
}

bool Shared::append(const LogRow& row) {
    const std::uint64_t counter = YQ_PLANTED("log_counter_of_the_last_only") ? row.change->counter
                                                                             : std::max(log.counter, row.change->counter);
    const std::string digest = next_digest(log.digest, {view_of(row.id), view_of(row.change->record), row.source,
                                                        row.replica_number, row.change->sequence, counter});
    database->run(
        "INSERT INTO changes(arrival, id, record, replica, sequence, counter, digest, source, bytes)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING",
        log.arrival + 1, row.id, row.change->record, row.replica_number, row.change->sequence, counter, Bytes{digest},
        row.source, Bytes{row.bytes});
    if (database->failed() || database->changed_rows() == 0) return false;
    log = {log.arrival + 1, digest, counter};
    return true;
}

record::Fold Shared::fold_from_log(const RecordId& id, Arrival up_to) {
    record::Fold fold(id);
    Query query(*database, "SELECT id, bytes FROM changes WHERE record = ? AND arrival <= ? ORDER BY arrival", id, up_to);
    while (query.step()) {
        if (auto change = record::decode(query.view(1))) fold.add(query.id<ChangeId>(0), *change);
    }
    return fold;
}

record::Fold Shared::take_fold(const RecordId& id) {
    if (auto warm = folds.extract(id)) {
        std::erase(fold_order, id);
        return std::move(warm.mapped());
    }
    return fold_from_log(id, log.arrival);
}

void Shared::remember(const RecordId& id, record::Fold fold) {
    if (!folds.insert_or_assign(id, std::move(fold)).second) return;
    fold_order.push_back(id);
    for (; fold_order.size() > kWarmFolds; fold_order.pop_front()) folds.erase(fold_order.front());
}

Result<ChangeId> Store::save(const RecordId& record, const std::string& author, const std::string& area,
                             const std::string& form_id, const std::string& form_version, std::vector<record::Op> ops,
                             const base::DraftId* closes_draft) {
    if (auto status = check_ops(ops); !status) return fail(std::move(status.error()).with_context("saving"));
    Impl& impl = *impl_;
    record::Change change;
    change.replica = impl.own.replica;
    change.sequence = impl.own.sequence + 1;
    change.previous = impl.own.previous;
    change.counter = std::min(impl.log.counter + 1, kCounterMax);
    change.wall_ms = impl.clock.now_ms();
    change.offset_minutes = impl.clock.offset_minutes(change.wall_ms);
    change.author = author;
    change.record = record;
    change.area = area;
    change.form_id = form_id;
    change.form_version = form_version;
    change.ops = std::move(ops);
    const std::string bytes = record::encode(change);
    if (bytes.size() > record::ChangeLimits{}.bytes) return fail(ErrorCode::too_large, record.text());
    const ChangeId id = record::change_id(bytes);

    record::Fold fold = impl.take_fold(record);
    const LogTail before = impl.log;
    if (closes_draft != nullptr && YQ_PLANTED("save_closes_the_draft_first")) {
        Transaction early(*impl.database);
        impl.database->run("DELETE FROM drafts WHERE id = ?", *closes_draft);
        if (auto done = early.commit(); !done) return fail(std::move(done.error()));
    }
    Transaction transaction(*impl.database);
    const bool added = impl.append({id, &change, bytes, impl.own.replica_number, {}});
    YQ_CHECK(added || impl.database->failed());  // The same change twice would need the same sequence.
    fold.add(id, change);
    impl.put_record(fold.record(), impl.derived(fold.record()), impl.known_record(record), impl.log.arrival, impl.log.arrival);
    put_head(*impl.database, impl.log.arrival, impl.log.digest);
    impl.put_blob_references(change);
    if (closes_draft != nullptr) impl.database->run("DELETE FROM drafts WHERE id = ?", *closes_draft);
    if (auto status = transaction.commit(); !status) {
        impl.log = before;
        return fail(std::move(status.error()).with_context("saving"));
    }
    impl.own.sequence = change.sequence;
    impl.own.previous = id;
    impl.remember(record, std::move(fold));
    ++impl.generation;
    return id;
}

Result<Store::Slice> Store::changes_after(Arrival after, const std::vector<std::string>& areas, std::size_t max_bytes,
                                          std::string_view not_from) const {
    constexpr std::size_t kScannedMax = 100'000;  // Then the caller goes on from `end`: no call takes long.
    Impl& impl = *impl_;
    Slice slice;
    slice.end = after;
    std::size_t bytes = 0, scanned = 0;
    std::map<std::string, bool, std::less<>> is_wanted;  // Area codes repeat: ask the tree once each.
    const auto within = [&](std::string_view area) {
        const auto known = is_wanted.find(area);
        if (known != is_wanted.end()) return known->second;
        return is_wanted.emplace(area, impl.area_is_within(area, areas)).first->second;
    };
    const auto take = [&](Arrival arrival, const ChangeId& id, std::string_view content) {
        slice.changes.push_back({arrival, id, std::string(content)});
        bytes += content.size();
    };
    const auto is_theirs = [&](std::string_view source) { return !not_from.empty() && source == not_from; };
    const auto take_older = [&](const RecordId& record, Arrival up_to) {
        Query older(*impl.database, "SELECT arrival, id, source, bytes FROM changes WHERE record = ? AND arrival <= ?",
                    record, up_to);
        while (older.step()) {
            if (!is_theirs(older.view(2))) take(older.number(0), older.id<ChangeId>(1), older.view(3));
        }
    };
    struct Passage {
        bool left = false, came = false;
    };
    const auto passage_at = [&](Arrival arrival) {
        Passage passage;
        if (areas.empty()) return passage;
        Query moves(*impl.database, "SELECT from_area, to_area FROM moves WHERE arrival = ?", arrival);
        while (moves.step()) {
            passage.left = passage.left || (within(moves.view(0)) && !YQ_PLANTED("slice_keeps_quiet_of_moves"));
            passage.came = passage.came || within(moves.view(1));
        }
        passage.came = passage.came && !passage.left;
        return passage;
    };
    // The area column is read before the bytes: SQLite does not touch the pages of bytes that nobody asks for.
    Query query(*impl.database,
                "SELECT c.arrival, c.id, c.source, r.area, c.record, length(c.bytes), c.bytes"
                " FROM changes c LEFT JOIN records r ON r.id = c.record WHERE c.arrival > ? ORDER BY c.arrival",
                after);
    while (query.step()) {
        const Arrival arrival = query.number(0);
        const auto [left, came] = passage_at(arrival);
        if (areas.empty() || left || within(query.view(3))) {
            const bool skipped = is_theirs(query.view(2));
            if (!slice.changes.empty() && bytes + query.number(5) > max_bytes && !(skipped && !came && !left)) {
                if (YQ_PLANTED("slice_skips_at_its_limit")) slice.end = arrival;
                return impl.database->result(std::move(slice));
            }
            // Of one that left: the move may be any change of its batch, and the last word on where it is may be earlier.
            if ((came && !YQ_PLANTED("slice_forgets_who_came")) || (left && !YQ_PLANTED("slice_forgets_the_way_out"))) take_older(query.id<RecordId>(4), left ? arrival - 1 : after);
            if (!skipped) take(arrival, query.id<ChangeId>(1), query.view(6));
        }
        slice.end = arrival;
        if (++scanned == kScannedMax) return impl.database->result(std::move(slice));
    }
    slice.complete = true;
    return impl.database->result(std::move(slice));
}

Result<std::vector<record::IdentifiedChange>> Store::changes_of(const RecordId& record) const {
    std::vector<record::IdentifiedChange> changes;
    Query query(*impl_->database, "SELECT id, bytes FROM changes WHERE record = ? ORDER BY arrival", record);
    while (query.step()) {
        auto change = record::decode(query.view(1));
        if (!change) return fail(std::move(change.error()).with_context("record " + record.text()));
        changes.push_back({query.id<ChangeId>(0), std::move(*change)});
    }
    return impl_->database->result(std::move(changes));
}

Result<std::vector<Arrival>> Store::arrivals(std::string_view not_from, const std::optional<RecordId>& record) const {
    std::vector<Arrival> arrivals;
    const auto take = [&](Query& query) {
        while (query.step()) {
            if (not_from.empty() || query.view(1) != not_from) arrivals.push_back(query.number(0));
        }
    };
    if (record) {
        Query query(*impl_->database, "SELECT arrival, source FROM changes WHERE record = ? ORDER BY arrival", *record);
        take(query);
    } else {
        Query query(*impl_->database, "SELECT arrival, source FROM changes ORDER BY arrival");
        take(query);
    }
    return impl_->database->result(std::move(arrivals));
}

Result<std::string> Store::log_digest(Arrival arrival) const {
    Query query(*impl_->database, "SELECT digest FROM changes WHERE arrival = ?", arrival);
    std::string digest;
    if (query.step()) digest = query.text(0);
    return impl_->database->result(std::move(digest));
}

std::uint64_t Store::opening() const { return impl_->opening; }

Result<std::string> Store::change(const ChangeId& id) const {
    Query query(*impl_->database, "SELECT bytes FROM changes WHERE id = ?", id);
    if (!query.step()) return fail(ErrorCode::not_found, "change", id.text());
    return impl_->database->result(query.text(0));
}

bool Store::has_change(const ChangeId& id) const {
    Query query(*impl_->database, "SELECT 1 FROM changes WHERE id = ?", id);
    return query.step();
}

}  // namespace yuanquan::store

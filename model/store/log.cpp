// The change log: own saves, changes of others, and reading on from a cursor.

#include <algorithm>
#include <map>
#include <set>

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
    impl.put_record(fold.record(), impl.log.arrival, impl.log.arrival);
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

namespace {

// One batch being applied. Undone as a whole when the disk says no; whatever is wrong with a change itself puts only
// that change aside.
class Batch {
  public:
    Batch(Shared& impl, const std::string& from) : impl_(impl), from_(from) {
        Query aside(*impl.database, "SELECT 1 FROM quarantine LIMIT 1");
        is_any_aside_ = aside.step();
    }

    void take(const record::EncodedChange& encoded) {
        const std::string& bytes = encoded.bytes();
        const ChangeId& id = encoded.id();
        const Result<record::Change>& change = encoded.change();
        if (!change || starts_amiss(*change)) {
            const std::string reason(base::name(change ? ErrorCode::damaged : change.error().code));
            if (!YQ_PLANTED("apply_drops_what_it_cannot_read")) {
                impl_.put_quarantine(bytes, reason, from_.substr(0, from_.find('#')));
            }
            results_.push_back({Applied::Outcome::quarantined, id, {}, reason});
            return;
        }
        const std::int64_t replica = impl_.replica_number(change->replica);
        const std::string reason = other_branch(*change, id, replica);
        if (reason == "fork" && YQ_PLANTED("apply_ignores_the_second_branch")) {
            results_.push_back({Applied::Outcome::already_known, id, change->record, {}});
            return;
        }
        const bool is_new = impl_.append({id, &*change, bytes, replica, from_});
        if (is_any_aside_) impl_.database->run("DELETE FROM quarantine WHERE digest = ?", id);  // Now in the log.
        if (!is_new) {
            results_.push_back({Applied::Outcome::already_known, id, change->record, {}});
            return;
        }
        if (!reason.empty()) note_fork(*change, id, reason);
        if (!YQ_PLANTED("apply_forgets_photos")) impl_.put_blob_references(*change);
        results_.push_back({Applied::Outcome::added, id, change->record, reason});
        Added& added = added_[change->record];
        added.changes.push_back(&encoded);
        added.last = impl_.log.arrival;
        note_places(*change, added);
        if (is_own(replica)) added.last_own = impl_.log.arrival;
    }

    // Folds what was added and writes the derived rows. Folds of records that were warm are kept for after the commit.
    void fold() {
        for (auto& [record, added] : added_) {
            Query known(*impl_.database, "SELECT last_own FROM records WHERE id = ?", record);
            const bool is_known = known.step();
            const Arrival last_own = std::max(is_known ? known.number(0) : 0, added.last_own);
            if (impl_.folds.contains(record) || !is_known) {
                record::Fold fold = is_known ? impl_.take_fold(record) : record::Fold(record);
                for (const auto* encoded : added.changes) {
                    fold.add(encoded->id(), *encoded->change());
                    if (YQ_PLANTED("apply_folds_only_the_first")) break;
                }
                impl_.put_record(fold.record(), last_own, added.last);
                note_passages(added, is_known, fold.record());
                if (is_known) warm_.emplace(record, std::move(fold));
            } else {
                const record::Fold fold = impl_.fold_from_log(record, impl_.log.arrival);
                impl_.put_record(fold.record(), last_own, added.last);
                note_passages(added, is_known, fold.record());
            }
        }
    }

    void committed() {
        for (auto& [record, fold] : warm_) impl_.remember(record, std::move(fold));
    }
    bool changed_records() const { return !added_.empty(); }
    std::vector<Applied>& results() { return results_; }

  private:
    struct Added {
        std::vector<const record::EncodedChange*> changes;
        Arrival last = 0, last_own = 0;
        std::set<std::string> placed, believed;  // Areas: that an op gave the record, that a change took it to be in.
    };

    // The first of a chain names none before it.
    static bool starts_amiss(const record::Change& change) { return change.sequence == 1 && !change.previous.is_zero(); }
    static void note_places(const record::Change& change, Added& added) {
        added.believed.insert(change.area);
        for (const auto& op : change.ops) {
            if (op.path == record::kAreaCell) added.placed.insert(op.value);
        }
    }
    // Where the record was only within this batch (headquarters gets everything back at once after it was set back): those
    // who have it from there are to learn that it left.
    void note_passages(const Added& added, bool is_known, const record::Record& record) {
        std::set<std::string> areas = added.placed;
        if (!is_known) areas.insert(added.believed.begin(), added.believed.end());
        areas.erase(record.area);
        for (const auto& area : areas) {
            impl_.database->run("INSERT OR IGNORE INTO moves(arrival, record, from_area, to_area) VALUES(?, ?, ?, ?)",
                                added.last, record.id, area, record.area);
        }
    }
    bool is_own(std::int64_t replica) {
        if (replica == impl_.own.replica_number) return true;
        Query own(*impl_.database, "SELECT own FROM replicas WHERE number = ?", replica);
        return own.step() && own.integer(0) == 1;
    }
    // What the log has of the change's replica beside it, and in its place.
    std::string other_branch(const record::Change& change, const ChangeId& id, std::int64_t replica) {
        bool is_fork = false, is_before = false, is_named = false;
        Query chain(*impl_.database,
                    "SELECT sequence - ?2, id, CASE WHEN sequence > ?2 THEN bytes END FROM changes"
                    " WHERE replica = ?1 AND sequence BETWEEN ?2 - 1 AND ?2 + 1",
                    replica, change.sequence);
        while (chain.step()) {
            const auto other = chain.id<ChangeId>(1);
            if (chain.integer(0) == 0) {
                if (other == id) return {};
                is_fork = true;
            } else if (chain.integer(0) < 0) {
                is_before = true;
                is_named = is_named || other == change.previous;
            } else {
                const auto next = record::decode(chain.view(2));
                is_fork = is_fork || (next && next->previous != id);
            }
        }
        if (is_fork || (is_before && !is_named)) return "fork";
        return is_own(replica) ? "clone" : "";
    }
    void note_fork(const record::Change& change, const ChangeId& id, const std::string& reason) {
        impl_.database->run("INSERT OR IGNORE INTO forks(change, replica, sequence, reason, at_ms) VALUES(?, ?, ?, ?, ?)",
                            id, change.replica, change.sequence, reason, impl_.clock.now_ms());
        if (change.replica != impl_.own.replica || renewed_) return;
        impl_.new_replica();  // Someone else goes on under our id: from here on we are another.
        renewed_ = true;
    }

    Shared& impl_;
    const std::string& from_;
    std::vector<Applied> results_;
    std::map<RecordId, Added> added_;
    std::map<RecordId, record::Fold> warm_;
    bool renewed_ = false, is_any_aside_ = false;
};

}  // namespace

Result<std::vector<Applied>> Store::apply(std::vector<std::string> changes, const std::string& from, const Peer* peer_after) {
    return apply(record::read_changes(std::move(changes)), from, peer_after);
}

Result<std::vector<Applied>> Store::apply(std::span<const record::EncodedChange> changes, const std::string& from,
                                          const Peer* peer_after) {
    Impl& impl = *impl_;
    const LogTail log_before = impl.log;
    const OwnTail own_before = impl.own;
    Batch batch(impl, from);
    if (peer_after != nullptr && YQ_PLANTED("apply_moves_the_cursor_first")) {
        Transaction early(*impl.database);
        impl.put_peer(*peer_after);
        if (auto done = early.commit(); !done) return fail(std::move(done.error()));
    }
    Transaction transaction(*impl.database);
    for (const auto& change : changes) {
        batch.take(change);
        const bool is_bad = batch.results().back().outcome == Applied::Outcome::quarantined;
        if (is_bad && YQ_PLANTED("apply_stops_at_the_first_bad_one")) break;
    }
    batch.fold();
    if (batch.changed_records()) put_head(*impl.database, impl.log.arrival, impl.log.digest);
    if (peer_after != nullptr) impl.put_peer(*peer_after);
    if (auto status = transaction.commit(); !status) {
        impl.log = log_before;
        impl.own = own_before;
        return fail(std::move(status.error()).with_context("applying changes"));
    }
    batch.committed();
    if (peer_after != nullptr && peer_after->name == "hq") impl.hq_sent = peer_after->sent;
    if (batch.changed_records()) ++impl.generation;
    return std::move(batch.results());
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

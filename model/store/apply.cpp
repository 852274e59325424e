// Changes of others come in: each is judged by what stands beside it in its chain, then their records are folded.

#include <algorithm>
#include <map>
#include <set>

#include "model/base/parallel.hpp"
#include "model/base/planted.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "model/store/seals.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
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

    // Folds what was added and writes the derived rows. Some dozens at a time: one thread reads and writes, all compute.
    void fold() {
        constexpr std::size_t kTogether = 32, kBytesTogether = std::size_t{1} << 20;
        std::vector<Work> works;
        std::size_t bytes = 0;
        for (const auto& [record, added] : added_) {
            works.push_back(work_for(record, added));
            for (const auto& change : works.back().from_log) bytes += change.bytes.size();
            if (works.size() < kTogether && bytes < kBytesTogether) continue;
            finish(works);
            bytes = 0;
        }
        finish(works);
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
    struct Work {
        const Added* added;
        std::optional<Shared::KnownRecord> known;
        bool is_warm;
        std::optional<record::Fold> fold;    // Only of a warm one to the end.
        std::vector<StoredChange> from_log;  // All of the record, what was added among them, when it was not warm.
        record::Record record;               // What came of it; its cells are gone once the row is made of them.
        DerivedRow row;
    };

    Work work_for(const RecordId& record, const Added& added) {
        auto known = impl_.known_record(record);
        const bool is_warm = known && impl_.folds.contains(record);
        Work work{&added, std::move(known), is_warm, is_warm ? impl_.take_fold(record) : record::Fold(record), {}, {}, {}};
        if (is_warm || !work.known) return work;
        Query query(*impl_.database, "SELECT arrival, id, bytes FROM changes WHERE record = ? ORDER BY arrival", record);
        while (query.step()) work.from_log.push_back({query.number(0), query.id<ChangeId>(1), query.text(2)});
        return work;
    }
    void compute(Work& work) const {
        for (const auto& stored : work.from_log) {
            if (auto change = record::decode(stored.bytes)) work.fold->add(stored.id, *change);
        }
        if (work.from_log.empty()) {
            for (const auto* encoded : work.added->changes) {
                work.fold->add(encoded->id(), *encoded->change());
                if (YQ_PLANTED("apply_folds_only_the_first")) break;
            }
        }
        work.row = impl_.derived(work.fold->record());
        if (work.is_warm) return;
        work.record = std::move(*work.fold).take();   // What one thread made it frees as well.
        work.record.cells.clear();
        work.fold.reset();
        work.from_log.clear();
    }
    // Folds of records that were warm are kept for after the commit.
    void finish(std::vector<Work>& works) {
        constexpr std::size_t kWorthAThread = 8;
        base::in_ranges(works.size(), kWorthAThread, [&](std::size_t first, std::size_t last) {
            for (std::size_t i = first; i < last; ++i) compute(works[i]);
        });
        for (auto& work : works) {
            const auto& record = work.is_warm ? work.fold->record() : work.record;
            const Arrival last_own = std::max(work.known ? work.known->last_own : 0, work.added->last_own);
            impl_.put_record(record, work.row, work.known, last_own, work.added->last);
            note_passages(*work.added, work.known.has_value(), record);
            if (work.is_warm) warm_.emplace(record.id, std::move(*work.fold));
        }
        works.clear();
    }

    // The first of a chain names none before it.
    static bool starts_amiss(const record::Change& change) { return change.sequence == 1 && !change.previous.is_zero(); }
    static void note_places(const record::Change& change, Added& added) {
        added.believed.insert(change.area);
        for (const auto& op : change.ops) {
            if (op.path == record::kAreaCell) added.placed.insert(op.value);
        }
    }
    // Where the record was only within this batch (headquarters gets everything back at once after it was set back), or where
    // somebody took it to be who wrote while headquarters did not have it: those who have it from there are to learn that it
    // left.
    void note_passages(const Added& added, bool is_known, const record::Record& record) {
        std::set<std::string> areas = added.placed;
        for (const auto& area : added.believed) {
            if (!is_known || (area != record.area && !has_left(record.id, area))) areas.insert(area);
        }
        areas.erase(record.area);
        for (const auto& area : areas) {
            impl_.database->run("INSERT OR IGNORE INTO moves(arrival, record, from_area, to_area) VALUES(?, ?, ?, ?)",
                                added.last, record.id, area, record.area);
        }
    }
    bool has_left(const RecordId& record, const std::string& area) {
        Query left(*impl_.database, "SELECT 1 FROM moves WHERE record = ? AND from_area = ?", record, area);
        return left.step();
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
    const auto is_aside = [](const Applied& one) { return one.outcome == Applied::Outcome::quarantined; };
    const bool puts_aside = std::any_of(batch.results().begin(), batch.results().end(), is_aside);
    if (batch.changed_records() || puts_aside) ++impl.generation;
    return std::move(batch.results());
}

}  // namespace yuanquan::store

#include "model/record/fold.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "model/base/check.hpp"
#include "model/base/planted.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::record {
namespace {

bool known(OpKind kind) { return kind == OpKind::set || kind == OpKind::add || kind == OpKind::remove; }

bool ranks_below(const Head& a, const Head& b) {
    if (YQ_PLANTED("fold_shows_by_clock")) return a.wall_ms < b.wall_ms;
    if (YQ_PLANTED("fold_ties_by_arrival")) return a.counter < b.counter;
    return std::tie(a.counter, a.op.change, a.op.index) < std::tie(b.counter, b.op.change, b.op.index);
}

bool disagree(const std::vector<Head>& heads) {
    const auto count = YQ_PLANTED("fold_compares_two") ? std::min<std::ptrdiff_t>(2, std::ssize(heads)) : std::ssize(heads);
    return std::any_of(heads.begin() + 1, heads.begin() + count, [&](const Head& head) {
        return head.kind != heads[0].kind || head.value != heads[0].value;
    });
}

// A title is made of other cells. "saved" and "complete" say what the questionnaire found: of @state people dispute only
// what somebody decided.
bool is_disputed(std::string_view path, const std::vector<Head>& heads) {
    if (path == kTitleCell || !disagree(heads)) return false;
    if (path != kStateCell) return true;
    std::vector<Head> decisions;
    std::copy_if(heads.begin(), heads.end(), std::back_inserter(decisions),
                 [](const Head& head) { return head.value == "approved" || head.value == "returned"; });
    return !decisions.empty() && disagree(decisions);
}

Head head_of(const ChangeId& id, const Change& change, std::size_t index) {
    const Op& op = change.ops[index];
    return {{id, static_cast<std::uint32_t>(index)}, op.kind,       op.value,      change.counter, change.wall_ms,
            change.offset_minutes,                   change.author, change.replica, op.supersedes};
}

}  // namespace

struct Fold::State {
    using Cells = decltype(Record::cells);
    Record record;
    std::unordered_set<ChangeId> known_changes;
    // Per cell: ops that an op of the same cell supersedes, whether they have arrived or not. That makes the fold
    // independent of order. Entries for other cells (what a removal has seen below its row) are no kills.
    std::unordered_map<std::string, std::vector<OpId>> superseded;
    std::pair<std::uint64_t, ChangeId> first, last;  // Least and greatest (counter, id).
    std::string area;                                // As the last change says; @area decides over it.

    void note_change(const ChangeId& id, const Change& change);
    // `next`: where the cell may stand; afterwards the one behind it. Ops mostly come in the order of their cells.
    void add_op(const ChangeId& id, const Change& change, std::size_t index, Cells::iterator& next);
};

void Fold::State::note_change(const ChangeId& id, const Change& change) {
    const std::pair<std::uint64_t, ChangeId> place{change.counter, id};
    const bool is_only = record.changes++ == 0;
    if (is_only || place < first) {
        first = place;
        record.first_wall_ms = change.wall_ms;
        record.first_author = change.author;
    }
    if (is_only || place > last) {
        last = place;
        record.last_wall_ms = change.wall_ms;
        record.last_author = change.author;
        record.form_id = change.form_id;
        record.form_version = change.form_version;
        area = change.area;
    }
    record.max_counter = std::max(record.max_counter, change.counter);
}

void Fold::State::add_op(const ChangeId& id, const Change& change, std::size_t index, Cells::iterator& next) {
    const Op& op = change.ops[index];
    if (!known(op.kind)) return;
    const auto place = record.cells.try_emplace(next, op.path);
    next = std::next(place);
    Cell& cell = place->second;
    std::vector<Head>& heads = cell.heads;
    if (!op.supersedes.empty()) {
        std::vector<OpId>& gone = superseded[op.path];
        if (!YQ_PLANTED("fold_forgets_what_is_to_come")) {
            gone.insert(gone.end(), op.supersedes.begin(), op.supersedes.end());
        }
        std::erase_if(heads, [&](const Head& head) {
            return std::binary_search(op.supersedes.begin(), op.supersedes.end(), head.op);
        });
    }
    Head head = head_of(id, change, index);
    const auto gone = superseded.empty() ? superseded.end() : superseded.find(op.path);
    if (gone == superseded.end() || std::find(gone->second.begin(), gone->second.end(), head.op) == gone->second.end()) {
        const auto rank = std::find_if(heads.begin(), heads.end(), [&](const Head& h) { return ranks_below(h, head); });
        heads.insert(rank, std::move(head));
    }
    if (YQ_PLANTED("fold_last_writer_wins")) heads.resize(1);
    YQ_CHECK(!heads.empty());  // Ids are hashes, so ops cannot supersede each other in a ring.
    cell.in_conflict = heads.size() > 1 && is_disputed(op.path, heads);
}

Fold::Fold(RecordId record) : state_(std::make_unique<State>()) { state_->record.id = record; }
Fold::~Fold() = default;
Fold::Fold(Fold&&) noexcept = default;
Fold& Fold::operator=(Fold&&) noexcept = default;

void Fold::add(const ChangeId& id, const Change& change) {
    YQ_CHECK(change.record == state_->record.id);
    if (!state_->known_changes.insert(id).second) return;
    state_->note_change(id, change);
    auto next = state_->record.cells.end();
    for (std::size_t index = 0; index < change.ops.size(); ++index) state_->add_op(id, change, index, next);
    const auto area = state_->record.cells.find(kAreaCell);
    state_->record.area = area == state_->record.cells.end() ? state_->area : area->second.value();
}

const Record& Fold::record() const { return state_->record; }
Record Fold::take() && { return std::move(state_->record); }

Record fold(const RecordId& record, std::span<const IdentifiedChange> changes) {
    Fold fold(record);
    for (const IdentifiedChange& change : changes) fold.add(change.id, change.change);
    return fold.record();
}

std::vector<HistoryEntry> history(std::span<const IdentifiedChange> changes, std::string_view path) {
    std::unordered_map<std::string, std::vector<OpId>> superseded;
    std::unordered_set<ChangeId> seen;
    std::vector<HistoryEntry> entries;
    for (const auto& [id, change] : changes) {
        if (!seen.insert(id).second) continue;
        for (std::size_t index = 0; index < change.ops.size(); ++index) {
            const Op& op = change.ops[index];
            if (!known(op.kind) || (!path.empty() && op.path != path)) continue;
            entries.push_back({head_of(id, change, index), op.path, false, change.form_version});
            std::vector<OpId>& gone = superseded[op.path];
            gone.insert(gone.end(), op.supersedes.begin(), op.supersedes.end());
        }
    }
    for (auto& [cell, gone] : superseded) std::sort(gone.begin(), gone.end());
    for (HistoryEntry& entry : entries) {
        const std::vector<OpId>& gone = superseded[entry.path];
        entry.superseded = std::binary_search(gone.begin(), gone.end(), entry.head.op);
    }
    std::sort(entries.begin(), entries.end(),
              [](const HistoryEntry& a, const HistoryEntry& b) { return ranks_below(a.head, b.head); });
    return entries;
}

}  // namespace yuanquan::record

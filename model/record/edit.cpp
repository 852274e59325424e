#include "model/record/edit.hpp"

#include <algorithm>
#include <set>

#include "model/base/planted.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::record {
namespace {

void see(std::vector<OpId>& seen, const Record& record, std::string_view path) {
    const auto cell = record.cells.find(path);
    if (cell == record.cells.end()) return;
    for (const Head& head : cell->second.heads) {
        seen.push_back(head.op);
        if (YQ_PLANTED("edit_sees_only_the_shown")) return;
    }
}

// An edit made by someone who saw that the row around was removed (and is shown all the same, or removed no longer
// undisputed) is no surprise to the removal: it says so by naming it.
void see_removals_around(std::vector<OpId>& seen, const Record& record, std::string_view path) {
    std::string_view row = innermost_row(path);
    if (row == path) row = enclosing_row(row);
    for (; !row.empty(); row = enclosing_row(row)) {
        const auto cell = record.cells.find(row);
        if (cell == record.cells.end()) continue;
        for (const Head& head : cell->second.heads) {
            if (head.kind == OpKind::remove) seen.push_back(head.op);
        }
    }
}

void see_below(std::vector<OpId>& seen, const Record& record, std::string_view row) {
    const std::string prefix = std::string(row) + '/';
    for (auto cell = record.cells.lower_bound(prefix);
         cell != record.cells.end() && is_below(cell->first, row); ++cell) {
        for (const Head& head : cell->second.heads) seen.push_back(head.op);
    }
}

Op make_op(const Record& record, OpKind kind, std::string_view path, std::string value) {
    Op op{kind, std::string(path), std::move(value), {}};
    see(op.supersedes, record, path);
    see_removals_around(op.supersedes, record, path);
    if (kind == OpKind::remove) see_below(op.supersedes, record, path);
    std::sort(op.supersedes.begin(), op.supersedes.end());
    op.supersedes.erase(std::unique(op.supersedes.begin(), op.supersedes.end()), op.supersedes.end());
    return op;
}

bool stands_in(const std::set<std::string, std::less<>>& removed, std::string_view path) {
    for (std::string_view row = innermost_row(path); !row.empty(); row = enclosing_row(row)) {
        if (removed.contains(row)) return true;
    }
    return false;
}

}  // namespace

std::vector<Op> edit_ops(const Record& seen, const Edit& edit) {
    std::vector<Op> ops;
    std::set<std::string, std::less<>> removed;  // By this edit: what stood in them needs no op of its own.
    for (const WantedRow& row : edit.rows) {
        if (!row.present) removed.insert(row.path);
    }
    for (const WantedRow& row : edit.rows) {
        const auto cell = seen.cells.find(row.path);
        const bool is_there = cell != seen.cells.end() && cell->second.heads.front().kind == OpKind::add;
        if (row.present == is_there || stands_in(removed, enclosing_row(row.path))) continue;
        ops.push_back(make_op(seen, row.present ? OpKind::add : OpKind::remove, row.path, row.value));
    }
    for (const WantedCell& wanted : edit.cells) {
        if (stands_in(removed, wanted.path)) continue;
        const auto cell = seen.cells.find(wanted.path);
        const bool is_so = cell == seen.cells.end() ? wanted.value.empty() : wanted.value == cell->second.value();
        if (is_so && !wanted.said_anew) continue;
        ops.push_back(make_op(seen, OpKind::set, wanted.path, wanted.value));
    }
    return ops;
}

Op settle_op(const Record& seen, std::string_view path, std::string value) {
    return make_op(seen, OpKind::set, path, std::move(value));
}

Op settle_row_op(const Record& seen, std::string_view row_path, bool keep, std::string value) {
    return make_op(seen, keep ? OpKind::add : OpKind::remove, row_path, std::move(value));
}

}  // namespace yuanquan::record

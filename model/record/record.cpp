#include "model/record/record.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::record {
namespace {

using Cells = decltype(Record::cells);

bool shows_removed(const Cells& cells, std::string_view row) {
    const auto found = cells.find(row);
    return found != cells.end() && found->second.heads.front().kind == OpKind::remove;
}

bool contains(const std::vector<OpId>& sorted, const OpId& id) {
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

enum class Dispute { none, settled, open };

// Whether the heads of a row hold a removal, and whether one of them and the edit know of each other.
Dispute dispute(const Cells& cells, std::string_view row, const Head& edit) {
    const auto found = cells.find(row);
    if (found == cells.end()) return Dispute::none;
    Dispute result = Dispute::none;
    for (const Head& head : found->second.heads) {
        if (head.kind != OpKind::remove) continue;
        if (contains(head.seen, edit.op) || contains(edit.seen, head.op)) return Dispute::settled;
        result = Dispute::open;
    }
    return result;
}

// The rows around the cell that were removed by someone who had not seen this head, while nobody who had seen it
// removed any of them.
std::vector<std::string_view> disputed_rows(const Cells& cells, std::string_view path, const Head& edit) {
    std::vector<std::string_view> rows;
    std::string_view row = innermost_row(path);
    if (row == path) row = enclosing_row(row);
    for (; !row.empty(); row = enclosing_row(row)) {
        const Dispute found = dispute(cells, row, edit);
        if (found == Dispute::settled) return {};
        if (found == Dispute::open) rows.push_back(row);
    }
    return rows;
}

void add_edit(std::map<std::string, Conflict, std::less<>>& rows, const Cells& cells, std::string_view row,
              const std::string& path, const Head& edit) {
    auto found = rows.find(row);
    if (found == rows.end()) {
        Conflict conflict{Conflict::Kind::removed_and_edited, std::string(row), {}, {}};
        for (const Head& head : cells.find(row)->second.heads) {
            conflict.heads.push_back(head);
            conflict.paths.emplace_back(row);
        }
        found = rows.emplace(std::string(row), std::move(conflict)).first;
    }
    found->second.heads.push_back(edit);
    found->second.paths.push_back(path);
}

bool is_position(std::string_view path) {
    return path.size() > kPositionCell.size() && path.substr(path.size() - kPositionCell.size()) == kPositionCell;
}

bool stands_in_removed_row(const Cells& cells, std::string_view path) {
    for (std::string_view row = innermost_row(path); !row.empty(); row = enclosing_row(row)) {
        if (row != path && shows_removed(cells, row)) return true;
    }
    return false;
}

// Answered here and marked as refused there: one question, one disagreement, which its own cell tells.
bool is_told_with_its_question(const Cells& cells, std::string_view path) {
    const auto question = unanswered_question(path);
    const auto found = question.empty() ? cells.end() : cells.find(question);
    return found != cells.end() && found->second.in_conflict;
}

bool has_removal(const Cell& cell) {
    return std::any_of(cell.heads.begin(), cell.heads.end(), [](const Head& h) { return h.kind == OpKind::remove; });
}

// Length before contents, so that no two states share their bytes.
void put(std::string& out, std::string_view bytes) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(bytes.size() >> shift & 0xff);
    out += bytes;
}
void put(std::string& out, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}
template <std::size_t kBytes>
void put(std::string& out, const std::array<std::uint8_t, kBytes>& bytes) {
    out.append(bytes.begin(), bytes.end());
}

}  // namespace

std::string_view Record::value(std::string_view path) const {
    const auto found = cells.find(path);
    if (found == cells.end()) return {};
    for (std::string_view row = innermost_row(path); !row.empty(); row = enclosing_row(row)) {
        if (shows_removed(cells, row)) return {};
    }
    return found->second.value();
}

bool Record::row_present(std::string_view row_path) const {
    const auto found = cells.find(row_path);
    if (found == cells.end() || found->second.heads.front().kind != OpKind::add) return false;
    for (std::string_view row = enclosing_row(row_path); !row.empty(); row = enclosing_row(row)) {
        if (shows_removed(cells, row)) return false;
    }
    return true;
}

std::vector<std::string> Record::rows(std::string_view repeat_path) const {
    struct Place {
        double position;
        std::string path;
    };
    std::vector<Place> places;
    const std::string prefix = std::string(repeat_path) + '[';
    for (auto cell = cells.lower_bound(prefix); cell != cells.end() && base::starts_with(cell->first, prefix);) {
        const std::size_t end = cell->first.find(']', prefix.size());
        if (end == std::string::npos) break;
        std::string row = cell->first.substr(0, end + 1);
        if (row_present(row)) {
            const auto position = base::parse_decimal(value(row + '/' + std::string(kPositionCell)));
            places.push_back({position.value_or(std::numeric_limits<double>::infinity()), row});
        }
        row.back() = ']' + 1;  // Past everything in that row.
        cell = cells.lower_bound(row);
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return a.position != b.position ? a.position < b.position : a.path < b.path;
    });
    std::vector<std::string> rows;
    for (Place& place : places) rows.push_back(std::move(place.path));
    return rows;
}

std::vector<Conflict> conflicts(const Record& record) {
    std::map<std::string, Conflict, std::less<>> found;
    bool any_removal = false, any_conflict = false;
    for (const auto& [path, cell] : record.cells) {
        any_removal = any_removal || has_removal(cell);
        any_conflict = any_conflict || cell.in_conflict;
    }
    if (!any_removal && !any_conflict) return {};
    for (const auto& [path, cell] : record.cells) {
        if (!any_removal || is_position(path)) continue;
        for (const Head& head : cell.heads) {
            if (head.kind == OpKind::remove) continue;
            for (const std::string_view row : disputed_rows(record.cells, path, head)) {
                add_edit(found, record.cells, row, path, head);
            }
        }
    }
    for (const auto& [path, cell] : record.cells) {
        // In a removed row nobody sees the values; when the row comes back, so does their conflict.
        if (!cell.in_conflict || found.contains(path) || stands_in_removed_row(record.cells, path)) continue;
        if (is_told_with_its_question(record.cells, path)) continue;
        found.emplace(path, Conflict{Conflict::Kind::values, path, cell.heads, {}});
    }
    std::vector<Conflict> sorted;
    for (auto& [path, conflict] : found) sorted.push_back(std::move(conflict));
    return sorted;
}

std::string state_bytes(const Record& record) {
    std::string out = "yuanquan state 1";
    put(out, record.id.bytes);
    for (const std::string* text : {&record.form_id, &record.form_version, &record.area, &record.first_author,
                                    &record.last_author}) {
        put(out, std::string_view(*text));
    }
    put(out, record.changes);
    put(out, record.max_counter);
    put(out, static_cast<std::uint64_t>(record.first_wall_ms));
    put(out, static_cast<std::uint64_t>(record.last_wall_ms));
    put(out, std::uint64_t{record.cells.size()});
    for (const auto& [path, cell] : record.cells) {
        put(out, std::string_view(path));
        put(out, std::uint64_t{cell.heads.size()});
        for (const Head& head : cell.heads) {  // Its other fields follow from the change id.
            put(out, head.op.change.bytes);
            put(out, std::uint64_t{head.op.index});
            put(out, static_cast<std::uint64_t>(head.kind));
            put(out, std::string_view(head.value));
        }
    }
    return out;
}

}  // namespace yuanquan::record

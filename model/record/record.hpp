#pragma once
// The record shown: the fold of all its changes known here. Pure: the same set of changes gives the same Record and the
// same state_bytes(), in whatever order they came (promise P4). fold.hpp computes it; nothing else may.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/record/change.hpp"

namespace yuanquan::record {

// An op that no other known op supersedes, with what people want to know of it.
struct Head {
    OpId op;
    OpKind kind = OpKind::set;
    std::string value;
    std::uint64_t counter = 0;
    std::int64_t wall_ms = 0;
    std::int32_t offset_minutes = 0;
    std::string author;
    ReplicaId replica;
    std::vector<OpId> seen;   // What the op supersedes, entries for other cells (a removal's) included. Sorted.
};

struct Cell {
    std::vector<Head> heads;  // Greatest (counter, change id, index) first: heads[0] is what is shown.
    // Heads with different values (or kinds). Never of @title: it is made of other cells, which are settled themselves.
    bool in_conflict = false;
    const std::string& value() const { return heads.front().value; }
};

struct Record {
    RecordId id;
    std::string form_id;          // Of the change with the greatest (counter, id); so form_version.
    std::string form_version;
    std::string area;             // The cell @area where there is one, else as form_id.
    std::map<std::string, Cell, std::less<>> cells;  // By path; rows included ("members[…]" with kind add or remove).
    std::uint64_t changes = 0;
    std::int64_t first_wall_ms = 0, last_wall_ms = 0;  // Of the changes with the least and greatest (counter, id).
    std::string first_author, last_author;
    std::uint64_t max_counter = 0;

    // '' when there is no such cell, or when it stands in a removed row.
    std::string_view value(std::string_view path) const;
    bool row_present(std::string_view row_path) const;  // Added, not removed; shown value in a conflict.
    // Rows present of a repeat, in order of @position then row id: paths "members[…]". repeat_path: "members" or
    // "plots[…]/crops".
    std::vector<std::string> rows(std::string_view repeat_path) const;
};

// A disagreement that a person settles. Data for screens, exports and both sides of an exchange.
struct Conflict {
    enum class Kind : std::uint8_t {
        // One cell, several values. A question's cell and why it has no answer (cell.hpp) are one conflict, the question's.
        values,
        // A row removed here and edited there: path is the row; heads: the row's own, then the edits that no removal
        // of it has seen. The order of rows (@position) is no edit.
        removed_and_edited,
    };
    Kind kind = Kind::values;
    std::string path;
    std::vector<Head> heads;           // Shown one first.
    std::vector<std::string> paths;    // For removed_and_edited: the cell of each head.
};
std::vector<Conflict> conflicts(const Record& record);  // Sorted by path.

// Canonical bytes of the whole state (all cells, all heads), for comparing replicas; digest them with blake2b_256.
std::string state_bytes(const Record& record);

}  // namespace yuanquan::record

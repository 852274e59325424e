#pragma once
// From what a person did to ops: compares wanted values with a record as its author saw it and writes only what
// differs, superseding exactly the heads seen. Undo and settling are edits too. Pure.

#include <string>
#include <utility>
#include <vector>

#include "model/record/record.hpp"

namespace yuanquan::record {

// What the cells should be after the save; rows by their path with present true or false.
struct WantedCell {
    std::string path;
    std::string value;
    bool said_anew = false;   // An op even where the cell says so already: a person decided it now, whatever others do.
};
struct WantedRow {
    std::string path;  // "members[…]"
    bool present = true;
    std::string value{};      // Of its op: the record that it came from or went to; '' mostly.
};
struct Edit {
    std::vector<WantedRow> rows;
    std::vector<WantedCell> cells;
};
// seen: the record as it was when the editing began (an empty Record for a new one). Cells with one agreed value equal
// to the wanted one give no op unless said anew; nor does '' for a cell that never was. A cell in conflict gives an op only when its
// wanted value differs from the one shown: saving a form must not settle a conflict that the person did not look at.
std::vector<Op> edit_ops(const Record& seen, const Edit& edit);
// Settles: supersedes all heads of the cell (or row) seen, whatever the value.
Op settle_op(const Record& seen, std::string_view path, std::string value);
Op settle_row_op(const Record& seen, std::string_view row_path, bool keep, std::string value = {});

}  // namespace yuanquan::record

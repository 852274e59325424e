#pragma once
// What a save is. A Change is one save of one record by one person on one replica: atomic, immutable, named by the
// hash of its bytes. Its Ops say the new value of cells and which ops they supersede: the ones the author saw
// (Automerge's predecessors). Everything else (the record shown, conflicts, history, undo) is computed from changes.
// Settling a conflict, approving, returning, commenting, assigning are ops on reserved cells: see cell.hpp.
// Knows no form. change_codec.hpp gives the bytes.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "model/base/ids.hpp"

namespace yuanquan::record {

using base::BlobId;
using base::ChangeId;
using base::RecordId;
using base::ReplicaId;
using base::RowId;

// One op: the change it stands in and its place there.
struct OpId {
    ChangeId change;
    std::uint32_t index = 0;
    auto operator<=>(const OpId&) const = default;
};

// Stored and sent: never renumber. An unknown kind is kept, exported and ignored by the fold (newer programs write it).
enum class OpKind : std::uint8_t {
    set = 1,     // The cell has this value ('' = blanked on purpose).
    add = 2,     // The row named by the path exists (a roster member came); also undoes a removal.
    remove = 3,  // The row is gone. supersedes lists the heads of the row *and of all cells below it* that were seen:
                 // an edit below that is not among them happened at the same time, and is a conflict.
};

struct Op {
    OpKind kind = OpKind::set;
    std::string path;                // See cell.hpp: "identity/head_name", "members[7f3a…]/name".
    // Canonical XForms text; of a photo or file: "blob:" + BlobId + "/" + file name; of a row that came from or went to
    // another record: that RecordId, so that one op says all and two destinations are a conflict.
    std::string value;
    std::vector<OpId> supersedes;    // Sorted, unique.
    bool operator==(const Op&) const = default;
};

struct Change {
    ReplicaId replica;
    std::uint64_t sequence = 0;      // 1, 2, 3 … within the replica, no gaps.
    ChangeId previous;               // Of the same replica; zero for sequence 1. The chain.
    std::uint64_t counter = 0;       // Lamport: greater than every counter the replica had seen.
    std::int64_t wall_ms = 0;        // Evidence only; decides nothing.
    std::int32_t offset_minutes = 0; // Of the author's clock from UTC.
    std::string author;              // Person, as enrolled: "zhang.wei".
    RecordId record;
    std::string area;                // Of the record as its author knew it; routes partial copies.
    std::string form_id;
    std::string form_version;        // '' where the form has none.
    std::vector<Op> ops;
    bool operator==(const Change&) const = default;
};

}  // namespace yuanquan::record

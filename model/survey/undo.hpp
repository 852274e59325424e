#pragma once
// Taking back, as a new change: what one save did is set back to what its author had seen, cell by cell. What somebody has
// changed since stays as it is and is named, so that undoing never overwrites later work.

#include <string>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct Undone {
    record::ChangeId change;            // Zero when nothing was left to take back.
    std::vector<std::string> kept;      // Cells that were changed since.
};
Result<Undone> undo_change(Workspace& workspace, const record::RecordId& id, const record::ChangeId& change);
// One cell or row alone is set to what it was before that change, whatever came since.
Result<record::ChangeId> put_back(Workspace& workspace, const record::RecordId& id, const record::ChangeId& change,
                                  const std::string& path);

}  // namespace yuanquan::survey

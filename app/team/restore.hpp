#pragma once
// Puts an old backup back as the workspace in a folder. What was there is kept beside it under another name. The workspace
// goes on as another: a laptop under a new replica id, its old chain kept; headquarters in a new epoch, so that laptops
// give back what it lost.

#include <string>

#include "model/base/clock.hpp"
#include "model/base/error.hpp"
#include "model/base/ids.hpp"

namespace yuanquan::team {

struct Restored {
    bool is_headquarters = false;
    std::string kept_aside;      // Where the workspace is that was there; '' when there was none.
};
// not_found; damaged when the backup does not pass doctor; in_use when a program has the workspace. Then nothing changed.
base::Result<Restored> restore_backup(const std::string& backup, const std::string& folder, const base::Clock& clock,
                                      base::Random& random);

}  // namespace yuanquan::team

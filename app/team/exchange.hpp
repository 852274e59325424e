#pragma once
// One exchange of a workspace with headquarters, from the first request to the installed questionnaires. What was
// exchanged before an error stays so; calling it again goes on from there.

#include <atomic>
#include <string>

#include "model/survey/workspace.hpp"
#include "sync/link/exchange.hpp"

namespace yuanquan::team {

struct Exchanged {
    session::Summary summary;
    base::Status status;                     // How it ended.
    std::vector<std::string> new_forms;      // Titles.
};
// Installs the questionnaires that came in; one that cannot be used ends in `status`, and costs nothing else.
void install_forms(survey::Workspace& workspace, Exchanged& exchanged);
// with_store: see link/exchange.hpp. Blocks while the link does.
Exchanged exchange(survey::Workspace& workspace, const link::WithStore& with_store, const link::Progress& progress,
                   const std::atomic<bool>& cancelled);
// Here and now, for commands.
Exchanged exchange(survey::Workspace& workspace);

}  // namespace yuanquan::team

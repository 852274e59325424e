#pragma once
// What every screen works on: the workspace and the frame it is shown in. Owned by run_app; screens keep a reference.

#include "app/ui/shell.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

struct AppState {
    survey::Workspace& workspace;
    ui::Shell& shell;
};

}  // namespace yuanquan::screens

#pragma once
// What every screen works on: the workspace, the frame it is shown in, and how the person wants to see it. Owned by App;
// screens keep a reference.

#include "app/screens/preferences.hpp"
#include "app/ui/shell.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

struct AppState {
    survey::Workspace& workspace;
    ui::Shell& shell;
    Preferences preferences = {};   // App puts a change into effect before the next frame.
};

}  // namespace yuanquan::screens

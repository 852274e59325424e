#pragma once
// What every screen works on: the workspace, the frame it is shown in, and how the person wants to see it. Owned by App;
// screens keep a reference.

#include <memory>

#include "app/screens/preferences.hpp"
#include "app/screens/record_list.hpp"
#include "app/ui/shell.hpp"
#include "model/survey/duplicates.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

struct AppState {
    survey::Workspace& workspace;
    ui::Shell& shell;
    Preferences preferences = {};   // App puts a change into effect before the next frame.
    std::shared_ptr<RecordRows> rows = std::make_shared<RecordRows>(workspace);
    std::shared_ptr<survey::DuplicateSearch> duplicates = std::make_shared<survey::DuplicateSearch>(workspace);
};

}  // namespace yuanquan::screens

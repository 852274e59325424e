#pragma once
// How this person wants to see the program: language, theme, size of type, height of rows; kept in the store's settings.
// The bar's menu changes it; run_app puts it into effect between frames. Holds no survey data.

#include <string>

#include "app/ui/widgets.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

struct Preferences {
    std::string language;             // '' = not chosen yet: the system's.
    ui::ThemeName theme = ui::ThemeName::light;
    float scale = 1;
    bool comfortable = false;
    bool operator==(const Preferences&) const = default;
};
Preferences load_preferences(const survey::Workspace& workspace);
base::Status store_preferences(survey::Workspace& workspace, const Preferences& preferences);

inline constexpr float kScales[] = {0.8f, 0.9f, 1.0f, 1.1f, 1.25f, 1.5f, 1.75f, 2.0f};

// Two buttons of the bar: the other language, and a menu of themes and sizes. Changes `preferences` only.
void draw_preferences(const ui::Ui& ui, Preferences& preferences);

}  // namespace yuanquan::screens

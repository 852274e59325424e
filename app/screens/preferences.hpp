#pragma once
// How this person wants to see the program: language, theme, size of type, height of rows, one question at a time, when it
// locks; kept in the store's settings. The bar's menu and the Settings screen change it; App puts it into effect between frames.

#include <string>

#include "app/ui/widgets.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

struct Preferences {
    std::string language;             // '' = not chosen yet: the system's.
    ui::ThemeName theme = ui::ThemeName::light;
    float scale = 1;
    bool comfortable = false;
    bool one_question = false;        // Questionnaires: one question at a time instead of whole pages.
    int lock_minutes = 0;             // Of rest; 0 = never.
    bool operator==(const Preferences&) const = default;
};
Preferences load_preferences(const survey::Workspace& workspace);
base::Status store_preferences(survey::Workspace& workspace, const Preferences& preferences);

inline constexpr int kLockMinutes[] = {0, 1, 5, 15, 30};
inline constexpr float kScales[] = {0.8f, 0.9f, 1.0f, 1.1f, 1.25f, 1.5f, 1.75f, 2.0f};

// Themes, sizes and rows, as the bar's menu and the Settings screen offer them.
void draw_look_choices(const ui::Ui& ui, Preferences& preferences);
// Two buttons of the bar: the other language, and a menu of themes and sizes. Changes `preferences` only.
void draw_preferences(const ui::Ui& ui, Preferences& preferences);

}  // namespace yuanquan::screens

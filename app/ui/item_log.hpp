#pragma once
// What stands on the screen and where, by label, for UI tests: while recording, every Dear ImGui item of the last frame
// with its label and rectangle. The hooks are Dear ImGui's test hooks; off (and free) in the running program.

#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::ui {

struct LoggedItem {
    unsigned id = 0;
    std::string label;   // Shown part: what stands before "##".
    std::string name;    // Whole label, with what stands behind "##".
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool visible = true;  // Its middle is in sight: a click there meets it.
    bool takes_tab = false;   // Enabled, and Tab is meant to stop here;
    unsigned root = 0;        // once the keyboard is in this window.
};
void record_items(bool on);
void clear_items();  // Before each frame.
const std::vector<LoggedItem>& items();
const LoggedItem* find_item(std::string_view label);  // First by shown label or whole name.
// For a piece whose own label is not shown (a field below its question): the name it is found by.
void name_last_item(std::string_view name);

}  // namespace yuanquan::ui

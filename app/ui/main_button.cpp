#include "app/ui/main_button.hpp"

#include <imgui.h>
#include <utility>

namespace yuanquan::ui {

void MainButton::here() {
    if (!std::exchange(wanted_, false)) return;
    ImGui::SetKeyboardFocusHere();
    ImGui::SetNavCursorVisible(true);
}

void MainButton::drawn() {
    const auto id = ImGui::GetItemID();
    if (id_ != 0 && id != id_ && is_focused_) wanted_ = true;
    id_ = id;
    is_focused_ = ImGui::IsItemFocused();
}

}  // namespace yuanquan::ui

#include "app/ui/line_button.hpp"

#include <imgui.h>

namespace yuanquan::ui {

bool line_button(const Ui& ui, const std::string& label) {
    ImGui::PushStyleColor(ImGuiCol_Button, ui.theme.surface.with_alpha(0).packed());
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.action.packed());
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
    const bool pressed = ImGui::SmallButton(label.c_str());
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);
    return pressed;
}

float line_button_width(const std::string& label) {
    return ImGui::CalcTextSize(label.c_str(), nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
}

}  // namespace yuanquan::ui

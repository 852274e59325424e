#include "app/ui/entry_field.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/item_log.hpp"
#include "app/ui/text_input.hpp"

namespace yuanquan::ui {

namespace {

constexpr int kLinesMin = 3, kLinesMax = 12;

float multiline_height(const std::string& text) {
    const auto lines = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
    return ImGui::GetTextLineHeight() * static_cast<float>(std::clamp(lines + 1, kLinesMin, kLinesMax)) +
           2 * ImGui::GetStyle().FramePadding.y;
}

}  // namespace

EntryState entry_field(const Ui&, const EntryField& field, std::string& text) {
    const std::string before = text;
    const float width = field.width > 0 ? field.width : ImGui::GetContentRegionAvail().x;
    ImGuiInputTextFlags flags = 0;
    if (field.secret) flags |= ImGuiInputTextFlags_Password;
    if (field.select_all) flags |= ImGuiInputTextFlags_AutoSelectAll;
    if (field.multiline) flags |= ImGuiInputTextFlags_CtrlEnterForNewLine;
    text_input({field.id.c_str(), field.hint.c_str(), flags, width, field.multiline ? multiline_height(text) : 0}, text);
    name_last_item(field.name + field.id);
    EntryState state;
    state.left = ImGui::IsItemDeactivated();
    // Dear ImGui takes Esc for "as it was before"; here it only leaves.
    if (state.left && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) text = before;
    state.changed = text != before;
    state.active = ImGui::IsItemActive();
    if (state.active && field.own_arrows) {
        ImGui::GetCurrentContext()->ActiveIdUsingNavDirMask |= 1u << ImGuiDir_Up | 1u << ImGuiDir_Down;
    }
    state.focused = state.active || ImGui::IsItemFocused();
    return state;
}

}  // namespace yuanquan::ui

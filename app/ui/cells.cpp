#include "app/ui/cells.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

namespace yuanquan::ui {

namespace {

ImVec4 vec(Color color) { return {color.r / 255.0f, color.g / 255.0f, color.b / 255.0f, color.a / 255.0f}; }

void center_in(float height, float piece) {
    if (height > piece) ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (height - piece) / 2);
}

}  // namespace

void cell_text(const Ui&, std::string_view text, Color color, float height, float width) {
    // A button earlier in the line pushes text down to its own words; here the middle of the row decides.
    if (height > 0) ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetCurrentWindow()->DC.CurrLineTextBaseOffset);
    center_in(height, ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const char* end = text.data() + text.size();
    const ImVec2 size = ImGui::CalcTextSize(text.data(), end);
    ImGui::PushStyleColor(ImGuiCol_Text, vec(color));
    if (size.x <= room) {
        ImGui::TextUnformatted(text.data(), end);
    } else {
        // As deep as TextUnformatted puts it.
        const ImVec2 low{at.x, at.y + ImGui::GetCurrentWindow()->DC.CurrLineTextBaseOffset}, corner{low.x + room, low.y + size.y};
        ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), low, corner, corner.x, text.data(), end, &size);
        ImGui::Dummy({room, size.y});
        if (ImGui::IsMouseHoveringRect(low, corner) && ImGui::IsWindowHovered()) {
            ImGui::SetTooltip("%.*s", static_cast<int>(text.size()), text.data());
        }
    }
    ImGui::PopStyleColor();
}

void cell_number(const Ui& ui, std::string_view text, Color color, float height) {
    const float width = ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
    align_right(width);
    cell_text(ui, text, color, height);
}

float chip_width(const Ui& ui, State state, std::string_view words) {
    const std::string text = std::string(state_sign(state)) + " " + std::string(words);
    return ImGui::CalcTextSize(text.c_str()).x + ui.px(16);
}

void cell_chip(const Ui& ui, State state, std::string_view words, float height) {
    center_in(height, ImGui::GetTextLineHeight() + ui.px(4));
    chip(ui, state, words);
}

bool toggle_chip(const Ui& ui, State state, const std::string& label, bool on) {
    const Color color = state_color(ui.theme, state);
    ImGui::PushStyleColor(ImGuiCol_Button, vec(on ? color.with_alpha(40) : ui.theme.surface));
    ImGui::PushStyleColor(ImGuiCol_Border, vec(on ? color : ui.theme.line));
    ImGui::PushStyleColor(ImGuiCol_Text, vec(color));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ui.px(14));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ImGui::GetStyle().FramePadding.x, 0});   // Its words stand in the middle of its height.
    const bool pressed = ImGui::Button((std::string(state_sign(state)) + " " + label).c_str(), {0, ui.px(28)});
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(3);
    return pressed;
}

std::string shortened(const std::string& text, float room) {
    if (ImGui::CalcTextSize(text.c_str()).x <= room) return text;
    const char* rest = nullptr;
    const float most = std::max(1.0f, room - ImGui::CalcTextSize("…").x);
    ImGui::GetFont()->CalcTextSizeA(ImGui::GetFontSize(), most, 0, text.c_str(), text.c_str() + text.size(), &rest);
    return std::string(text.c_str(), rest) + "…";
}

float button_width(const std::string& label) {
    return ImGui::CalcTextSize(label.c_str(), nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
}

float primary_width(const Ui& ui, const std::string& label) {
    ImGui::PushFont(ui.fonts.bold, 0);
    const float width = button_width(label);
    ImGui::PopFont();
    return width;
}

void align_right(float width) {
    const float room = ImGui::GetContentRegionAvail().x;
    if (room > width) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - width);
}

}  // namespace yuanquan::ui

#include "app/ui/widgets.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/text_input.hpp"

namespace yuanquan::ui {

namespace {

ImVec4 vec(Color color) { return {color.r / 255.0f, color.g / 255.0f, color.b / 255.0f, color.a / 255.0f}; }

void text_in(ImFont* font, float size, std::string_view text) {
    ImGui::PushFont(font, size);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
}

bool g_entered = false;  // Of the last text_field, for field_entered().

bool plain_button(const Ui& ui, const std::string& label, bool enabled, const std::string& why_not) {
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button(label.c_str(), {0, ui.theme.row_height()});
    ImGui::EndDisabled();
    // A grey button says why it is grey.
    if (!enabled && !why_not.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
        ImGui::SetTooltip("%s", why_not.c_str());
    }
    return pressed && enabled;
}

}  // namespace

void title(const Ui& ui, std::string_view text) { text_in(ui.fonts.bold, kTitleSize, text); }
void subtitle(const Ui& ui, std::string_view text) { text_in(ui.fonts.bold, kSubtitleSize, text); }
void strong(const Ui& ui, std::string_view text) { text_in(ui.fonts.bold, kTextSize, text); }
void body(const Ui& ui, std::string_view text) { text_in(ui.fonts.regular, kTextSize, text); }

void quiet(const Ui& ui, std::string_view text) {
    ImGui::PushStyleColor(ImGuiCol_Text, vec(ui.theme.quiet));
    text_in(ui.fonts.regular, kTextSize, text);
    ImGui::PopStyleColor();
}

void colored(Color color, std::string_view text) {
    ImGui::PushStyleColor(ImGuiCol_Text, vec(color));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

Color state_color(const Theme& theme, State state) {
    switch (state) {
        case State::done: return theme.done;
        case State::waiting: return theme.waiting;
        case State::error: return theme.error;
        case State::versions: return theme.versions;
        case State::unsent: return theme.unsent;
        case State::here: return theme.here;
        case State::plain:
        case State::reason: return theme.quiet;
    }
    return theme.quiet;
}

const char* state_sign(State state) {
    switch (state) {
        case State::done: return "✓";
        case State::waiting: return "●";
        case State::error: return "▲";
        case State::versions: return "⇄";
        case State::unsent: return "↑";
        case State::here: return "◆";
        case State::plain: return "·";
        case State::reason: return "◇";
    }
    return "";
}

void chip(const Ui& ui, State state, std::string_view words) {
    const Color color = state_color(ui.theme, state);
    const std::string text = std::string(state_sign(state)) + " " + std::string(words);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const ImVec2 pad{ui.px(8), ui.px(2)};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 end{at.x + size.x + 2 * pad.x, at.y + size.y + 2 * pad.y};
    draw->AddRectFilled(at, end, color.with_alpha(26).packed(), ui.px(10));
    if (ui.theme.name == ThemeName::contrast) draw->AddRect(at, end, color.packed(), ui.px(10), 0, 2);
    draw->AddText({at.x + pad.x, at.y + pad.y}, color.packed(), text.c_str());
    ImGui::Dummy({end.x - at.x, end.y - at.y});
}

bool button(const Ui& ui, const std::string& label, bool enabled, const std::string& why_not) {
    return plain_button(ui, label, enabled, why_not);
}

bool primary_button(const Ui& ui, const std::string& label, bool enabled, const std::string& why_not) {
    const Color hover{static_cast<std::uint8_t>(ui.theme.action.r * 0.88), static_cast<std::uint8_t>(ui.theme.action.g * 0.88),
                      static_cast<std::uint8_t>(ui.theme.action.b * 0.88), 255};
    ImGui::PushStyleColor(ImGuiCol_Button, vec(ui.theme.action));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, vec(hover));
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, vec(hover));
    ImGui::PushStyleColor(ImGuiCol_Border, vec(ui.theme.action));
    ImGui::PushStyleColor(ImGuiCol_Text, vec(ui.theme.on_action));
    ImGui::PushFont(ui.fonts.bold, 0);
    const bool pressed = plain_button(ui, label, enabled, {});
    ImGui::PopFont();
    ImGui::PopStyleColor(5);
    if (!enabled && !why_not.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
        ImGui::SetTooltip("%s", why_not.c_str());
    }
    return pressed;
}

bool quiet_button(const Ui& ui, const std::string& label) {
    // First in its line its words stand under the words above: the frame that shows under the pointer reaches into the margin.
    const auto* window = ImGui::GetCurrentWindow();
    const float start = window->Pos.x + window->DC.Indent.x + window->DC.ColumnsOffset.x - window->Scroll.x, pad = ImGui::GetStyle().FramePadding.x;
    if (window->DC.CursorPos.x <= start + 0.5f && start - pad >= window->ClipRect.Min.x) ImGui::SetCursorPosX(ImGui::GetCursorPosX() - pad);
    ImGui::PushStyleColor(ImGuiCol_Button, vec(ui.theme.surface.with_alpha(0)));
    ImGui::PushStyleColor(ImGuiCol_Text, vec(ui.theme.action));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
    const bool pressed = plain_button(ui, label, true, {});
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);
    return pressed;
}

bool choice_button(const Ui& ui, const std::string& label, std::string_view key_hint, bool chosen, bool multiple) {
    const auto shown = label.substr(0, label.find("##"));
    const float width = ImGui::GetContentRegionAvail().x;
    const float mark = ui.px(18), left = ui.px(12), text_x = left + mark + ui.px(12);
    const ImVec2 text_size = ImGui::CalcTextSize(shown.c_str(), nullptr, false, width - text_x - ui.px(40));
    const float height = std::max(ui.theme.row_height(), text_size.y + ui.px(12));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushStyleColor(ImGuiCol_Text, vec(ui.theme.ink.with_alpha(0)));  // The words are drawn below, wrapped.
    ImGui::PushStyleColor(ImGuiCol_Button, vec(chosen ? ui.theme.action.with_alpha(30) : ui.theme.surface));
    ImGui::PushStyleColor(ImGuiCol_Border, vec(chosen ? ui.theme.action : ui.theme.line));
    const bool pressed = ImGui::Button(label.c_str(), {width, height});
    ImGui::PopStyleColor(3);
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 center{at.x + left + mark / 2, at.y + height / 2};
    const auto color = (chosen ? ui.theme.action : ui.theme.quiet).packed();
    if (multiple) {
        const ImVec2 a{center.x - mark / 2, center.y - mark / 2}, b{center.x + mark / 2, center.y + mark / 2};
        draw->AddRect(a, b, color, ui.px(4), 0, ui.px(1.6f));
        if (chosen) {
            draw->AddLine({a.x + mark * 0.22f, center.y}, {a.x + mark * 0.42f, b.y - mark * 0.25f}, color, ui.px(2.2f));
            draw->AddLine({a.x + mark * 0.42f, b.y - mark * 0.25f}, {b.x - mark * 0.2f, a.y + mark * 0.25f}, color, ui.px(2.2f));
        }
    } else {
        draw->AddCircle(center, mark / 2, color, 0, ui.px(1.6f));
        if (chosen) draw->AddCircleFilled(center, mark / 4, color);
    }
    draw->AddText(nullptr, 0, {at.x + text_x, at.y + (height - text_size.y) / 2}, ui.theme.ink.packed(), shown.c_str(),
                  nullptr, width - text_x - ui.px(40));
    if (!key_hint.empty()) {
        const std::string hint(key_hint);
        const ImVec2 size = ImGui::CalcTextSize(hint.c_str());
        draw->AddText({at.x + width - size.x - ui.px(14), at.y + (height - size.y) / 2}, ui.theme.quiet.packed(), hint.c_str());
    }
    return pressed;
}

bool text_field(const Ui& ui, const std::string& label, std::string& text, const std::string& hint, bool multiline,
                float width) {
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const bool changed = text_input({label.c_str(), hint.c_str(), 0, room, multiline ? ui.px(96) : 0}, text);
    g_entered = !multiline && ImGui::IsItemDeactivated() &&
                (ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter));
    if (g_entered) ImGui::SetNavCursorVisible(true);   // The focus stays in sight: Enter writes on, Tab goes to the next.
    return changed;
}

bool field_entered() { return g_entered; }
bool field_left() { return ImGui::IsItemDeactivatedAfterEdit(); }

void begin_card(const Ui& ui, const std::string& id, float width) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, vec(ui.theme.surface));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(16), ui.px(12)});
    ImGui::BeginChild(id.c_str(), {width, 0}, ImGuiChildFlags_Borders | ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

void end_card(const Ui&) { ImGui::EndChild(); }

bool message_strip(const Ui& ui, State state, const std::string& words, const std::string& button_label) {
    const Color color = state_color(ui.theme, state);
    ImGui::PushID(words.c_str());
    ImGui::PushStyleColor(ImGuiCol_ChildBg, vec(color.with_alpha(22)));
    ImGui::PushStyleColor(ImGuiCol_Border, vec(color.with_alpha(120)));
    ImGui::BeginChild("strip", {0, 0}, ImGuiChildFlags_Borders | ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleColor(2);
    colored(color, state_sign(state));
    ImGui::SameLine();
    ImGui::BeginGroup();
    body(ui, words);
    bool pressed = false;
    if (!button_label.empty()) pressed = button(ui, button_label);
    ImGui::EndGroup();
    ImGui::EndChild();
    ImGui::PopID();
    return pressed;
}

void figure_card(const Ui& ui, const std::string& id, const std::string& figure, const std::string& words, State state) {
    begin_card(ui, id, ui.px(170));
    ImGui::PushStyleColor(ImGuiCol_Text, vec(state == State::plain ? ui.theme.ink : state_color(ui.theme, state)));
    text_in(ui.fonts.bold, kDisplaySize, figure);
    ImGui::PopStyleColor();
    quiet(ui, std::string(state_sign(state)) + " " + words);
    end_card(ui);
}

bool empty_state(const Ui& ui, const std::string& heading, const std::string& words, const std::string& button_label) {
    gap(ui, 48);
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(420));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (ImGui::GetContentRegionAvail().x - width) / 2);
    ImGui::BeginChild("empty", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    subtitle(ui, heading);
    quiet(ui, words);
    gap(ui, 8);
    const bool pressed = !button_label.empty() && primary_button(ui, button_label);
    ImGui::EndChild();
    return pressed;
}

void progress_bar(const Ui& ui, double fraction, const std::string& words) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = ui.px(6);
    auto* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.line.packed(), height / 2);
    const auto part = static_cast<float>(std::clamp(fraction < 0 ? 1.0 : fraction, 0.0, 1.0));
    if (part > 0) {
        const auto color = fraction < 0 ? ui.theme.action.with_alpha(90) : ui.theme.action;
        draw->AddRectFilled(at, {at.x + width * part, at.y + height}, color.packed(), height / 2);
    }
    ImGui::Dummy({width, height});
    if (!words.empty()) quiet(ui, words);
}

void gap(const Ui& ui, float px) { ImGui::Dummy({0, std::max(0.0f, ui.px(px) - ImGui::GetStyle().ItemSpacing.y)}); }

void rule(const Ui& ui) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddLine(at, {at.x + width, at.y}, ui.theme.line.packed());
    ImGui::Dummy({width, 1});
}

}  // namespace yuanquan::ui

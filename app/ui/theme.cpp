#include "app/ui/theme.hpp"

#include <cmath>
#include <imgui.h>

namespace yuanquan::ui {

namespace {

constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex), 255};
}

double luminance(Color color) {
    const auto linear = [](std::uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

ImVec4 vec(Color color) {
    return {color.r / 255.0f, color.g / 255.0f, color.b / 255.0f, color.a / 255.0f};
}

void apply_colors(const Theme& theme, ImVec4* colors) {
    const Color hover = theme.action.with_alpha(theme.name == ThemeName::contrast ? 60 : 28);
    const Color pressed = theme.action.with_alpha(theme.name == ThemeName::contrast ? 110 : 56);
    colors[ImGuiCol_Text] = vec(theme.ink);
    colors[ImGuiCol_TextDisabled] = vec(theme.quiet);
    colors[ImGuiCol_WindowBg] = vec(theme.ground);
    colors[ImGuiCol_ChildBg] = vec(theme.ground.with_alpha(0));
    colors[ImGuiCol_PopupBg] = vec(theme.surface);
    colors[ImGuiCol_Border] = vec(theme.line);
    colors[ImGuiCol_FrameBg] = vec(theme.surface);
    colors[ImGuiCol_FrameBgHovered] = vec(theme.surface);
    colors[ImGuiCol_FrameBgActive] = vec(theme.surface);
    colors[ImGuiCol_ScrollbarBg] = vec(theme.ground.with_alpha(0));
    colors[ImGuiCol_ScrollbarGrab] = vec(theme.quiet.with_alpha(110));
    colors[ImGuiCol_ScrollbarGrabHovered] = vec(theme.quiet.with_alpha(170));
    colors[ImGuiCol_ScrollbarGrabActive] = vec(theme.quiet);
    colors[ImGuiCol_CheckMark] = vec(theme.action);
    colors[ImGuiCol_Button] = vec(theme.surface);
    colors[ImGuiCol_ButtonHovered] = vec(hover);
    colors[ImGuiCol_ButtonActive] = vec(pressed);
    colors[ImGuiCol_Header] = vec(hover);
    colors[ImGuiCol_HeaderHovered] = vec(hover);
    colors[ImGuiCol_HeaderActive] = vec(pressed);
    colors[ImGuiCol_Separator] = vec(theme.line);
    colors[ImGuiCol_TableHeaderBg] = vec(theme.raised);
    colors[ImGuiCol_TableBorderStrong] = vec(theme.line);
    colors[ImGuiCol_TableBorderLight] = vec(theme.line);
    colors[ImGuiCol_TableRowBg] = vec(theme.surface);
    colors[ImGuiCol_TableRowBgAlt] = vec(theme.surface);
    colors[ImGuiCol_TextSelectedBg] = vec(theme.here.with_alpha(90));
    colors[ImGuiCol_NavCursor] = vec(theme.here);
    colors[ImGuiCol_InputTextCursor] = vec(theme.ink);
    colors[ImGuiCol_ModalWindowDimBg] = vec(theme.ink.with_alpha(80));
}

}  // namespace

std::uint32_t Color::packed() const { return IM_COL32(r, g, b, a); }

double contrast_ratio(Color a, Color b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

Theme make_theme(ThemeName name, float scale, bool comfortable) {
    Theme theme;
    theme.name = name;
    theme.scale = scale;
    theme.comfortable = comfortable;
    switch (name) {
        case ThemeName::light:
            theme.ground = rgb(0xF7F5F0), theme.surface = rgb(0xFFFFFF), theme.raised = rgb(0xEFECE4);
            theme.ink = rgb(0x1F2421), theme.quiet = rgb(0x5A625D), theme.line = rgb(0xDAD7CE);
            theme.action = rgb(0x1E6F5C), theme.on_action = rgb(0xFFFFFF), theme.here = rgb(0x2B6CB0);
            theme.error = rgb(0xB3261E), theme.waiting = rgb(0x8A5000), theme.done = rgb(0x2A752E);
            theme.versions = rgb(0x5E35B1), theme.unsent = rgb(0x1F5F9E);
            break;
        case ThemeName::dark:
            theme.ground = rgb(0x14181A), theme.surface = rgb(0x1C2124), theme.raised = rgb(0x252B2F);
            theme.ink = rgb(0xE6E8E3), theme.quiet = rgb(0x9AA39C), theme.line = rgb(0x4B565B);
            theme.action = rgb(0x4FB79A), theme.on_action = rgb(0x0B1512), theme.here = rgb(0x7FB2E5);
            theme.error = rgb(0xFF8A80), theme.waiting = rgb(0xF0B35A), theme.done = rgb(0x81C784);
            theme.versions = rgb(0xB39DDB), theme.unsent = rgb(0x90C2F0);
            break;
        case ThemeName::contrast:
            theme.ground = rgb(0xFFFFFF), theme.surface = rgb(0xFFFFFF), theme.raised = rgb(0xFFFFFF);
            theme.ink = rgb(0x000000), theme.quiet = rgb(0x222222), theme.line = rgb(0x000000);
            theme.action = rgb(0x00432F), theme.on_action = rgb(0xFFFFFF), theme.here = rgb(0x003E8A);
            theme.error = rgb(0x8E0000), theme.waiting = rgb(0x5C3500), theme.done = rgb(0x0F4D12);
            theme.versions = rgb(0x3B148C), theme.unsent = rgb(0x003E8A);
            break;
    }
    return theme;
}

std::string theme_text(ThemeName name) {
    return name == ThemeName::dark ? "dark" : name == ThemeName::contrast ? "contrast" : "light";
}

ThemeName parse_theme(const std::string& text) {
    return text == "dark" ? ThemeName::dark : text == "contrast" ? ThemeName::contrast : ThemeName::light;
}

void apply_theme(const Theme& theme) {
    ImGuiStyle style;
    apply_colors(theme, style.Colors);
    const bool contrast = theme.name == ThemeName::contrast;
    style.WindowPadding = {theme.px(16), theme.px(12)};
    style.FramePadding = {theme.px(10), (theme.row_height() - theme.px(kTextSize)) / 2};
    style.ItemSpacing = {theme.px(10), theme.px(6)};
    style.ItemInnerSpacing = {theme.px(8), theme.px(6)};
    style.CellPadding = {theme.px(8), theme.px(5)};
    style.IndentSpacing = theme.px(18);
    style.ScrollbarSize = theme.px(12);
    style.FrameRounding = style.PopupRounding = style.ChildRounding = theme.px(6);
    style.ScrollbarRounding = theme.px(6);
    style.FrameBorderSize = contrast ? 2.0f : 1.0f;
    style.ChildBorderSize = style.PopupBorderSize = contrast ? 2.0f : 1.0f;
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.FontSizeBase = kTextSize;
    style.FontScaleMain = theme.scale;
    ImGui::GetStyle() = style;
}

}  // namespace yuanquan::ui

#pragma once
// Colours, sizes and type of the program: one place decides how it looks. Values from the look sheet: spring green for
// what can be done, water blue for where one is; every text at least 4.5 : 1 against its ground (a test computes it).

#include <cstdint>
#include <string>

namespace yuanquan::ui {

enum class ThemeName : std::uint8_t { light, dark, contrast };

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    std::uint32_t packed() const;  // As ImU32.
    Color with_alpha(std::uint8_t alpha) const { return {r, g, b, alpha}; }
    bool operator==(const Color&) const = default;
};
// WCAG 2 contrast of opaque colours, 1 to 21.
double contrast_ratio(Color a, Color b);

struct Theme {
    ThemeName name = ThemeName::light;
    Color ground, surface, raised, ink, quiet, line;
    Color action, on_action, here, error, waiting, done, versions, unsent;
    float scale = 1.0f;        // 0.8 to 2.0; multiplies type and space alike.
    bool comfortable = false;  // Rows of 44 px instead of 32.

    float px(float value) const { return value * scale; }
    float row_height() const { return px(comfortable ? 44.0f : 32.0f); }
};
// The look sheet counts the body of the type, Dear ImGui the line that it stands in: in Noto Sans CJK that is 1.448 times as
// high. Taken for the other, characters come out at two thirds of their size.
inline constexpr float kLineOfBody = 1.448f;
inline constexpr float kSmallSize = 12 * kLineOfBody, kTextSize = 15 * kLineOfBody, kSubtitleSize = 18 * kLineOfBody, kTitleSize = 22 * kLineOfBody, kDisplaySize = 28 * kLineOfBody;

Theme make_theme(ThemeName name, float scale = 1.0f, bool comfortable = false);
std::string theme_text(ThemeName name);  // "light", "dark", "contrast": as settings keep it.
ThemeName parse_theme(const std::string& text);
// Into Dear ImGui's style. Call between frames.
void apply_theme(const Theme& theme);

}  // namespace yuanquan::ui

#pragma once
// The pieces that screens are made of. Ui is what every piece needs: words, colours, type. Labels may carry a "##id" so
// that two pieces with the same words differ; tests find pieces by the words. Knows no surveys.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/fonts.hpp"
#include "app/ui/tasks.hpp"
#include "app/words/texts.hpp"
#include "app/ui/theme.hpp"

namespace yuanquan::ui {

struct Ui {
    words::Texts& texts;
    Theme theme;
    Fonts fonts;
    Tasks& tasks;

    const char* tr(std::string_view key) const { return texts.tr(key); }
    std::string tr(std::string_view key, const words::Parameters& parameters) const { return texts.tr(key, parameters); }
    float px(float value) const { return theme.px(value); }
};

// --- Words ---
void title(const Ui& ui, std::string_view text);      // 22 px, bold.
void subtitle(const Ui& ui, std::string_view text);   // 18 px, bold.
void strong(const Ui& ui, std::string_view text);
void quiet(const Ui& ui, std::string_view text);      // Wrapped.
void body(const Ui& ui, std::string_view text);       // Wrapped.
void colored(Color color, std::string_view text);     // Wrapped.

// --- States: always a sign, a word and a colour ---
enum class State : std::uint8_t { done, waiting, error, versions, unsent, here, plain, reason };   // reason: nothing there, and it says why.
Color state_color(const Theme& theme, State state);
const char* state_sign(State state);                   // ✓ ● ▲ ⇄ ↑ ◆ · ◇
void chip(const Ui& ui, State state, std::string_view words);

// --- Doing ---
bool button(const Ui& ui, const std::string& label, bool enabled = true, const std::string& why_not = {});
bool primary_button(const Ui& ui, const std::string& label, bool enabled = true, const std::string& why_not = {});
bool quiet_button(const Ui& ui, const std::string& label);        // Without a frame.
// A button of two lines in a list of choices, full width; true when pressed.
bool choice_button(const Ui& ui, const std::string& label, std::string_view key_hint, bool chosen, bool multiple);
// Text that can be edited. True when it changed. Any script; the string grows as needed.
bool text_field(const Ui& ui, const std::string& label, std::string& text, const std::string& hint = {},
                bool multiline = false, float width = 0);
// Enter was pressed in the last text_field, or it lost the focus after an edit.
bool field_entered();
bool field_left();

// --- Boxes ---
void begin_card(const Ui& ui, const std::string& id, float width = 0);
void end_card(const Ui& ui);
// What happened, that the data is safe, what to do; true when its button is pressed. '' = no button.
bool message_strip(const Ui& ui, State state, const std::string& words, const std::string& button_label = {});
void figure_card(const Ui& ui, const std::string& id, const std::string& figure, const std::string& words, State state);
bool empty_state(const Ui& ui, const std::string& heading, const std::string& words, const std::string& button_label = {});
void progress_bar(const Ui& ui, double fraction, const std::string& words);
void gap(const Ui& ui, float px = 8);
void rule(const Ui& ui);   // A line of the theme's colour over the whole width.

}  // namespace yuanquan::ui

#pragma once
// Pieces of tables and lists: text that ends with … where there is no room (and says itself in full when pointed at),
// figures that stand under each other, switches that look like chips. Every piece stands in the middle of a row of
// `height`. Knows no surveys.

#include <string>
#include <string_view>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

// In `width` (0 = to the end of the cell or region).
void cell_text(const Ui& ui, std::string_view text, Color color, float height = 0, float width = 0);
void cell_number(const Ui& ui, std::string_view text, Color color, float height = 0);   // At the right end.
void cell_chip(const Ui& ui, State state, std::string_view words, float height);
float chip_width(const Ui& ui, State state, std::string_view words);
// A filter that is on or off: sign, words, how many. True when pressed.
bool toggle_chip(const Ui& ui, State state, const std::string& label, bool on);
// Ends with … where it is longer than the room: in buttons and combos Dear ImGui would cut it through a letter.
std::string shortened(const std::string& text, float room);
// The width of a button with this label.
float button_width(const std::string& label);
float primary_width(const Ui& ui, const std::string& label);
// Puts what follows (of this width) at the right end of the line.
void align_right(float width);

}  // namespace yuanquan::ui

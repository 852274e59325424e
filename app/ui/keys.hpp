#pragma once
// Keys as people press them: a chord is declared once, and from there asked for, named in words, and shown beside the piece
// that it presses while Alt is held alone for a moment. Knows no surveys.

#include <cstdint>
#include <string>
#include <vector>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

struct Chord {
    int key = 0;            // An ImGuiKey; 0 = the modifiers alone.
    bool ctrl = false, alt = false, shift = false;
    bool repeats = false;   // Again and again while it is held down.
};
// In this frame, with these modifiers and no others; but Alt may still be held from reading the hints. Either Enter and
// either row of digits will do.
bool pressed(const Chord& chord);
std::string chord_words(const Ui& ui, const Chord& chord);   // "Ctrl+Enter", as the person's language writes it.

// --- Hints while Alt is held ---
enum class HintAt : std::uint8_t { corner, side };   // On the upper right corner, or in the middle of the right edge.
void key_hint(const Ui& ui, const Chord& chord, HintAt at = HintAt::corner);   // The piece drawn last has these keys.
void begin_key_hints();                // Before the pieces of a frame,
void draw_key_hints(const Ui& ui);     // and behind them.
struct KeyHint {
    std::string words;
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};
const std::vector<KeyHint>& key_hints();   // That the last frame showed.

}  // namespace yuanquan::ui

#pragma once
// A card that is no window of its own: what hundreds of questions on one page are drawn on. Out of sight it costs one
// rectangle, unless the keyboard is looking for where to go next; Tab and arrow keys reach it either way. Inside, the
// width that widgets and wrapping see is that of the card. The height is that of the frame before.

#include <string>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

struct PanelLook {
    bool focused = false;   // A frame and a bar of the "here" colour.
    bool flat = false;      // No surface of its own: facts and notes on the ground.
    float width = 0;        // 0 = all there is.
    bool edge = false;      // Flat, and from edge to edge.
};
// False: out of sight, draw nothing and do not call end_panel. needed: draw it wherever it is.
bool begin_panel(const Ui& ui, const std::string& id, const PanelLook& look, bool needed);
void end_panel(const Ui& ui);
// Brings the panel that was drawn last into view.
void scroll_to_panel();

// The width seen by what follows is at most this, until released; for columns of pieces.
class NarrowTo {
  public:
    explicit NarrowTo(float width);
    ~NarrowTo();
    NarrowTo(const NarrowTo&) = delete;
    NarrowTo& operator=(const NarrowTo&) = delete;

  private:
    float work_, region_;
};

}  // namespace yuanquan::ui

#pragma once
// The button that a screen is mostly opened for: the keyboard starts there, and stays when another takes its place, as
// Cancel that of Start. Knows no surveys.

namespace yuanquan::ui {

class MainButton {
  public:
    void here();                     // It is drawn next,
    void drawn();                    // and now it is.
    void come() { wanted_ = true; }  // The keyboard is to come to it once more.

  private:
    bool wanted_ = true, is_focused_ = false;
    unsigned id_ = 0;
};

}  // namespace yuanquan::ui

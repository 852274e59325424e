#pragma once
// Ctrl+K: one field from which every household, questionnaire and action is a few letters away, by name, pinyin, initials,
// number or phone. Arrows choose, Enter goes, Esc closes. App gives the actions and draws it over the screen.

#include <functional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"

namespace yuanquan::screens {

struct PaletteAction {
    std::string sign, words;
    std::string key;                 // Its shortcut, '' for none.
    std::function<void()> run;
};

class Palette {
  public:
    explicit Palette(AppState& state) : state_(state) {}
    void open(std::vector<PaletteAction> actions);
    bool is_open() const { return open_; }
    void draw(const ui::Ui& ui);

  private:
    struct Hit {
        std::string sign, words, side;   // side: quiet, at the right end.
        std::function<void()> run;
    };
    void find(const ui::Ui& ui);
    void draw_hits(const ui::Ui& ui);
    void choose(std::size_t index);

    AppState& state_;
    std::vector<PaletteAction> actions_;
    std::vector<std::string> searched_;   // Of each action: what its words are found by.
    std::string text_, found_for_;
    std::vector<Hit> hits_;
    std::size_t at_ = 0;
    bool open_ = false, focus_ = false, stale_ = true, moved_ = false;
};

}  // namespace yuanquan::screens

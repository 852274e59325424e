#pragma once
// The frame around every screen: a rail on the left (sign and word; the word small
// below the sign on less than 1,100 px), a bar on top (where I
// am, search, what is not yet safe), the content, and one message strip. Holds the stack of screens: Esc and "back" leave
// the top one, which decides in leave(); Esc folds a card on it first. Knows no surveys: the rail's entries and the bar's right end are given.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/ui/keys.hpp"
#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

class Screen {
  public:
    virtual ~Screen() = default;
    virtual std::string title(const Ui& ui) const = 0;
    virtual void draw(Ui& ui) = 0;        // Into the content region.
    virtual bool fold() { return false; }  // Esc: a card that is open is closed first; true: that was all.
    virtual bool leave() { return true; } // Keeps what was typed. False: it stays (it has shown why).
    virtual void resume() {}              // The keyboard was elsewhere, in a list over it, and is to be where it was.
    virtual void hide() {}                // Another screen comes over it; it may not be seen again before the program ends.
    virtual bool all_kept() const { return true; }  // False: the disk refused something that was entered here.
    virtual bool scrolls() const { return true; }  // False: it lays out its own panes.
    virtual std::string help() const { return {}; }  // What stands behind "help." in the keys of its help text.
    virtual bool drop(const std::vector<std::string>&) { return false; }  // Files dropped on the window: taken?
};

struct RailEntry {
    std::string key;      // Text key of its word: "rail.work".
    std::string sign;     // One character.
    std::function<std::unique_ptr<Screen>()> open;
    std::function<int()> badge;  // Number beside it, 0 for none; may be empty.
};

Chord rail_chord(std::size_t index);   // Of the first nine.
extern const Chord kBackChord;

class Shell {
  public:
    Shell(std::vector<RailEntry> rail, std::function<void(Ui&)> bar_end) : rail_(std::move(rail)), bar_end_(std::move(bar_end)) {}
    void push(std::unique_ptr<Screen> screen);  // On top, from the next frame on.
    void pop();
    // To the nearest one that is_it, and those over it are left; false where there is none.
    bool return_to(const std::function<bool(const Screen&)>& is_it);
    bool leave();                               // The window is being closed; false where a screen stays, which has shown why.
    void go(std::size_t rail_index);            // The stack becomes that entry's screen alone.
    // The strip. It belongs to the screen on which it is first seen, and goes with it.
    enum class Strip : std::uint8_t { of_screen, until_closed };   // until_closed: of what is wrong wherever one is.
    void say(State state, std::string words, Strip strip = Strip::of_screen);
    // Hides everything behind one screen, which alone gets keys and clicks; the stack stays as it is. nullptr uncovers.
    void cover(std::unique_ptr<Screen> screen);
    bool covered() const { return cover_ != nullptr; }
    void draw(Ui& ui);
    bool all_kept() const;   // Of every screen, those below included.
    Screen* top() { return stack_.empty() ? nullptr : stack_.back().screen.get(); }
    std::size_t current() const { return current_; }

  private:
    enum class RailShape : std::uint8_t { words, small_words, signs };
    void draw_rail(Ui& ui, float width, RailShape shape);
    void draw_small_word(const Ui& ui, const std::string& key, bool here) const;
    void draw_bar(Ui& ui);
    void draw_main(Ui& ui);
    void draw_content(Ui& ui, Screen& screen);
    void draw_message(const Ui& ui);
    void apply_requests();
    void hide_top();
    void give_back_keyboard();

    struct Layer {
        std::unique_ptr<Screen> screen;
        unsigned keyboard = 0;      // What had it when another screen came over this one.
    };
    std::vector<RailEntry> rail_;
    std::function<void(Ui&)> bar_end_;
    std::vector<Layer> stack_;
    std::unique_ptr<Screen> cover_;
    std::vector<std::function<void()>> requests_;  // Applied between frames: a screen may close itself while it draws.
    std::size_t current_ = 0;
    State message_state_ = State::plain;
    std::string message_;
    Strip strip_ = Strip::of_screen;
    bool is_said_ = false;              // And not yet seen.
    const Screen* said_on_ = nullptr;
    unsigned keyboard_ = 0, keyboard_back_ = 0;   // What last had it in the frame; what is to have it again.
    float bar_end_width_ = 0;   // Of the frame before: the title leaves so much room.
    bool focus_gone_ = false;   // In the frame before.
    int tab_frames_ = 0;        // Since then Tab was pressed; 0: it is settled.
};

}  // namespace yuanquan::ui

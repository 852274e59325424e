#pragma once
// Which words had not the room they need: every text that Dear ImGui is given to draw is measured against what it may be
// seen in, and what a window holds against what it can show. Needs the linker's --wrap, see tests/CMakeLists.txt.

#include <string>
#include <vector>

#include "app/words/texts.hpp"

namespace yuanquan::support {

struct Misfit {
    std::string text;      // As drawn; of a window its name.
    std::string key;       // Whose words they are in assets/lang; '' = a person's or a questionnaire's.
    float lacking = 0;     // Pixels.
    bool operator<(const Misfit& other) const { return text < other.text; }
};

// Where characters stand, without the air above and below them.
struct WordsBox {
    std::string text;
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

// While it lives, for one frame after the other.
class FitWatch {
  public:
    explicit FitWatch(const words::Texts& texts);
    ~FitWatch();
    FitWatch(const FitWatch&) = delete;
    FitWatch& operator=(const FitWatch&) = delete;

    // Since the last call. A person's words that end with … (and say themselves in full when pointed at) are none, nor is
    // what was typed into a field and is longer than it.
    std::vector<Misfit> take();
    std::vector<WordsBox> take_boxes();   // Of all that was drawn since the last call, but for what lies over everything.
    std::size_t seen() const;   // Texts drawn so far.

  private:
    struct Words { std::string key; std::vector<std::string> pieces; };
    std::string key_of(const std::string& text) const;
    std::vector<Words> ours_;
};

}  // namespace yuanquan::support

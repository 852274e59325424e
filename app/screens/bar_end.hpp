#pragma once
// The right end of the bar, on every screen: the way to anything, what is not yet at headquarters, the language, the look, help. And the counts of
// the store that it and the rail show, read again only when the store has changed.

#include "app/screens/preferences.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

class StoreCounts {
  public:
    explicit StoreCounts(survey::Workspace& workspace) : workspace_(workspace) {}
    void update();   // Once a frame.
    const store::Store::Counts& get() const { return counts_; }
    bool enrolled() const { return enrolled_; }

  private:
    survey::Workspace& workspace_;
    store::Store::Counts counts_;
    bool enrolled_ = false;
    std::uint64_t generation_ = ~std::uint64_t{0};
};

enum class BarWish : std::uint8_t { none, go_to, help };
// all_kept: false where the disk refused something.
BarWish draw_bar_end(const ui::Ui& ui, const StoreCounts& counts, bool all_kept, Preferences& preferences);

}  // namespace yuanquan::screens

#pragma once
// Decide many conflicts at once: a rule is chosen, what it would take is listed, and only then it is applied; it can be
// taken back whole. Used by Conflicts.

#include <optional>
#include <vector>

#include "app/screens/app_state.hpp"
#include "model/survey/conflict_rule.hpp"

namespace yuanquan::screens {

class ConflictRuleCard {
  public:
    explicit ConflictRuleCard(AppState& state) : state_(state) {}
    void draw(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts);

  private:
    void draw_rule(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts);
    void draw_preview(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts);
    void draw_taken_back(const ui::Ui& ui);
    std::string words(const ui::Ui& ui, const survey::ConflictRule& rule) const;

    AppState& state_;
    survey::ConflictRule rule_;
    std::optional<survey::Settled> last_;
    bool open_ = false, focus_ = false;
};

}  // namespace yuanquan::screens

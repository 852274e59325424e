#pragma once
// Where two people say two things: every conflict of the workspace (or of one record) with both sides, who and when. One
// is chosen, or a third is written; that is a change like any other, and the conflict is gone from the list. Its second
// page holds the households that may be registered twice.

#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/conflict_rule_card.hpp"
#include "app/screens/duplicate_page.hpp"
#include "app/screens/third_version.hpp"
#include "model/survey/conflict_view.hpp"

namespace yuanquan::screens {

class Conflicts : public ui::Screen {
  public:
    explicit Conflicts(AppState& state, std::optional<record::RecordId> only = {}) : state_(state), only_(only), rules_(state), duplicates_(state) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr(only_ ? "rail.conflicts" : "conflicts.title"); }
    std::string help() const override { return "conflicts"; }
    void draw(ui::Ui& ui) override;

    const std::vector<survey::ConflictView>& shown() const { return conflicts_; }
    const DuplicatePage& duplicates() const { return duplicates_; }

  private:
    void load(const ui::Ui& ui);
    void draw_pages(ui::Ui& ui);
    void draw_conflicts(const ui::Ui& ui);
    void draw_conflict(const ui::Ui& ui, const survey::ConflictView& conflict);
    void draw_side(const ui::Ui& ui, const survey::ConflictView& conflict, std::size_t side);
    void draw_third(const ui::Ui& ui, const survey::ConflictView& conflict);
    void write_third(const ui::Ui& ui, const survey::ConflictView& conflict, const std::string& text);
    void say_settled(const ui::Ui& ui, const survey::ConflictView& conflict, const base::Result<record::ChangeId>& change);

    AppState& state_;
    std::optional<record::RecordId> only_;
    std::vector<survey::ConflictView> conflicts_;
    ConflictRuleCard rules_;
    DuplicatePage duplicates_;
    bool on_duplicates_ = false;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::string language_;
    // The third version that is being written, and of which conflict.
    std::optional<ThirdVersion> third_;
    std::string third_of_, third_text_, third_refusal_;
    bool third_focus_ = false;
};

}  // namespace yuanquan::screens

#pragma once
// One record as a dossier on the screen: its sections as cards, rosters as tables, what disagrees marked where it stands,
// and who changed what when. Identity numbers are masked until the person asks. From here one edits, settles, prints.
// Opened by Work, Conflicts and Exchange.

#include <optional>
#include <string>

#include "app/screens/app_state.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

class Household : public ui::Screen {
  public:
    Household(AppState& state, const record::RecordId& id) : state_(state), id_(id) {}

    std::string title(const ui::Ui& ui) const override;
    std::string help() const override { return "household"; }
    void draw(ui::Ui& ui) override;

  private:
    void update(const ui::Ui& ui);
    void draw_head(const ui::Ui& ui);
    void draw_section(const ui::Ui& ui, const survey::Section& section);
    void draw_facts(const ui::Ui& ui, const std::vector<survey::Fact>& facts);
    void draw_fact(const ui::Ui& ui, const survey::Fact& fact);
    void draw_table(const ui::Ui& ui, const survey::Table& table);
    void draw_versions(const ui::Ui& ui, const survey::Fact& fact);
    void draw_history(const ui::Ui& ui);
    void export_dossier(const ui::Ui& ui);
    void settle();

    AppState& state_;
    record::RecordId id_;
    std::optional<survey::RecordView> view_;
    std::optional<std::vector<survey::HistoryLine>> history_;   // Made when first looked at.
    std::optional<base::Error> failure_;
    bool at_headquarters_ = false;
    bool masked_ = true, shown_masked_ = true, blanks_ = false;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::string language_;
};

}  // namespace yuanquan::screens

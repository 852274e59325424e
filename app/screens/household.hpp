#pragma once
// One record as a dossier on the screen, a page for each way of looking at it: the file itself (what changed since one was
// last here, comments, facts, members), its timeline, income by year, plan and ledger, photos, other questionnaires of the
// household, and the history of every answer with the way back. From here one edits, settles, prints, records what happened
// to the family, and starts any questionnaire with what is known filled in. Ctrl+1 … Ctrl+7 turn the pages. Identity
// numbers are masked until the person asks. Opened by Work, Review, Conflicts and Exchange.

#include <memory>
#include <optional>
#include <string>

#include "app/screens/app_state.hpp"
#include "app/screens/life_event_card.hpp"
#include "app/screens/picture_shelf.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/timeline.hpp"

namespace yuanquan::screens {

class Household : public ui::Screen {
  public:
    Household(AppState& state, const record::RecordId& id) : state_(state), id_(id), event_(state, id) {}

    std::string title(const ui::Ui& ui) const override;
    std::string help() const override { return "household"; }
    void draw(ui::Ui& ui) override;
    bool fold() override;    // An open life event.
    bool leave() override;
    void hide() override { static_cast<void>(event_.keep()); }

  private:
    enum class Page : std::uint8_t { file, timeline, income, plan, photos, papers, history };

    // household.cpp
    void update(const ui::Ui& ui);
    void draw_head(const ui::Ui& ui);
    void draw_start(const ui::Ui& ui);
    void draw_tabs(const ui::Ui& ui);
    void draw_standing(const ui::Ui& ui);
    void export_dossier(const ui::Ui& ui);
    void settle();
    const std::vector<survey::HistoryLine>& history(const ui::Ui& ui);
    // household_file.cpp
    void draw_file(const ui::Ui& ui);
    void draw_since(const ui::Ui& ui);
    void draw_comments(const ui::Ui& ui);
    void draw_section(const ui::Ui& ui, const survey::Section& section);
    void draw_facts(const ui::Ui& ui, const std::vector<survey::Fact>& facts);
    void draw_fact(const ui::Ui& ui, const survey::Fact& fact);
    void draw_table(const ui::Ui& ui, const survey::Table& table);
    void draw_rows(const ui::Ui& ui, const survey::Table& table, const std::vector<std::size_t>& columns, bool wrapped);
    void draw_versions(const ui::Ui& ui, const survey::Fact& fact);
    // household_pages.cpp
    void draw_timeline(const ui::Ui& ui);
    void draw_moment(const ui::Ui& ui, const survey::Moment& moment);
    void draw_plan(const ui::Ui& ui);
    void draw_photos(const ui::Ui& ui);
    void draw_photo(const ui::Ui& ui, const survey::Fact& fact, const std::string& caption);
    void draw_papers(const ui::Ui& ui);
    // household_income.cpp
    void draw_income(const ui::Ui& ui);
    // household_history.cpp
    void draw_history(const ui::Ui& ui);
    void draw_history_line(const ui::Ui& ui, const survey::HistoryLine& line, int row);
    void draw_side_of_save(const ui::Ui& ui, const survey::HistoryLine& line, int row);
    void draw_rest_of_save(const ui::Ui& ui, const survey::HistoryLine& line, int row);
    void put_back(const ui::Ui& ui, const survey::HistoryLine& line);
    void undo_save(const ui::Ui& ui, const survey::HistoryLine& line);

    AppState& state_;
    record::RecordId id_;
    LifeEventCard event_;
    std::optional<survey::RecordView> view_;
    record::Record record_;
    std::vector<survey::Unfinished> unfinished_;
    // Made when first looked at, anew when the store has changed.
    std::optional<std::vector<survey::HistoryLine>> history_;
    std::optional<std::vector<survey::Moment>> timeline_;
    std::optional<survey::IncomeYears> income_;
    std::optional<std::vector<store::ListRow>> papers_;
    PictureShelf pictures_;
    std::optional<base::Error> failure_;
    Page page_ = Page::file;
    std::string history_of_;          // Label of the answer whose history is shown alone; '' = all.
    bool at_headquarters_ = false, start_wanted_ = false;
    bool masked_ = true, shown_masked_ = true, blanks_ = false;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::string language_;
    survey::ReasonWords reasons_;
    bool focus_first_ = true, told_failure_ = false;
};

// What one says of a line of history: "马小花 · 年龄: 12 → 13".
std::string words_of(const ui::Ui& ui, const survey::HistoryLine& line);

}  // namespace yuanquan::screens

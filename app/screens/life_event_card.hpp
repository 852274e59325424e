#pragma once
// What happened to a family, asked in one card: which event, who, when, and what the event needs to be one change (a new
// head, the other household, a number). Says what it did; errors stay in the card. What is entered is kept as a draft until
// it is recorded or discarded. Used by Household.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/text_draft.hpp"
#include "model/survey/life_event.hpp"

namespace yuanquan::screens {

class LifeEventCard {
  public:
    LifeEventCard(AppState& state, const record::RecordId& id) : state_(state), id_(id) {}
    void open(const ui::Ui& ui);
    void fold();                    // Loses nothing: open() shows it again.
    base::Status keep();            // What is entered, as a draft; shown in the card where that fails.
    bool is_open() const { return open_; }
    void draw(const ui::Ui& ui);    // Opens itself where a draft was kept.

  private:
    enum class Action : std::uint8_t { none, birth, death, moved_in, moved_out, to_household, split, merged, new_head };

    static const std::vector<std::pair<Action, const char*>>& actions();   // With their text keys.
    void choose(Action action);
    void clear();
    void discard();
    std::map<std::string, std::string> entered() const;   // Empty while nothing is.
    void restore();
    void draw_actions(const ui::Ui& ui);
    void draw_questions(const ui::Ui& ui);
    void draw_member(const ui::Ui& ui, const char* label_key, std::string& row, bool without_head);
    void draw_leaving(const ui::Ui& ui);
    void draw_household(const ui::Ui& ui);
    void field(const ui::Ui& ui, const std::string& label, const std::string& id, std::string& text, const std::string& hint = {});
    std::string missing(const ui::Ui& ui) const;   // '' when all is there.
    void act(const ui::Ui& ui);
    base::Status perform();
    const survey::Member* member(const std::string& row) const;
    bool asks_member() const;
    bool asks_household() const { return action_ == Action::to_household || action_ == Action::merged; }

    AppState& state_;
    record::RecordId id_;
    bool open_ = false, focus_ = false, looked_for_draft_ = false;
    Action action_ = Action::none;
    std::vector<survey::Member> members_;
    std::vector<survey::MemberQuestion> questions_;
    std::map<std::string, std::string> answers_;
    std::string row_, new_head_, date_, usual_date_, note_, number_, search_, failure_;
    std::set<std::string> leaving_;
    std::optional<record::RecordId> household_;
    std::string household_title_;
    TextDraft draft_;
    std::optional<base::Error> not_kept_;
};

}  // namespace yuanquan::screens

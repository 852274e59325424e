#pragma once
// What happened to a family, asked in one card: which event, who, when, and what the event needs to be one change (a new
// head, the other household, a number). Says what it did; errors stay in the card. Used by Household.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "model/survey/life_event.hpp"

namespace yuanquan::screens {

class LifeEventCard {
  public:
    LifeEventCard(AppState& state, const record::RecordId& id) : state_(state), id_(id) {}
    void open(const ui::Ui& ui);
    void close() { open_ = false; }
    bool is_open() const { return open_; }
    void draw(const ui::Ui& ui);

  private:
    enum class Action : std::uint8_t { none, birth, death, moved_in, moved_out, to_household, split, merged, new_head };

    void choose(const ui::Ui& ui, Action action);
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
    bool open_ = false, focus_ = false;
    Action action_ = Action::none;
    std::vector<survey::Member> members_;
    std::vector<survey::MemberQuestion> questions_;
    std::map<std::string, std::string> answers_;
    std::string row_, new_head_, date_, note_, number_, search_, failure_;
    std::set<std::string> leaving_;
    std::optional<record::RecordId> household_;
    std::string household_title_;
};

}  // namespace yuanquan::screens

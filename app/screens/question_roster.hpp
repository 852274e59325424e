#pragma once
// A repeat as a table of its rows with a panel for the one that is open: household members, plan, ledger. A row is opened
// by Enter or a click, added by a button or Insert, removed after a yes in place, and put back by undo. Rosters inside a
// row are drawn inside its panel.

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

void draw_roster(const ui::Ui& ui, Entry& entry, const form::Element& repeat, bool with_title);
// "2  张三": its number and its first answer.
std::string row_name(const ui::Ui& ui, const form::LiveForm& form, const form::Element& row, std::size_t number);

}  // namespace yuanquan::screens

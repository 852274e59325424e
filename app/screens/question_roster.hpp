#pragma once
// A repeat as a table of its rows with a panel for the one that is open: household members, plan, ledger. A row is opened
// by Enter or a click, added by a button or Insert, removed after a yes in place, and put back by undo. Rosters inside a
// row are drawn inside its panel.

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

// The rows alone, one question at a time: a press goes to a row's first question. And the way back after a removal.
void draw_roster_rows(const ui::Ui& ui, Entry& entry, const form::Element& repeat);
// "Remove …", and whether that is meant. The row is gone when it is.
void draw_removal(const ui::Ui& ui, Entry& entry, const form::Element& row, const std::string& name);
void draw_roster(const ui::Ui& ui, Entry& entry, const form::Element& repeat, bool with_title);
// "2  张三": its number and its first answer.
std::string row_name(const ui::Ui& ui, const Entry& entry, const form::Element& row, std::size_t number);

}  // namespace yuanquan::screens

#pragma once
// One question as a card: its words, what is asked for, the way to answer (question_widgets.hpp), what is wrong in place,
// the earlier answer beside the new one. A question that cannot be answered here (calculated, a note) is shown as a fact.
// draw_elements lays out what a page or a member's panel holds, groups and rosters inside included.

#include <vector>

#include "app/screens/question_entry.hpp"
#include "app/screens/question_grid.hpp"

namespace yuanquan::screens {

// Where a card stands when not below the last one over the whole width.
struct CardPlace {
    float width = 0;                   // 0 = all there is.
    const ChoiceGrid* grid = nullptr;  // It is a line of this grid.
};
void draw_question(const ui::Ui& ui, Entry& entry, const form::Element& question, const CardPlace& place = {});
void draw_elements(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& elements);

// A person answers it: neither read-only, nor a note, nor the heading of a choice grid.
bool is_asked(const form::LiveForm& form, const form::Element& question);
// Paths that Enter walks through, in reading order: questions, and of rosters what is open and "add".
void collect_stops(const Entry& entry, const std::vector<form::Element>& elements, std::vector<std::string>& stops);

}  // namespace yuanquan::screens

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
    bool alone = false;                // It has the page to itself: larger, on the ground, the earlier answer always beside it.
};
void draw_question(const ui::Ui& ui, Entry& entry, const form::Element& question, const CardPlace& place = {});
void draw_elements(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& elements);

// A person answers it: neither read-only, nor a note, nor the heading of a choice grid.
bool is_asked(const form::LiveForm& form, const form::Element& question);

}  // namespace yuanquan::screens

#pragma once
// Where a form lays its questions out side by side. Two ways: a *choice grid* (XLSForm table-list: one heading names the
// choices, each question below it is one line of marks), and the *grid theme* (settings style theme-grid; appearances w1
// to w10 are widths in columns, https://xlsform.org/en/#grid-theme). Both give way to cards below each other where the
// window is too narrow for them.

#include <cstddef>
#include <optional>
#include <vector>

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

// The geometry of a choice grid, the same for its heading and all its lines. Pixels.
struct ChoiceGrid {
    float words = 0;     // Of the column with the questions.
    float cell = 0;      // Of each choice.
    std::vector<form::Choice> choices;   // Of the heading.
};
// The heading at elements[index] and the window's width make a grid; nullopt: questions are cards.
std::optional<ChoiceGrid> grid_below(const ui::Ui& ui, const form::LiveForm& form, const std::vector<form::Element>& elements, std::size_t index);
// This question is a line of that grid: a list-nolabel select that offers the same now.
bool is_grid_line(const form::LiveForm& form, const form::Element& element, const ChoiceGrid& grid);
void draw_grid_heading(const ui::Ui& ui, Entry& entry, const form::Element& heading, const ChoiceGrid& grid);

// Columns of the grid theme that an appearance asks for ("w2" → 2); 4 where it asks for none, as Enketo has it.
std::size_t grid_columns(const form::Control& control);
// How many of elements, from index on, stand in one line of a group of `columns`; 1 where a line is not wide enough.
std::size_t grid_line(const ui::Ui& ui, const form::LiveForm& form, const std::vector<form::Element>& elements, std::size_t index, std::size_t columns);

}  // namespace yuanquan::screens

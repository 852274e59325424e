#pragma once
// Answers as people read them, in the language that the form is shown in, and what people call a row of a roster.
// Labels may hold the form's markup. Nothing is masked here: see survey/mask.hpp.

#include <string>
#include <string_view>

#include "model/form/live_form.hpp"

namespace yuanquan::survey {

// The labels of the choices, a file's name, else the value as it is.
std::string answer_words(const form::LiveForm& live, const form::Element& question, std::string_view value);

// "Wang Xiaohua": the first answer in the row, groups opened. "Members 2" while nothing is answered.
std::string row_label(const form::LiveForm& live, const form::Element& row);

}  // namespace yuanquan::survey

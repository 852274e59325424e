#pragma once
// Fills an open visit with answers that look like real ones, so that a questionnaire can be tried out: the first choice, a
// number that the rule allows, today, two rows in each roster. What no guess satisfies stays blank.

#include "model/survey/visit.hpp"

namespace yuanquan::survey {

Status fill_with_samples(Visit& visit, const base::Clock& clock);

}  // namespace yuanquan::survey

#pragma once
// How far the work is, by area and by person, as one more report: counted from the rows of the lists, so it is there at once.

#include <string>

#include "app/screens/app_state.hpp"
#include "app/words/texts.hpp"
#include "model/survey/run_report.hpp"

namespace yuanquan::screens {

// area: '' = all, else it and what lies below.
survey::ComputedReport make_progress_report(AppState& state, const words::Texts& texts, const std::string& area);

}  // namespace yuanquan::screens

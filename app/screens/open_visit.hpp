#pragma once
// How every screen opens a questionnaire: as a new record, on an existing one, or where a draft was left. What goes wrong
// is said in the shell's strip.

#include <memory>

#include "app/screens/app_state.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::screens {

void open_visit(AppState& state, const ui::Ui& ui, base::Result<std::unique_ptr<survey::Visit>> visit);

}  // namespace yuanquan::screens

#pragma once
// How every screen opens a questionnaire: as a new record, on an existing one, or where a draft was left. What goes wrong
// is said in the shell's strip. first: the question that a visit begins with that was nowhere yet; '' is the first of all.

#include <memory>
#include <string>

#include "app/screens/app_state.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::screens {

void open_visit(AppState& state, const ui::Ui& ui, base::Result<std::unique_ptr<survey::Visit>> visit, const std::string& first = {});

}  // namespace yuanquan::screens

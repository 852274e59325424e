#pragma once
// A computed report on the screen: headings, text, figures, bars, and tables of which only the rows in sight are drawn.

#include "app/ui/widgets.hpp"
#include "model/survey/run_report.hpp"

namespace yuanquan::screens {

void draw_report(const ui::Ui& ui, const survey::ComputedReport& report);

}  // namespace yuanquan::screens

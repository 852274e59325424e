#pragma once
// A table of a report, made to fit its window: heads and names break into lines before anything has to be moved sideways.

#include "app/ui/widgets.hpp"
#include "model/survey/run_report.hpp"

namespace yuanquan::screens {

void draw_report_table(const ui::Ui& ui, const survey::ReportPart& part);

}  // namespace yuanquan::screens

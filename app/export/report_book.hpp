#pragma once
// A computed report as a workbook: the text and figures on the first sheet, every table on one of its own with numbers and
// dates by type, frozen heads, a filter, and pages that print with the heads repeated.

#include <string>

#include "app/export/report_paper.hpp"

namespace yuanquan::exports {

// Nothing stands at the path unless all of it was written.
base::Status write_report_xlsx(const survey::ComputedReport& report, const ReportPrint& how, const std::string& path);

}  // namespace yuanquan::exports

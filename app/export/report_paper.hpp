#pragma once
// A computed report as PDF: title, text, tables with their heads on every page, bars. Layout only; what it says is made
// in model/survey/run_report.hpp.

#include <string>

#include "app/words/texts.hpp"
#include "model/survey/run_report.hpp"

namespace yuanquan::exports {

struct ReportPrint {
    const words::Texts* texts = nullptr;
    std::int64_t printed_ms = 0;
    int offset_minutes = 0;
    std::string office;
};
base::Result<std::string> write_report_pdf(const survey::ComputedReport& report, const ReportPrint& how);

}  // namespace yuanquan::exports

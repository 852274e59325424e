#pragma once
// A report computed over the merged records: figures as numbers, and its body in words of one language, for paper, sheets
// and screens. cancelled when progress says so. Work is bounded: an expression that would visit too many nodes ends with a finding at its place.

#include <string>
#include <vector>

#include "model/survey/report.hpp"
#include "model/survey/report_load.hpp"

namespace yuanquan::survey {

struct ReportCell {
    std::string text;          // For people.
    double number = 0;         // Of number and date (days since 1970).
    enum class Kind : std::uint8_t { text, number, date } kind = Kind::text;
    ReportFormat format = ReportFormat::text;     // Of a figure; a table's cells have their head's.
};
struct ReportHead {
    std::string label;
    ReportFormat format = ReportFormat::text;
};
struct ReportPart {
    ReportBlock::Kind kind = ReportBlock::Kind::text;
    std::string name, words;
    std::vector<ReportHead> heads;                // Of a table; of figures and a chart: none.
    std::vector<std::vector<ReportCell>> rows;    // Of figures and a chart: label, value.
};
struct ComputedFigure {
    std::string name, label, text;
    double value = 0;
};
struct ComputedReport {
    std::string name, title, year, area, area_name;
    std::size_t records = 0;
    std::vector<ComputedFigure> figures;
    std::vector<ReportPart> parts;
    std::vector<base::Finding> findings;          // With an error among them the rest is empty.
};
struct ReportOptions {
    ReportScope scope;
    std::string language = "zh";
    ReportSteps steps;
};
Result<ComputedReport> run_report(Workspace& workspace, const Report& report, const ReportOptions& options);

std::string figure_text(double value, ReportFormat format, std::string_view language);

}  // namespace yuanquan::survey

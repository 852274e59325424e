#pragma once
// A report as an office writes it: a workbook (.md or .xlsx, see assets/reports/README.md) of figures, text with figures
// in it, tables and charts, in as many languages as it likes. A figure is a name and an ODK XPath expression over the
// merged records (report_tree.hpp). Read and compiled here; run_report.hpp computes it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"
#include "model/base/finding.hpp"
#include "model/xpath/expression.hpp"

namespace yuanquan::survey {

using Wording = std::map<std::string, std::string, std::less<>>;  // By language: "zh", "en".
// That of the language, else any.
const std::string& in_language(const Wording& wording, std::string_view language);

// How a value is written. yuan: 4.62万元 / 46,200 yuan. choice: the label of the choice that the expression reads. area:
// the name of a code.
enum class ReportFormat : std::uint8_t { integer, decimal, yuan, percent, text, date, choice, area };

struct ReportExpression {
    xpath::Expression expression;
    base::Place place;
};
struct ReportFigure {
    std::string name;
    ReportExpression value;
    ReportFormat format = ReportFormat::integer;
    Wording label;
};
struct ReportColumn {
    ReportExpression value;      // At a row of its table.
    ReportFormat format = ReportFormat::text;
    Wording label;
};
struct ReportBlock {
    enum class Kind : std::uint8_t { heading, text, figures, chart, table };
    Kind kind = Kind::text;
    std::string name;                     // Of a table: what its columns name, and its sheet.
    Wording words;                        // Heading, text with ${figure}, title of a table or chart.
    std::vector<std::size_t> figures;     // Of a list or a chart.
    ReportExpression rows;                // Of a table: nodes.
    std::vector<ReportColumn> columns;
    base::Place place;
};
struct Report {
    std::string name;
    Wording title;
    std::vector<ReportFigure> figures;
    std::vector<ReportBlock> blocks;
    const ReportFigure* figure(std::string_view name) const;
};

struct ReadReport {
    Report report;                        // Usable when no finding is an error.
    std::vector<base::Finding> findings;
};
base::Result<ReadReport> read_report(const std::string& file_name, std::string_view bytes);

}  // namespace yuanquan::survey

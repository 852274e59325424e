#include "app/export/report_paper.hpp"

#include <algorithm>

#include "app/export/dossier_table.hpp"
#include "app/export/paper_table.hpp"
#include "model/base/clock.hpp"

namespace yuanquan::exports {

namespace {

using survey::ReportCell;
using survey::ReportPart;
using Kind = survey::ReportBlock::Kind;

constexpr std::size_t kPaperRows = 5'000;    // More are for the workbook.

class Composer {
  public:
    Composer(const survey::ComputedReport& report, const ReportPrint& how, Paper paper)
        : report_(report), how_(how), paper_(std::move(paper)) {}

    base::Result<std::string> compose() {
        head();
        for (const auto& part : report_.parts) {
            switch (part.kind) {
                case Kind::heading: words(part.words, Style::heading, 14, true); break;
                case Kind::text: words(part.words, Style::body, 4, false); break;
                case Kind::figures: figures(part); break;
                case Kind::chart: chart(part); break;
                case Kind::table: table(part); break;
            }
        }
        const auto printed = date_time(how_.printed_ms, how_.offset_minutes);
        Footer footer;
        footer.left = report_.title + " · " + how_.texts->tr("paper.printed", {{"date", printed}, {"office", how_.office}});
        footer.right = [this](std::size_t page, std::size_t pages) {
            return how_.texts->tr("paper.page", {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
        };
        return paper_.finish(report_.title, base::iso_date_time(how_.printed_ms, how_.offset_minutes).substr(0, 19), footer);
    }

  private:
    void head() {
        Block block;
        double y = line(block, report_.title, Style::title, 0);
        const auto records = how_.texts->tr("paper.report.records", {{"count", std::to_string(report_.records)}});
        y = line(block, report_.area_name.empty() ? records : report_.area_name + " · " + records, Style::small, y);
        Mark rule;
        rule.kind = Mark::Kind::green_rule;
        rule.y = y + 5;
        rule.width = kTextWidth;
        block.marks.push_back(rule);
        block.height = y + 9;
        paper_.add(std::move(block));
    }

    double line(Block& block, const std::string& text, Style style, double y) const {
        Text set = paper_.text(text, style);
        set.set_width(kTextWidth);
        const double height = set.height();
        block.add(std::move(set), 0, y);
        return y + height;
    }

    void words(const std::string& text, Style style, double gap, bool keep_next) {
        if (text.empty()) return;
        Text set = paper_.text(text, style);
        set.set_width(kTextWidth);
        for (auto& piece : set.height() > kTextHeight / 2 ? set.split(kTextHeight / 2) : std::vector<Text>{set}) {
            Block block;
            block.gap = gap;
            block.keep_next = keep_next;
            block.height = piece.height() + 2;
            block.add(std::move(piece), 0, 0);
            paper_.add(std::move(block));
        }
    }

    static PaperRow cells_of(const std::vector<ReportCell>& row) {
        PaperRow cells;
        for (const auto& cell : row) cells.push_back({cell.text, cell.kind == ReportCell::Kind::number});
        return cells;
    }

    void figures(const ReportPart& part) {
        words(part.words, Style::strong, 8, true);
        std::vector<PaperRow> rows;
        for (const auto& row : part.rows) rows.push_back(cells_of(row));
        add_rows(paper_, {}, rows, {kTextWidth * 0.68, kTextWidth * 0.32});
    }

    void chart(const ReportPart& part) {
        words(part.words, Style::strong, 8, true);
        std::vector<PaperBar> bars;
        for (const auto& row : part.rows) bars.push_back({row[0].text, row[1].text, row[1].number});
        add_bars(paper_, bars);
    }

    void table(const ReportPart& part) {
        const auto count = part.words.empty() ? std::string() : part.words + " (" + std::to_string(part.rows.size()) + ")";
        words(count, Style::strong, 10, true);
        if (part.rows.empty()) return words(how_.texts->tr("paper.no_rows"), Style::small, 0, false);
        std::vector<std::string> heads;
        for (const auto& head : part.heads) heads.push_back(head.label);
        const auto shown = std::min(part.rows.size(), kPaperRows);
        std::vector<PaperRow> rows;
        for (std::size_t i = 0; i < shown; ++i) rows.push_back(cells_of(part.rows[i]));
        add_rows(paper_, heads, rows);
        if (shown < part.rows.size()) {
            words(how_.texts->tr("paper.report.more", {{"count", std::to_string(part.rows.size() - shown)}}), Style::small, 2, false);
        }
    }

    const survey::ComputedReport& report_;
    const ReportPrint& how_;
    Paper paper_;
};

}  // namespace

base::Result<std::string> write_report_pdf(const survey::ComputedReport& report, const ReportPrint& how) {
    if (how.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "report", "no texts");
    auto paper = Paper::open(how.texts->chinese() ? Script::chinese : Script::latin);
    if (!paper) return base::fail(std::move(paper.error()));
    return Composer(report, how, std::move(*paper)).compose();
}

}  // namespace yuanquan::exports

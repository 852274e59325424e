#include "app/export/report_paper.hpp"

#include <algorithm>
#include <cmath>

#include "app/export/dossier_table.hpp"
#include "app/export/paper.hpp"
#include "model/base/clock.hpp"

namespace yuanquan::exports {

namespace {

using survey::ReportCell;
using survey::ReportPart;
using Kind = survey::ReportBlock::Kind;

constexpr double kCellPad = 8, kRowPad = 2.5, kBarHeight = 9, kNarrowest = 26;
constexpr std::size_t kMeasuredRows = 200;   // A column is as wide as the widest of these.
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

    void figures(const ReportPart& part) {
        words(part.words, Style::strong, 8, true);
        for (const auto& row : part.rows) add_row(row, {kTextWidth * 0.68, kTextWidth * 0.32}, nullptr);
    }

    // One bar a figure, all to the scale of the longest.
    void chart(const ReportPart& part) {
        words(part.words, Style::strong, 8, true);
        double most = 0;
        for (const auto& row : part.rows) most = std::max(most, std::isfinite(row[1].number) ? row[1].number : 0);
        constexpr double kLabel = kTextWidth * 0.3, kBar = kTextWidth * 0.5;
        for (const auto& row : part.rows) {
            Text label = paper_.text(row[0].text, Style::label), value = paper_.text(row[1].text, Style::body);
            label.set_width(kLabel - kCellPad);
            value.set_width(kTextWidth - kLabel - kBar - kCellPad);
            Mark bar;
            bar.kind = Mark::Kind::bar;
            bar.x = kLabel;
            const bool drawn = most > 0 && std::isfinite(row[1].number) && row[1].number > 0;
            bar.width = drawn ? std::max(0.5, kBar * row[1].number / most) : 0;
            bar.height = kBarHeight;
            Block block;
            block.height = std::max({label.height(), value.height(), kBarHeight}) + 2 * kRowPad;
            bar.y = (block.height - kBarHeight) / 2;
            if (bar.width > 0) block.marks.push_back(bar);
            const double label_y = (block.height - label.height()) / 2, value_y = (block.height - value.height()) / 2;
            block.add(std::move(label), 0, label_y);
            block.add(std::move(value), kLabel + bar.width + 2 * kCellPad, value_y);
            paper_.add(std::move(block));
        }
    }

    void table(const ReportPart& part) {
        const auto count = part.words.empty() ? std::string() : part.words + " (" + std::to_string(part.rows.size()) + ")";
        words(count, Style::strong, 10, true);
        if (part.rows.empty()) return words(how_.texts->tr("paper.no_rows"), Style::small, 0, false);
        const auto widths = column_widths(part);
        auto header = std::make_shared<Block>();
        std::vector<Text> heads;
        for (std::size_t i = 0; i < part.heads.size(); ++i) {
            heads.push_back(paper_.text(part.heads[i].label, Style::cell_label));
            heads.back().set_width(widths[i] - kCellPad, is_number(part, i));
            header->height = std::max(header->height, heads.back().height() + 2 * kRowPad);
        }
        double x = 0;
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const double y = header->height - kRowPad - heads[i].height();
            header->add(std::move(heads[i]), x, y);
            x += widths[i];
        }
        header->rule(header->height);
        Block first = *header;
        first.keep_next = true;
        paper_.add(std::move(first));
        const auto shown = std::min(part.rows.size(), kPaperRows);
        for (std::size_t i = 0; i < shown; ++i) add_row(part.rows[i], widths, header);
        if (shown < part.rows.size()) {
            words(how_.texts->tr("paper.report.more", {{"count", std::to_string(part.rows.size() - shown)}}), Style::small, 2, false);
        }
    }

    static bool is_number(const ReportPart& part, std::size_t column) {
        return std::any_of(part.rows.begin(), part.rows.end(), [&](const auto& row) { return row[column].kind == ReportCell::Kind::number; });
    }

    // What each column would like, fitted to the page.
    std::vector<double> column_widths(const ReportPart& part) const {
        std::vector<double> wanted(part.heads.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            wanted[i] = std::max(kNarrowest, paper_.text(part.heads[i].label, Style::cell_label).natural_width() + kCellPad);
            for (std::size_t row = 0; row < std::min(part.rows.size(), kMeasuredRows); ++row) {
                if (part.rows[row][i].text.empty()) continue;
                wanted[i] = std::max(wanted[i], paper_.text(part.rows[row][i].text, Style::cell).natural_width() + kCellPad);
            }
        }
        return fitted_widths(std::move(wanted));
    }

    void add_row(const std::vector<ReportCell>& row, const std::vector<double>& widths, const std::shared_ptr<const Block>& header) {
        Block block;
        block.header = header;
        double x = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            Text text = paper_.text(row[i].text, Style::cell);
            text.set_width(widths[i] - kCellPad, row[i].kind == ReportCell::Kind::number);
            if (text.height() > kTextHeight / 3) text = text.split(kTextHeight / 3).front();
            block.height = std::max(block.height, text.height() + 2 * kRowPad);
            block.add(std::move(text), x, kRowPad);
            x += widths[i];
        }
        block.rule(block.height);
        paper_.add(std::move(block));
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

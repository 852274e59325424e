#include "app/export/report_book.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <xlsxwriter.h>

#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

using survey::ReportCell;
using survey::ReportFormat;
using Kind = survey::ReportBlock::Kind;

constexpr std::size_t kRowsMax = 1'048'575, kCellCharactersMax = 32'767, kSheetNameMax = 31;
constexpr double kWidthMin = 8, kWidthMax = 48;
constexpr double kExcelEpoch = 25'569;   // 1970-01-01 in Excel's days.
constexpr std::uint8_t kPaperA4 = 9;

class Book {
  public:
    Book(lxw_workbook* book, const survey::ComputedReport& report, const ReportPrint& how) : book_(book), report_(report), how_(how) {
        title_ = workbook_add_format(book_);
        format_set_bold(title_);
        format_set_font_size(title_, 14);
        head_ = workbook_add_format(book_);
        format_set_bold(head_);
        format_set_text_wrap(head_);
        format_set_bottom(head_, LXW_BORDER_THIN);
        wrapped_ = workbook_add_format(book_);
        format_set_text_wrap(wrapped_);
        for (const auto& [format, code] : {std::pair{ReportFormat::integer, "#,##0"}, {ReportFormat::decimal, "#,##0.00"},
                                           {ReportFormat::yuan, "#,##0.00"}, {ReportFormat::percent, "0.0%"},
                                           {ReportFormat::date, "yyyy-mm-dd"}}) {
            formats_[format] = workbook_add_format(book_);
            format_set_num_format(formats_[format], code);
        }
        lxw_doc_properties properties{};
        auto title = report_.title;
        properties.title = title.data();
        properties.created = 946'684'800;  // The same records give the same bytes.
        workbook_set_properties(book_, &properties);
    }

    base::Status fill() {
        auto* const front = workbook_add_worksheet(book_, sheet_name(report_.title).c_str());
        if (front == nullptr) return base::fail(base::ErrorCode::bad_input, report_.title, "a sheet's name");
        worksheet_set_column(front, 0, 0, 64, nullptr);
        worksheet_set_column(front, 1, 1, 18, nullptr);
        lxw_row_t row = 0;
        write_text(front, row++, 0, report_.title, title_);
        const auto count = how_.texts->tr("paper.report.records", {{"count", std::to_string(report_.records)}});
        write_text(front, row++, 0, report_.area_name.empty() ? count : report_.area_name + " · " + count, nullptr);
        for (const auto& part : report_.parts) {
            if (part.kind == Kind::table) {
                if (auto added = add_table(part); !added) return added;
                continue;
            }
            if (part.kind == Kind::heading) ++row;
            if (!part.words.empty()) write_text(front, row++, 0, part.words, part.kind == Kind::text ? wrapped_ : head_);
            for (const auto& line : part.rows) {
                write_text(front, row, 0, line[0].text, nullptr);
                write_cell(front, row++, 1, line[1], line[1].format);
            }
        }
        print_setup(front, row, 2, false);
        return {};
    }

  private:
    static void write_text(lxw_worksheet* sheet, lxw_row_t row, std::size_t column, const std::string& text, lxw_format* format) {
        auto clean = base::is_valid_utf8(text) ? text : base::to_utf8(base::to_utf32(text));
        std::erase(clean, '\0');
        if (base::count_characters(clean) > kCellCharactersMax) {
            auto wide = base::to_utf32(clean);
            wide.resize(kCellCharactersMax - 1);
            clean = base::to_utf8(wide) + "…";
        }
        worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column), clean.c_str(), format);
    }

    // Excel takes 31 characters, none of []:*?/\ and no name twice.
    std::string sheet_name(const std::string& wanted) {
        auto wide = base::to_utf32(wanted);
        std::erase_if(wide, [](char32_t c) { return std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos; });
        if (wide.empty()) wide = U"report";
        wide.resize(std::min(wide.size(), kSheetNameMax - 3));
        auto name = base::to_utf8(wide);
        for (int number = 2; std::find(names_.begin(), names_.end(), name) != names_.end(); ++number) {
            name = base::to_utf8(wide) + " " + std::to_string(number);
        }
        names_.push_back(name);
        return name;
    }

    static void print_setup(lxw_worksheet* sheet, std::size_t rows, std::size_t columns, bool landscape) {
        worksheet_set_paper(sheet, kPaperA4);
        if (landscape) worksheet_set_landscape(sheet);
        worksheet_fit_to_pages(sheet, 1, 0);
        worksheet_set_footer(sheet, "&C&P / &N");
        if (rows > 0 && columns > 0) {
            worksheet_print_area(sheet, 0, 0, static_cast<lxw_row_t>(rows - 1), static_cast<lxw_col_t>(columns - 1));
        }
    }

    base::Status add_table(const survey::ReportPart& part) {
        if (part.rows.size() > kRowsMax) return base::fail(base::ErrorCode::too_large, part.words, "rows of a sheet");
        auto* const sheet = workbook_add_worksheet(book_, sheet_name(part.words.empty() ? part.name : part.words).c_str());
        if (sheet == nullptr) return base::fail(base::ErrorCode::bad_input, part.name, "a sheet's name");
        const auto columns = part.heads.size();
        for (std::size_t i = 0; i < columns; ++i) {
            double width = width_of(part.heads[i].label);
            for (std::size_t row = 0; row < part.rows.size() && row < 500; ++row) width = std::max(width, width_of(part.rows[row][i].text));
            worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), std::clamp(width, kWidthMin, kWidthMax), nullptr);
            write_text(sheet, 0, i, part.heads[i].label, head_);
        }
        for (std::size_t row = 0; row < part.rows.size(); ++row) {
            for (std::size_t i = 0; i < columns; ++i) write_cell(sheet, row + 1, i, part.rows[row][i], part.heads[i].format);
        }
        worksheet_freeze_panes(sheet, 1, 0);
        worksheet_repeat_rows(sheet, 0, 0);
        if (!part.rows.empty()) worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(part.rows.size()), static_cast<lxw_col_t>(columns - 1));
        print_setup(sheet, part.rows.size() + 1, columns, columns > 6);
        return {};
    }

    static double width_of(const std::string& text) {
        double width = 2;
        for (const char32_t c : base::to_utf32(text)) width += c < 0x2E80 ? 1 : 2;
        return width;
    }

    void write_cell(lxw_worksheet* sheet, std::size_t row, std::size_t column, const ReportCell& cell, ReportFormat format) {
        const auto at_row = static_cast<lxw_row_t>(row);
        const auto at_column = static_cast<lxw_col_t>(column);
        switch (cell.kind) {
            case ReportCell::Kind::number: worksheet_write_number(sheet, at_row, at_column, cell.number, formats_[format]); break;
            case ReportCell::Kind::date: worksheet_write_number(sheet, at_row, at_column, std::floor(cell.number + 0.5) + kExcelEpoch, formats_[ReportFormat::date]); break;
            case ReportCell::Kind::text:
                if (!cell.text.empty()) write_text(sheet, at_row, column, cell.text, nullptr);
                break;
        }
    }

    lxw_workbook* book_;
    const survey::ComputedReport& report_;
    const ReportPrint& how_;
    lxw_format *title_, *head_, *wrapped_;
    std::map<ReportFormat, lxw_format*> formats_;
    std::vector<std::string> names_;
};

}  // namespace

base::Status write_report_xlsx(const survey::ComputedReport& report, const ReportPrint& how, const std::string& path) {
    if (how.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "report", "no texts");
    const auto part = path + ".part";
    auto* const book = workbook_new(part.c_str());
    if (book == nullptr) return base::fail(base::ErrorCode::io_failed, path);
    auto filled = Book(book, report, how).fill();
    const auto closed = workbook_close(book);
    if (filled && closed == LXW_NO_ERROR && std::rename(part.c_str(), path.c_str()) == 0) return {};
    std::remove(part.c_str());
    if (!filled) return filled;
    return base::fail(base::ErrorCode::io_failed, path, lxw_strerror(closed));
}

}  // namespace yuanquan::exports

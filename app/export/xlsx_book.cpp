#include "app/export/xlsx_book.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <set>
#include <xlsxwriter.h>

#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kCellCharactersMax = 32'767, kSheetNameMax = 31, kColumnsMax = 16'384;
constexpr lxw_row_t kRowsMax = 1'048'576;
constexpr double kWidthMin = 8, kWidthMax = 40;
constexpr lxw_row_t kHeaderRows = 2;   // Names, labels.

// "2016-05-01" of the years that Excel counts right.
bool read_date(const std::string& text, lxw_datetime& date) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = base::parse_integer(text.substr(0, 4)), month = base::parse_integer(text.substr(5, 2));
    const auto day = base::parse_integer(text.substr(8, 2));
    if (!year || !month || !day || *year < 1901 || *year > 9999) return false;
    // A day that the month does not have would be written as one of the next: it stays text.
    if (!std::chrono::year_month_day{std::chrono::year(static_cast<int>(*year)), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day))}.ok()) return false;
    date = {static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day), 0, 0, 0};
    return true;
}

// Rows go to libxlsxwriter's temporary files as they come: memory does not grow with them.
class XlsxBook final : public DataBook {
  public:
    explicit XlsxBook(std::string path) : path_(std::move(path)), part_(path_ + ".part") {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(part_.c_str(), &options);
        if (book_ == nullptr) return;
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
        date_ = workbook_add_format(book_);
        format_set_num_format(date_, "yyyy-mm-dd");
        lxw_doc_properties properties{};
        properties.created = 946'684'800;  // 2000-01-01: the same data gives the same bytes.
        workbook_set_properties(book_, &properties);
    }
    ~XlsxBook() override {
        if (book_ != nullptr) workbook_close(book_);  // Frees it.
        std::remove(part_.c_str());
    }
    XlsxBook(const XlsxBook&) = delete;
    XlsxBook& operator=(const XlsxBook&) = delete;
    bool is_open() const { return book_ != nullptr; }

    base::Result<std::size_t> add_sheet(const DataSheet& plan) override {
        if (plan.columns.size() > kColumnsMax) return base::fail(base::ErrorCode::too_large, plan.name, "columns of a workbook");
        sheets_.push_back({plan, {}, {}, 0, std::vector<double>(plan.columns.size(), kWidthMin)});
        if (auto begun = begin_sheet(sheets_.back()); !begun) return base::fail(std::move(begun.error()));
        return sheets_.size() - 1;
    }

    base::Status add_row(std::size_t number, const DataRow& row) override {
        auto& sheet = sheets_[number];
        if (sheet.next == kRowsMax) {
            if (auto begun = begin_sheet(sheet); !begun) return begun;
        }
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].empty()) continue;
            const lxw_error error = write(sheet, static_cast<lxw_col_t>(i), row[i], sheet.plan.columns[i].kind);
            if (error != LXW_NO_ERROR) return base::fail(base::ErrorCode::too_large, sheet.plan.name, lxw_strerror(error));
            sheet.widths[i] = std::clamp(width_of(row[i]), sheet.widths[i], kWidthMax);
        }
        ++sheet.next;
        return {};
    }

    base::Result<std::vector<std::string>> finish() override {
        for (auto& sheet : sheets_) {
            sheet.last_rows.push_back(sheet.next);
            for (std::size_t part = 0; part < sheet.parts.size(); ++part) lay_out(sheet, sheet.parts[part], sheet.last_rows[part]);
        }
        const lxw_error error = workbook_close(book_);
        book_ = nullptr;
        if (error != LXW_NO_ERROR) {
            return base::fail(errno == ENOSPC ? base::ErrorCode::disk_full : base::ErrorCode::io_failed, path_, lxw_strerror(error));
        }
        if (std::rename(part_.c_str(), path_.c_str()) != 0) return base::fail(base::ErrorCode::io_failed, path_);
        return std::vector<std::string>{path_};
    }

  private:
    struct Sheet {
        DataSheet plan;
        std::vector<lxw_worksheet*> parts;   // The last one is being written.
        std::vector<lxw_row_t> last_rows;    // Of the parts that are full.
        lxw_row_t next = 0;
        std::vector<double> widths;
    };

    base::Status begin_sheet(Sheet& sheet) {
        auto* const part = workbook_add_worksheet(book_, sheet_name(sheet.plan.name).c_str());
        if (part == nullptr) return base::fail(base::ErrorCode::bad_input, sheet.plan.name, "a sheet's name");
        if (!sheet.parts.empty()) sheet.last_rows.push_back(sheet.next);
        sheet.parts.push_back(part);
        worksheet_freeze_panes(part, kHeaderRows, 1);
        for (std::size_t i = 0; i < sheet.plan.columns.size(); ++i) {
            const auto at = static_cast<lxw_col_t>(i);
            const auto& column = sheet.plan.columns[i];
            worksheet_write_string(part, 0, at, short_enough(column.name).c_str(), bold_);
        }
        for (std::size_t i = 0; i < sheet.plan.columns.size(); ++i) {
            const auto& label = sheet.plan.columns[i].label;
            if (!label.empty()) worksheet_write_string(part, 1, static_cast<lxw_col_t>(i), short_enough(label).c_str(), bold_);
            sheet.widths[i] = std::clamp(width_of(label), sheet.widths[i], kWidthMax);
        }
        sheet.next = kHeaderRows;
        return {};
    }

    lxw_error write(Sheet& sheet, lxw_col_t column, const std::string& text, DataKind kind) {
        auto* const part = sheet.parts.back();
        lxw_datetime date{};
        if (kind == DataKind::number && is_exact_number(text)) {
            return worksheet_write_number(part, sheet.next, column, *base::parse_decimal(text), nullptr);
        }
        if (kind == DataKind::date && read_date(text, date)) return worksheet_write_datetime(part, sheet.next, column, &date, date_);
        return worksheet_write_string(part, sheet.next, column, short_enough(text).c_str(), nullptr);
    }

    static void lay_out(const Sheet& sheet, lxw_worksheet* part, lxw_row_t rows) {
        for (std::size_t i = 0; i < sheet.widths.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(part, column, column, sheet.widths[i] + 1, nullptr);
        }
        const auto last = static_cast<lxw_col_t>(sheet.plan.columns.size() - 1);
        worksheet_autofilter(part, kHeaderRows - 1, 0, std::max(rows, kHeaderRows) - 1, last);
        worksheet_repeat_rows(part, 0, kHeaderRows - 1);
        worksheet_set_landscape(part);
    }

    // Excel's rules: at most 31 characters, none of []:*?/\, unique without regard to case.
    std::string sheet_name(const std::string& name) {
        auto characters = base::to_utf32(name);
        for (auto& c : characters) {
            if (std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos || c < U' ') c = U'.';
        }
        for (int attempt = 1;; ++attempt) {
            const auto ending = attempt == 1 ? std::string() : "~" + std::to_string(attempt);
            auto cut = characters.substr(0, kSheetNameMax - ending.size());
            const auto candidate = base::to_utf8(cut) + ending;
            if (names_.insert(base::fold_case(candidate)).second) return candidate;
        }
    }

    static std::string short_enough(const std::string& text) {
        auto out = clean_text(text);
        if (out.size() <= kCellCharactersMax) return out;
        auto characters = base::to_utf32(out);
        if (characters.size() <= kCellCharactersMax) return out;
        characters.resize(kCellCharactersMax - 1);
        return base::to_utf8(characters + U'…');
    }

    static double width_of(const std::string& text) {  // Chinese characters, of three bytes, are two digits wide.
        if (text.empty()) return 0;
        return static_cast<double>(std::min<std::size_t>(text.size(), 120)) * (static_cast<unsigned char>(text[0]) < 0x80 ? 1.0 : 0.67);
    }

    std::string path_, part_;
    lxw_workbook* book_ = nullptr;
    lxw_format *bold_ = nullptr, *date_ = nullptr;
    std::vector<Sheet> sheets_;
    std::set<std::string> names_;
};

}  // namespace

base::Result<std::unique_ptr<DataBook>> open_xlsx(const std::string& path) {
    auto book = std::make_unique<XlsxBook>(path);
    if (!book->is_open()) return base::fail(base::ErrorCode::io_failed, path);
    return book;
}

}  // namespace yuanquan::exports

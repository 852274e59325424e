#include "app/export/data_sheet.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>
#include <xlsxwriter.h>

#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kExactDigits = 15;          // That every double keeps.
constexpr std::size_t kCellCharactersMax = 32'767, kSheetNameMax = 31;
constexpr double kWidthMin = 8, kWidthMax = 40;
constexpr lxw_row_t kHeaderRows = 2;

bool is_exact_number(const DataCell& cell) {
    if (!cell.number || !base::parse_decimal(cell.text)) return false;
    const auto digits = std::count_if(cell.text.begin(), cell.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return static_cast<std::size_t>(digits) <= kExactDigits;
}

std::string clean(const std::string& text) {
    std::string out = base::is_valid_utf8(text) ? text : base::to_utf8(base::to_utf32(text));
    std::erase(out, '\0');
    return out;
}

class CsvBook final : public DataBook {
  public:
    CsvBook(std::string folder, std::string stem) : folder_(std::move(folder)), stem_(std::move(stem)) {}

    base::Result<std::size_t> add_sheet(const std::string& name, const DataRow& paths, const DataRow& labels) override {
        sheets_.push_back({base::join_path(folder_, base::safe_file_name(stem_ + "-" + name + ".csv")), "\xef\xbb\xbf"});
        for (const auto* header : {&paths, &labels}) {
            if (auto added = add_row(sheets_.size() - 1, *header); !added) return base::fail(std::move(added.error()));
        }
        return sheets_.size() - 1;
    }

    base::Status add_row(std::size_t sheet, const DataRow& row) override {
        auto& bytes = sheets_[sheet].bytes;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) bytes += ',';
            const auto text = clean(row[i].text);
            const bool number = row[i].number && base::parse_decimal(text);
            append_field(bytes, number ? text : without_formula(text));
        }
        bytes += "\r\n";
        return {};
    }

    base::Result<std::vector<std::string>> finish() override {
        std::vector<std::string> paths;
        for (const auto& sheet : sheets_) {
            if (auto written = base::write_file(sheet.path, sheet.bytes); !written) return base::fail(std::move(written.error()));
            paths.push_back(sheet.path);
        }
        return paths;
    }

  private:
    static void append_field(std::string& to, const std::string& text) {
        if (text.find_first_of(",;\t\"\r\n") == std::string::npos) {
            to += text;
            return;
        }
        to += '"';
        to += base::replace_all(text, "\"", "\"\"");
        to += '"';
    }

    struct Sheet {
        std::string path, bytes;
    };
    std::string folder_, stem_;
    std::vector<Sheet> sheets_;
};

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

    base::Result<std::size_t> add_sheet(const std::string& name, const DataRow& paths, const DataRow& labels) override {
        auto* const sheet = workbook_add_worksheet(book_, sheet_name(name).c_str());
        if (sheet == nullptr) return base::fail(base::ErrorCode::bad_input, name, "a sheet's name");
        sheets_.push_back({sheet, name, 0, {}});
        worksheet_freeze_panes(sheet, kHeaderRows, 1);
        for (const auto* header : {&paths, &labels}) {
            if (auto added = add_row(sheets_.size() - 1, *header); !added) return base::fail(std::move(added.error()));
        }
        return sheets_.size() - 1;
    }

    base::Status add_row(std::size_t number, const DataRow& row) override {
        auto& sheet = sheets_[number];
        lxw_format* const format = sheet.next < kHeaderRows ? bold_ : nullptr;
        if (sheet.widths.size() < row.size()) sheet.widths.resize(row.size(), kWidthMin);
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].text.empty()) continue;
            const auto column = static_cast<lxw_col_t>(std::min<std::size_t>(i, 0xffff));
            lxw_error error = LXW_NO_ERROR;
            if (is_exact_number(row[i])) {
                error = worksheet_write_number(sheet.sheet, sheet.next, column, *base::parse_decimal(row[i].text), format);
            } else {
                error = worksheet_write_string(sheet.sheet, sheet.next, column, short_enough(row[i].text).c_str(), format);
            }
            if (error != LXW_NO_ERROR) return base::fail(base::ErrorCode::too_large, sheet.name, lxw_strerror(error));
            sheet.widths[i] = std::clamp(width_of(row[i].text), sheet.widths[i], kWidthMax);
        }
        ++sheet.next;
        return {};
    }

    base::Result<std::vector<std::string>> finish() override {
        for (const auto& sheet : sheets_) {
            for (std::size_t i = 0; i < sheet.widths.size(); ++i) {
                const auto column = static_cast<lxw_col_t>(i);
                worksheet_set_column(sheet.sheet, column, column, sheet.widths[i] + 1, nullptr);
            }
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
        auto out = clean(text);
        if (out.size() <= kCellCharactersMax) return out;
        auto characters = base::to_utf32(out);
        if (characters.size() <= kCellCharactersMax) return out;
        characters.resize(kCellCharactersMax - 1);
        return base::to_utf8(characters + U'…');
    }

    static double width_of(const std::string& text) {  // Chinese characters, of three bytes, are two digits wide.
        return static_cast<double>(std::min<std::size_t>(text.size(), 120)) * (static_cast<unsigned char>(text[0]) < 0x80 ? 1.0 : 0.67);
    }

    struct Sheet {
        lxw_worksheet* sheet;
        std::string name;
        lxw_row_t next;
        std::vector<double> widths;
    };
    std::string path_, part_;
    lxw_workbook* book_ = nullptr;
    lxw_format* bold_ = nullptr;
    std::vector<Sheet> sheets_;
    std::set<std::string> names_;
};

}  // namespace

std::string without_formula(const std::string& text) {
    for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
        if (!text.starts_with(start)) continue;
        return start == "-" && base::parse_decimal(text) ? text : "'" + text;
    }
    return text;
}

std::unique_ptr<DataBook> open_csv(const std::string& folder, const std::string& stem) {
    return std::make_unique<CsvBook>(folder, stem);
}

base::Result<std::unique_ptr<DataBook>> open_xlsx(const std::string& folder, const std::string& stem) {
    const auto path = base::join_path(folder, base::safe_file_name(stem + ".xlsx"));
    auto book = std::make_unique<XlsxBook>(path);
    if (!book->is_open()) return base::fail(base::ErrorCode::io_failed, path);
    return book;
}

}  // namespace yuanquan::exports

#include "app/export/data_book.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "app/export/geojson_book.hpp"
#include "app/export/json_text.hpp"
#include "app/export/statistics_book.hpp"
#include "app/export/xlsx_book.hpp"
#include "model/base/files.hpp"
#include "model/base/streamed_file.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kExactDigits = 15;   // That every double keeps.

// A file for each sheet, a line or more for each row.
class LinesBook : public DataBook {
  public:
    LinesBook(std::string folder, std::string stem, const char* ending)
        : folder_(std::move(folder)), stem_(std::move(stem)), ending_(ending) {}

    base::Result<std::size_t> add_sheet(const DataSheet& sheet) override {
        auto file = base::StreamedFile::create(sheet_path(folder_, stem_, sheet.name, ending_));
        if (!file) return base::fail(std::move(file.error()));
        sheets_.push_back({sheet, std::move(*file)});
        line_.clear();
        begin(sheet, line_);
        if (auto written = sheets_.back().file.append(line_); !written) return base::fail(std::move(written.error()));
        return sheets_.size() - 1;
    }
    base::Status add_row(std::size_t sheet, const DataRow& row) override {
        line_.clear();
        write(sheets_[sheet].plan, row, line_);
        return sheets_[sheet].file.append(line_);
    }
    base::Result<std::vector<std::string>> finish() override {
        std::vector<std::string> paths;
        for (auto& sheet : sheets_) {
            if (auto done = sheet.file.finish(); !done) return base::fail(std::move(done.error()));
            paths.push_back(sheet.file.path());
        }
        return paths;
    }

  protected:
    virtual void begin(const DataSheet& sheet, std::string& to) = 0;
    virtual void write(const DataSheet& sheet, const DataRow& row, std::string& to) = 0;

  private:
    struct Sheet {
        DataSheet plan;
        base::StreamedFile file;
    };
    std::string folder_, stem_;
    const char* ending_;
    std::vector<Sheet> sheets_;
    std::string line_;
};

class CsvBook final : public LinesBook {
  public:
    CsvBook(std::string folder, std::string stem) : LinesBook(std::move(folder), std::move(stem), ".csv") {}

  private:
    void begin(const DataSheet& sheet, std::string& to) override {
        to = "\xef\xbb\xbf";
        for (const bool names : {true, false}) {
            for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
                if (i > 0) to += ',';
                append_field(to, without_formula(clean_text(names ? sheet.columns[i].name : sheet.columns[i].label)));
            }
            to += "\r\n";
        }
    }
    void write(const DataSheet& sheet, const DataRow& row, std::string& to) override {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) to += ',';
            if (row[i].empty()) continue;
            const bool number = sheet.columns[i].kind == DataKind::number && base::parse_decimal(row[i]);
            if (number) {
                to += row[i];
            } else {
                append_field(to, without_formula(clean_text(row[i])));
            }
        }
        to += "\r\n";
    }
    static void append_field(std::string& to, const std::string& text) {
        if (text.find_first_of(",;\t\"\r\n") == std::string::npos) {
            to += text;
            return;
        }
        to += '"';
        to += base::replace_all(text, "\"", "\"\"");
        to += '"';
    }
};

class JsonLinesBook final : public LinesBook {
  public:
    JsonLinesBook(std::string folder, std::string stem) : LinesBook(std::move(folder), std::move(stem), ".jsonl") {}

  private:
    void begin(const DataSheet& sheet, std::string&) override {
        auto& names = names_[sheet.name];
        for (const auto& column : sheet.columns) names.push_back((names.empty() ? "{" : ",") + json_text(column.name) + ":");
    }
    void write(const DataSheet& sheet, const DataRow& row, std::string& to) override {
        const auto& names = names_.find(sheet.name)->second;
        for (std::size_t i = 0; i < row.size(); ++i) {
            to += names[i];
            to += json_value(row[i], sheet.columns[i].kind == DataKind::number);
        }
        to += "}\n";
    }
    std::map<std::string, std::vector<std::string>> names_;   // Of each sheet, as they stand in every line.
};

bool starts_formula(std::string_view text) {
    for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
        if (text.starts_with(start)) return !(start == "-" && base::parse_decimal(text));
    }
    return false;
}

}  // namespace

std::string without_formula(const std::string& text) {
    const auto first = text.find_first_not_of('\'');
    if (first == std::string::npos || !starts_formula(std::string_view(text).substr(first))) return text;
    return "'" + text;
}

base::Result<base::Workbook> read_list(const std::string& path) {
    const std::filesystem::path file(path);
    auto bytes = base::read_file(path);
    if (!bytes) return base::fail(std::move(bytes.error()));
    auto book = base::read_workbook(file.filename().string(), *bytes);
    if (!book) return base::fail(std::move(book.error()).with_context(path));
    if (file.extension() != ".csv") return book;
    auto& sheet = book->sheets.front();
    sheet.name = file.stem().string();
    for (auto& row : sheet.rows) {
        for (auto& cell : row.cells) cell = with_formula(cell);
    }
    return book;
}

std::string with_formula(const std::string& text) {
    const auto first = text.find_first_not_of('\'');
    return first == 0 || first == std::string::npos || !starts_formula(std::string_view(text).substr(first)) ? text : text.substr(1);
}

bool is_exact_number(const std::string& text) {
    if (!base::parse_decimal(text)) return false;
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return static_cast<std::size_t>(digits) <= kExactDigits;
}

std::string clean_text(const std::string& text) {
    std::string out = base::is_valid_utf8(text) ? text : base::to_utf8(base::to_utf32(text));
    std::erase(out, '\0');
    return out;
}

std::string sheet_path(const std::string& folder, const std::string& stem, const std::string& sheet, const char* ending) {
    return base::join_path(folder, base::safe_file_name(stem + "-" + sheet + ending));
}

base::Result<std::unique_ptr<DataBook>> open_book(DataFormat format, const std::string& folder, const std::string& stem) {
    switch (format) {
        case DataFormat::csv: return std::make_unique<CsvBook>(folder, stem);
        case DataFormat::json_lines: return std::make_unique<JsonLinesBook>(folder, stem);
        case DataFormat::xlsx: return open_xlsx(base::join_path(folder, base::safe_file_name(stem + ".xlsx")));
        case DataFormat::stata:
        case DataFormat::spss: return open_statistics(format, folder, stem);
        case DataFormat::geojson: return open_geojson(folder, stem);
        case DataFormat::odk_xml: break;
    }
    return base::fail(base::ErrorCode::wrong_use, "format", "submissions are no tables");
}

}  // namespace yuanquan::exports

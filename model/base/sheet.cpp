#include "model/base/sheet.hpp"

#include <algorithm>
#include <optional>

#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

// Excel in China saves CSV in GB18030's older parts, Excel elsewhere and everything else in UTF-8.
Result<std::string> decoded(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    if (is_valid_utf8(bytes)) return std::string(bytes);
    if (auto text = from_gb18030(bytes)) return std::move(*text);
    return fail(ErrorCode::bad_input, "csv", "neither UTF-8 nor GB18030");
}

char separator_of(std::string_view text) {
    const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
    for (const char separator : {',', '\t', ';'}) {
        if (first.find(separator) != std::string_view::npos) return separator;
    }
    return ',';
}

class CsvReader {
  public:
    CsvReader(std::string_view text, const SheetLimits& limits)
        : text_(text), separator_(separator_of(text)), limits_(limits) {}

    Result<std::vector<Row>> rows() {
        std::vector<Row> rows;
        std::size_t cells = 0;
        for (int number = 1; at_ < text_.size(); ++number) {
            if (static_cast<std::size_t>(number) > limits_.rows) return fail(ErrorCode::too_large, "csv", "rows");
            Row row{number, {}};
            if (Status status = read_row(row.cells); !status) return fail(std::move(status.error()));
            cells += row.cells.size();
            if (cells > limits_.cells) return fail(ErrorCode::too_large, "csv", "too many cells, at row " + std::to_string(number));
            while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
            if (!row.cells.empty()) rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    Status read_row(std::vector<std::string>& cells) {
        for (;;) {
            std::string& cell = cells.emplace_back();
            if (at_ < text_.size() && text_[at_] == '"') {
                const std::size_t opened = at_;
                if (!read_quoted(cell)) return fail(ErrorCode::bad_input, "csv", "quote never closed", int(opened));
            }
            while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') {
                cell += text_[at_++];
            }
            if (at_ >= text_.size()) return {};
            const char end = text_[at_++];
            if (end == separator_) continue;
            if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
            return {};
        }
    }

    bool read_quoted(std::string& cell) {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                cell += text_[at_++];
            } else {
                ++at_;
                return true;
            }
        }
        return false;
    }

    std::string_view text_;
    char separator_;
    const SheetLimits& limits_;
    std::size_t at_ = 0;
};

}  // namespace

const Sheet* Workbook::sheet(std::string_view name) const {
    const std::string wanted = fold_case(trim(name));
    for (const Sheet& sheet : sheets) {
        if (fold_case(trim(sheet.name)) == wanted) return &sheet;
    }
    return nullptr;
}

Result<Workbook> read_csv(std::string_view bytes, std::string sheet_name, const SheetLimits& limits) {
    if (bytes.size() > limits.bytes) return fail(ErrorCode::too_large, "csv", "bytes");
    const Result<std::string> text = decoded(bytes);
    if (!text) return fail(text.error());
    Result<std::vector<Row>> rows = CsvReader(*text, limits).rows();
    if (!rows) return fail(std::move(rows.error()));
    Workbook workbook;
    workbook.sheets.push_back({std::move(sheet_name), std::move(*rows)});
    return workbook;
}

Result<Workbook> read_workbook(const std::string& file_name, std::string_view bytes, const SheetLimits& limits) {
    const std::string name = fold_case(file_name);
    const auto read = [&]() -> Result<Workbook> {
        if (name.ends_with(".xlsx") || name.ends_with(".xlsm")) return read_xlsx(bytes, limits);
        if (name.ends_with(".md")) return read_markdown(bytes, limits);
        if (name.ends_with(".csv")) {
            std::string stem = file_name.substr(file_name.rfind('/') + 1);
            stem.resize(stem.size() - 4);
            return read_csv(bytes, std::move(stem), limits);
        }
        return fail(ErrorCode::bad_input, "workbook", "neither .xlsx nor .csv nor .md");
    };
    Result<Workbook> workbook = read();
    if (!workbook) return fail(std::move(workbook.error()).with_context("reading " + file_name));
    return workbook;
}

std::string write_csv(const Sheet& sheet) {
    std::string out = "\xef\xbb\xbf";
    int number = 1;
    for (const Row& row : sheet.rows) {
        for (; number < row.number; ++number) out += "\r\n";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string& cell = row.cells[i];
            if (i > 0) out += ',';
            const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
            // Alone in its row, an empty cell needs quotes to be seen; a tab or semicolon, so that none is taken for
            // the separator.
            if (spaced || cell.find_first_of(",;\t\"\r\n") != std::string::npos) {
                out += '"' + replace_all(cell, "\"", "\"\"") + '"';
            } else {
                out += cell;
            }
        }
        out += "\r\n";
        ++number;
    }
    return out;
}

}  // namespace yuanquan::base

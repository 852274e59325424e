#pragma once
// Workbooks as rows of text cells: reads .xlsx, .csv and Markdown tables (.md, as pyxform's tests write XLSForms),
// writes .xlsx and .md. Knows no questionnaire. Cell text is what the person sees: 1 not 1.0, dates as ISO.
// Limits protect against bombs: entries, sizes, ratio, cells; DOCTYPE is refused.

#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::base {

struct Row {
    int number = 0;                  // As the spreadsheet shows it, from 1.
    std::vector<std::string> cells;  // May be shorter than the widest row.
};
struct Sheet {
    std::string name;
    std::vector<Row> rows;           // Wholly empty rows are left out; number tells the gap.
};
struct Workbook {
    std::vector<Sheet> sheets;
    const Sheet* sheet(std::string_view name) const;  // Case-insensitive, trimmed.
};

struct SheetLimits {
    std::size_t bytes = std::size_t{64} << 20;           // Of the file.
    std::size_t unpacked_bytes = std::size_t{1} << 30;
    std::size_t ratio = 200;                             // Unpacked to packed, past the first MiB.
    std::size_t cells = 20'000'000;
    std::size_t rows = 1'048'576;
};
Result<Workbook> read_xlsx(std::string_view bytes, const SheetLimits& limits = {});
Result<Workbook> read_csv(std::string_view bytes, std::string sheet_name, const SheetLimits& limits = {});
// Tables of pyxform's tests: `| survey |` opens a sheet, `| | type | name |` are its rows; "\|" is a pipe, <br> a newline.
Result<Workbook> read_markdown(std::string_view text, const SheetLimits& limits = {});
// By the ending of the name (.xlsx, .csv, .md).
Result<Workbook> read_workbook(const std::string& file_name, std::string_view bytes, const SheetLimits& limits = {});

std::string write_markdown(const Workbook& workbook);
// Plain text cells, bold frozen first row, sensible widths; what an office opens in Excel.
Result<std::string> write_xlsx(const Workbook& workbook);
std::string write_csv(const Sheet& sheet);               // RFC 4180 with a BOM so that Excel reads UTF-8.

}  // namespace yuanquan::base

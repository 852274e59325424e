#pragma once
// Where exported tables go, row by row in flat memory: files for spreadsheets, programs, statisticians and maps. A column
// says what it holds; a value that is not of that kind stays text, so that nothing is lost. 18 digits stay 18 digits,
// and no text ever becomes a formula. data_export.cpp and its kin fill it.
//     csv         RFC 4180 with a BOM, a file per sheet. A text that a spreadsheet would take for a formula (first
//                 character = + - @, their full-width forms, tab, line break) gets an apostrophe before it; so does one
//                 that begins with such apostrophes already, so that reading can undo it.
//     xlsx        One workbook. Text is text by type; numbers and dates are such. A text of over 32,767 characters ends in …
//                 there; rows beyond Excel's limit go on in a further sheet.
//     json_lines  A file per sheet, one object a line; blanks are null.
//     stata, spss A file per sheet (.dta, .sav): variable labels, value labels of choices with numbers for codes, dates.
//     geojson     A file per sheet that has places: a feature per row with one; the rest are properties.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/base/error.hpp"
#include "model/base/sheet.hpp"

namespace yuanquan::exports {

enum class DataFormat : std::uint8_t { csv, xlsx, json_lines, stata, spss, geojson, odk_xml };  // The last is no book.

enum class DataKind : std::uint8_t { text, number, date, point, line, area };   // Places as ODK writes them.
struct DataColumn {
    std::string name;        // Path of the question; unique in its sheet.
    std::string label;       // For people.
    DataKind kind = DataKind::text;
    std::vector<std::pair<std::string, std::string>> choices = {};   // Code, words: of a choice with few answers.
    bool in_words = false;   // Says in words what the column before it holds.
};
struct DataSheet {
    std::string name;
    std::vector<DataColumn> columns;
};
using DataRow = std::vector<std::string>;   // As many as the sheet has columns.

class DataBook {
  public:
    virtual ~DataBook() = default;
    virtual base::Result<std::size_t> add_sheet(const DataSheet& sheet) = 0;   // Its number.
    virtual base::Status add_row(std::size_t sheet, const DataRow& row) = 0;
    virtual base::Result<std::vector<std::string>> finish() = 0;   // Paths written. Nothing is there before.
};
// Files named for `stem` and the sheet.
base::Result<std::unique_ptr<DataBook>> open_book(DataFormat format, const std::string& folder, const std::string& stem);

// As in CSV: "=1+1" -> "'=1+1", "'=1" -> "''=1"; and back.
std::string without_formula(const std::string& text);
std::string with_formula(const std::string& text);
// A list to be imported: a workbook, or a CSV file as one, with its sheet named for it and its cells as they were before
// the export. The errors of read_file and read_workbook.
base::Result<base::Workbook> read_list(const std::string& path);
// Whether a double holds the decimal whole.
bool is_exact_number(const std::string& text);
std::string clean_text(const std::string& text);   // Valid UTF-8 without NUL.
std::string sheet_path(const std::string& folder, const std::string& stem, const std::string& sheet, const char* ending);

}  // namespace yuanquan::exports

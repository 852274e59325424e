#pragma once
// Where exported tables go: one CSV file per sheet, or one workbook. Cells are text or numbers, as the caller says; no
// text ever becomes a formula, and 18 digits stay 18 digits. data_export.cpp fills it row by row.
//     CSV   RFC 4180 with a BOM. A text that a spreadsheet would take for a formula (first character = + - @, their
//           full-width forms, tab, line break) gets an apostrophe before it. Text that is a plain negative number does not.
//     XLSX  Text cells are text by type and stay as they are. A text of over 32,767 characters ends in … there.

#include <memory>
#include <string>
#include <vector>

#include "app/export/data_export.hpp"

namespace yuanquan::exports {

struct DataCell {
    std::string text;
    bool number = false;   // Text is a decimal; written as a number where a double holds it exactly.
};
using DataRow = std::vector<DataCell>;

class DataBook {
  public:
    virtual ~DataBook() = default;
    // Two header rows: paths, labels. Returns the sheet's number.
    virtual base::Result<std::size_t> add_sheet(const std::string& name, const DataRow& paths, const DataRow& labels) = 0;
    virtual base::Status add_row(std::size_t sheet, const DataRow& row) = 0;
    virtual base::Result<std::vector<std::string>> finish() = 0;  // Paths written. Nothing is there before.
};
std::unique_ptr<DataBook> open_csv(const std::string& folder, const std::string& stem);
base::Result<std::unique_ptr<DataBook>> open_xlsx(const std::string& folder, const std::string& stem);

// As in CSV: "=1+1" -> "'=1+1".
std::string without_formula(const std::string& text);

}  // namespace yuanquan::exports

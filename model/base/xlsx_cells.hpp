#pragma once
// The two large parts of an .xlsx, read as a stream in constant memory beside their result: the shared strings and a
// worksheet. Knows one part at a time; xlsx_reader.cpp knows which parts there are. Never keeps formulas or styles.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/sheet.hpp"
#include "model/base/xlsx_dates.hpp"
#include "model/base/zip.hpp"

namespace yuanquan::base {

struct XlsxCellContext {
    std::vector<std::string> shared_strings;
    std::vector<DateKind> styles;  // By cell style.
    bool from_1904 = false;
    const SheetLimits* limits = nullptr;
    std::size_t cells = 0;         // So far, in all sheets.
    std::size_t text_bytes = 0;    // A short file can name one long string many times.
};

Result<std::vector<std::string>> read_shared_strings(ZipReader& zip, const std::string& part, const SheetLimits& limits);
Result<std::vector<Row>> read_worksheet(ZipReader& zip, const std::string& part, XlsxCellContext& context);

}  // namespace yuanquan::base

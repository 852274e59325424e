#pragma once
// Tables as one Excel workbook: data_book.hpp says what becomes of each kind. Only open_book() calls this.

#include "app/export/data_book.hpp"

namespace yuanquan::exports {

base::Result<std::unique_ptr<DataBook>> open_xlsx(const std::string& path);

}  // namespace yuanquan::exports

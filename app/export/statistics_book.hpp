#pragma once
// Tables as Stata and SPSS files: data_book.hpp says what becomes of each kind. Both want to know the widths of texts and
// the number of rows first, so rows wait in a file beside the result. A variable's name is the last step of the column's
// ("members/name": name), with the one before it where that is taken; the codebook lists them. Only open_book() calls this.

#include "app/export/data_book.hpp"

namespace yuanquan::exports {

base::Result<std::unique_ptr<DataBook>> open_statistics(DataFormat format, const std::string& folder, const std::string& stem);

// Of each column of a sheet, in order: letters, digits and underscores, at most 32, each once.
std::vector<std::string> variable_names(const DataSheet& sheet);

}  // namespace yuanquan::exports

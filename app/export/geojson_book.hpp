#pragma once
// Tables as maps: data_book.hpp says what becomes of each row. Only open_book() calls this.
// https://datatracker.ietf.org/doc/html/rfc7946: longitude first, outer rings anticlockwise.

#include "app/export/data_book.hpp"

namespace yuanquan::exports {

base::Result<std::unique_ptr<DataBook>> open_geojson(const std::string& folder, const std::string& stem);

}  // namespace yuanquan::exports

#pragma once
// A GeoJSON file as a list of choices: one item per feature with geometry, id and the properties.
// https://docs.getodk.org/form-datasets/#selects-from-geojson. The only user of the JSON library in this folder.

#include <memory>
#include <string_view>

#include "model/base/error.hpp"
#include "model/xpath/tree.hpp"

namespace yuanquan::form {

base::Result<std::shared_ptr<const xpath::Tree>> geojson_table(std::string_view bytes);

}  // namespace yuanquan::form

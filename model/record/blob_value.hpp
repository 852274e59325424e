#pragma once
// The value of a photo, signature or document as it stands in a cell: "blob:<hash>/house.jpg". Its one reader and writer.

#include <optional>
#include <string>
#include <string_view>

#include "model/base/ids.hpp"

namespace yuanquan::record {

struct BlobValue {
    base::BlobId id;
    std::string_view name;    // A piece of the value; '' where it has none.
};
bool is_blob_value(std::string_view value);                          // Or what was meant as one.
std::optional<BlobValue> read_blob_value(std::string_view value);    // nullopt: none, or its hash cannot be read.
std::string write_blob_value(const base::BlobId& id, std::string_view name);
// For people: the file's name of such a value, any other as it is.
std::string_view file_name_of(std::string_view value);

}  // namespace yuanquan::record

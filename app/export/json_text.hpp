#pragma once
// Pieces of JSON as they are streamed: strings and values. Used by the JSON lines and GeoJSON books.

#include <string>
#include <string_view>

namespace yuanquan::exports {

std::string json_text(std::string_view text);                    // In quotation marks.
std::string json_value(const std::string& text, bool number);    // null, a number that a double holds whole, or a text.

}  // namespace yuanquan::exports

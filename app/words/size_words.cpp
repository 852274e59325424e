#include "app/words/size_words.hpp"

#include <iterator>

#include "model/base/text.hpp"

namespace yuanquan::words {

std::string size_words(std::uint64_t bytes) {
    if (bytes < 1024) return std::to_string(bytes) + " B";
    const char* const units[] = {"KB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < std::size(units)) value /= 1024, ++unit;
    return base::format_fixed(value, value < 10 ? 1 : 0) + " " + units[unit];
}

}  // namespace yuanquan::words

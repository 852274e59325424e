#pragma once
// How much a number of bytes is, for people: "512 B", "1.5 MB".

#include <cstdint>
#include <string>

namespace yuanquan::words {

std::string size_words(std::uint64_t bytes);

}  // namespace yuanquan::words

#pragma once
// The changes of a message, turned: the same part of each side by side, since that packs a third better than one change
// behind the other; ids, which do not pack, once. No trust is needed for it: what comes out are the bytes of the changes,
// which the receiver hashes and judges as ever. The bytes stand at the head of columns_codec.cpp.

#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::wire {

std::string to_columns(const std::vector<std::string>& changes);
// Throws record::Malformed. bytes_max: of all changes together; a byte here may stand for 32 of them.
std::vector<std::string> from_columns(std::string_view columns, std::size_t bytes_max);

}  // namespace yuanquan::wire

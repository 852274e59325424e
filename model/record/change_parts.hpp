#pragma once
// The bytes of a change taken apart and put together again without reading its ops: for carriers that lay the same parts of
// many changes side by side, where they pack better. What the parts are stands at the head of change_codec.cpp.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuanquan::record {

struct ChangeParts {
    static constexpr std::size_t kTexts = 11, kSuperseded = 5;   // That text is a table of ids of 32 bytes.
    std::string_view replica, previous, record;                  // 16, 32 and 16 bytes.
    std::uint64_t sequence = 0, counter = 0;
    std::int64_t wall_ms = 0;
    std::int32_t offset_minutes = 0;
    std::array<std::string_view, kTexts> texts;                  // author … seen, in their order.
};
// Views into the bytes. nullopt: not in the form of version 1 (which says nothing of whether it is a good change).
std::optional<ChangeParts> split_change(std::string_view bytes);
// join_change(*split_change(bytes)) == bytes.
std::string join_change(const ChangeParts& parts);
std::size_t joined_size(const ChangeParts& parts);

}  // namespace yuanquan::record

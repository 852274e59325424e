#include "model/record/change_parts.hpp"

#include "model/base/digest.hpp"

namespace yuanquan::record {

namespace {

constexpr std::string_view kBegin{"YQC\x01\x01", 5};   // Version 1, and base::kHashBlake2b256.
static_assert(base::kHashBlake2b256 == 1);
constexpr char kLittleEndian = 1;
constexpr std::size_t kFixed = 1 + 16 + 8 + 32 + 8 + 8 + 4 + 16;   // Of the body, before the texts.

std::uint64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

void put(std::string& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

}  // namespace

std::optional<ChangeParts> split_change(std::string_view bytes) {
    const auto take = [&](std::size_t count) {
        const auto part = bytes.substr(0, count);
        bytes.remove_prefix(count);
        return part;
    };
    if (bytes.size() < kBegin.size() + 4 + kFixed || take(kBegin.size()) != kBegin) return std::nullopt;
    if (number(take(4)) != bytes.size() || take(1).front() != kLittleEndian) return std::nullopt;
    ChangeParts parts;
    parts.replica = take(16);
    parts.sequence = number(take(8));
    parts.previous = take(32);
    parts.counter = number(take(8));
    parts.wall_ms = static_cast<std::int64_t>(number(take(8)));
    parts.offset_minutes = static_cast<std::int32_t>(number(take(4)));
    parts.record = take(16);
    for (auto& text : parts.texts) {
        if (bytes.size() < 4) return std::nullopt;
        const auto size = number(take(4));
        if (size > bytes.size()) return std::nullopt;
        text = take(size);
    }
    if (!bytes.empty()) return std::nullopt;
    return parts;
}

std::size_t joined_size(const ChangeParts& parts) {
    std::size_t size = kBegin.size() + 4 + kFixed;
    for (const auto text : parts.texts) size += 4 + text.size();
    return size;
}

std::string join_change(const ChangeParts& parts) {
    const auto size = joined_size(parts);
    std::string bytes;
    bytes.reserve(size);
    bytes += kBegin;
    put(bytes, size - kBegin.size() - 4, 4);
    bytes += kLittleEndian;
    bytes += parts.replica;
    put(bytes, parts.sequence, 8);
    bytes += parts.previous;
    put(bytes, parts.counter, 8);
    put(bytes, static_cast<std::uint64_t>(parts.wall_ms), 8);
    put(bytes, static_cast<std::uint32_t>(parts.offset_minutes), 4);
    bytes += parts.record;
    for (const auto text : parts.texts) {
        put(bytes, text.size(), 4);
        bytes += text;
    }
    return bytes;
}

}  // namespace yuanquan::record

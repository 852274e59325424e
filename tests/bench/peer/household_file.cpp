#include "tests/bench/peer/household_file.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace yuanquan::bench {

base::RecordId record_id(const std::string& id) {
    constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    base::RecordId record;
    for (const char c : id) {
        unsigned carry = static_cast<unsigned>(kDigits.find(c));
        for (auto byte = record.bytes.rbegin(); byte != record.bytes.rend(); ++byte) {
            carry |= static_cast<unsigned>(*byte) << 5;
            *byte = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
    }
    return record;
}

std::string number_text(double number) {
    char text[400];
    const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed);
    return {text, end.ptr};
}

HouseholdFile::HouseholdFile(const std::string& path) : path_(path) {
    constexpr std::string_view kOther = ".ndjson";
    if (path_.ends_with(kOther)) path_.replace(path_.size() - kOther.size(), kOther.size(), ".bin");
    file_.open(path_, std::ios::binary);
}

std::uint32_t HouseholdFile::count() {
    std::uint32_t count = 0;
    read(&count, sizeof count);
    return count;
}

std::uint8_t HouseholdFile::byte() {
    std::uint8_t byte = 0;
    read(&byte, 1);
    return byte;
}

std::string HouseholdFile::id() {
    std::string id(byte(), '\0');
    read(id.data(), id.size());
    return id;
}

std::string HouseholdFile::value() {
    constexpr std::uint8_t kInteger = 1, kReal = 2;
    const std::uint8_t type = byte();
    if (type == kInteger) {
        std::int64_t number = 0;
        read(&number, sizeof number);
        return std::to_string(number);
    }
    if (type == kReal) {
        double number = 0;
        read(&number, sizeof number);
        return number_text(number);
    }
    std::uint16_t size = 0;
    read(&size, sizeof size);
    std::string text(size, '\0');
    read(text.data(), text.size());
    return text;
}

void HouseholdFile::read(void* bytes, std::size_t size) {
    if (size == 0 || file_.read(static_cast<char*>(bytes), static_cast<std::streamsize>(size))) return;
    std::fprintf(stderr, "bench_peer: %s cannot be read\n", path_.c_str());
    std::exit(1);
}

}  // namespace yuanquan::bench

#include "model/base/ids.hpp"

#include <sodium.h>

#include "model/base/check.hpp"

namespace yuanquan::base {
namespace {

class SystemRandom final : public Random {
  public:
    SystemRandom() { YQ_CHECK(sodium_init() >= 0); }
    void fill(std::uint8_t* bytes, std::size_t count) override { randombytes_buf(bytes, count); }
};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

std::uint64_t Random::next_u64() {
    std::array<std::uint8_t, 8> bytes;
    fill(bytes.data(), bytes.size());
    std::uint64_t value = 0;  // Little-endian by hand, so that a seed gives the same run on every machine.
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

Random& system_random() {
    static SystemRandom random;
    return random;
}

// SplitMix64 (Steele, Lea, Flood 2014): one word per step.
void SeededRandom::fill(std::uint8_t* bytes, std::size_t count) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 8 == 0) {
            word = state_ += 0x9e3779b97f4a7c15;
            word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
            word = (word ^ word >> 27) * 0x94d049bb133111eb;
            word ^= word >> 31;
        }
        bytes[i] = static_cast<std::uint8_t>(word >> 8 * (i % 8));
    }
}

std::string to_hex(const std::uint8_t* bytes, std::size_t count) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text(2 * count, '\0');
    for (std::size_t i = 0; i < count; ++i) {
        text[2 * i] = kDigits[bytes[i] >> 4];
        text[2 * i + 1] = kDigits[bytes[i] & 15];
    }
    return text;
}

bool from_hex(std::string_view text, std::uint8_t* bytes, std::size_t count) {
    if (text.size() != 2 * count) return false;
    for (std::size_t i = 0; i < count; ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

}  // namespace yuanquan::base

#include "model/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace yuanquan::base {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr char32_t kReplacement = 0xfffd;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The character at i, with i moved behind it; kReplacement and ok = false for one malformed byte.
char32_t next_character(std::string_view text, std::size_t& i, bool& ok) {
    const auto byte = [&](std::size_t at) -> char32_t { return static_cast<unsigned char>(text[at]); };
    const char32_t first = byte(i);
    ok = true;
    if (first < 0x80) return ++i, first;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    ok = first >= 0xc2 && first <= 0xf4 && i + length <= text.size();
    char32_t c = first & (0x7f >> length);
    for (std::size_t k = 1; ok && k < length; ++k) {
        ok = (byte(i + k) & 0xc0) == 0x80;
        c = c << 6 | (byte(i + k) & 0x3f);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    ok = ok && !overlong && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
    if (!ok) return ++i, kReplacement;
    i += length;
    return c;
}

// Decimal digits d1 d2 ... and the place of the point: value = 0.d1d2... * 10^point.
struct Digits {
    bool negative = false;
    std::string digits;  // No leading or trailing zeros; empty for zero.
    int point = 0;
};

Digits shortest_digits(double value) {
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    Digits result;
    const char* p = buffer;
    if (*p == '-') result.negative = true, ++p;
    for (; *p != 'e'; ++p) {
        if (*p != '.') result.digits += *p;
    }
    ++p;
    if (*p == '+') ++p;
    std::from_chars(p, end, result.point);
    ++result.point;
    while (!result.digits.empty() && result.digits.back() == '0') result.digits.pop_back();
    return result;
}

std::string written(const Digits& number) {
    const auto count = static_cast<int>(number.digits.size());
    std::string text = number.negative && count > 0 ? "-" : "";
    if (number.point <= 0) {
        text += "0";
        if (count > 0) text += "." + std::string(static_cast<std::size_t>(-number.point), '0') + number.digits;
    } else if (number.point >= count) {
        text += count == 0 ? "0" : number.digits + std::string(static_cast<std::size_t>(number.point - count), '0');
    } else {
        const auto whole = static_cast<std::size_t>(number.point);
        text += number.digits.substr(0, whole) + "." + number.digits.substr(whole);
    }
    return text;
}

std::optional<std::string> not_finite(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    return std::nullopt;
}

}  // namespace

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string collapse_space(std::string_view text) {
    std::string result;
    for (const std::string_view word : split_space(text)) {
        if (!result.empty()) result += ' ';
        result += word;
    }
    return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const std::size_t end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> split_space(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t first = text.find_first_not_of(kSpace, i);
        if (first == std::string_view::npos) break;
        const std::size_t end = std::min(text.find_first_of(kSpace, first), text.size());
        words.push_back(text.substr(first, end - first));
        i = end;
    }
    return words;
}

bool is_valid_utf8(std::string_view text) {
    bool ok = true;
    for (std::size_t i = 0; ok && i < text.size();) next_character(text, i, ok);
    return ok;
}

std::u32string to_utf32(std::string_view text) {
    std::u32string result;
    result.reserve(text.size());
    bool ok = true;
    for (std::size_t i = 0; i < text.size();) result += next_character(text, i, ok);
    return result;
}

std::string to_utf8(std::u32string_view text) {
    std::string result;
    result.reserve(text.size());
    for (char32_t c : text) {
        if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = kReplacement;
        const auto put = [&](char32_t byte) { result += static_cast<char>(static_cast<unsigned char>(byte)); };
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
        } else {
            put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
        }
    }
    return result;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    bool ok = true;
    for (std::size_t i = 0; i < text.size(); ++count) next_character(text, i, ok);
    return count;
}

std::optional<double> parse_decimal(std::string_view text) {
    text = trim(text);
    std::string_view rest = text;
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) rest.remove_prefix(1);
    std::size_t digits = 0, points = 0;
    for (const char c : rest) (c == '.' ? points : digits) += is_digit(c) || c == '.' ? 1 : rest.size() + 2;
    if (digits == 0 || digits > rest.size() || points > 1) return std::nullopt;
    if (text[0] == '+') text.remove_prefix(1);
    double value = 0;
    const auto status = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ec;
    if (status == std::errc{}) return value;
    const bool below_one = rest.substr(0, rest.find('.')).find_first_not_of('0') == std::string_view::npos;
    if (!below_one) return std::nullopt;  // Beyond the greatest double.
    return 0.0;                           // Below the smallest.
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trim(text);
    if (!text.empty() && text[0] == '+') {
        text.remove_prefix(1);
        if (!text.empty() && text[0] == '-') return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string format_number(double value) {
    if (auto text = not_finite(value)) return *text;
    return written(shortest_digits(value));
}

// Rounds the shortest decimal, not the binary value: people see 2.345, so they expect 2.35.
std::string format_fixed(double value, int decimals) {
    if (auto text = not_finite(value)) return *text;
    decimals = std::clamp(decimals, 0, 400);
    Digits number = shortest_digits(value);
    const int keep = number.point + decimals;
    if (keep < static_cast<int>(number.digits.size())) {
        const bool up = keep >= 0 && number.digits[static_cast<std::size_t>(keep)] >= '5';
        number.digits.resize(static_cast<std::size_t>(std::max(keep, 0)));
        if (up) {
            while (!number.digits.empty() && number.digits.back() == '9') number.digits.pop_back();
            if (number.digits.empty()) {
                number.digits = "1";
                ++number.point;
            } else {
                ++number.digits.back();
            }
        }
        while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back();
    }
    std::string text = written(number);
    if (decimals == 0) return text;
    std::size_t point = text.find('.');
    if (point == std::string::npos) point = text.size(), text += '.';
    text.resize(point + 1 + static_cast<std::size_t>(decimals), '0');
    return text;
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }
bool ends_with(std::string_view text, std::string_view suffix) { return text.ends_with(suffix); }

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    if (from.empty()) return std::string(text);
    std::string result;
    for (;;) {
        const std::size_t at = text.find(from);
        result += text.substr(0, at);
        if (at == std::string_view::npos) return result;
        result += to;
        text.remove_prefix(at + from.size());
    }
}

std::string fill(std::string_view pattern, const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string result;
    for (std::size_t i = 0; i < pattern.size();) {
        if (pattern[i] == '{') {
            const std::size_t end = pattern.find('}', i);
            const std::string_view name = end == std::string_view::npos ? "" : pattern.substr(i + 1, end - i - 1);
            const auto it = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
            if (end != std::string_view::npos && it != values.end()) {
                result += it->second;  // Never looked at again: a value may hold braces.
                i = end + 1;
                continue;
            }
        }
        result += pattern[i++];
    }
    return result;
}

}  // namespace yuanquan::base

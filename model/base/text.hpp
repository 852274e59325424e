#pragma once
// UTF-8 text without a locale: the same result on every machine. Numbers in the XForms lexical form.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::base {

std::string_view trim(std::string_view text);              // XML white space at both ends.
std::string collapse_space(std::string_view text);         // trimmed, inner runs of white space become one space.
std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> split_space(std::string_view text);  // Words; no empty ones.
bool is_valid_utf8(std::string_view text);
std::u32string to_utf32(std::string_view text);            // Malformed bytes become U+FFFD.
std::string to_utf8(std::u32string_view text);
// What Chinese Windows programs save (GBK, GB18030) as UTF-8; nullopt where it is not that.
std::optional<std::string> from_gb18030(std::string_view text);
std::size_t count_characters(std::string_view text);       // Code points.
// Finite decimal text without exponent ("1e3" is not a number here), as an XForms decimal. nullopt otherwise.
std::optional<double> parse_decimal(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);
// Shortest text that reads back to the same double, never with an exponent; NaN, Infinity, -Infinity.
std::string format_number(double value);
std::string format_fixed(double value, int decimals);      // Half away from zero: 2.345 -> "2.35".
bool starts_with(std::string_view text, std::string_view prefix);
bool ends_with(std::string_view text, std::string_view suffix);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);
// "Household {name} of {area}" with values for the names; unknown names stay as they are.
std::string fill(std::string_view pattern, const std::vector<std::pair<std::string_view, std::string>>& values);
// Lower case by Unicode, for searching and for option names.
std::string fold_case(std::string_view text);
std::string lower_case(std::string_view text);             // Of no language in particular.
std::string upper_case(std::string_view text);
// Pinyin without tones, words joined by a space: "张三" -> "zhang san"; other scripts transliterated to Latin.
std::string pinyin(std::string_view text);
// First letters of pinyin(): "zs".
std::string pinyin_initials(std::string_view text);
std::string initials_of(std::string_view words);  // The first character of each: "zhang san" -> "zs".
// Order for people: Chinese by pinyin, figures by value. Negative, 0, positive. Total: equal keys fall back to bytes.
int compare_for_people(std::string_view a, std::string_view b);

}  // namespace yuanquan::base

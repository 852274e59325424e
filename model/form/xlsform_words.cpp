#include "model/form/xlsform_words.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "model/base/text.hpp"

namespace yuanquan::form {

namespace {

// One code point and its length; malformed bytes count as U+FFFD of one byte.
std::pair<char32_t, std::size_t> decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    if (length == 1 || text.size() < length) return {0xfffd, 1};
    char32_t point = first & (0xff >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {0xfffd, 1};
        point = (point << 6) | (byte(i) & 0x3f);
    }
    return {point, length};
}

bool starts_name(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (c >= 0xc0 && c <= 0xd6) ||
           (c >= 0xd8 && c <= 0xf6) || (c >= 0xf8 && c <= 0x2ff) || (c >= 0x370 && c <= 0x37d) ||
           (c >= 0x37f && c <= 0x1fff) || (c >= 0x200c && c <= 0x200d) || (c >= 0x2070 && c <= 0x218f) ||
           (c >= 0x2c00 && c <= 0x2fef) || (c >= 0x3001 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) ||
           (c >= 0xfdf0 && c < 0xfffd) || (c >= 0x10000 && c <= 0xeffff);
}

bool continues_name(char32_t c) {
    return starts_name(c) || c == '-' || c == '.' || (c >= '0' && c <= '9') || c == 0xb7 ||
           (c >= 0x300 && c <= 0x36f) || (c >= 0x203f && c <= 0x2040);
}

bool is_wide_space(char32_t c) {
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

}  // namespace

std::size_t plain_name_length(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto [point, length] = decode(text.substr(at));
        if (at == 0 ? !starts_name(point) : !continues_name(point)) break;
        at += length;
    }
    return at;
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && plain_name_length(text) == text.size();
}

bool is_xml_name(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return is_plain_name(text);
    return is_plain_name(text.substr(0, colon)) && is_plain_name(text.substr(colon + 1));
}

std::optional<bool> yes_no(std::string_view text) {
    for (std::string_view yes : {"yes", "Yes", "YES", "true", "True", "TRUE", "true()"}) {
        if (text == yes) return true;
    }
    for (std::string_view no : {"no", "No", "NO", "false", "False", "FALSE", "false()"}) {
        if (text == no) return false;
    }
    return std::nullopt;
}

std::string as_condition(std::string_view text) {
    const auto answer = yes_no(text);
    if (!answer) return std::string(text);
    return *answer ? "true()" : "false()";
}

std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::string snake_case(std::string_view heading) {
    std::string joined;
    for (std::string_view word : base::split_space(heading)) {
        if (!joined.empty()) joined += '_';
        joined += word;
    }
    return lower_ascii(joined);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::u32string from = base::to_utf32(a);
    const std::u32string to = base::to_utf32(b);
    std::vector<std::size_t> row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string nearest_word(std::string_view word, const std::vector<std::string_view>& candidates) {
    if (word.size() < 3 || word.size() > 100) return {};
    const std::string lower = lower_ascii(word);
    std::string_view best;
    std::size_t best_distance = std::clamp<std::size_t>(word.size() / 3, 1, 2) + 1;
    for (std::string_view candidate : candidates) {
        if (candidate.size() > word.size() + 2 || word.size() > candidate.size() + 2) continue;
        const std::size_t distance = edit_distance(lower, lower_ascii(candidate));
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return std::string(best);
}

std::string_view trim_wide(std::string_view text) {
    while (!text.empty()) {
        const auto [point, length] = decode(text);
        if (!is_wide_space(point)) break;
        text.remove_prefix(length);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80)
            --start;
        if (!is_wide_space(decode(text.substr(start)).first)) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

std::string clean_cell(std::string_view cell, bool collapse, std::vector<std::uint32_t>* source) {
    const std::string_view kept = collapse ? trim_wide(cell) : cell;
    const auto offset = static_cast<std::size_t>(kept.data() - cell.data());
    std::string clean;
    clean.reserve(kept.size());
    if (source != nullptr) source->clear();
    const auto put = [&](char c, std::size_t from) {
        clean += c;
        if (source != nullptr) source->push_back(static_cast<std::uint32_t>(offset + from));
    };
    for (std::size_t i = 0; i < kept.size();) {
        const std::string_view rest = kept.substr(i);
        if (rest.size() >= 3 && rest[0] == '\xe2' && rest[1] == '\x80') {  // ‘ ’ “ ”
            const auto third = static_cast<unsigned char>(rest[2]);
            if (third == 0x98 || third == 0x99 || third == 0x9c || third == 0x9d) {
                put(third < 0x9c ? '\'' : '"', i);
                i += 3;
                continue;
            }
        }
        const bool doubled = collapse && rest[0] == ' ' && !clean.empty() && clean.back() == ' ';
        if (!doubled) put(rest[0], i);
        ++i;
    }
    if (source != nullptr) source->push_back(static_cast<std::uint32_t>(offset + kept.size()));
    return clean;
}

std::optional<double> parse_number(std::string_view text) {
    text = base::trim(text);
    bool digits = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits = true;
        else if (c != '+' && c != '-' && c != '.' && c != 'e' && c != 'E')
            return std::nullopt;
    }
    if (!digits || text.size() > 60) return std::nullopt;
    const std::string copy(text);
    char* end = nullptr;
    const double value = std::strtod(copy.c_str(), &end);
    if (end != copy.c_str() + copy.size() || value > 1e300 || value < -1e300) return std::nullopt;
    return value;
}

bool is_integer_text(std::string_view text) {
    text = base::trim(text);
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace yuanquan::form

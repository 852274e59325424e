#include "model/form/answer_types.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/text.hpp"

namespace yuanquan::form {
namespace {

using MaybeText = std::optional<std::string>;

bool digits(std::string_view text, std::size_t min, std::size_t max, int& out) {
    if (text.size() < min || text.size() > max) return false;
    out = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return false;
        out = out * 10 + (c - '0');
    }
    return true;
}

int days_in_month(int year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[month - 1];
}

MaybeText date(std::string_view text) {
    auto const parts = base::split(text, '-');
    int year = 0, month = 0, day = 0;
    if (parts.size() != 3 || !digits(parts[0], 4, 4, year) || !digits(parts[1], 1, 2, month) || !digits(parts[2], 1, 2, day)) {
        return {};
    }
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return {};
    char out[48];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
    return out;
}

// "Z", "+08:00", "+0800", "+08" → "+08:00"
MaybeText zone(std::string_view text) {
    if (text == "Z" || text == "z") return "+00:00";
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return {};
    std::string figures;
    for (char c : text.substr(1)) {
        if (c != ':') figures += c;
    }
    int hours = 0, minutes = 0;
    std::string_view const all = figures;
    if (!digits(all.substr(0, 2), 2, 2, hours) || (all.size() > 2 && !digits(all.substr(2), 2, 2, minutes))) return {};
    if (hours > 14 || minutes > 59) return {};
    char out[24];
    std::snprintf(out, sizeof out, "%c%02d:%02d", text[0], hours, minutes);
    return out;
}

MaybeText time(std::string_view text) {
    std::size_t const zone_at = text.find_first_of("Zz+-");
    MaybeText offset = std::string();
    if (zone_at != text.npos && !(offset = zone(text.substr(zone_at)))) return {};
    auto const parts = base::split(text.substr(0, zone_at), ':');
    int hours = 0, minutes = 0, seconds = 0, milliseconds = 0;
    if (parts.size() < 2 || parts.size() > 3 || !digits(parts[0], 1, 2, hours) || !digits(parts[1], 2, 2, minutes)) return {};
    if (parts.size() == 3) {
        std::size_t const dot = parts[2].find('.');
        if (!digits(parts[2].substr(0, dot), 2, 2, seconds)) return {};
        if (dot != parts[2].npos) {
            std::string fraction(parts[2].substr(dot + 1, 3));
            fraction.resize(3, '0');
            if (!digits(fraction, 3, 3, milliseconds)) return {};
        }
    }
    if (hours > 23 || minutes > 59 || seconds > 59) return {};
    char out[64];
    std::snprintf(out, sizeof out, "%02d:%02d:%02d.%03d", hours, minutes, seconds, milliseconds);
    return out + *offset;
}

std::string zone_text(int offset_minutes) {
    char out[24];
    int const size = std::abs(offset_minutes);
    std::snprintf(out, sizeof out, "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', size / 60 % 24, size % 60);
    return out;
}

MaybeText date_time(std::string_view text, int offset_minutes) {
    std::size_t const t = text.find_first_of("T ");
    MaybeText const day = date(text.substr(0, t));
    if (!day) return {};
    MaybeText clock = t == text.npos ? MaybeText("00:00:00.000") : time(text.substr(t + 1));
    if (!clock) return {};
    if (clock->size() == 12) *clock += zone_text(offset_minutes);
    return *day + "T" + *clock;
}

std::string coordinate(double number) {
    std::string text = base::format_number(number);
    return text.find('.') == text.npos ? text + ".0" : text;
}

MaybeText geopoint(std::string_view text) {
    auto const words = base::split_space(text);
    if (words.size() < 2 || words.size() > 4) return {};
    double numbers[4] = {0, 0, 0, 0};
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const number = base::parse_decimal(words[i]);
        if (!number) return {};
        numbers[i] = *number;
    }
    if (std::abs(numbers[0]) > 90 || std::abs(numbers[1]) > 180) return {};
    std::string out;
    for (double number : numbers) out += (out.empty() ? "" : " ") + coordinate(number);
    return out;
}

MaybeText geo_line(std::string_view text, std::size_t points_min, bool closed) {
    std::vector<std::string> points;
    for (std::string_view part : base::split(text, ';')) {
        if (base::trim(part).empty()) continue;
        MaybeText const point = geopoint(part);
        if (!point) return {};
        points.push_back(*point);
    }
    if (points.size() < points_min || (closed && points.front() != points.back())) return {};
    std::string out;
    for (auto const& point : points) out += (out.empty() ? "" : "; ") + point;
    return out;
}

MaybeText integer(std::string_view text) {
    if (auto const exact = base::parse_integer(text)) return std::to_string(*exact);
    auto const number = base::parse_decimal(text);
    if (!number || std::abs(*number) >= 9e18) return {};
    return std::to_string(static_cast<std::int64_t>(*number));
}

MaybeText decimal(std::string_view text) {
    auto const number = base::parse_decimal(text);
    return number ? MaybeText(base::format_number(*number)) : MaybeText();
}

}  // namespace

std::optional<std::string> canonical_answer(DataType type, std::string_view text, int offset_minutes) {
    switch (type) {
        case DataType::integer: case DataType::decimal: case DataType::date: case DataType::time: case DataType::date_time:
        case DataType::geopoint: case DataType::geotrace: case DataType::geoshape: break;
        default: return std::string(text);
    }
    text = base::trim(text);
    if (text.empty()) return std::string();
    switch (type) {
        case DataType::integer: return integer(text);
        case DataType::decimal: return decimal(text);
        case DataType::date: {
            auto const whole = text.find('T') == text.npos ? MaybeText("") : date_time(text, offset_minutes);
            return whole ? date(text.substr(0, text.find('T'))) : MaybeText();
        }
        case DataType::time: return time(text);
        case DataType::date_time: return date_time(text, offset_minutes);
        case DataType::geopoint: return geopoint(text);
        case DataType::geotrace: return geo_line(text, 2, false);
        default: return geo_line(text, 4, true);
    }
}

namespace {

// A number where the type wants a moment: days since 1970, whose text is a date.
std::string moment_text(DataType type, xpath::Moment moment, int offset_minutes) {
    moment.has_time = type != DataType::date;
    moment.offset_minutes = offset_minutes;
    return xpath::Value(moment).string();
}

}  // namespace

std::string stored_value(DataType type, const xpath::Value& value, int offset_minutes) {
    bool const wants_moment = type == DataType::date || type == DataType::date_time || type == DataType::time;
    if (auto const* number = std::get_if<double>(&value)) {
        if (std::isnan(*number)) return {};
        if (type == DataType::integer && std::isfinite(*number) && std::abs(*number) < 9e18) {
            return std::to_string(static_cast<std::int64_t>(*number));
        }
        if (wants_moment) return moment_text(type, xpath::Moment{*number, false, offset_minutes}, offset_minutes);
        return xpath::number_text(*number);
    }
    if (auto const* moment = std::get_if<xpath::Moment>(&value); moment && std::isnan(moment->days)) return {};
    std::string text = value.string();
    if (text == "NaN") return {};
    if (auto canonical = canonical_answer(type, text, offset_minutes)) return *std::move(canonical);
    return {};
}

std::string canonical_choices(std::string_view text) {
    auto words = base::split_space(text);
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (std::find(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i), words[i]) != words.begin() + static_cast<std::ptrdiff_t>(i)) {
            continue;
        }
        if (!out.empty()) out += ' ';
        out += words[i];
    }
    return out;
}

}  // namespace yuanquan::form

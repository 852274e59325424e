#include "model/base/xlsx_dates.hpp"

#include <cmath>
#include <cstdio>

#include "model/base/clock.hpp"

namespace yuanquan::base {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr double kSerialEnd = 2'958'466;            // 10000-01-01.
constexpr std::int64_t kDaysTo1970From1900 = 25'569, kDaysTo1970From1904 = 24'107;

std::string time_text(std::int64_t ms) {
    char text[64];
    const int used = std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld", static_cast<long long>(ms / 3'600'000),
                                   static_cast<long long>(ms / 60'000 % 60), static_cast<long long>(ms / 1000 % 60));
    std::string result(text, static_cast<std::size_t>(used));
    if (ms % 1000 != 0) {
        std::snprintf(text, sizeof text, ".%03lld", static_cast<long long>(ms % 1000));
        result += text;
    }
    return result;
}

}  // namespace

// ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in the Chinese and Japanese editions.
DateKind date_kind(unsigned format) {
    if (format == 22) return DateKind::date_time;
    if (format == 46) return DateKind::elapsed;
    if ((format >= 18 && format <= 21) || format == 45 || format == 47) return DateKind::time;
    if (format >= 32 && format <= 35) return DateKind::time;
    if (format == 55 || format == 56) return DateKind::time;
    if ((format >= 14 && format <= 17) || (format >= 27 && format <= 36) || (format >= 50 && format <= 58)) {
        return DateKind::date;
    }
    return DateKind::none;
}

DateKind date_kind(std::string_view code) {
    bool day = false, month = false, clock = false;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {  // The first section is for positive numbers.
        switch (code[i]) {
            case '"': i = code.find('"', i + 1); break;
            case '\\':
            case '_':
            case '*': ++i; break;
            case '[': {
                const char first = i + 1 < code.size() ? code[i + 1] : ']';
                if (first == 'h' || first == 'H' || first == 'm' || first == 's' || first == 'S') return DateKind::elapsed;
                i = code.find(']', i);
                break;
            }
            case 'y': case 'Y': case 'd': case 'D': day = true; break;
            case 'm': case 'M': month = true; break;
            case 'h': case 'H': case 's': case 'S': clock = true; break;
            case 'E': case 'e':
                if (i + 1 < code.size() && (code[i + 1] == '+' || code[i + 1] == '-')) return DateKind::none;
                break;
            default: break;
        }
        if (i == std::string_view::npos) break;
    }
    if (day && clock) return DateKind::date_time;
    if (clock) return DateKind::time;
    return day || month ? DateKind::date : DateKind::none;
}

std::string date_text(double serial, DateKind kind, bool from_1904) {
    if (kind == DateKind::none || !(serial >= 0 && serial < kSerialEnd)) return {};
    if (kind == DateKind::elapsed) return time_text(std::llround(serial * double(kMsPerDay)));
    // The 1900 calendar counts a 29 February 1900 that never was (serial 60).
    if (!from_1904 && serial >= 1 && serial < 60) serial += 1;
    const std::int64_t since = std::llround(serial * double(kMsPerDay));
    const std::int64_t ms_of_day = since % kMsPerDay;
    const std::int64_t days = since / kMsPerDay - (from_1904 ? kDaysTo1970From1904 : kDaysTo1970From1900);
    const bool has_day = kind == DateKind::date || kind == DateKind::date_time || since >= kMsPerDay;
    if (!has_day) return time_text(ms_of_day);
    std::string text = iso_date(days * kMsPerDay, 0);
    if (kind != DateKind::date) text += "T" + time_text(ms_of_day);
    return text;
}

}  // namespace yuanquan::base

#pragma once
// The dates of spreadsheets: which number formats mean one, and what a serial number is in ISO 8601. Called by the
// .xlsx reader only.

#include <cstdint>
#include <string>
#include <string_view>

namespace yuanquan::base {

enum class DateKind : std::uint8_t { none, date, time, date_time, elapsed };

DateKind date_kind(unsigned builtin_format);     // Of a number format that every spreadsheet program knows.
DateKind date_kind(std::string_view format_code);  // "yyyy\-mm\-dd" and the like.
// 2026-11-23, 08:05:00, 2026-11-23T08:05:00; empty where the number is no date.
std::string date_text(double serial, DateKind kind, bool from_1904);

}  // namespace yuanquan::base

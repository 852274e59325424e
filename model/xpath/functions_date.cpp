// Dates and times. A date is a Moment: days since 1970 UTC as a number, ISO as text. Decided here: date(x) shows the
// day only, by the specification, while its number keeps the time; a whole number of days is that day in every zone,
// as in Collect; what is no date gives "Invalid Date" as text and NaN as a number, as in Web Forms.

#include <cmath>
#include <limits>

#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// nullopt for an empty text.
std::optional<Moment> moment_of(Call& call, const Value& value) {
    LocalZone const& zone = call.evaluator.zone();
    if (auto const* moment = std::get_if<Moment>(&value)) return *moment;
    if (std::holds_alternative<bool>(value)) return Moment{kNaN, false, 0};
    if (auto const* number = std::get_if<double>(&value)) return Moment{*number, true, zone.offset_at(*number)};
    std::string const text = value.string();
    if (base::trim(text).empty()) return std::nullopt;
    if (auto const moment = parse_moment(text, zone)) return moment;
    double const number = text_number(text);
    return Moment{number, true, zone.offset_at(number)};
}

Value date_time(Call& call) {
    auto const moment = moment_of(call, call.value(0));
    return moment ? Value(*moment) : Value(std::string());
}

Value date(Call& call) {
    Value const value = call.value(0);
    auto moment = moment_of(call, value);
    if (!moment) return std::string();
    auto const* days = std::get_if<double>(&value);
    if (days && *days == std::floor(*days)) moment->offset_minutes = 0;
    moment->has_time = false;
    return *moment;
}

Value today(Call& call) {
    LocalZone const& zone = call.evaluator.zone();
    double const local = static_cast<double>(zone.now_ms()) + zone.date_offset() * 60'000.0;
    double const midnight = std::floor(local / kMsPerDay) * kMsPerDay - zone.date_offset() * 60'000.0;
    return Moment{midnight / kMsPerDay, false, zone.date_offset()};
}

Value now(Call& call) {
    LocalZone const& zone = call.evaluator.zone();
    return Moment{static_cast<double>(zone.now_ms()) / kMsPerDay, true, zone.date_offset()};
}

Value decimal_date_time(Call& call) {
    auto const moment = moment_of(call, call.value(0));
    return moment ? moment->days : kNaN;
}

// Of a time of day, or of the time in a date with time.
Value decimal_time(Call& call) {
    std::string const text = call.string(0);
    double const time = parse_time_of_day(text, call.evaluator.zone());
    if (!std::isnan(time)) return time;
    auto const moment = parse_moment(text, call.evaluator.zone());
    if (!moment) return kNaN;
    double const local = moment->days + moment->offset_minutes / 1440.0;
    return local - std::floor(local);
}

// Writes the fields of the specification; any other character after % is kept as it is.
std::string formatted(const Civil& civil, std::string_view format, bool with_time) {
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    std::string out;
    auto put = [&](std::size_t width, int number) {
        std::string const figures = std::to_string(number);
        out.append(width > figures.size() ? width - figures.size() : 0, '0').append(figures);
    };
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            out += format[i];
            continue;
        }
        char const field = format[++i];
        auto const year = static_cast<int>(civil.year);
        switch (field) {
            case '%': out += '%'; break;
            case 'Y': put(4, year); break;
            case 'y': put(2, ((year % 100) + 100) % 100); break;
            case 'm': put(2, civil.month); break;
            case 'n': put(1, civil.month); break;
            case 'b': out += kMonths[civil.month - 1]; break;
            case 'd': put(2, civil.day); break;
            case 'e': put(1, civil.day); break;
            case 'a': out += kDays[civil.weekday]; break;
            case 'H': put(2, with_time ? civil.hour : 0); break;
            case 'h': put(1, with_time ? civil.hour : 0); break;
            case 'M': put(2, with_time ? civil.minute : 0); break;
            case 'S': put(2, with_time ? civil.second : 0); break;
            case '3': put(3, with_time ? civil.millisecond : 0); break;
            default: out += '%', out += field;
        }
    }
    return out;
}

Value format_date(Call& call) {
    auto const moment = moment_of(call, call.value(0));
    if (!moment || !(std::abs(moment->days) < 3e6)) return std::string();
    return formatted(civil_of(*moment), call.string(1), true);
}

constexpr auto kNow = Function::kVolatile | Function::kSteady;
constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"date", 1, 1, Type::any, kPlain, date},
    {"date-time", 1, 1, Type::any, kPlain, date_time},
    {"today", 0, 0, Type::any, kNow, today},
    {"now", 0, 0, Type::any, kNow, now},
    {"decimal-date-time", 1, 1, Type::number, kPlain, decimal_date_time},
    {"decimal-time", 1, 1, Type::number, kPlain, decimal_time},
    {"format-date", 2, 2, Type::text, kPlain, format_date},
    {"format-date-time", 2, 2, Type::text, kPlain, format_date},
};

}  // namespace

std::span<const Function> date_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

#include "model/xpath/moment.hpp"

#include <cmath>
#include <cstdio>
#include <limits>

#include "model/base/text.hpp"

namespace yuanquan::xpath {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Reads fixed-width figures and single characters, left to right.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}
    bool figures(std::size_t count, int& out) {
        if (text_.size() < count) return false;
        out = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return false;
            out = out * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return true;
    }
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    // .123456 → milliseconds, figures beyond the third dropped.
    bool fraction(int& milliseconds) {
        int scale = 100;
        bool any = false;
        for (milliseconds = 0; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; text_.remove_prefix(1)) {
            milliseconds += (text_.front() - '0') * scale;
            scale /= 10;
            any = true;
        }
        return any;
    }
    bool done() const { return text_.empty(); }

  private:
    std::string_view text_;
};

int days_in_month(int year, int month) {
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[month - 1];
}

// hh:mm[:ss[.fff]][Z|±hh[:mm]] → milliseconds of the day, offset where written.
bool read_time(Reader& reader, std::int64_t& milliseconds, std::optional<int>& offset) {
    int hour = 0, minute = 0, second = 0, fraction = 0;
    if (!reader.figures(2, hour) || !reader.take(':') || !reader.figures(2, minute)) return false;
    if (reader.take(':')) {
        if (!reader.figures(2, second)) return false;
        if (reader.take('.') && !reader.fraction(fraction)) return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    milliseconds = ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + fraction;
    if (reader.take('Z')) {
        offset = 0;
    } else {
        int const sign = reader.take('+') ? 1 : reader.take('-') ? -1 : 0;
        if (sign != 0) {
            int hours = 0, minutes = 0;
            if (!reader.figures(2, hours)) return false;
            bool const colon = reader.take(':');
            if (!reader.figures(2, minutes) && (colon || !reader.done())) return false;
            if (hours > 14 || minutes > 59) return false;
            offset = sign * (hours * 60 + minutes);
        }
    }
    return reader.done();
}

}  // namespace

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
    year -= month <= 2;
    std::int64_t const era = (year >= 0 ? year : year - 399) / 400;
    std::int64_t const of_era = year - era * 400;
    std::int64_t const of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Civil civil_of(const Moment& moment) {
    // Rounded to the millisecond first: a day's fraction in a double is not exact.
    double const ms = std::round(moment.days * kMsPerDay) + moment.offset_minutes * 60'000.0;
    double const whole = std::floor(ms / kMsPerDay);
    auto rest = static_cast<std::int64_t>(ms - whole * kMsPerDay);
    Civil civil;
    civil.millisecond = static_cast<int>(rest % 1000);
    civil.second = static_cast<int>(rest / 1000 % 60);
    civil.minute = static_cast<int>(rest / 60'000 % 60);
    civil.hour = static_cast<int>(rest / 3'600'000);
    auto const days = static_cast<std::int64_t>(whole);
    civil.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
    std::int64_t const z = days + 719468;
    std::int64_t const era = (z >= 0 ? z : z - 146096) / 146097;
    std::int64_t const of_era = z - era * 146097;
    std::int64_t const year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    std::int64_t const of_year = of_era - (365 * year + year / 4 - year / 100);
    std::int64_t const shifted = (5 * of_year + 2) / 153;
    civil.day = static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1);
    civil.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    civil.year = year + era * 400 + (civil.month <= 2);
    return civil;
}

LocalZone::LocalZone(const Context& context)
    : clock_(context.clock),
      now_ms_(context.clock ? context.clock->now_ms() : base::system_clock().now_ms()),
      offset_(context.clock ? context.clock->offset_minutes(now_ms_) : context.utc_offset_minutes) {}

int LocalZone::offset_at(double days) const {
    if (!clock_ || !(std::abs(days) < 1e8)) return offset_;
    return clock_->offset_minutes(static_cast<std::int64_t>(std::round(days * kMsPerDay)));
}

bool looks_like_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    for (std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (text[i] < '0' || text[i] > '9') return false;
    }
    return true;
}

std::optional<Moment> parse_moment(std::string_view text, const LocalZone& zone) {
    text = base::trim(text);
    if (!looks_like_date(text)) return std::nullopt;
    Reader reader(text);
    int year = 0, month = 0, day = 0;
    reader.figures(4, year), reader.take('-'), reader.figures(2, month), reader.take('-'), reader.figures(2, day);
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
    auto const days = static_cast<double>(days_from_civil(year, month, day));
    if (reader.done()) {
        int const offset = zone.date_offset();
        return Moment{(days * kMsPerDay - offset * 60'000.0) / kMsPerDay, false, offset};
    }
    std::int64_t milliseconds = 0;
    std::optional<int> offset;
    if (!reader.take('T') && !reader.take(' ')) return std::nullopt;
    if (!read_time(reader, milliseconds, offset)) return std::nullopt;
    double const local = days * kMsPerDay + static_cast<double>(milliseconds);
    int const written = offset ? *offset : zone.offset_at(local / kMsPerDay);
    double const utc = (local - written * 60'000.0) / kMsPerDay;
    return Moment{utc, true, zone.offset_at(utc)};
}

double parse_time_of_day(std::string_view text, const LocalZone& zone) {
    Reader reader(base::trim(text));
    std::int64_t milliseconds = 0;
    std::optional<int> offset;
    if (!read_time(reader, milliseconds, offset)) return kNaN;
    if (!offset) return static_cast<double>(milliseconds) / kMsPerDay;
    double const local = static_cast<double>(milliseconds) + (zone.date_offset() - *offset) * 60'000.0;
    return (local - std::floor(local / kMsPerDay) * kMsPerDay) / kMsPerDay;
}

std::string moment_text(const Moment& moment) {
    if (!(std::abs(moment.days) < 3e6)) return "Invalid Date";  // Year 8000 and beyond have no four figures.
    Civil const civil = civil_of(moment);
    char text[48];
    auto const year = static_cast<long long>(civil.year);
    if (!moment.has_time) {
        std::snprintf(text, sizeof text, "%04lld-%02d-%02d", year, civil.month, civil.day);
        return text;
    }
    int const offset = std::abs(moment.offset_minutes);
    std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:%02d:%02d.%03d%c%02d:%02d", year, civil.month, civil.day,
                  civil.hour, civil.minute, civil.second, civil.millisecond, moment.offset_minutes < 0 ? '-' : '+',
                  offset / 60, offset % 60);
    return text;
}

}  // namespace yuanquan::xpath

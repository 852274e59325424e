#pragma once
// Dates and times of ODK: ISO text ⇄ Moment, civil calendar, offsets. Zone-free texts are local; the local offset comes
// from the context, never from the machine, so that a clock given by a test decides all.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/xpath/context.hpp"
#include "model/xpath/value.hpp"

namespace yuanquan::xpath {

inline constexpr double kMsPerDay = 86'400'000.0;

struct Civil {
    std::int64_t year = 1970;
    int month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0, weekday = 4;  // Sunday = 0.
};
std::int64_t days_from_civil(std::int64_t year, int month, int day);
Civil civil_of(const Moment& moment);  // In the moment's own zone.

// The zone of one evaluation: one offset for dates without time (so that differences of dates are whole days even
// where clocks change), the clock's for instants.
class LocalZone {
  public:
    explicit LocalZone(const Context& context);
    std::int64_t now_ms() const { return now_ms_; }
    int date_offset() const { return offset_; }
    int offset_at(double days) const;

  private:
    const base::Clock* clock_;
    std::int64_t now_ms_;
    int offset_;
};

bool looks_like_date(std::string_view text);  // Cheap: dddd-dd-dd at the start.
// A date, or a date with time and optional zone; nullopt for anything else.
std::optional<Moment> parse_moment(std::string_view text, const LocalZone& zone);
// A time of day with optional zone → fraction of the local day, NaN for none.
double parse_time_of_day(std::string_view text, const LocalZone& zone);
std::string moment_text(const Moment& moment);  // 2018-01-02 or 2018-01-02T07:00:00.000-07:00

}  // namespace yuanquan::xpath

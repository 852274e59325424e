#include "model/base/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace yuanquan::base {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;

class SystemClock final : public Clock {
  public:
    SystemClock() { tzset(); }
    std::int64_t now_ms() const override {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch()).count();
    }
    int offset_minutes(std::int64_t at_ms) const override {
        const std::time_t seconds = at_ms / 1000;
        std::tm local{};
        if (localtime_r(&seconds, &local) == nullptr) return 0;  // A year beyond what the system counts.
        return static_cast<int>(local.tm_gmtoff / 60);
    }
};

struct Moment {
    int year, month, day, ms_of_day;
};

// Years 0000 to 9999: what ISO 8601 can write. A clock outside is evidence of nothing, so it is held at the border.
Moment local_moment(std::int64_t ms, int offset_minutes) {
    constexpr std::int64_t kFirst = -62'167'219'200'000, kLast = 253'402'300'799'999;
    const std::int64_t shift = std::int64_t{offset_minutes} * 60'000;
    const std::int64_t local = std::clamp(std::clamp(ms, kFirst, kLast) + shift, kFirst, kLast);
    const std::int64_t day = (local >= 0 ? local : local - (kMsPerDay - 1)) / kMsPerDay;
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(local - day * kMsPerDay)};
}

}  // namespace

Clock& system_clock() {
    static SystemClock clock;
    return clock;
}

std::string iso_date(std::int64_t ms, int offset_minutes) {
    const Moment m = local_moment(ms, offset_minutes);
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", m.year, m.month, m.day);
    return text;
}

std::string iso_date_time(std::int64_t ms, int offset_minutes) {
    const Moment m = local_moment(ms, offset_minutes);
    const int away = std::abs(offset_minutes);
    char text[96];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03d%c%02d:%02d", m.ms_of_day / 3'600'000,
                  m.ms_of_day / 60'000 % 60, m.ms_of_day / 1000 % 60, m.ms_of_day % 1000,
                  offset_minutes < 0 ? '-' : '+', away / 60, away % 60);
    return iso_date(ms, offset_minutes) + text;
}

}  // namespace yuanquan::base

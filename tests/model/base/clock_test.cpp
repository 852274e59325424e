#include "model/base/clock.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace yuanquan::base;

TEST_CASE("times are ISO 8601 with their offset") {
    CHECK(iso_date(0, 0) == "1970-01-01");
    CHECK(iso_date(0, -1) == "1969-12-31");
    CHECK(iso_date_time(0, 480) == "1970-01-01T08:00:00.000+08:00");
    CHECK(iso_date_time(-1, 0) == "1969-12-31T23:59:59.999+00:00");
    CHECK(iso_date_time(1'795'392'300'007, 480) == "2026-11-23T08:05:00.007+08:00");
    CHECK(iso_date_time(951'827'696'000, -210) == "2000-02-29T09:04:56.000-03:30");
}

TEST_CASE("a mad clock is still written") {
    CHECK(iso_date(std::numeric_limits<std::int64_t>::max(), 480) == "9999-12-31");
    CHECK(iso_date(std::numeric_limits<std::int64_t>::min(), -480) == "0000-01-01");
    CHECK(system_clock().offset_minutes(std::numeric_limits<std::int64_t>::max()) == 0);
}

TEST_CASE("the fixed clock stands still until it is moved") {
    FixedClock clock(5);
    clock.advance(10);
    CHECK(clock.now_ms() == 15);
    CHECK(clock.offset_minutes(0) == 480);
    clock.set(1);
    CHECK(clock.now_ms() == 1);
    CHECK(system_clock().now_ms() > 1'700'000'000'000);
}

// Whatever is pressed, typed and clicked, the program stands and the store is whole. monkey_slow_test.cpp goes on for longer.
#include <doctest/doctest.h>

#include "tests/support/screen_monkey.hpp"

using namespace yuanquan;

TEST_CASE("a monkey at the whole program, at headquarters and on a laptop, leaves a store that is whole") {
    const auto office = support::play("hq", 1, 700, {1280, 800, 1.0f, "zh", ui::ThemeName::light});
    const auto laptop = support::play("laptop-1", 2, 700, {1024, 768, 1.25f, "en", ui::ThemeName::dark});
    CHECK(office.clicks > 100);
    CHECK(laptop.clicks > 100);
}

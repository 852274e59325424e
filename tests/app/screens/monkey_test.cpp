// Whatever is pressed, typed and clicked, the program stands, the store is whole, and what was entered is kept.
// monkey_slow_test.cpp goes on for longer.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/screen_monkey.hpp"

using namespace yuanquan;

namespace {

const support::TourStop& stop(const std::string& name) {
    const auto& all = support::tour_stops();
    return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

}  // namespace

TEST_CASE("a monkey at the whole program, at headquarters and on a laptop, leaves a store that is whole") {
    const auto office = support::play(stop("work-area"), 1, 500, {1280, 800, 1.0f, "zh", ui::ThemeName::light});
    const auto laptop = support::play(stop("work"), 2, 500, {1024, 768, 1.25f, "en", ui::ThemeName::dark});
    CHECK(office.clicks > 100);
    CHECK(laptop.clicks > 100);
}

TEST_CASE("what a monkey enters into a questionnaire stands in drafts and records as it was entered") {
    auto tale = support::play(stop("questionnaire-new"), 3, 700, {1024, 768, 1.0f, "zh", ui::ThemeName::light});
    tale.add(support::play(stop("questions-words"), 4, 700, {1280, 800, 1.0f, "en", ui::ThemeName::contrast}));
    CHECK(tale.typed > 20);
    CHECK(tale.answers > 20);
}

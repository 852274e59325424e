// 50,000 deeds of the monkey, from every stop of the tour on; meant for a build with sanitizers.
// YUANQUAN_MONKEY_EVENTS sets another number, YUANQUAN_MONKEY_SEED another seed, YUANQUAN_MONKEY_STOP one stop alone.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "tests/support/screen_monkey.hpp"

using namespace yuanquan;

namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr ? otherwise : std::stoull(value);
}

}  // namespace

TEST_CASE("50,000 deeds of a monkey at the whole program, and all that it entered is kept") {
    const auto& stops = support::tour_stops();
    const auto each = number("YUANQUAN_MONKEY_EVENTS", 50'000) / stops.size() + 1, first_seed = number("YUANQUAN_MONKEY_SEED", 100);
    const char* alone = std::getenv("YUANQUAN_MONKEY_STOP");
    support::MonkeyTale all;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        if (alone != nullptr && stops[i].name != alone) continue;
        const bool is_odd = i % 2 != 0;
        const ScreenDriver::Options options{is_odd ? 1024 : 1400, is_odd ? 768 : 900, i % 5 == 0 ? 2.0f : 1.0f, is_odd ? "en" : "zh",
                                            i % 3 == 0 ? ui::ThemeName::light : i % 3 == 1 ? ui::ThemeName::dark : ui::ThemeName::contrast};
        all.add(support::play(stops[i], first_seed + i, each, options));
    }
    MESSAGE(all.events << " deeds, " << all.clicks << " clicks, " << all.saves << " changes, " << all.drops << " drops, " << all.locks << " rests, "
                       << all.closings << " closings, " << all.kills << " kills; " << all.answers << " answers and " << all.marks << " marks compared in " << all.drafts << " drafts and "
                       << all.records << " records");
    for (const auto& [name, times] : all.seen) MESSAGE(name << ": " << times);
    if (alone != nullptr) return;
    for (const char* name : {"Work", "Household", "Questionnaire", "Conflicts", "Review", "Exchange", "Reports", "Forms", "Trial", "Settings", "Join",
                             "ImportList", "Help", "LockScreen", "palette"}) {
        CHECK_MESSAGE(all.seen[name] > 0, name);
    }
    CHECK(all.answers > all.events / 100);
}

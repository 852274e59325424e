// 50,000 deeds of the monkey over all screens; meant for a build with sanitizers.
#include <doctest/doctest.h>

#include "tests/support/screen_monkey.hpp"

using namespace yuanquan;

TEST_CASE("50,000 deeds of a monkey at the whole program") {
    std::uint64_t saves = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const bool is_odd = seed % 2 != 0;
        const ScreenDriver::Options options{is_odd ? 1024 : 1400, is_odd ? 768 : 900, seed % 5 == 0 ? 2.0f : 1.0f, is_odd ? "en" : "zh",
                                            seed % 3 == 0 ? ui::ThemeName::light : seed % 3 == 1 ? ui::ThemeName::dark : ui::ThemeName::contrast};
        saves += support::play(is_odd ? "laptop-1" : "hq", 100 + seed, 2500, options).saves;
    }
    MESSAGE("changes saved: " << saves);
}

// Every planted bug of the table in tests/README.md is found by the seed that stands there.

#include <doctest/doctest.h>

#include <cstdio>
#include <regex>

#include "model/base/files.hpp"
#include "tests/sim/fleet_sim.hpp"

TEST_CASE("each planted bug is found at its seed") {
    const auto text = yuanquan::base::read_file(YUANQUAN_SOURCE_DIR "/tests/README.md", 1 << 20);
    REQUIRE(text);
    const std::regex row(R"(\| `([a-z_]+)` \| ([0-9]+) \|)");
    int found = 0;
    for (auto at = std::sregex_iterator(text->begin(), text->end(), row); at != std::sregex_iterator(); ++at, ++found) {
        const auto seed = (*at)[2].str();
        const auto played = yuanquan::sim::play("--seeds " + seed + ".." + seed + " --planted " + (*at)[1].str());
        CHECK_MESSAGE(played.said.find("violation: ") != std::string::npos, (*at)[1].str());
    }
    CHECK(found >= 25);
}

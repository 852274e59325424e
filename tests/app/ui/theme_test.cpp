// Every text of every theme can be read: 4.5 : 1 against each ground that it stands on (WCAG 2, level AA).
#include "app/ui/theme.hpp"

#include <doctest/doctest.h>

using namespace yuanquan::ui;

TEST_CASE("every text has a contrast of at least 4.5 : 1 against its ground") {
    for (const auto name : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        const Theme theme = make_theme(name);
        CAPTURE(theme_text(name));
        const std::pair<const char*, Color> texts[] = {{"ink", theme.ink}, {"quiet", theme.quiet}, {"action", theme.action}, {"here", theme.here},
                                                       {"error", theme.error}, {"waiting", theme.waiting}, {"done", theme.done},
                                                       {"versions", theme.versions}, {"unsent", theme.unsent}};
        const std::pair<const char*, Color> grounds[] = {{"ground", theme.ground}, {"surface", theme.surface}, {"raised", theme.raised}};
        for (const auto& text : texts) {
            for (const auto& ground : grounds) {
                CAPTURE(std::string(text.first) + " on " + ground.first);
                CHECK(contrast_ratio(text.second, ground.second) >= 4.5);
            }
        }
        CHECK(contrast_ratio(theme.on_action, theme.action) >= 4.5);
    }
}

TEST_CASE("contrast is computed as WCAG 2 does") {
    CHECK(contrast_ratio({0, 0, 0, 255}, {255, 255, 255, 255}) == doctest::Approx(21));
    CHECK(contrast_ratio({119, 119, 119, 255}, {255, 255, 255, 255}) == doctest::Approx(4.48).epsilon(0.01));
}

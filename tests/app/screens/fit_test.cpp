// Every word of the program has the room it needs: the tour of all screens on the smallest screen with type at 125 %.

#include <doctest/doctest.h>
#include <imgui.h>

#include <set>

#include "tests/support/screen_fit.hpp"
#include "tests/support/screen_tour.hpp"

using namespace yuanquan;

namespace {

constexpr int kTurns = 14;   // Of the wheel: to the end of the longest page.

void look_at_all(const std::string& language) {
    for (const auto& stop : support::tour_stops()) {
        CAPTURE(stop.name);
        support::AtStop at(stop, {1024, 768, 1.25f, language});
        support::FitWatch watch(at.driver().ui().texts);
        std::set<support::Misfit> misfits;
        for (int i = 0; i < kTurns; ++i) {
            at.driver().frames(2);
            for (auto& misfit : watch.take()) misfits.insert(std::move(misfit));
            ImGui::GetIO().AddMousePosEvent(716, 460);
            ImGui::GetIO().AddMouseWheelEvent(0, -6);
        }
        CHECK(watch.seen() > 0);
        for (const auto& misfit : misfits) CHECK_MESSAGE(false, language << " " << misfit.key << " lacks " << misfit.lacking << " px: " << misfit.text);
    }
}

}  // namespace

TEST_CASE("all words of all screens fit at 125 % on 1024x768 in Chinese") { look_at_all("zh"); }
TEST_CASE("all words of all screens fit at 125 % on 1024x768 in English") { look_at_all("en"); }

TEST_CASE("at 100 % a Chinese character is 15 px wide, as the look sheet counts") {
    support::TourTeam team;
    const auto workspace = team.open("laptop-1");
    ScreenDriver::Options options;
    options.language = "en";
    options.whole_app = true;
    ScreenDriver driver(*workspace, options);
    driver.frames(2);
    const auto* other = driver.find("language");   // "中文" between its paddings.
    REQUIRE(other != nullptr);
    const float padding = 2 * ImGui::GetStyle().FramePadding.x;
    CHECK(other->x1 - other->x0 - padding == doctest::Approx(30).epsilon(0.05));
}

// Where the keyboard is: on what a screen is for, back where it was, and in the field that has the frame. And what goes with a screen.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/exchange.hpp"
#include "app/screens/household.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/screens/window_title.hpp"
#include "app/screens/work.hpp"
#include "tests/support/screen_tour.hpp"

using namespace yuanquan;

namespace {

struct OnApp {
    explicit OnApp(const char* name) : workspace(team.open(name)) {
        ScreenDriver::Options options;
        options.whole_app = true;
        driver = std::make_unique<ScreenDriver>(*workspace, options);
    }
    support::TourTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    std::unique_ptr<ScreenDriver> driver;
};

std::string with_keyboard() {
    const auto& context = *ImGui::GetCurrentContext();
    for (const auto& item : ui::items()) {
        if (item.id == context.NavId && (context.NavIdIsAlive || context.ActiveId == item.id)) return item.label;
    }
    return {};
}

}  // namespace

TEST_CASE("on Exchange the keyboard starts at what one comes for") {
    for (const auto& [whose, main] : {std::pair{"laptop-1", "exchange.start"}, std::pair{"hq", "laptops.answer"}}) {
        OnApp app(whose);
        app.driver->press(ImGuiKey_4, false, true);
        CHECK(with_keyboard() == app.driver->ui().tr(main));
    }
}

TEST_CASE("after a questionnaire is saved the keyboard is where it was on the household") {
    OnApp app("laptop-1");
    auto& driver = *app.driver;
    driver.press(ImGuiKey_K, true);
    driver.type(support::kTwoVersions);
    driver.press(ImGuiKey_Enter);
    driver.frames(6);
    REQUIRE(dynamic_cast<screens::Household*>(driver.top()) != nullptr);
    REQUIRE(with_keyboard() == driver.ui().tr("household.edit"));
    driver.press(ImGuiKey_Enter);
    driver.frames(6);
    REQUIRE(dynamic_cast<screens::Questionnaire*>(driver.top()) != nullptr);
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_S, true);
    driver.frames(6);
    REQUIRE(dynamic_cast<screens::Household*>(driver.top()) != nullptr);
    CHECK(with_keyboard() == driver.ui().tr("household.edit"));
    CHECK(ImGui::GetCurrentContext()->NavCursorVisible);
}

TEST_CASE("typing goes on in a field that has the frame after Enter") {
    OnApp app("hq");
    auto& driver = *app.driver;
    driver.press(ImGuiKey_4, false, true);
    driver.click(driver.ui().tr("laptops.new"));
    driver.click("laptop_name");
    driver.type("lap");
    driver.press(ImGuiKey_Enter);
    REQUIRE(!ImGui::GetIO().WantTextInput);
    driver.type("top-9");
    driver.type("x");
    CHECK(driver.says("laptop-9x"));
}

TEST_CASE("what is said goes with the screen on which it was said, and comes along to where it leads") {
    OnApp app("laptop-1");
    auto& driver = *app.driver;
    driver.state().shell.say(ui::State::done, "said here");
    driver.frames(3);
    CHECK(driver.says("said here"));
    driver.press(ImGuiKey_4, false, true);
    driver.frames(3);
    CHECK(!driver.says("said here"));
    driver.press(ImGuiKey_1, false, true);
    driver.frames(3);
    CHECK(!driver.says("said here"));
    driver.state().shell.say(ui::State::done, "said before leaving");
    driver.state().shell.go(3);
    driver.frames(3);
    CHECK(driver.says("said before leaving"));
    driver.state().shell.say(ui::State::error, "wrong wherever one is", ui::Shell::Strip::until_closed);
    driver.press(ImGuiKey_1, false, true);
    driver.frames(3);
    CHECK(driver.says("wrong wherever one is"));
}

TEST_CASE("the title of the window tells whose workspace it is") {
    {
        OnApp laptop("laptop-1");
        const auto title = screens::window_title(*laptop.workspace, laptop.driver->ui().texts);
        CHECK(title.starts_with(laptop.workspace->identity().person));
        CHECK(title.find("laptop-1") != std::string::npos);
        CHECK(title.ends_with(laptop.driver->ui().tr("app.name")));
    }
    OnApp office("hq");
    CHECK(screens::window_title(*office.workspace, office.driver->ui().texts).starts_with(office.driver->ui().tr("settings.role.headquarters")));
}

TEST_CASE("what is typed of a new laptop is there when one comes back to Exchange") {
    OnApp app("hq");
    auto& driver = *app.driver;
    driver.press(ImGuiKey_4, false, true);
    driver.click(driver.ui().tr("laptops.new"));
    driver.fill("laptop_name", "laptop-9");
    driver.fill("laptop_areas", "源泉");
    driver.press(ImGuiKey_1, false, true);
    driver.press(ImGuiKey_4, false, true);
    driver.frames(4);
    CHECK(driver.says("laptop-9"));
    CHECK(driver.scroll_to("laptop_areas"));
    CHECK(driver.says("源泉"));
}

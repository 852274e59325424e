// Ctrl+K from any screen, over the whole program.
#include <doctest/doctest.h>
#include <imgui.h>

#include "app/screens/exchange.hpp"
#include "app/screens/household.hpp"
#include "app/screens/questionnaire.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

struct WholeApp {
    WholeApp() : workspace(team.open("laptop-1")), driver(*workspace, options()) {}
    static ScreenDriver::Options options() {
        ScreenDriver::Options options;
        options.whole_app = true;
        return options;
    }
    void ask(const std::string& text) {
        driver.press(ImGuiKey_K, true);
        driver.type(text);
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
};

}  // namespace

TEST_CASE("Ctrl+K goes to a household by initials, to a screen by its name, and starts a questionnaire") {
    WholeApp app;
    app.ask("slk");
    CHECK(app.driver.says("塞力克·阿不都拉"));
    app.driver.press(ImGuiKey_Enter);
    REQUIRE(dynamic_cast<screens::Household*>(app.driver.top()) != nullptr);
    CHECK(app.driver.says("塞力克"));
    app.ask("jiaohuan");
    app.driver.press(ImGuiKey_Enter);
    CHECK(dynamic_cast<screens::Exchange*>(app.driver.top()) != nullptr);
    app.ask("新填");
    app.driver.press(ImGuiKey_Enter);
    CHECK(dynamic_cast<screens::Questionnaire*>(app.driver.top()) != nullptr);
}

TEST_CASE("in the palette arrows choose, Esc closes it and nothing else, and an action takes effect") {
    WholeApp app;
    auto* before = app.driver.top();
    app.driver.press(ImGuiKey_K, true);
    CHECK(app.driver.says("前往"));
    app.driver.press(ImGuiKey_Escape);
    CHECK(app.driver.find("palette_text") == nullptr);
    CHECK(app.driver.top() == before);
    app.ask("主题");
    app.driver.press(ImGuiKey_DownArrow);
    app.driver.press(ImGuiKey_Enter);
    app.driver.frames(2);
    CHECK(app.driver.ui().theme.name == ui::ThemeName::dark);
    app.ask("没有这样的东西");
    CHECK(app.driver.says("没有找到"));
    app.driver.press(ImGuiKey_Enter);
    app.driver.press(ImGuiKey_Escape);
}

TEST_CASE("a key of the rail goes to its screen, and the palette does not stay over it") {
    WholeApp app;
    app.ask("qi");
    app.driver.press(ImGuiKey_4, false, true);
    CHECK(dynamic_cast<screens::Exchange*>(app.driver.top()) != nullptr);
    CHECK(!ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

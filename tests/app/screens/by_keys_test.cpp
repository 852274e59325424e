// Without touching the mouse, over the whole program: a new household, saved, found again, visited again.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/household.hpp"
#include "app/screens/work.hpp"
#include "model/base/text.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_typist.hpp"

using namespace yuanquan;

TEST_CASE("a new household is filled, saved, found and visited again by keys alone") {
    for (const bool one_by_one : {false, true}) {
        CAPTURE(one_by_one);
        support::DemoTeam team;
        const auto workspace = team.open("laptop-1");
        ScreenDriver::Options options;
        options.whole_app = true;
        ScreenDriver driver(*workspace, options);
        driver.state().preferences.one_question = one_by_one;
        int keys = 0;
        const auto press = [&](int key, bool ctrl = false) {
            driver.press(key, ctrl);
            ++keys;
        };
        const auto type = [&](const std::string& text) {
            driver.type(text);
            keys += static_cast<int>(base::count_characters(text));
        };
        press(ImGuiKey_K, true);
        type("新填 户档");
        press(ImGuiKey_Enter);
        driver.frames(6);
        auto* questionnaire = dynamic_cast<screens::Questionnaire*>(driver.top());
        REQUIRE(questionnaire != nullptr);
        support::Typist typist(driver, *questionnaire, support::household_keys());
        typist.fill();
        keys += typist.pressed();
        press(ImGuiKey_S, true);
        driver.frames(6);
        REQUIRE(dynamic_cast<screens::Work*>(driver.top()) != nullptr);
        CHECK(driver.says("已存本机"));
        // The next visit: found by name and number, opened, and the keyboard is where the form is opened.
        press(ImGuiKey_K, true);
        type("ym-0042");
        press(ImGuiKey_Enter);
        driver.frames(6);
        REQUIRE(dynamic_cast<screens::Household*>(driver.top()) != nullptr);
        press(ImGuiKey_Enter);
        driver.frames(6);
        questionnaire = dynamic_cast<screens::Questionnaire*>(driver.top());
        REQUIRE(questionnaire != nullptr);
        CHECK(questionnaire->at() == "identity/survey_year");
        for (int i = 0; i < 7; ++i) press(ImGuiKey_Enter);
        CHECK(questionnaire->at() == "identity/phone");
        type("13912345678");
        press(ImGuiKey_S, true);
        driver.frames(6);
        REQUIRE(dynamic_cast<screens::Household*>(driver.top()) != nullptr);
        CHECK(driver.says("139"));
        MESSAGE("keys: " << keys << std::string(one_by_one ? " one question at a time" : " on whole pages"));
    }
}

TEST_CASE("when a screen is changed by keys, Tab goes on at the top of the new one") {
    support::DemoTeam team;
    const auto workspace = team.open("hq");
    ScreenDriver::Options options;
    options.whole_app = true;
    ScreenDriver driver(*workspace, options);
    const auto framed = [] {
        const auto& context = *ImGui::GetCurrentContext();
        return context.NavCursorVisible && context.NavIdIsAlive ? context.NavId : 0;
    };
    for (int screen = ImGuiKey_2; screen <= ImGuiKey_7; ++screen) {
        CAPTURE(screen - ImGuiKey_0);
        driver.press(ImGuiKey_1, false, true);
        driver.press(ImGuiKey_F, true);   // In the search of the Work screen, which is gone in a moment.
        driver.press(ImGuiKey_Tab);
        REQUIRE(framed() != 0);
        driver.press(screen, false, true);
        driver.frames(6);
        driver.press(ImGuiKey_Tab);
        const auto first = framed();
        CHECK(first != 0);
        driver.press(ImGuiKey_Tab);
        CHECK(framed() != 0);
        CHECK(framed() != first);
    }
}

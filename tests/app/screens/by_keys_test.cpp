// Without touching the mouse, over the whole program: a new household, saved, found again, visited again.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <random>

#include "app/screens/household.hpp"
#include "app/screens/rest_lock.hpp"
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

namespace {

// As they reach a window whose frames take longer than a quick hand, or nearly: chance draws some in between, or none.
void press_quickly(ScreenDriver& driver, std::string_view keys, std::mt19937& chance) {
    auto& io = ImGui::GetIO();
    for (const char key : keys) {
        const auto code = key == '\n' ? ImGuiKey_Enter : static_cast<ImGuiKey>(ImGuiKey_0 + (key - '0'));
        io.AddKeyEvent(code, true);
        if (key != '\n') io.AddInputCharacter(static_cast<unsigned>(key));
        driver.frames(static_cast<int>(chance() % 2));
        io.AddKeyEvent(code, false);
        driver.frames(static_cast<int>(chance() % 4));
    }
    driver.frames(60);
}

struct NewHousehold {
    NewHousehold() : workspace(team.open("laptop-1")), driver(*workspace, options()) {
        driver.press(ImGuiKey_N, true);
        driver.frames(6);
        questionnaire = dynamic_cast<screens::Questionnaire*>(driver.top());
        REQUIRE(questionnaire != nullptr);
    }
    static ScreenDriver::Options options() {
        ScreenDriver::Options options;
        options.whole_app = true;
        return options;
    }
    void go_on_to(std::string_view question) {
        for (int i = 0; i < 40 && !questionnaire->at().ends_with(question); ++i) driver.press(ImGuiKey_Enter);
        REQUIRE(questionnaire->at().ends_with(question));
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    screens::Questionnaire* questionnaire = nullptr;
};

}  // namespace

TEST_CASE("a hand quicker than the frames answers what it is at, each key where it belongs") {
    NewHousehold on;
    on.go_on_to("identity/year_lifted");
    on.driver.press(ImGuiKey_Enter);
    std::mt19937 chance(7);
    for (int member = 0; member < 12; ++member) {
        CAPTURE(member);
        if (member > 0) on.driver.press(ImGuiKey_Insert);
        on.go_on_to("/document_type");
        const auto row = on.questionnaire->at().substr(0, on.questionnaire->at().rfind('/'));
        press_quickly(on.driver, "2\n620981195103040132\n1\n19510304\n", chance);
        CHECK(on.questionnaire->at() == row + "/ethnic_group");
        const auto& form = on.questionnaire->visit().form();
        CHECK(form.value(*form.find(row + "/document_type")) == "112");
        CHECK(form.value(*form.find(row + "/document_number")) == "620981195103040132");
        CHECK(form.value(*form.find(row + "/sex")) == "1");
        CHECK(form.value(*form.find(row + "/birth_date")) == "1951-03-04");
    }
}

TEST_CASE("back from the help, the list of everything and from behind the lock, the keyboard is in the question where it was") {
    NewHousehold on;
    on.go_on_to("identity/household_number");
    on.driver.press(ImGuiKey_F1);
    on.driver.press(ImGuiKey_Escape);
    on.driver.type("YM-7");
    on.driver.press(ImGuiKey_Enter);
    const auto& form = on.questionnaire->visit().form();
    CHECK(form.value(*form.find("identity/household_number")) == "YM-7");
    CHECK(on.questionnaire->at() == "identity/head_name");
    on.driver.press(ImGuiKey_K, true);
    on.driver.type("马");
    on.driver.press(ImGuiKey_Escape);
    on.driver.state().shell.cover(std::make_unique<screens::LockScreen>(on.driver.state()));
    on.driver.frames(3);
    on.driver.state().shell.cover(nullptr);
    on.driver.frames(3);
    on.driver.type("马文学");
    on.driver.press(ImGuiKey_Enter);
    CHECK(form.value(*form.find("identity/head_name")) == "马文学");
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

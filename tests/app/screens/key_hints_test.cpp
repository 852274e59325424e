// The keys of what is on the screen, shown beside it while Alt is held.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <set>

#include "app/screens/household.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/work.hpp"
#include "tests/support/screen_fit.hpp"
#include "tests/support/screen_tour.hpp"

using namespace yuanquan;

namespace {

struct OnApp {
    OnApp() {
        ScreenDriver::Options options;
        options.whole_app = true;
        driver = std::make_unique<ScreenDriver>(*workspace, options);
    }
    support::TourTeam team;
    std::unique_ptr<survey::Workspace> workspace = team.open("hq");
    std::unique_ptr<ScreenDriver> driver;
};

std::set<std::string> hints() {
    std::set<std::string> words;
    for (const auto& hint : ui::key_hints()) words.insert(hint.words);
    return words;
}

bool meet(const ui::KeyHint& hint, float x0, float y0, float x1, float y1) {
    constexpr float kTouch = 1.5f;
    return std::min(hint.x1, x1) - std::max(hint.x0, x0) > kTouch && std::min(hint.y1, y1) - std::max(hint.y0, y0) > kTouch;
}

// All that the F1 page says of this screen and of every screen; of what is pressed with Alt what is left to press.
std::set<std::string> listed_keys(const ui::Ui& ui, const std::string& screen) {
    std::set<std::string> words;
    for (const auto& topic : screens::key_topics()) {
        if (topic.name != std::string("everywhere") && topic.name != screen) continue;
        for (const auto& line : topic.lines) {
            const auto first = line.chords.front().key, last = line.is_range ? line.chords.back().key : first;
            for (auto chord : line.chords) {
                chord.alt = false;
                words.insert(ui::chord_words(ui, chord));
            }
            for (int key = first; key <= last; ++key) {
                auto chord = line.chords.front();
                chord.alt = false;
                chord.key = key;
                words.insert(ui::chord_words(ui, chord));
            }
        }
    }
    return words;
}

}  // namespace

TEST_CASE("while Alt is held for a moment, keys stand beside what they press") {
    OnApp app;
    auto& driver = *app.driver;
    CHECK(hints().empty());
    driver.hold_alt(true);
    driver.wait(0.2);
    CHECK(hints().empty());   // A shortcut or a change of windows flashes nothing.
    driver.wait(0.4);
    const auto shown = hints();
    for (const char* key : {"Ctrl+K", "F1", "Ctrl+F", "Ctrl+N"}) CHECK_MESSAGE(shown.contains(key), key);
    for (std::size_t i = 1; i <= screens::keys::kRailEntries; ++i) CHECK(shown.contains(std::to_string(i)));
    driver.hold_alt(false);
    CHECK(hints().empty());
}

TEST_CASE("hints go with the first key, and the keys that were read work while Alt is still held") {
    OnApp app;
    auto& driver = *app.driver;
    driver.hold_alt(true);
    driver.wait(0.6);
    REQUIRE(!hints().empty());
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, true);
    io.AddKeyEvent(ImGuiKey_F, true);
    driver.frames(2);
    io.AddKeyEvent(ImGuiKey_F, false);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    driver.wait(0.6);
    CHECK(hints().empty());
    CHECK(io.WantTextInput);   // In the search.
    driver.hold_alt(false);
    driver.type("slk");
    driver.wait(0.5);
    CHECK(driver.says("塞力克·阿不都拉"));
}

TEST_CASE("a screen that was gone to with Alt and its digit shows no hints before Alt is pressed anew") {
    OnApp app;
    auto& driver = *app.driver;
    driver.hold_alt(true);
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiKey_7, true);
    driver.frames(2);
    io.AddKeyEvent(ImGuiKey_7, false);
    driver.wait(0.8);
    CHECK(driver.state().shell.current() == 6);
    CHECK(hints().empty());
    driver.hold_alt(false);
    driver.hold_alt(true);
    driver.wait(0.6);
    CHECK(hints().contains("7"));
    driver.hold_alt(false);
}

TEST_CASE("reading the hints leaves the keyboard where it is") {
    OnApp app;
    auto& driver = *app.driver;
    driver.press(ImGuiKey_F, true);
    driver.press(ImGuiKey_DownArrow);   // In the table, whose heads Alt would go to.
    const auto before = ImGui::GetCurrentContext()->NavId;
    REQUIRE(before != 0);
    driver.hold_alt(true);
    driver.wait(0.6);
    driver.hold_alt(false);
    driver.frames(4);
    CHECK(ImGui::GetCurrentContext()->NavId == before);
    CHECK(ImGui::GetCurrentContext()->NavLayer == ImGuiNavLayer_Main);
}

TEST_CASE("what a list or the lock lies over shows no hints") {
    OnApp app;
    auto& driver = *app.driver;
    driver.press(ImGuiKey_K, true);
    driver.hold_alt(true);
    driver.wait(0.6);
    CHECK(hints().empty());
    driver.hold_alt(false);
}

TEST_CASE("hints are keys of the F1 page, cover no words and not each other, at 125 % on 1024x768 in both languages") {
    for (const char* language : {"zh", "en"}) {
        for (const auto& stop : support::tour_stops()) {
            CAPTURE(language);
            CAPTURE(stop.name);
            support::AtStop at(stop, {1024, 768, 1.25f, language});
            auto& driver = at.driver();
            driver.hold_alt(false);
            driver.hold_alt(true);
            driver.wait(0.6);
            support::FitWatch watch(driver.ui().texts);
            driver.frames(1);
            const auto words = watch.take_boxes();
            const auto* screen = driver.top();
            const auto listed = listed_keys(driver.ui(), screen == nullptr ? "" : screen->help());
            const auto& shown = ui::key_hints();
            for (const auto& hint : shown) {
                CHECK_MESSAGE(listed.contains(hint.words), hint.words);
                CHECK(hint.x0 >= 0);
                CHECK(hint.x1 <= 1024);
                for (const auto& box : words) CHECK_MESSAGE(!meet(hint, box.x0, box.y0, box.x1, box.y1), hint.words << " covers " << box.text);
                for (const auto& other : shown) {
                    if (&other != &hint) CHECK_MESSAGE(!meet(hint, other.x0, other.y0, other.x1, other.y1), hint.words << " covers " << other.words);
                }
            }
        }
    }
}

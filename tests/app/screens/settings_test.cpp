// The Settings screen, the lock and the help, driven through the whole program as a person does.
#include <doctest/doctest.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "app/screens/help.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/rest_lock.hpp"
#include "app/screens/settings.hpp"
#include "app/screens/work.hpp"
#include "model/base/files.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

constexpr std::int64_t kNow = 1'764'000'000'000, kMinute = 60'000;

ScreenDriver::Options whole_app() {
    ScreenDriver::Options options;
    options.whole_app = true;
    return options;
}

struct OnSettings {
    explicit OnSettings(const std::string& name) : workspace(open(name)), driver(*workspace, whole_app()) {
        driver.press(ImGuiKey_F, true);   // From the search field, where Work puts the keyboard.
        driver.click("rail.settings");
        driver.frames(4);
        REQUIRE(dynamic_cast<screens::Settings*>(driver.top()) != nullptr);
    }
    std::unique_ptr<survey::Workspace> open(const std::string& name) {
        auto opened = survey::Workspace::open(team.path(name), clock, base::system_random());
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        return std::move(*opened);
    }
    void wait_for_backup() {
        for (int i = 0; i < 2000 && !driver.says("立即备份"); ++i) {
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        driver.frames(2);
        REQUIRE(driver.says("立即备份"));
    }
    support::DemoTeam team;
    base::FixedClock clock{kNow};
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
};

}  // namespace

TEST_CASE("language, theme, size and rows take effect at once and are kept") {
    OnSettings on("laptop-1");
    CHECK(on.driver.says("帮扶队员"));
    on.driver.click("English");
    CHECK(on.driver.says("Team member"));
    on.driver.click("Dark");
    on.driver.click("125 %");
    on.driver.click("Tall rows");
    CHECK(on.driver.ui().theme.name == ui::ThemeName::dark);
    CHECK(on.driver.ui().theme.row_height() == doctest::Approx(55));
    const auto kept = screens::load_preferences(*on.workspace);
    CHECK(kept == on.driver.state().preferences);
    CHECK(kept.language == "en");
}

TEST_CASE("a backup is written into the folder, can be opened, and holds every change") {
    OnSettings on("laptop-1");
    const auto folder = on.team.folder.path + "/stick";
    on.driver.fill("##backup_folder", folder);
    on.wait_for_backup();
    CHECK(on.driver.says("U 盘要先插好"));   // It is not plugged in: nothing is written onto the disk below.
    CHECK(!base::exists(folder));
    REQUIRE(base::make_folder(folder));
    on.driver.fill("##backup_folder", folder);
    on.wait_for_backup();
    const auto files = base::list_folder(folder);
    REQUIRE(files.has_value());
    REQUIRE(!files->empty());
    CHECK(on.driver.says(files->front()));
    auto copy = store::Store::open(folder + "/" + files->front(), on.clock, base::system_random());
    REQUIRE(copy.has_value());
    CHECK((*copy)->counts()->changes == on.workspace->store().counts()->changes);
    CHECK(*(*copy)->state_hash() == *on.workspace->store().state_hash());
}

TEST_CASE("a folder that cannot be written to is said in words") {
    OnSettings on("laptop-1");
    on.driver.fill("##backup_folder", "/proc/nowhere");
    on.wait_for_backup();
    CHECK(on.driver.says("/proc/nowhere"));
    CHECK(!on.driver.says("备份已写好"));
}

TEST_CASE("after minutes of rest the passphrase is asked for, and behind it everything is as it was left") {
    OnSettings on("laptop-1");
    on.driver.click("设置口令");
    on.driver.frames(2);
    on.driver.type("源泉二组");   // The keyboard is in the field at once.
    on.driver.press(ImGuiKey_Enter);
    on.driver.frames(2);
    on.driver.type("源泉二组");
    on.driver.press(ImGuiKey_Enter);
    CHECK(screens::has_passphrase(*on.workspace));
    CHECK(on.driver.state().preferences.lock_minutes == 5);
    CHECK(!on.driver.state().shell.covered());
    on.clock.advance(4 * kMinute);
    on.driver.press(ImGuiKey_Tab);   // A hand on the keyboard: the minutes start anew.
    on.clock.advance(4 * kMinute);
    on.driver.frames(2);
    CHECK(!on.driver.state().shell.covered());
    on.clock.advance(kMinute);
    const int wakes = on.driver.wakes;
    on.driver.frames(4);
    REQUIRE(on.driver.state().shell.covered());
    CHECK(on.driver.wakes == wakes + 1);   // A window that sleeps shows the lock, and it takes the first key.
    CHECK(!on.driver.says("帮扶队员"));
    on.driver.press(ImGuiKey_1, false, true);   // The rail's key does nothing here.
    CHECK(dynamic_cast<screens::Settings*>(on.driver.top()) != nullptr);
    on.driver.type("wrong");
    on.driver.press(ImGuiKey_Enter);
    CHECK(on.driver.state().shell.covered());
    CHECK(on.driver.says("口令不对"));
    on.driver.type("源泉二组");
    on.driver.press(ImGuiKey_Enter);
    CHECK(!on.driver.state().shell.covered());
    on.driver.frames(2);
    CHECK(on.driver.says("帮扶队员"));
}

TEST_CASE("a passphrase counts when it was typed twice the same, so that a slip locks nobody out") {
    OnSettings on("laptop-1");
    on.driver.click("设置口令");
    on.driver.frames(2);
    on.driver.type("源泉二组");
    on.driver.press(ImGuiKey_Enter);
    on.driver.frames(2);
    on.driver.type("源泉一组");
    on.driver.press(ImGuiKey_Enter);
    on.driver.frames(2);
    CHECK(!screens::has_passphrase(*on.workspace));
    CHECK(on.driver.says("两次输入的口令不一样"));
    for (int i = 0; i < 2; ++i) {   // Both anew, with the keyboard in the first.
        on.driver.type("源泉二组");
        on.driver.press(ImGuiKey_Enter);
        on.driver.frames(2);
    }
    CHECK(screens::has_passphrase(*on.workspace));
}

TEST_CASE("headquarters' own role stands in words") {
    OnSettings on("hq");
    CHECK(on.driver.says("总部"));
    CHECK(!on.driver.says("settings.role"));
}

TEST_CASE("a locked workspace opens locked") {
    support::DemoTeam team;
    auto workspace = team.open("laptop-1");
    {
        ScreenDriver driver(*workspace, whole_app());
        REQUIRE(screens::set_passphrase(driver.state(), "four").has_value());
        driver.state().preferences.lock_minutes = 15;
        driver.frames(2);
        CHECK(!driver.state().shell.covered());
    }
    ScreenDriver driver(*workspace, whole_app());
    CHECK(driver.state().shell.covered());
    CHECK(!driver.says("马䶮"));
}

TEST_CASE("F1 tells what the screen is for and its keys, Esc goes back to it") {
    support::DemoTeam team;
    auto workspace = team.open("laptop-1");
    ScreenDriver driver(*workspace, whole_app());
    driver.press(ImGuiKey_2, false, true);   // The rail's keys, out of the search field.
    CHECK(dynamic_cast<screens::Work*>(driver.top()) == nullptr);
    driver.press(ImGuiKey_1, false, true);
    driver.press(ImGuiKey_F1);
    REQUIRE(dynamic_cast<screens::Help*>(driver.top()) != nullptr);
    CHECK(driver.says("Ctrl+N"));
    CHECK(driver.says("新建记录"));
    driver.press(ImGuiKey_F1);
    driver.press(ImGuiKey_Escape);
    CHECK(dynamic_cast<screens::Work*>(driver.top()) != nullptr);
}

TEST_CASE("every screen has a help text and words for its keys in both languages") {
    auto texts = words::Texts::load(*base::assets_folder());
    REQUIRE(texts.has_value());
    for (const auto& topic : screens::key_topics()) {
        for (const char* language : {"zh", "en"}) {
            for (const char* part : {".title", ".words"}) CHECK_MESSAGE(texts->has(language, std::string("help.") + topic.name + part), topic.name);
            for (const auto& line : topic.lines) CHECK_MESSAGE(texts->has(language, line.words), line.words);
        }
    }
    CHECK(screens::key_topics().size() == 10);
}

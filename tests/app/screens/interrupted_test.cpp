// Whatever comes between a person and a questionnaire finds what was typed in the durable draft, and says so where it cannot.
#include <doctest/doctest.h>

#include "app/screens/help.hpp"
#include "app/screens/open_visit.hpp"
#include "app/screens/rest_lock.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/fault_disk.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;

namespace {

constexpr char kForm[] =
    "| survey |\n| | type | name | label |\n| | text | head | Head |\n| | text | phone | Phone |\n| | select_one yn | land | Land |\n"
    "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"
    "| settings |\n| | form_id | form_title | instance_name |\n| | small | Small | concat(${head}, ' ') |\n";

// In the draft on the disk, as the next start finds it.
std::string kept(survey::Workspace& workspace, const std::string& question) {
    const auto drafts = workspace.store().drafts();
    if (!drafts || drafts->empty()) return "no draft";
    const auto visit = survey::Visit::resume(workspace, drafts->front().id);
    return visit ? (*visit)->form().value_at(question) : visit.error().describe();
}

// Types without leaving the field, and no longer than a hand needs.
void type(ScreenDriver& driver, const std::string& field, const std::string& words) {
    driver.click(field);
    driver.type(words);
}

}  // namespace

TEST_CASE("a screen, a lock or the end of the window that comes over a questionnaire finds what is being typed in the draft") {
    support::Desk desk;
    desk.install(kForm);
    support::Filling filling(desk, desk.start());
    type(filling.driver, "head", "马国福");
    SUBCASE("another screen") { filling.driver.open(std::make_unique<screens::Help>("")); }
    SUBCASE("the lock") {
        filling.driver.state().shell.cover(std::make_unique<screens::LockScreen>(filling.driver.state()));
        filling.driver.frames(1);
    }
    SUBCASE("the end of the window") { CHECK(filling.driver.state().shell.leave()); }
    CHECK(kept(*desk.workspace, "head") == "马国福");
}

TEST_CASE("the button that asks one question at a time, and back, does so in the middle of a questionnaire") {
    support::Desk desk;
    desk.install(kForm);
    support::Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("way");
    CHECK(driver.state().preferences.one_question);
    CHECK(driver.find("step_next") != nullptr);
    driver.click("way");
    CHECK(driver.find("step_next") == nullptr);
    CHECK(driver.find("head") != nullptr);
}

TEST_CASE("a draft is known by the name that was typed after it was begun, and never by blanks") {
    support::Desk desk;
    desk.install(kForm);
    auto visit = desk.start();
    REQUIRE(visit->answer(*visit->form().find("phone"), "139").has_value());
    CHECK(desk.workspace->store().drafts()->front().title.empty());
    REQUIRE(visit->answer(*visit->form().find("head"), "马国福").has_value());
    CHECK(desk.workspace->store().drafts()->front().title == "马国福");
}

TEST_CASE("on a full disk nothing is shown as kept, the first wish to leave is not obeyed, and room again is enough") {
    support::Desk desk;
    desk.install(kForm);
    const auto file = desk.folder.path + "/w/yuanquan.db";
    desk.workspace.reset();
    support::FaultDisk disk(desk.folder.path + "/w", {{file, *base::read_file(file)}});
    desk.open();
    {
        support::Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        type(driver, "head", "马国福");
        driver.wait(1);
        CHECK(driver.says(driver.ui().tr("questionnaire.not_kept")) == false);
        disk.fail_at(disk.calls() + 1, support::DiskFault::disk_full, true);
        driver.click("land=yes");
        driver.wait(2);   // It is tried again, in vain.
        CHECK(driver.says(driver.ui().tr("questionnaire.not_kept")));
        CHECK(driver.says(driver.ui().tr("bar.not_kept")));
        CHECK_FALSE(driver.state().shell.all_kept());
        CHECK_FALSE(driver.state().shell.leave());
        disk.heal();
        driver.wait(2);
        CHECK_FALSE(driver.says(driver.ui().tr("bar.not_kept")));
        CHECK(driver.state().shell.all_kept());
        CHECK_FALSE(driver.says(driver.ui().tr("questionnaire.not_kept")));
        CHECK(kept(*desk.workspace, "land") == "yes");
        CHECK(driver.state().shell.leave());
    }
    desk.workspace.reset();
}

TEST_CASE("a record that is open in a questionnaire is not opened a second time: one comes back to it") {
    const support::DemoTeam team;
    const auto workspace = team.open("laptop-1");
    ScreenDriver driver(*workspace);
    const auto record = workspace->store().list()->front().id;
    const auto open = [&] {
        screens::open_visit(driver.state(), driver.ui(), survey::Visit::open(*workspace, record));
        driver.frames(4);
        return driver.top();
    };
    const auto* first = open();
    driver.open(std::make_unique<screens::Help>(""));
    CHECK(driver.top() != first);
    CHECK(open() == first);
}

TEST_CASE("a program that was killed says so when it opens again, and how much was begun; one that was closed does not") {
    const support::DemoTeam team;
    ScreenDriver::Options options;
    options.whole_app = true;
    auto workspace = team.open("laptop-1");
    const auto says = [&](const std::string& key) {
        ScreenDriver driver(*workspace, options);
        return driver.says(driver.ui().tr(key, {{"count", "1"}}));
    };
    CHECK_FALSE(says("app.not_closed"));
    CHECK_FALSE(says("app.not_closed"));
    {
        ScreenDriver driver(*workspace, options);
        CHECK(workspace->store().setting("ui.open").value() == "1");   // What a kill would leave.
    }
    REQUIRE(workspace->store().set_setting("ui.open", "1").has_value());
    CHECK(says("app.not_closed"));
    auto visit = survey::Visit::start(*workspace, "household", "");
    REQUIRE(visit.has_value());
    REQUIRE((*visit)->answer(*(*visit)->form().find("identity/survey_year"), "2015").has_value());
    REQUIRE(workspace->store().set_setting("ui.open", "1").has_value());
    CHECK(says("app.not_closed_drafts"));
}

TEST_CASE("a clock that cannot be right is told of at the start, and everything works") {
    const support::DemoTeam team;
    ScreenDriver::Options options;
    options.whole_app = true;
    for (const auto& [now, date] : {std::pair<std::int64_t, const char*>{100'000'000, "1970-01-02"}, {4'102'400'000'000, "2099-12-31"}, {1'764'000'000'000, ""}}) {
        CAPTURE(now);
        base::FixedClock clock{now};
        auto workspace = survey::Workspace::open(team.path("laptop-1"), clock, base::system_random());
        REQUIRE(workspace.has_value());
        ScreenDriver driver(**workspace, options);
        CHECK(driver.says("本机时钟") == (*date != '\0'));
        CHECK(driver.says(date));
        CHECK(driver.says("马䶮"));
    }
}

// The screens around the questionnaire, used as a team uses them, on what the demo leaves.
#include <imgui.h>

#include <set>
#include <thread>

#include "app/screens/conflicts.hpp"
#include "app/screens/exchange.hpp"
#include "app/screens/household.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/screens/work.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/office.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

const std::string kTwoVersions = "马䶮";

struct OnWork {
    explicit OnWork(const std::string& name, const ScreenDriver::Options& options = {}) : workspace(team.open(name)), driver(*workspace, options) {
        driver.open(std::make_unique<screens::Work>(driver.state()));
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
};

std::uint64_t port_of(const std::string& address) { return std::stoul(address.substr(address.rfind(':') + 1)); }

}  // namespace

TEST_CASE("a household is found by its name, by pinyin initials and by its number") {
    OnWork work("hq");
    for (const char* typed : {"塞力克", "slk", "6209812080200204"}) {
        CAPTURE(std::string(typed));
        work.driver.press(ImGuiKey_F, true);
        work.driver.press(ImGuiKey_A, true);
        work.driver.type(typed);
        work.driver.wait(0.5);
        CHECK(work.driver.says("塞力克·阿不都拉"));
        CHECK(!work.driver.says("马占山"));
    }
    work.driver.press(ImGuiKey_A, true);
    work.driver.type("没有这一户");
    work.driver.wait(0.5);
    CHECK(!work.driver.says("塞力克"));
}

TEST_CASE("from the search the arrow goes into the table, and Enter opens the household") {
    OnWork work("hq");
    work.driver.press(ImGuiKey_F, true);
    work.driver.type(kTwoVersions);
    work.driver.wait(0.5);
    work.driver.press(ImGuiKey_DownArrow);
    work.driver.press(ImGuiKey_Enter);
    work.driver.frames(4);
    REQUIRE(dynamic_cast<screens::Household*>(work.driver.top()) != nullptr);
    CHECK(work.driver.says(kTwoVersions));
    CHECK(work.driver.says("两种说法"));
    CHECK(work.driver.says("620981********9618"));   // Masked until somebody asks.
    CHECK(!work.driver.says("620981196803129618"));
    work.driver.press(ImGuiKey_Escape);
    CHECK(dynamic_cast<screens::Work*>(work.driver.top()) != nullptr);
}

TEST_CASE("a new household is started from the keyboard and its draft waits on the Work screen") {
    OnWork work("laptop-1");
    work.driver.press(ImGuiKey_N, true);
    work.driver.frames(6);
    auto* questionnaire = dynamic_cast<screens::Questionnaire*>(work.driver.top());
    REQUIRE(questionnaire != nullptr);
    work.driver.fill("户主", "新来的");
    work.driver.press(ImGuiKey_Escape);
    work.driver.frames(6);
    CHECK(dynamic_cast<screens::Work*>(work.driver.top()) != nullptr);
    CHECK(work.driver.says("新来的"));
    CHECK(work.workspace->store().drafts()->size() == 1);
}

TEST_CASE("a draft that has no name yet is called by its questionnaire and when it was begun, in the list of more too") {
    OnWork work("laptop-1");
    for (int i = 0; i < 4; ++i) {
        auto visit = survey::Visit::start(*work.workspace, "household", "");
        REQUIRE(visit.has_value());
        const auto phone = (*visit)->form().find("identity/phone");
        REQUIRE(phone.has_value());
        REQUIRE((*visit)->answer(*phone, "1390000111" + std::to_string(i)).has_value());
    }
    work.driver.open(std::make_unique<screens::Work>(work.driver.state()));
    const std::string words = " 开始，尚未填名称）";
    CHECK(work.driver.says(words));
    work.driver.click("more_drafts");
    work.driver.frames(3);
    std::set<std::string> drafts;
    for (const auto& draft : *work.workspace->store().drafts()) drafts.insert(draft.id.text());
    std::size_t listed = 0;
    for (const auto& item : ui::items()) {
        const auto at = item.name.find("##");
        if (at == std::string::npos || !drafts.contains(item.name.substr(at + 2)) || item.name.starts_with("继续")) continue;
        CHECK(item.name.find("户档") != std::string::npos);
        CHECK(item.name.find(words) != std::string::npos);
        ++listed;
    }
    CHECK(listed == 2);
}

TEST_CASE("two versions are settled by taking one, and the choice is a change with an author") {
    OnWork work("laptop-1");
    auto screen = std::make_unique<screens::Conflicts>(work.driver.state());
    auto* conflicts = screen.get();
    work.driver.open(std::move(screen));
    REQUIRE(conflicts->shown().size() == 1);
    CHECK(work.driver.says("21000"));
    CHECK(work.driver.says("19800"));
    CHECK(work.driver.says("li.na"));
    CHECK(work.driver.says("zhang.wei"));
    const auto before = work.workspace->store().counts()->changes;
    work.driver.click("采用");
    work.driver.frames(4);
    CHECK(conflicts->shown().empty());
    CHECK(work.workspace->store().counts()->conflicts == 0);
    CHECK(work.workspace->store().counts()->changes == before + 1);
}

TEST_CASE("two versions are settled by writing a third") {
    OnWork work("laptop-1");
    auto screen = std::make_unique<screens::Conflicts>(work.driver.state());
    auto* conflicts = screen.get();
    work.driver.open(std::move(screen));
    const auto record = conflicts->shown().front().record;
    work.driver.click("都不对，另写…");
    work.driver.frames(4);
    work.driver.type("20500");
    work.driver.press(ImGuiKey_Enter);
    work.driver.frames(4);
    CHECK(conflicts->shown().empty());
    const auto settled = work.workspace->store().record(record);
    REQUIRE(settled.has_value());
    bool found = false;
    for (const auto& [path, cell] : settled->cells) found |= cell.value() == "20500";
    CHECK(found);
}

TEST_CASE("an exchange from the screen brings the change to headquarters, which says so with a receipt") {
    OnWork work("laptop-1");
    auto membership = team::membership(*work.workspace);
    REQUIRE(membership.has_value());
    auto hq = work.team.open("hq");
    auto office = team::Office::serve(*hq, "127.0.0.1", static_cast<std::uint16_t>(port_of(membership->address)));
    REQUIRE_MESSAGE(office.has_value(), office.error().describe());

    work.driver.open(std::make_unique<screens::Conflicts>(work.driver.state()));
    work.driver.click("采用");
    CHECK(work.workspace->store().counts()->unsent == 1);
    auto run = std::make_shared<screens::ExchangeRun>();
    work.driver.open(std::make_unique<screens::Exchange>(work.driver.state(), run));
    work.driver.click("上报并接收");
    for (int i = 0; i < 400 && !run->done; ++i) {
        work.driver.frames(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(run->done.has_value());
    CHECK_MESSAGE(run->done->status.has_value(), run->done->status.error().describe());
    work.driver.frames(4);
    CHECK(run->done->summary.sent == 1);
    CHECK(work.workspace->store().counts()->unsent == 0);
    CHECK(work.driver.says("交换完成"));
    const auto household = work.workspace->store().list()->front().id;
    const auto visit = survey::Visit::open(*work.workspace, household);
    REQUIRE(visit.has_value());
    REQUIRE((*visit)->answer(*(*visit)->form().find("identity/phone"), "13900002222").has_value());
    REQUIRE((*visit)->save().has_value());
    work.driver.frames(4);   // What was said of the exchange before must not pass for this change.
    CHECK(!work.driver.says("交换完成"));
    CHECK(work.driver.says("1 处改动，尚未上报"));
    office->reset();
    CHECK(hq->store().counts()->conflicts == 0);
}

TEST_CASE("without headquarters in reach the exchange says that the data is safe, and nothing counts as sent") {
    OnWork work("laptop-1");
    work.driver.open(std::make_unique<screens::Conflicts>(work.driver.state()));
    work.driver.click("采用");
    auto run = std::make_shared<screens::ExchangeRun>();
    work.driver.open(std::make_unique<screens::Exchange>(work.driver.state(), run));
    work.driver.click("上报并接收");
    for (int i = 0; i < 1500 && !run->done; ++i) {
        work.driver.frames(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(run->done.has_value());
    work.driver.frames(4);
    CHECK(!run->done->status.has_value());
    CHECK(work.workspace->store().counts()->unsent == 1);
}

TEST_CASE("every screen draws in both languages, all themes, on a small screen and at twice the size") {
    for (const auto theme : {ui::ThemeName::light, ui::ThemeName::dark, ui::ThemeName::contrast}) {
        for (const char* language : {"zh", "en"}) {
            OnWork work("hq", {1024, 768, theme == ui::ThemeName::contrast ? 2.0f : 1.0f, language, theme});
            CHECK(work.driver.says(kTwoVersions));
            const auto list = work.workspace->store().list();
            const auto record = list->front().id;
            work.driver.open(std::make_unique<screens::Household>(work.driver.state(), record));
            work.driver.open(std::make_unique<screens::Conflicts>(work.driver.state()));
            CHECK(work.driver.says("21000"));
            work.driver.open(std::make_unique<screens::Exchange>(work.driver.state(), std::make_shared<screens::ExchangeRun>()));
        }
    }
}

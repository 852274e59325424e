// The dossier on the screen: its pages by key, what happens to families, the history with the way back.
#include "app/screens/household.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/screens/conflicts.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/screens/review.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

struct AtHousehold {
    explicit AtHousehold(const std::string& name = "马占山", const ScreenDriver::Options& options = {})
        : workspace(team.open("laptop-1")), driver(*workspace, options) {
        const auto listed = workspace->store().list();
        for (const auto& row : *listed) {
            if (row.title.starts_with(name)) id = row.id;
        }
        REQUIRE(!id.is_zero());
        driver.open(std::make_unique<screens::Household>(driver.state(), id));
    }
    record::Record record() const { return *workspace->store().record(id); }
    std::size_t members() const { return record().rows("members").size(); }
    void choose(const std::string& combo, const std::string& choice) {
        driver.click(combo);
        driver.frames(3);
        driver.click(choice);
        driver.frames(3);
    }
    struct Move {
        survey::Member who;
        record::RecordId there;
    };
    // Opens the event, chooses one who is not the head, and finds the other household by its name.
    Move begin_to_move_to_sailike() {
        const auto all = *survey::members_of(*workspace, record(), "zh");
        const auto other = *std::find_if(all.begin(), all.end(), [](const auto& m) { return !m.head; });
        record::RecordId there;
        const auto listed = workspace->store().list();
        for (const auto& row : *listed) {
            if (row.title.starts_with("塞力克")) there = row.id;
        }
        driver.click("家庭变动…");
        driver.click("household.event.to_household");
        choose("household.event.who", "household.event.who" + other.row);
        driver.click("event_search");
        driver.type("slk");
        driver.frames(4);
        driver.click("there" + there.text());
        return {other, there};
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    record::RecordId id;
};

}  // namespace

TEST_CASE("the pages of a household turn by Ctrl and a digit, and each has something to say") {
    AtHousehold at;
    CHECK(at.driver.says("户基本情况"));
    at.driver.press(ImGuiKey_2, true);
    CHECK(at.driver.says("建档，填写"));
    at.driver.press(ImGuiKey_3, true);
    CHECK(at.driver.says("分年收入（元）"));
    at.driver.press(ImGuiKey_4, true);
    CHECK(at.driver.says("帮扶计划"));
    at.driver.press(ImGuiKey_5, true);
    CHECK(at.driver.says("还没有照片"));
    at.driver.press(ImGuiKey_6, true);
    CHECK(at.driver.says("还没有其他问卷"));
    at.driver.press(ImGuiKey_7, true);
    CHECK(at.driver.says("变更记录（保存 1 次）"));
}

TEST_CASE("a birth is recorded in the card and taken back from the timeline") {
    AtHousehold at;
    const auto before = at.members();
    at.driver.click("家庭变动…");
    at.driver.click("household.event.birth");
    at.driver.fill("event_name", "马小龙");
    at.driver.fill("event_birth_date", "2016-11-30");
    at.choose("event_sex", "男");
    at.driver.click("event_do");
    at.driver.frames(4);
    CHECK(at.members() == before + 1);
    CHECK(at.driver.says("马小龙"));
    at.driver.press(ImGuiKey_2, true);
    CHECK(at.driver.says("出生：马小龙"));
    at.driver.click("撤销");
    at.driver.frames(4);
    CHECK(at.members() == before);
}

TEST_CASE("when the head dies the card asks who is head then, and a date that is none is said in place") {
    AtHousehold at;
    const auto before = at.members();
    const auto members = *survey::members_of(*at.workspace, at.record(), "zh");
    const auto head = std::find_if(members.begin(), members.end(), [](const auto& m) { return m.head; });
    const auto other = std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.head; });
    at.driver.click("家庭变动…");
    at.driver.click("household.event.death");
    at.choose("household.event.who", "household.event.who" + head->row);
    CHECK(at.driver.says("户主离开，请选择新户主"));
    at.choose("household.event.then_head", "household.event.then_head" + other->row);
    at.driver.click("event_do");
    at.driver.frames(4);
    CHECK(at.members() == before - 1);
    CHECK(at.record().value("identity/head_name") == other->name);
    at.driver.click("家庭变动…");
    at.driver.click("household.event.birth");
    at.driver.fill("event_name", "马小龙");
    at.driver.fill("event_birth_date", "昨天");
    at.driver.click("event_do");
    CHECK(at.driver.says("读不懂"));
    CHECK(at.workspace->store().drafts()->empty());
    at.driver.press(ImGuiKey_Escape);   // Folds the card; the household stays.
    at.driver.frames(3);
    CHECK(dynamic_cast<screens::Household*>(at.driver.top()) != nullptr);
    CHECK(!at.driver.says("家里有什么变动"));
}

TEST_CASE("a family event that is being entered does not hold the window, and is there again") {
    AtHousehold at;
    const auto before = at.members();
    at.driver.click("家庭变动…");
    at.driver.click("household.event.birth");
    at.driver.click("event_name");
    at.driver.type("马小龙");
    CHECK(at.driver.state().shell.leave());
    at.driver.open(std::make_unique<screens::Household>(at.driver.state(), at.id));   // Another one, as in the next run.
    CHECK(at.driver.says("家里有什么变动"));
    CHECK(at.driver.says("马小龙"));
    SUBCASE("and is recorded once") {
        at.choose("event_sex", "男");
        at.driver.fill("event_birth_date", "2016-11-30");
        at.driver.click("event_do");
        at.driver.frames(4);
        CHECK(at.members() == before + 1);
    }
    SUBCASE("or discarded") {
        CHECK(at.driver.says("放弃所填内容"));
        at.driver.click("event_cancel");
    }
    at.driver.open(std::make_unique<screens::Household>(at.driver.state(), at.id));
    CHECK(!at.driver.says("家里有什么变动"));
}

TEST_CASE("a family event remembers who leaves, where to, and which day it was entered for") {
    AtHousehold at;
    const auto move = at.begin_to_move_to_sailike();
    at.driver.frames(3);
    at.driver.press(ImGuiKey_Escape);
    at.driver.frames(3);
    at.driver.open(std::make_unique<screens::Household>(at.driver.state(), at.id));
    CHECK(at.driver.says(move.who.name + "  " + move.who.relation));
    CHECK(at.driver.says("→ 塞力克"));
    const auto moved = at.members() - 1;
    at.driver.click("event_do");
    at.driver.frames(4);
    CHECK(at.members() == moved);
}

TEST_CASE("with a family event open the rail leads away at the first press, and what was entered is kept") {
    ScreenDriver::Options options;
    options.whole_app = true;
    AtHousehold at("马占山", options);
    at.driver.click("家庭变动…");
    at.driver.click("household.event.birth");
    at.driver.fill("event_name", "马小龙");
    at.driver.state().shell.go(5);
    at.driver.frames(4);
    CHECK(dynamic_cast<screens::Household*>(at.driver.top()) == nullptr);
    at.driver.open(std::make_unique<screens::Household>(at.driver.state(), at.id));
    CHECK(at.driver.says("马小龙"));
}

TEST_CASE("a member goes to another household that is found by its name") {
    AtHousehold at;
    const auto before = at.members();
    const auto move = at.begin_to_move_to_sailike();
    at.driver.click("event_do");
    at.driver.frames(4);
    CHECK(at.members() == before - 1);
    CHECK(at.workspace->store().record(move.there)->row_present(move.who.row));
}

TEST_CASE("coordinates are told in words on the household's page, in its history and beside the other version") {
    AtHousehold at;
    for (const char* point : {"39.7 98.5 1500.0 5.0", "39.75 98.5 0.0 0.0"}) {
        auto visit = survey::Visit::open(*at.workspace, at.id);
        REQUIRE(visit);
        REQUIRE((*visit)->answer(*(*visit)->form().find("identity/location"), point));
        REQUIRE((*visit)->save());
    }
    at.driver.frames(4);
    CHECK(at.driver.says("北纬39.75000° 东经98.50000°"));
    at.driver.press(ImGuiKey_7, true);
    CHECK(at.driver.says("北纬39.70000° 东经98.50000° ±5米 → 北纬39.75000° 东经98.50000°"));
    at.driver.ui().texts.set_language("en");
    at.driver.press(ImGuiKey_1, true);
    at.driver.frames(4);
    CHECK(at.driver.says("39.75000°N 98.50000°E"));
    CHECK(!at.driver.says("98.5 "));
}

TEST_CASE("any answer is put back from its history, as a new change") {
    AtHousehold at("马䶮");
    at.driver.press(ImGuiKey_7, true);
    const auto changes = at.record().changes;
    const auto address = std::string(at.record().value("identity/address"));
    REQUIRE(address.find("新房") != std::string::npos);
    CHECK(at.driver.says("二组 3 号 → 二组 3 号（新房）"));
    at.driver.click("identity/address");
    at.driver.frames(4);
    CHECK(at.record().value("identity/address") == "二组 3 号");
    CHECK(at.record().changes == changes + 1);
    CHECK(at.driver.says("已改回"));
}

TEST_CASE("what others changed since one's own last save stands first") {
    AtHousehold at("马䶮");
    auto visit = survey::Visit::open(*at.workspace, at.id);
    REQUIRE(visit);
    REQUIRE((*visit)->answer(*(*visit)->form().find("identity/phone"), "13900001111"));
    REQUIRE((*visit)->save());
    const auto person = at.workspace->identity();
    auto record = at.record();
    REQUIRE(at.workspace->set_identity({"wang.lead", survey::Role::lead, {}}));
    REQUIRE(survey::send_back(*at.workspace, at.id, {{"identity/phone", "电话打不通"}}));
    REQUIRE(at.workspace->store().save(at.id, "li.na", record.area, record.form_id, record.form_version,
                                       {record::settle_op(record, "identity/address", "三组")}));
    REQUIRE(at.workspace->set_identity(person));
    at.driver.frames(4);
    CHECK(at.driver.says("别人改动了 1 处"));
    CHECK(at.driver.says("三组"));
    CHECK(at.driver.says("电话打不通"));
}

TEST_CASE("a questionnaire is started for this household with what is known filled in") {
    AtHousehold at;
    REQUIRE(at.workspace->install_form(YUANQUAN_SOURCE_DIR "/assets/forms/fund.md")->id == "fund");
    at.driver.click("填写其他问卷…");
    at.driver.frames(3);
    at.driver.click("startfund");
    at.driver.frames(6);
    auto* questionnaire = dynamic_cast<screens::Questionnaire*>(at.driver.top());
    REQUIRE(questionnaire != nullptr);
    bool known = false;
    for (const auto& cell : questionnaire->visit().form().answers().cells) known |= cell.path.ends_with("head_name") && cell.value == "马占山";
    CHECK(known);
}

TEST_CASE("two versions are decided by a rule that shows first what it would take") {
    AtHousehold at("马䶮");
    at.driver.open(std::make_unique<screens::Conflicts>(at.driver.state()));
    at.driver.click("按规则批量定夺…");
    at.driver.frames(3);
    CHECK(at.driver.says("一处也定不了"));   // Neither is blank.
    at.choose("rule", "数值较大或日期较晚的");
    CHECK(at.driver.says("可定夺 1 处"));
    at.driver.click("apply_rule");
    at.driver.frames(4);
    CHECK(at.workspace->store().counts()->conflicts == 0);
    CHECK(at.record().value("income/wages").starts_with("21000"));
    at.driver.click("rule_back");
    at.driver.frames(4);
    CHECK(at.workspace->store().counts()->conflicts == 1);
}

TEST_CASE("the pages of a household and the review draw in both languages and themes, small and large") {
    for (const char* language : {"zh", "en"}) {
        for (const auto theme : {ui::ThemeName::light, ui::ThemeName::contrast}) {
            AtHousehold at("马䶮", {1024, 768, theme == ui::ThemeName::contrast ? 1.25f : 1.0f, language, theme});
            for (const auto key : {ImGuiKey_2, ImGuiKey_3, ImGuiKey_4, ImGuiKey_5, ImGuiKey_6, ImGuiKey_7, ImGuiKey_1}) {
                at.driver.press(key, true);
                CHECK(at.driver.says("马䶮"));
            }
            at.driver.open(std::make_unique<screens::Review>(at.driver.state()));
        }
    }
}

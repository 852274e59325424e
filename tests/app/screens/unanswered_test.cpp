// "Don't know" and "refused" as a person says them: with keys, by mouse, on pages, one question at a time, in rosters.
#include <doctest/doctest.h>
#include <imgui.h>

#include "app/export/reason_words.hpp"
#include "app/screens/conflicts.hpp"
#include "app/screens/household.hpp"
#include "model/record/cell.hpp"
#include "model/survey/review.hpp"
#include "tests/support/merge_desks.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;
using support::Desk;
using support::Filling;
using survey::Reason;
using survey::Unanswered;

namespace {

const std::string kForm = "| survey |\n"
    "| | type | name | label::English (en) | label::中文 (zh) | required | appearance | calculation |\n"
    "| | text | head | Head of household | 户主 | yes | | |\n"
    "| | text | phone | Phone | 电话 | yes | | |\n"
    "| | select_one sex | sex | Sex | 性别 | yes | | |\n"
    "| | select_one relation | relation | Relation | 关系 | | minimal | |\n"
    "| | integer | age | Age | 年龄 | | | |\n"
    "| | integer | months | Months | 月龄 | | | 12 * ${age} |\n"
    "| | begin_repeat | members | Members | 成员 | | | |\n"
    "| | text | name | Name | 姓名 | yes | | |\n"
    "| | integer | income | Income | 收入 | yes | | |\n"
    "| | end_repeat | | | | | | |\n"
    "| choices |\n"
    "| | list_name | name | label::English (en) | label::中文 (zh) |\n"
    "| | sex | 1 | Male | 男 |\n"
    "| | sex | 2 | Female | 女 |\n"
    "| | relation | 02 | Head | 户主本人 |\n"
    "| | relation | 30 | Daughter | 女儿 |\n"
    "| settings |\n"
    "| | form_id | version | form_title |\n"
    "| | small | 1 | 小问卷 |\n";

std::optional<Unanswered> mark_of(const Filling& filling, const std::string& path) {
    const auto question = filling.questionnaire->visit().form().find(path);
    REQUIRE(question.has_value());
    return filling.questionnaire->visit().unanswered(*question);
}

}  // namespace

TEST_CASE("F6 and F7 say why there is no answer, with a note in place, and Enter goes on") {
    Desk desk;
    desk.install(kForm);
    for (const bool one_question : {false, true}) {
        CAPTURE(one_question);
        Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        driver.state().preferences.one_question = one_question;
        driver.frames(4);
        driver.type("王");
        driver.press(ImGuiKey_Enter);
        driver.press(ImGuiKey_F7);
        driver.frames(3);
        CHECK(driver.says("◇ 拒答 F7"));
        driver.type("怕推销");
        driver.press(ImGuiKey_Enter);   // From the note to the next question.
        CHECK(mark_of(filling, "phone") == Unanswered{Reason::refused, "怕推销"});
        CHECK(filling.questionnaire->at() == "sex");
        driver.press(ImGuiKey_F6);
        driver.frames(3);
        driver.press(ImGuiKey_Enter);
        CHECK(mark_of(filling, "sex") == Unanswered{Reason::dont_know, ""});
        CHECK(filling.questionnaire->at() == "relation");
        if (!one_question) CHECK(driver.says("◇ 拒答：怕推销"));
        CHECK_FALSE(driver.says("这一项必须填写"));
    }
}

TEST_CASE("what was typed goes with the mark, also what is still being typed, and Ctrl+Z brings it back") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("电话");
    driver.type("139");
    driver.press(ImGuiKey_F7);   // Before the pause in which it would be kept.
    driver.frames(6);
    CHECK(filling.value("phone").empty());
    CHECK(mark_of(filling, "phone").has_value());
    driver.press(ImGuiKey_Z, true);
    driver.frames(6);
    CHECK(filling.value("phone") == "139");
    CHECK_FALSE(mark_of(filling, "phone").has_value());

    driver.press(ImGuiKey_F6);
    driver.frames(3);
    driver.press(ImGuiKey_F7);   // Another reason.
    driver.frames(3);
    CHECK(mark_of(filling, "phone")->reason == Reason::refused);
    driver.press(ImGuiKey_F7);   // Once more: none.
    driver.frames(6);
    CHECK(filling.value("phone") == "139");

    driver.press(ImGuiKey_F7);
    driver.frames(3);
    driver.type("不说");
    driver.press(ImGuiKey_Z, true);   // Of the field, while something is typed in it.
    driver.frames(3);
    CHECK(mark_of(filling, "phone").has_value());
    driver.press(ImGuiKey_Tab);
    driver.frames(3);
    driver.press(ImGuiKey_Z, true);   // From another question, which has no text.
    driver.frames(3);
    CHECK(filling.value("phone") == "139");
    CHECK(filling.questionnaire->at() == "phone");
}

TEST_CASE("an answer takes the mark away, whatever kind it is") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("电话");
    driver.press(ImGuiKey_F7);
    driver.frames(3);
    driver.fill("电话", "138");
    CHECK_FALSE(mark_of(filling, "phone").has_value());
    CHECK(filling.value("phone") == "138");
    driver.click("关系");
    driver.type("nver");
    driver.press(ImGuiKey_F6);   // The search that is open chooses nothing when it is left.
    driver.frames(6);
    CHECK(filling.value("relation").empty());
    CHECK(mark_of(filling, "relation").has_value());
    driver.click("男");
    CHECK(filling.value("sex") == "1");
    driver.press(ImGuiKey_F7);
    driver.frames(3);
    CHECK(filling.value("sex").empty());
    driver.click("女");
    driver.frames(3);
    CHECK(filling.value("sex") == "2");
    CHECK_FALSE(mark_of(filling, "sex").has_value());
}

TEST_CASE("by mouse it is one press below the question, also where a list is open") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("关系");
    driver.type("nver");
    driver.click("relation@refused");
    driver.frames(6);
    CHECK(mark_of(filling, "relation") == Unanswered{Reason::refused, ""});
    CHECK(filling.value("relation").empty());
    driver.click("relation@note");
    driver.type("以后再说");
    driver.wait(0.6);
    CHECK(mark_of(filling, "relation")->note == "以后再说");
    driver.click("relation@dont_know");
    driver.frames(6);
    CHECK(mark_of(filling, "relation") == Unanswered{Reason::dont_know, "以后再说"});
    driver.click("relation@dont_know");
    driver.frames(6);
    CHECK_FALSE(mark_of(filling, "relation").has_value());
    driver.click("月龄");   // A sum that may be typed over is computed, not asked.
    driver.press(ImGuiKey_F7);
    CHECK_FALSE(mark_of(filling, "months").has_value());
}

TEST_CASE("a questionnaire whose required questions say why is complete") {
    Desk desk;
    desk.install(kForm);
    record::RecordId id;
    {
        Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        driver.type("王");
        id = filling.questionnaire->visit().record();
        for (int i = 0; i < 4; ++i) {
            driver.press(ImGuiKey_F8);
            driver.frames(4);
            if (i == 0) CHECK(driver.says("还差 4 项"));
            driver.press(i % 2 == 0 ? ImGuiKey_F6 : ImGuiKey_F7);
            driver.frames(4);
        }
        CHECK(driver.says("✓ 已填完"));
        CHECK(filling.questionnaire->at().ends_with("/income"));
        driver.press(ImGuiKey_Z, true);
        driver.press(ImGuiKey_F6);   // In the roster: the row says so too.
        driver.frames(4);
        driver.press(ImGuiKey_Tab);
        driver.frames(4);
        CHECK(driver.says("✓ 已填完"));
        driver.press(ImGuiKey_S, true);
        driver.frames(4);
    }
    const auto record = *desk.workspace->store().record(id);
    CHECK(record.value(record::kStateCell) == "complete");
    CHECK(survey::problems_of(*desk.workspace, record, "zh")->empty());
    CHECK(survey::marks_of(record).size() == 4);
}

TEST_CASE("what says why counts as answered and is counted by itself") {
    Desk desk;
    desk.install(kForm);
    auto visit = desk.start();
    REQUIRE(visit->mark(*visit->form().find("phone"), {Reason::refused, ""}));
    REQUIRE(visit->mark(*visit->form().find("age"), {Reason::dont_know, ""}));
    REQUIRE(visit->answer(*visit->form().find("head"), "王"));
    ScreenDriver driver(*desk.workspace);
    const screens::Entry entry(driver.state(), std::move(visit));
    const auto counts = screens::count_below(entry, entry.form().children(entry.form().root()));
    CHECK(counts.answered == 3);
    CHECK(counts.reasons == 2);
    CHECK(counts.missing == 3);   // Sex, and of the member that the form starts with.
    CHECK(counts.wrong == 0);
}

TEST_CASE("a killed questionnaire comes back with its marks, their notes and their place") {
    Desk desk;
    desk.install(kForm);
    base::DraftId draft;
    {
        Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        driver.click("电话");
        driver.press(ImGuiKey_F7);
        driver.frames(3);
        driver.type("怕推销");
        driver.wait(0.6);
        draft = filling.questionnaire->visit().draft().id;
    }
    desk.workspace.reset();   // Without a word: neither left nor closed.
    desk.open();
    auto resumed = survey::Visit::resume(*desk.workspace, draft);
    REQUIRE(resumed.has_value());
    Filling filling(desk, std::move(*resumed));
    filling.driver.frames(6);
    CHECK(mark_of(filling, "phone") == Unanswered{Reason::refused, "怕推销"});
    CHECK(filling.questionnaire->at() == "phone");
    CHECK(filling.driver.says("◇ 拒答 F7"));
}

TEST_CASE("a list that waits for another answer can be marked from the keyboard, and Enter passes it by") {
    Desk desk;
    desk.install("| survey |\n| | type | name | label | required | choice_filter |\n| | text | head | Head | | |\n"
                 "| | select_one town | town | Town | yes | county = ${head} |\n| | text | phone | Phone | | |\n"
                 "| choices |\n| | list_name | name | label | county |\n| | town | 1 | First | a |\n| settings |\n| | form_id |\n| | small |\n");
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.frames(4);
    driver.press(ImGuiKey_Enter);
    driver.frames(4);
    CHECK(filling.questionnaire->at() == "town");
    driver.press(ImGuiKey_Enter);
    driver.frames(4);
    CHECK(filling.questionnaire->at() == "phone");
    CHECK_FALSE(mark_of(filling, "town").has_value());
    driver.press(ImGuiKey_F8);
    driver.frames(4);
    driver.press(ImGuiKey_F7);
    driver.frames(4);
    CHECK(mark_of(filling, "town") == Unanswered{Reason::refused, ""});
}

TEST_CASE("a member who was removed comes back with the reasons") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.press(ImGuiKey_PageDown);
    driver.frames(3);
    driver.press(ImGuiKey_Insert);
    driver.frames(4);
    driver.type("小王");
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_F7);
    driver.frames(4);
    driver.press(ImGuiKey_Tab);
    driver.frames(4);
    const auto row = std::string(record::innermost_row(filling.questionnaire->visit().marks().begin()->first));
    driver.click(row + "@remove");
    driver.frames(4);
    driver.click(row + "@yes");
    driver.frames(4);
    CHECK(filling.questionnaire->visit().marks().empty());
    driver.click("members@undo");
    driver.frames(4);
    CHECK(mark_of(filling, row + "/income") == Unanswered{Reason::refused, ""});
    CHECK(filling.value(row + "/name") == "小王");
}

TEST_CASE("answered here and refused there is told in words wherever it is shown") {
    Desk one(1), two(2);
    for (auto* desk : {&one, &two}) desk->install(kForm);
    REQUIRE(one.workspace->set_identity({"张伟", survey::Role::member, {}}));
    REQUIRE(two.workspace->set_identity({"李娜", survey::Role::member, {}}));
    auto visit = one.start();
    REQUIRE(visit->answer(*visit->form().find("head"), "王"));
    REQUIRE(visit->save());
    support::give(*one.workspace, *two.workspace);
    auto here = std::move(*survey::Visit::open(*one.workspace, visit->record()));
    REQUIRE(here->answer(*here->form().find("phone"), "13912340000"));
    REQUIRE(here->save());
    auto there = std::move(*survey::Visit::open(*two.workspace, visit->record()));
    REQUIRE(there->mark(*there->form().find("phone"), {Reason::refused, "怕推销"}));
    REQUIRE(there->mark(*there->form().find("age"), {Reason::dont_know, ""}));
    REQUIRE(there->save());
    support::merge(*one.workspace, *two.workspace);

    ScreenDriver driver(*one.workspace);
    driver.open(std::make_unique<screens::Household>(driver.state(), visit->record()));
    driver.frames(4);
    CHECK(driver.says("⇄ ◇ 拒答：怕推销"));
    CHECK(driver.says("◇ 不清楚"));
    driver.open(std::make_unique<screens::Conflicts>(driver.state()));
    driver.frames(4);
    CHECK(driver.says("◇ 拒答：怕推销"));
    CHECK(driver.says("13912340000"));
    const auto versions = survey::list_conflicts(*one.workspace, {}, "zh")->front().versions;
    driver.click("采用");
    driver.frames(4);
    CHECK(survey::list_conflicts(*one.workspace, {}, "zh")->empty());
    const auto record = *one.workspace->store().record(visit->record());
    CHECK(record.value("phone").empty() == (versions[0].author == "李娜"));
    CHECK(record.value("phone/@unanswered").empty() == (versions[0].author != "李娜"));
}

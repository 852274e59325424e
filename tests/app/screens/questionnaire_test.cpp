// The questionnaire filled as a person fills it: by words on the screen, keys and text, on a real workspace.
#include "app/screens/questionnaire.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <cstdlib>
#include <filesystem>

#include "app/screens/question_widgets.hpp"
#include "model/base/files.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;
using support::Desk;
using support::Filling;

namespace {

const std::string kForm = "| survey |\n"
    "| | type | name | label::English (en) | label::中文 (zh) | required | relevant | constraint | constraint_message::English (en) | constraint_message::中文 (zh) | appearance |\n"
    "| | begin_group | identity | Household | 户基本情况 | | | | | | |\n"
    "| | text | head | Head of household | 户主 | yes | | | | | |\n"
    "| | text | village | Village | 村 | | | | | | |\n"
    "| | select_one sex | sex | Sex | 性别 | yes | | | | | |\n"
    "| | select_multiple cause | causes | Causes | 致贫原因 | | | | | | |\n"
    "| | integer | age | Age | 年龄 | | | . < 120 | Too old to be true | 年龄太大，请核对 | |\n"
    "| | text | school | School | 学校 | | ${age} < 18 | | | | |\n"
    "| | select_one relation | relation | Relation | 关系 | | | | | | minimal |\n"
    "| | date | since | Since | 起始日期 | | | | | | |\n"
    "| | note | thanks | Thank you | 谢谢 | | | | | | |\n"
    "| | end_group | | | | | | | | | |\n"
    "| | begin_repeat | members | Members | 成员 | | | | | | |\n"
    "| | text | name | Name | 姓名 | yes | | | | | |\n"
    "| | select_one sex | msex | Sex of member | 成员性别 | | | | | | |\n"
    "| | integer | mage | Age of member | 成员年龄 | | | | | | |\n"
    "| | end_repeat | | | | | | | | | |\n"
    "| choices |\n"
    "| | list_name | name | label::English (en) | label::中文 (zh) |\n"
    "| | sex | 1 | Male | 男 |\n"
    "| | sex | 2 | Female | 女 |\n"
    "| | cause | ill | Illness | 因病 |\n"
    "| | cause | school | Schooling | 因学 |\n"
    "| | cause | land | No land | 缺土地 |\n"
    "| | relation | 02 | Head | 户主本人 |\n"
    "| | relation | 20 | Son | 儿子 |\n"
    "| | relation | 30 | Daughter | 女儿 |\n"
    "| settings |\n"
    "| | form_id | version | form_title |\n"
    "| | small | 1 | 小问卷 |\n";

}  // namespace

TEST_CASE("a household is filled from the keyboard, rare names intact") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    // The first question has the keyboard at once.
    driver.type("䶮㛃𬭩");
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/head") == "䶮㛃𬭩");
    driver.type("源泉村");
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_2);  // Sex: a digit chooses, Enter goes on.
    CHECK(filling.value("identity/sex") == "2");
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_1);
    driver.press(ImGuiKey_3);
    CHECK(filling.value("identity/causes") == "ill land");
    driver.press(ImGuiKey_1);
    CHECK(filling.value("identity/causes") == "land");
    driver.press(ImGuiKey_Enter);
    driver.type("１２");  // Full width, as an input method types it.
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/age") == "12");
    driver.type("一小");  // Relevant only now, and Enter found it.
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/school") == "一小");
    driver.type("nve");  // By pinyin.
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/relation") == "30");
    driver.type("20160501");
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/since") == "2016-05-01");
    CHECK(filling.value("identity/village") == "源泉村");
}

TEST_CASE("Enter alone chooses nothing; an arrow key and Enter do") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("村");
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/sex").empty());
    driver.click("村");
    driver.press(ImGuiKey_Enter);
    driver.press(ImGuiKey_RightArrow);  // The two choices stand side by side.
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/sex") == "2");
}

TEST_CASE("what is typed before the keyboard has come to the next field is written there") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    auto& io = ImGui::GetIO();
    driver.type("马明");
    io.AddKeyEvent(ImGuiKey_Enter, true);
    for (const char* letter : {"l", "i", "u", "h", "e"}) {   // A frame each.
        io.AddInputCharactersUTF8(letter);
        driver.frames(1);
    }
    io.AddKeyEvent(ImGuiKey_Enter, false);
    driver.frames(5);
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/head") == "马明");
    CHECK(filling.value("identity/village") == "liuhe");
    // On the way to a list of choices nothing is kept for the field behind it.
    driver.click("村");
    io.AddKeyEvent(ImGuiKey_Enter, true);
    driver.frames(1);
    io.AddInputCharactersUTF8("x");
    driver.frames(1);
    io.AddKeyEvent(ImGuiKey_Enter, false);
    driver.frames(5);
    driver.fill("年龄", "30");
    CHECK(filling.value("identity/age") == "30");
    CHECK(filling.value("identity/village") == "liuhe");
}

TEST_CASE("what was said of a text that is not in the list is gone once something is chosen") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.click("关系");
    driver.type("zzz");
    driver.press(ImGuiKey_Enter);
    CHECK(driver.says("列表里没有这一项"));
    driver.press(ImGuiKey_DownArrow);
    driver.press(ImGuiKey_Enter);
    CHECK(filling.value("identity/relation") == "20");
    CHECK(!driver.says("列表里没有这一项"));
}

TEST_CASE("a number finds what is counted in words") {
    const std::vector<screens::Offer> groups{{"G1", "一组", {}}, {"G2", "二组", {}}, {"G12", "十二组", {}}, {"G20", "第二十组", {}}};
    CHECK(screens::matching_offers(groups, "1") == std::vector<std::size_t>{0});
    CHECK(screens::matching_offers(groups, "12") == std::vector<std::size_t>{2});
    CHECK(screens::matching_offers(groups, "2") == std::vector<std::size_t>{1, 3});
    CHECK(screens::matching_offers(groups, "20") == std::vector<std::size_t>{3});
}

TEST_CASE("a constraint shows its message in place, and only after the field is left") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.fill("年龄", "300");
    driver.frames(2);
    CHECK(filling.value("identity/age") == "300");
    CHECK(driver.says("▲ 年龄太大，请核对"));
    CHECK(driver.find("▲ 1 处需改正") != nullptr);
    driver.fill("年龄", "30");
    driver.frames(2);
    CHECK(!driver.says("年龄太大"));
    driver.fill("年龄", "三十");
    driver.frames(2);
    CHECK(driver.says("还看不懂"));
    CHECK(filling.value("identity/age") == "30");
    driver.click("成员");  // The page; what could not be read is found again from there.
    driver.click("problems");
    CHECK(driver.find("年龄") != nullptr);
}

TEST_CASE("a killed questionnaire comes back with every committed answer, at the same place") {
    Desk desk;
    desk.install(kForm);
    base::DraftId draft;
    {
        Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        driver.fill("户主", "张三");
        driver.click("男");
        driver.click("成员");  // The page.
        driver.click("members@add");
        driver.type("小明");
        driver.press(ImGuiKey_Enter);
        driver.press(ImGuiKey_1);
        driver.press(ImGuiKey_Enter);
        driver.type("9");
        driver.wait(1);    // A pause commits what is being typed.
        driver.type("9");  // This is lost.
        draft = filling.questionnaire->visit().draft().id;
    }
    desk.workspace.reset();
    desk.open();
    auto resumed = survey::Visit::resume(*desk.workspace, draft);
    REQUIRE_MESSAGE(resumed.has_value(), resumed.error().describe());
    Filling filling(desk, std::move(*resumed));
    CHECK(filling.value("identity/head") == "张三");
    CHECK(filling.value("identity/sex") == "1");
    const auto& form = filling.questionnaire->visit().form();
    const auto rows = form.children(*form.find("members"));
    REQUIRE(rows.size() == 1);
    const auto row = form.cell_path(rows[0]);
    CHECK(form.value_at(row + "/name") == "小明");
    CHECK(form.value_at(row + "/mage") == "9");
    // The member's panel is open and its question has the keyboard.
    CHECK(filling.driver.find(row + "/mage") != nullptr);
}

TEST_CASE("members are added, removed and put back where they were") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.press(ImGuiKey_PageDown);
    for (const char* name : {"甲", "乙", "丙"}) {
        driver.press(ImGuiKey_Insert);
        driver.type(name);
        driver.press(ImGuiKey_Enter);
    }
    const auto& form = filling.questionnaire->visit().form();
    const auto names = [&] {
        std::string out;
        for (const auto& row : form.children(*form.find("members"))) out += form.value_at(form.cell_path(row) + "/name");
        return out;
    };
    CHECK(names() == "甲乙丙");
    const auto second = *form.row_id(form.children(*form.find("members"))[1]);
    driver.click("2  乙");
    driver.frames(4);   // Until the keyboard is in its first question.
    driver.click("删除 2  乙…");
    driver.click("保留");
    CHECK(names() == "甲乙丙");
    driver.click("删除 2  乙…");
    driver.click("删除");
    CHECK(names() == "甲丙");
    driver.click("撤销");
    CHECK(names() == "甲乙丙");
    CHECK(*form.row_id(form.children(*form.find("members"))[1]) == second);
    // As the draft has it, too.
    const auto draft = filling.questionnaire->visit().draft().id;
    auto resumed = survey::Visit::resume(*desk.workspace, draft);
    REQUIRE(resumed.has_value());
    CHECK((*resumed)->form().answers().cells.size() == form.answers().cells.size());
    CHECK((*resumed)->form().row_id((*resumed)->form().children(*(*resumed)->form().find("members"))[1]) == second);
}

TEST_CASE("the button that removes a member says whom, and a name of any length leaves it on the screen") {
    Desk desk;
    desk.install(kForm);
    Filling filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.press(ImGuiKey_PageDown);
    std::string longest;
    for (int i = 0; i < 16; ++i) longest += "阿不都拉·";
    for (const std::string& name : {std::string("甲"), longest}) {
        driver.press(ImGuiKey_Insert);
        driver.type(name);
        driver.press(ImGuiKey_Enter);
    }
    const auto& form = filling.questionnaire->visit().form();
    const auto button_of = [&](std::size_t row) {
        const auto path = form.cell_path(form.children(*form.find("members"))[row]);
        if (driver.find(path + "@remove") == nullptr) driver.click(path);
        REQUIRE(driver.scroll_to(path + "@remove"));
        return *driver.find(path + "@remove");
    };
    CHECK(button_of(0).name.starts_with("删除 1  甲…##"));
    const auto button = button_of(1);
    CHECK(button.name.starts_with("删除 2  阿不都拉·"));
    CHECK(button.x1 <= ImGui::GetIO().DisplaySize.x);
}

TEST_CASE("save makes one change and leaves; leaving keeps the draft") {
    Desk desk;
    desk.install(kForm);
    record::RecordId record;
    {
        Filling filling(desk, desk.start());
        auto& driver = filling.driver;
        driver.fill("户主", "张三");
        record = filling.questionnaire->visit().record();
        driver.press(ImGuiKey_Escape);
        CHECK(driver.top() != filling.questionnaire);
        CHECK(desk.workspace->store().drafts()->size() == 1);
    }
    auto visit = survey::Visit::resume(*desk.workspace, desk.workspace->store().drafts()->front().id);
    REQUIRE(visit.has_value());
    {
        Filling filling(desk, std::move(*visit));
        filling.driver.press(ImGuiKey_S, true);
        CHECK(filling.driver.top() != filling.questionnaire);
        CHECK(filling.driver.says("已存本机"));
    }
    CHECK(desk.workspace->store().drafts()->empty());
    const auto changes = desk.workspace->store().changes_after(0, {}, 1 << 20);
    CHECK(changes->changes.size() == 1);
    // Opened again, the earlier answer stands beside the new one.
    auto again = survey::Visit::open(*desk.workspace, record);
    REQUIRE(again.has_value());
    Filling filling(desk, std::move(*again));
    filling.driver.fill("户主", "李四");
    CHECK(filling.driver.says("以前：张三"));
}

TEST_CASE("public questionnaires open and draw every page") {
    const char* given = std::getenv("YUANQUAN_SHARED");
    const std::string shared = given != nullptr ? given : YUANQUAN_SOURCE_DIR "/../shared";
    if (!base::exists(shared + "/conformance/forms")) {
        MESSAGE("skipped: no shared forms at " << shared);
        return;
    }
    for (const char* name : {"liberia-coverage-r1.fixed.xlsx", "liberia-village.fixed.xlsx", "unhcr-xlsformutil-demo.fixed.xlsx"}) {
        CAPTURE(std::string(name));
        Desk desk;
        const auto installed = desk.workspace->install_form(shared + "/conformance/forms/" + name);
        REQUIRE(installed.has_value());
        if (installed->id.empty()) {  // Whether it compiles is the form tests' business.
            MESSAGE("skipped: does not compile: " << std::string(name));
            continue;
        }
        Filling filling(desk, desk.start(installed->id), {1024, 768, 1.5f, "en", ui::ThemeName::dark});
        for (int page = 0; page < 40; ++page) {
            filling.driver.press(ImGuiKey_Insert);  // A row where the page has a roster.
            filling.driver.press(ImGuiKey_PageDown);
        }
        CHECK(filling.driver.top() == filling.questionnaire);
    }
}

TEST_CASE("the household questionnaire is drawn page by page and fits a small screen") {
    Desk desk;
    const std::string assets = YUANQUAN_SOURCE_DIR "/assets";
    for (const char* name : {"/forms/household.md", "/areas.csv"}) {
        auto bytes = base::read_file(assets + name);
        REQUIRE(bytes.has_value());
        REQUIRE(base::write_file(desk.folder.file(std::filesystem::path(name).filename().string()), *bytes));
    }
    const auto id = desk.install_file(desk.folder.file("household.md"));
    Filling filling(desk, desk.start(id), {1024, 768, 1.5f, "zh", ui::ThemeName::light});
    filling.driver.fill("户主", "䶮㛃𬭩");
    CHECK(filling.value("identity/head_name") == "䶮㛃𬭩");
    // Over a page without questions the keyboard finds the first question of the next.
    for (int page = 0; page < 3; ++page) filling.driver.press(ImGuiKey_PageDown);
    filling.driver.type("3");
    filling.driver.press(ImGuiKey_Enter);
    CHECK(filling.value("causes/main_cause") == "03");
    for (int page = 0; page < 20; ++page) {
        filling.driver.press(ImGuiKey_Insert);
        filling.driver.press(ImGuiKey_PageDown);
    }
    CHECK(filling.driver.top() == filling.questionnaire);
    CHECK(filling.questionnaire->visit().form().title().find("䶮") != std::string::npos);
}

// One question at a time: what fills the page, the keys, and that it is only another view of the same filling.
#include <doctest/doctest.h>
#include <imgui.h>

#include <filesystem>

#include "app/screens/question_stops.hpp"
#include "tests/support/screen_typist.hpp"

using namespace yuanquan;
using support::Desk;
using support::Filling;
using support::Typist;

namespace {

const std::string kForm = "| survey |\n"
    "| | type | name | label::English (en) | label::中文 (zh) | required | relevant | constraint | constraint_message::English (en) | constraint_message::中文 (zh) | appearance |\n"
    "| | begin_group | house | Household | 户基本情况 | | | | | | |\n"
    "| | note | intro | Ask the head | 请问户主本人 | | | | | | |\n"
    "| | text | head | Head of household | 户主 | yes | | | | | |\n"
    "| | integer | age | Age | 年龄 | | | . < 120 | Too old to be true | 年龄太大，请核对 | |\n"
    "| | text | school | School | 学校 | | ${age} < 18 | | | | |\n"
    "| | begin_group | reach | How to reach | 联系方式 | | | | | | field-list |\n"
    "| | text | phone | Phone | 电话 | | | | | | |\n"
    "| | text | mail | Mail | 邮箱 | | | | | | |\n"
    "| | end_group | | | | | | | | | |\n"
    "| | end_group | | | | | | | | | |\n"
    "| | begin_repeat | members | Members | 成员 | | | | | | |\n"
    "| | text | name | Name | 姓名 | yes | | | | | |\n"
    "| | select_one sex | sex | Sex of member | 成员性别 | | | | | | |\n"
    "| | begin_repeat | work | Work | 务工 | | | | | | |\n"
    "| | text | where | Where | 地点 | | | | | | |\n"
    "| | end_repeat | | | | | | | | | |\n"
    "| | end_repeat | | | | | | | | | |\n"
    "| | begin_group | roads | Roads | 道路 | | | | | | table-list |\n"
    "| | select_one sex | r1 | This one | 这条 | | | | | | |\n"
    "| | select_one sex | r2 | That one | 那条 | | | | | | |\n"
    "| | end_group | | | | | | | | | |\n"
    "| | text | word | Last word | 最后一句 | | | | | | |\n"
    "| choices |\n"
    "| | list_name | name | label::English (en) | label::中文 (zh) |\n"
    "| | sex | 1 | Male | 男 |\n"
    "| | sex | 2 | Female | 女 |\n"
    "| settings |\n"
    "| | form_id | version | form_title |\n"
    "| | small | 1 | 小问卷 |\n";

struct OneByOne : Filling {
    OneByOne(Desk& desk, std::unique_ptr<survey::Visit> visit) : Filling(desk, std::move(visit)) {
        driver.press(ImGuiKey_F2);
        driver.frames(4);
    }
    const std::string& at() const { return questionnaire->at(); }
    void enter(const std::string& text = {}) {
        if (!text.empty()) driver.type(text);
        driver.press(ImGuiKey_Enter);
    }
    void back() {
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
        driver.press(ImGuiKey_Enter);
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
        driver.frames(2);
    }
};

void install_household(Desk& desk, std::string& id) {
    const std::string assets = YUANQUAN_SOURCE_DIR "/assets";
    for (const char* name : {"/forms/household.md", "/areas.csv"}) {
        auto bytes = base::read_file(assets + name);
        REQUIRE(bytes.has_value());
        REQUIRE(base::write_file(desk.folder.file(std::filesystem::path(name).filename().string()), *bytes));
    }
    id = desk.install_file(desk.folder.file("household.md"));
}

struct Filled {
    std::map<std::string, std::string> cells;
    std::string walked;
    int keys = 0;
};
// The household, from the first question to the saved record, by keys alone.
Filled fill_household(bool one_by_one) {
    Desk desk;
    std::string id;
    install_household(desk, id);
    Filling filling(desk, desk.start(id));
    if (one_by_one) filling.driver.press(ImGuiKey_F2);
    Typist typist(filling, support::household_keys());
    typist.fill();
    CHECK_MESSAGE(filling.driver.says("已全部填完") == one_by_one, typist.walked() << filling.questionnaire->at());
    if (one_by_one) {
        filling.driver.press(ImGuiKey_Enter);   // On Save.
    } else {
        filling.driver.press(ImGuiKey_S, true);
    }
    CHECK(filling.driver.top() != filling.questionnaire);
    Filled out{{}, typist.walked(), typist.pressed() + 1};
    const auto listed = desk.workspace->store().list();
    REQUIRE(listed->size() == 1);
    const auto record = desk.workspace->store().record(listed->front().id);
    for (const auto& [path, cell] : record->cells) out.cells[path] = cell.value();
    return out;
}

}  // namespace

TEST_CASE("a page that holds only a note, and one whose rows hold nothing to see, are walked over one by one") {
    const std::string form = "| survey |\n"
        "| | type | name | label | repeat_count | calculation |\n"
        "| | text | first | First | | |\n"
        "| | begin_group | told | | | |\n"
        "| | note | word | Say thank you | | |\n"
        "| | end_group | | | | |\n"
        "| | begin_repeat | sums | Sums | 2 | |\n"
        "| | calculate | sum | | | 1 + 1 |\n"
        "| | end_repeat | | | | |\n"
        "| | begin_group | tail | Tail | | |\n"
        "| | text | last | Last | | |\n"
        "| | end_group | | | | |\n"
        "| settings |\n"
        "| | form_id | version | form_title |\n"
        "| | odd | 1 | Odd |\n";
    Desk desk;
    desk.install(form);
    OneByOne filling(desk, desk.start("odd"));
    CHECK(filling.at() == "first");
    filling.enter("a");
    CHECK(filling.at() == "told/word@read");
    filling.enter();
    CHECK(filling.at() == "tail/last");
    filling.back();
    CHECK(filling.at() == "told/word@read");
    filling.back();
    CHECK(filling.at() == "first");
}

TEST_CASE("a household filled one question at a time is stored as the same answers on whole pages are") {
    const auto pages = fill_household(false), one = fill_household(true);
    CHECK(pages.cells.size() > 90);
    std::string differ;
    for (const auto& [path, value] : pages.cells) {
        const auto there = one.cells.find(path);
        if (there == one.cells.end() || there->second != value) differ += path + ": " + value + " | " + (there == one.cells.end() ? "-" : there->second) + "\n";
    }
    for (const auto& [path, value] : one.cells) {
        if (!pages.cells.contains(path)) differ += path + ": - | " + value + "\n";
    }
    CHECK_MESSAGE(differ.empty(), differ << "\n" << pages.walked << "\n----\n" << one.walked);
    // Every answer was asked for, once, in the order of the pages.
    std::string missed;
    for (const auto& [path, keys] : support::household_keys()) {
        if (one.walked.find(path + "\n") == std::string::npos) missed += path + "\n";
        if (pages.walked.find(path + "\n") == std::string::npos) missed += "on pages: " + path + "\n";
    }
    CHECK_MESSAGE(missed.empty(), missed << "\n" << one.walked);
    const auto state = one.cells.find("@state");
    REQUIRE(state != one.cells.end());
    CHECK(state->second == "complete");
    MESSAGE("keys: " << pages.keys << " on whole pages, " << one.keys << " one question at a time");
}

TEST_CASE("one question fills the page, with the facts that stand before it; what its author wants together stays together") {
    Desk desk;
    desk.install(kForm);
    OneByOne filling(desk, desk.start());
    auto& driver = filling.driver;
    CHECK(filling.at() == "house/head");
    CHECK(driver.says("请问户主本人"));
    CHECK(driver.says("第 1 题，共"));
    CHECK(driver.find("house/age") == nullptr);
    filling.enter("张三");
    CHECK(filling.at() == "house/age");
    CHECK(!driver.says("请问户主本人"));
    filling.enter("12");
    CHECK(filling.at() == "house/school");   // Relevant only now.
    filling.enter("一小");
    CHECK(filling.at() == "house/reach/phone");
    CHECK(driver.find("house/reach/mail") != nullptr);   // On the same page.
    CHECK(driver.says("第 4 至 5 题"));
    filling.enter("13812345678");
    CHECK(filling.at() == "house/reach/mail");
    filling.back();
    CHECK(filling.at() == "house/reach/phone");
    filling.back();
    CHECK(filling.at() == "house/school");
    CHECK(filling.value("house/school") == "一小");
}

TEST_CASE("a wrong answer keeps one at its question with its message, and can be left for later") {
    Desk desk;
    desk.install(kForm);
    OneByOne filling(desk, desk.start());
    auto& driver = filling.driver;
    filling.enter("张三");
    filling.enter("300");
    CHECK(filling.at() == "house/age");
    CHECK(driver.says("▲ 年龄太大，请核对"));
    CHECK(driver.says("改正后才能继续"));
    filling.enter();
    CHECK(filling.at() == "house/age");
    filling.enter("三十");
    CHECK(filling.at() == "house/age");
    CHECK(driver.says("还看不懂"));
    driver.press(ImGuiKey_PageDown);
    CHECK(filling.at() == "house/reach/phone");
    driver.press(ImGuiKey_F8);   // The list of problems leads back.
    CHECK(filling.at() == "house/age");
    driver.press(ImGuiKey_A, true);
    filling.enter("40");
    CHECK(filling.at() == "house/reach/phone");
    CHECK(filling.value("house/age") == "40");
}

TEST_CASE("one question at a time a roster asks each row in turn and then for another one, rosters inside too") {
    Desk desk;
    desk.install(kForm);
    OneByOne filling(desk, desk.start());
    auto& driver = filling.driver;
    driver.press(ImGuiKey_DownArrow, true);   // The next page.
    CHECK(filling.at().ends_with("/name"));
    filling.enter("甲");
    driver.press(ImGuiKey_2);
    filling.enter();
    CHECK(filling.at().ends_with("/where"));
    filling.enter("玉门");
    CHECK(filling.at().ends_with("work@add"));
    driver.press(ImGuiKey_1);                 // Another place of work.
    CHECK(filling.at().ends_with("/where"));
    filling.enter("敦煌");
    filling.enter();                          // Enter alone goes on.
    CHECK(filling.at() == "members@add");
    CHECK(driver.says("还要添加成员吗"));
    CHECK(driver.says("1  甲"));
    driver.press(ImGuiKey_1);
    CHECK(filling.at().ends_with("/name"));
    CHECK(driver.says("成员 › 2"));
    filling.enter("乙");
    const auto& form = filling.questionnaire->visit().form();
    CHECK(form.children(*form.find("members")).size() == 2);
    // Removed after a yes; then the way back stands where one is asked for another.
    driver.click("删除 2  乙…");
    driver.press(ImGuiKey_Enter);
    CHECK(form.children(*form.find("members")).size() == 1);
    CHECK(filling.at() == "members@add");
    driver.press(ImGuiKey_Enter);             // The keyboard is on Undo.
    CHECK(form.children(*form.find("members")).size() == 2);
    CHECK(filling.at().ends_with("/name"));
    CHECK(form.value_at(filling.at()) == "乙");
}

TEST_CASE("a grid stays a grid, and behind the last question stand what is open and Save") {
    Desk desk;
    desk.install(kForm);
    OneByOne filling(desk, desk.start());
    auto& driver = filling.driver;
    for (int i = 0; i < 2; ++i) driver.press(ImGuiKey_DownArrow, true);
    CHECK(filling.at() == "roads/r1");
    CHECK(driver.find("roads/r2=1") != nullptr);
    driver.press(ImGuiKey_2);
    filling.enter();
    CHECK(filling.at() == "roads/r2");
    driver.press(ImGuiKey_1);
    filling.enter();
    CHECK(filling.at() == "word");
    filling.enter("好");
    CHECK(filling.at() == screens::kEndStop);
    CHECK(driver.says("还有 2 处"));
    driver.click("house/head@problem");
    CHECK(filling.at() == "house/head");
    driver.type("张三");
    driver.press(ImGuiKey_F8);
    CHECK(filling.at().ends_with("/name"));
    filling.enter("张三");
    for (int i = 0; i < 12 && filling.at() != screens::kEndStop; ++i) filling.enter();
    CHECK(driver.says("已全部填完"));
    filling.enter();
    CHECK(driver.top() != filling.questionnaire);
    CHECK(driver.says("已存本机"));
}

TEST_CASE("the way of filling changes at the same question, is kept, and so is the place") {
    Desk desk;
    desk.install(kForm);
    base::DraftId draft;
    {
        OneByOne filling(desk, desk.start());
        auto& driver = filling.driver;
        filling.enter("张三");
        driver.press(ImGuiKey_DownArrow, true);
        filling.enter("甲");
        const auto here = filling.at();
        CHECK(here.ends_with("/sex"));
        driver.click("way");
        driver.frames(4);
        CHECK(filling.at() == here);
        CHECK(driver.find("members@add") != nullptr);   // The whole page, the row open.
        driver.press(ImGuiKey_2);
        CHECK(filling.questionnaire->visit().form().value_at(here) == "2");
        driver.press(ImGuiKey_F2);
        CHECK(filling.at() == here);
        CHECK(driver.find("members@add") == nullptr);
        filling.enter();
        CHECK(filling.at().ends_with("/where"));
        draft = filling.questionnaire->visit().draft().id;
        driver.press(ImGuiKey_Escape);
    }
    for (const bool one : {true, false}) {
        CAPTURE(one);
        auto visit = survey::Visit::resume(*desk.workspace, draft);
        REQUIRE(visit.has_value());
        Filling filling(desk, std::move(*visit));
        if (one) filling.driver.press(ImGuiKey_F2);
        CHECK(filling.questionnaire->at().ends_with("/where"));   // Where one was, not where one last answered.
        filling.driver.press(ImGuiKey_Escape);
    }
    screens::Preferences preferences;
    preferences.one_question = true;
    REQUIRE(screens::store_preferences(*desk.workspace, preferences).has_value());
    CHECK(screens::load_preferences(*desk.workspace).one_question);
}

TEST_CASE("one question at a time the earlier answer stands beside the new one") {
    Desk desk;
    desk.install(kForm);
    record::RecordId record;
    {
        OneByOne filling(desk, desk.start());
        filling.enter("张三");
        record = filling.questionnaire->visit().record();
        filling.driver.press(ImGuiKey_S, true);
    }
    auto visit = survey::Visit::open(*desk.workspace, record);
    REQUIRE(visit.has_value());
    OneByOne filling(desk, std::move(*visit));
    CHECK(filling.at() == "house/head");
    filling.driver.press(ImGuiKey_A, true);
    filling.driver.type("李四");
    CHECK(filling.driver.says("以前"));
    CHECK(filling.driver.says("张三"));
}

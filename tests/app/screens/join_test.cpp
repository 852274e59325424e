// The first start: an enrolment by file, by the picture of its code, by the code itself, or on without headquarters.
#include "app/screens/join.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include "app/export/qr_picture.hpp"
#include "app/screens/given_path.hpp"
#include "app/screens/work.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/office.hpp"
#include "model/base/digest.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;

namespace {

struct FirstStart {
    FirstStart() : driver(*desk.workspace, options()) { REQUIRE(dynamic_cast<screens::Join*>(driver.top()) != nullptr); }
    static ScreenDriver::Options options() {
        ScreenDriver::Options options;
        options.whole_app = true;
        return options;
    }
    std::string enrolment(bool with_forms) {
        auto office = survey::Workspace::open(desk.folder.path + "/hq", desk.clock, desk.random);
        REQUIRE(office.has_value());
        REQUIRE(team::found_office(**office, "office", "https://127.0.0.1:8600"));
        auto headquarters = hq::Headquarters::open((*office)->store());
        REQUIRE(headquarters.has_value());
        auto file = headquarters->enrol("laptop-1", "zhang.wei", "member", {}, desk.random, desk.clock, with_forms);
        REQUIRE(file.has_value());
        return *file;
    }
    support::Desk desk;
    ScreenDriver driver;
};

}  // namespace

TEST_CASE("an enrolment is taken from a picture of its code") {
    FirstStart start;
    const auto picture = exports::write_qr_png(base::to_base64(start.enrolment(false)));
    REQUIRE(picture.has_value());
    const auto path = start.desk.folder.file("code.png");
    REQUIRE(base::write_file(path, *picture));
    start.driver.fill("##enrolment", path);
    start.driver.frames(4);
    CHECK(dynamic_cast<screens::Work*>(start.driver.top()) != nullptr);
    CHECK(team::is_member(*start.desk.workspace));
    CHECK(start.desk.workspace->identity().person == "zhang.wei");
    CHECK(start.driver.says("问卷随第一次交换下发"));
}

TEST_CASE("an enrolment is taken from its pasted code, whatever broke it into lines") {
    FirstStart start;
    auto code = base::to_base64(start.enrolment(false));
    code.insert(60, "  ");
    start.driver.fill("##enrolment", code);
    start.driver.frames(4);
    CHECK(start.desk.workspace->identity().person == "zhang.wei");
}

TEST_CASE("what is no enrolment is refused in words, and the screen stays") {
    FirstStart start;
    const auto path = start.desk.folder.file("other.yqe");
    REQUIRE(base::write_file(path, "no enrolment"));
    for (const auto& given : {path, std::string("/nowhere.yqe"), std::string(300, 'A')}) {
        start.driver.fill("##enrolment", given);
        start.driver.frames(2);
        CHECK(dynamic_cast<screens::Join*>(start.driver.top()) != nullptr);
        CHECK(!team::is_member(*start.desk.workspace));
    }
}

TEST_CASE("after a refusal the field takes what is typed next, and a file that is not whole is called so") {
    FirstStart start;
    const auto whole = start.enrolment(true);
    auto altered = whole;
    altered[altered.size() / 2] ^= 1;
    const auto path = start.desk.folder.file("laptop-1.yqe");
    start.driver.fill("##enrolment", "/nowhere.yqe");
    for (const auto& bytes : {whole.substr(0, 300), altered, whole}) {
        REQUIRE(dynamic_cast<screens::Join*>(start.driver.top()) != nullptr);
        CHECK(!start.driver.says("登记文件不完整"));
        REQUIRE(base::write_file(path, bytes));
        start.driver.frames(2);
        start.driver.press(ImGuiKey_A, true);
        start.driver.type(path);
        start.driver.press(ImGuiKey_Enter);
        start.driver.frames(4);
        if (bytes == whole) break;
        CHECK(start.driver.says("登记文件不完整"));
        start.driver.press(ImGuiKey_A, true);
        start.driver.type("/nowhere.yqe");
        start.driver.press(ImGuiKey_Enter);
        start.driver.frames(4);
    }
    CHECK(team::is_member(*start.desk.workspace));
}

TEST_CASE("an enrolment given where a name is asked for makes nobody of that name, and is opened") {
    FirstStart start;
    const auto file = start.enrolment(false);
    const auto path = start.desk.folder.file("Laptop 1.YQE");
    REQUIRE(base::write_file(path, file));
    std::string given;
    SUBCASE("its path") { given = path; }
    SUBCASE("its path in quotes") { given = "\"" + path + "\""; }
    SUBCASE("its address") { given = "file://" + base::replace_all(path, " ", "%20"); }
    SUBCASE("its code") { given = base::to_base64(file); }
    start.driver.click("##person");
    start.driver.type(given);
    start.driver.frames(2);
    CHECK(start.driver.says("不是姓名"));
    start.driver.click("开始");
    start.driver.frames(2);
    CHECK(start.desk.workspace->identity().person.empty());
    if (given == path) {
        start.driver.click("##person");
        start.driver.press(ImGuiKey_Enter);
    } else {
        start.driver.click("person_open");
    }
    start.driver.frames(4);
    CHECK(dynamic_cast<screens::Work*>(start.driver.top()) != nullptr);
    CHECK(start.desk.workspace->identity().person == "zhang.wei");
}

TEST_CASE("a file that is not there is no name either, and is refused in words") {
    FirstStart start;
    start.driver.fill("##person", "/media/stick/laptop-1.yqe");
    start.driver.frames(2);
    CHECK(dynamic_cast<screens::Join*>(start.driver.top()) != nullptr);
    CHECK(start.desk.workspace->identity().person.empty());
    CHECK(start.driver.says("/media/stick/laptop-1.yqe"));
    CHECK(!start.driver.says("不是姓名"));   // What is wrong stands where enrolments are opened.
}

TEST_CASE("names are no paths") {
    for (const char* name : {"王秀英", "马明/李娜", "J. R. Smith", "塞力克·阿不都拉", "li.na", "~", "0"}) CHECK_MESSAGE(!screens::looks_like_path(name), name);
    for (const char* path : {"~/laptop-1.yqe", "laptop-1.yqe", "码.JPG", "C:\\laptop-1", "./laptop"}) CHECK_MESSAGE(screens::looks_like_path(path), path);
}

TEST_CASE("without headquarters one begins under one's own name with the household questionnaire") {
    FirstStart start;
    start.driver.fill("##person", "王秀英");
    start.driver.frames(6);
    CHECK(dynamic_cast<screens::Work*>(start.driver.top()) != nullptr);
    CHECK(start.desk.workspace->identity().person == "王秀英");
    CHECK(start.driver.says("新建户档"));
    CHECK(start.desk.workspace->store().forms()->size() == 1);
}

// The first start: an enrolment by file, by the picture of its code, by the code itself, or on without headquarters.
#include "app/screens/join.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include "app/export/qr_picture.hpp"
#include "app/screens/work.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/office.hpp"
#include "model/base/digest.hpp"
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

TEST_CASE("without headquarters one begins under one's own name with the household questionnaire") {
    FirstStart start;
    start.driver.fill("##person", "王秀英");
    start.driver.frames(6);
    CHECK(dynamic_cast<screens::Work*>(start.driver.top()) != nullptr);
    CHECK(start.desk.workspace->identity().person == "王秀英");
    CHECK(start.driver.says("新建户档"));
    CHECK(start.desk.workspace->store().forms()->size() == 1);
}

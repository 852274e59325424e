// A list of households from the window: told from a questionnaire, looked at before anything changes, then imported.
#include "app/screens/import_list.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "app/screens/forms.hpp"
#include "model/base/files.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

constexpr char kList[] = "户编号,户主,联系电话,备注\n6209812080209901,甲新户,13900001111,\n6209812080209902,乙新户,13900002222,家在渠边\n";

struct AtList {
    AtList() : workspace(team.open("hq")), driver(*workspace) {}
    void open(const std::string& path) {
        auto screen = std::make_unique<screens::ImportList>(driver.state(), path);
        list = screen.get();
        driver.open(std::move(screen));
        wait();
    }
    void wait() {
        for (int i = 0; i < 2000 && list->working(); ++i) pause();
        driver.frames(3);
        REQUIRE(!list->working());
    }
    void pause() {
        driver.frames(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::uint64_t records() const { return workspace->store().counts()->records; }

    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    screens::ImportList* list = nullptr;
};

}  // namespace

TEST_CASE("a list shows what an import would give, and imports only when told to, once") {
    AtList at;
    const auto path = at.team.folder.file("list.csv");
    REQUIRE(base::write_file(path, kList));
    const auto before = at.records();
    at.open(path);
    REQUIRE(at.list->would().has_value());
    CHECK(at.list->would()->added == 2);
    CHECK(at.driver.says("→ 户主"));
    CHECK(!at.driver.says("identity/"));
    CHECK(at.records() == before);
    at.driver.click("导入");
    at.wait();
    CHECK(at.records() == before + 2);
    CHECK(at.driver.says("新增 2 条"));
    at.open(path);
    CHECK(at.list->would()->added == 0);
    CHECK(at.list->would()->unchanged == 2);
    at.driver.click("导入");   // There is nothing to import: the button is grey.
    CHECK(at.records() == before + 2);
}

TEST_CASE("a workbook without questions is told from a questionnaire where questionnaires are read") {
    AtList at;
    const auto path = at.team.folder.file("list.xlsx");
    REQUIRE(base::write_file(path, *base::write_xlsx(*base::read_csv(kList, "名单"))));
    at.driver.open(std::make_unique<screens::Forms>(at.driver.state(), path));
    for (int i = 0; i < 1000 && !at.driver.says("像是一份名单"); ++i) at.pause();
    REQUIRE(at.driver.says("像是一份名单"));
    at.driver.click("作为名单导入…");
    at.driver.frames(4);
    at.list = dynamic_cast<screens::ImportList*>(at.driver.top());
    REQUIRE(at.list != nullptr);
    at.wait();
    CHECK(at.list->would()->added == 2);
}

TEST_CASE("a file that is no list says so and changes nothing") {
    AtList at;
    const auto path = at.team.folder.file("list.csv");
    const auto before = at.workspace->store().counts()->changes;
    at.open(path);   // Not there.
    CHECK(!at.list->would().has_value());
    CHECK(at.driver.says("list.csv"));
    CHECK(at.workspace->store().counts()->changes == before);
}

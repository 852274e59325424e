// The Forms screen: what is installed, a file checked before it is installed, a trial that keeps nothing.
#include "app/screens/forms.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "app/screens/trial.hpp"
#include "model/base/sheet.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;

namespace {

const std::string kGood = "| survey |\n| | type | name | label | constraint |\n| | text | head | Head of household | |\n"
    "| | integer | age | Age | . < 120 |\n| | begin_repeat | members | Members | |\n| | text | name | Name | |\n| | end_repeat | | | |\n"
    "| settings |\n| | form_id | version | form_title |\n| | good | 7 | A good one |\n";
const std::string kBad = "| survey |\n| | type | name | label | relevant |\n| | text | head | Head | ${nobody} = 1 |\n"
    "| settings |\n| | form_id | form_title |\n| | bad | A bad one |\n";

struct OnForms {
    OnForms() : driver(*desk.workspace) {
        auto screen = std::make_unique<screens::Forms>(driver.state());
        forms = screen.get();
        driver.open(std::move(screen));
    }
    void check(const std::string& name, const std::string& text) {
        const auto path = desk.folder.path + "/" + name;
        REQUIRE(base::write_file(path, text));
        driver.fill("##form_path", path);
        for (int i = 0; i < 500 && forms->checking(); ++i) {
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        driver.frames(4);
    }
    support::Desk desk;
    ScreenDriver driver;
    screens::Forms* forms = nullptr;
};

}  // namespace

TEST_CASE("without questionnaires the screen says where they come from") {
    OnForms on;
    CHECK(on.driver.says("还没有问卷"));
}

TEST_CASE("a faulty questionnaire is told by sheet, row and column, and cannot be installed") {
    OnForms on;
    on.check("bad.md", kBad);
    CHECK(on.driver.says("survey"));
    CHECK(on.driver.says("relevant"));
    CHECK(on.driver.says("nobody"));
    on.driver.click("安装");
    on.driver.frames(2);
    CHECK(on.desk.workspace->store().forms()->empty());
}

TEST_CASE("a good questionnaire is installed, listed with its version, and written as an Excel file that reads the same") {
    OnForms on;
    on.check("good.md", kGood);
    CHECK(on.driver.says("没有要改的"));
    on.driver.click("安装");
    on.driver.frames(4);
    CHECK(on.desk.workspace->store().forms()->size() == 1);
    CHECK(on.driver.says("A good one"));
    CHECK(on.driver.says("版本 7"));
    on.driver.click("导出 Excel");
    on.driver.frames(2);
    const auto excel = base::read_file(on.desk.workspace->folder() + "/exports/good/good.xlsx");
    REQUIRE(excel.has_value());
    form::ReadOptions options;
    options.file_name = "good.xlsx";
    const auto read = form::read_form(*excel, options);
    REQUIRE(read.form != nullptr);
    CHECK(read.form->version == "7");
    CHECK(read.findings.empty());
}

TEST_CASE("a trial shows sample answers, and saving it keeps nothing") {
    OnForms on;
    on.desk.install(kGood);
    on.driver.open(std::make_unique<screens::Forms>(on.driver.state()));
    on.driver.click("试填");
    on.driver.frames(6);
    auto* trial = dynamic_cast<screens::Trial*>(on.driver.top());
    REQUIRE(trial != nullptr);
    CHECK(on.driver.says("什么都不保存"));
    CHECK(!on.driver.says("草稿"));   // One of the two would be wrong.
    CHECK(on.driver.find("保存") == nullptr);
    const auto& live = trial->questionnaire().visit().form();
    CHECK(!live.value_at("head").empty());
    CHECK(live.value_at("age") == "3");
    CHECK(live.problems().empty());
    on.driver.press(ImGuiKey_S, true);
    on.driver.frames(6);
    CHECK(dynamic_cast<screens::Forms*>(on.driver.top()) != nullptr);
    CHECK(on.driver.says("什么都没有保存"));
    const auto counts = on.desk.workspace->store().counts();
    CHECK(counts->records == 0);
    CHECK(counts->drafts == 0);
    CHECK(counts->changes == 0);
}

TEST_CASE("every questionnaire of the program opens as a trial") {
    for (const char* name : {"household", "aid", "training", "fair", "fund"}) {
        support::Desk desk;
        desk.install_file(YUANQUAN_SOURCE_DIR "/assets/forms/" + std::string(name) + ".md");
        ScreenDriver driver(*desk.workspace);
        auto form = desk.workspace->store().form(name);
        REQUIRE(form.has_value());
        auto trial = screens::Trial::start(driver.state(), *form);
        REQUIRE_MESSAGE(trial.has_value(), trial.error().describe());
        driver.open(std::move(*trial));
        driver.frames(2);
        CHECK(driver.says("什么都不保存"));
    }
}

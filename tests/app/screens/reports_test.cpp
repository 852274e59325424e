// The Reports screen on the demo's headquarters: progress, each of the program's reports, files written beside the window.
#include "app/screens/reports.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "model/base/files.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

struct OnReports {
    OnReports() : workspace(team.open("hq")), driver(*workspace) {
        auto screen = std::make_unique<screens::Reports>(driver.state());
        reports = screen.get();
        driver.open(std::move(screen));
    }
    void wait() {
        for (int i = 0; i < 2000 && reports->busy(); ++i) {
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        driver.frames(3);
        REQUIRE(!reports->busy());
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    screens::Reports* reports = nullptr;
};

}  // namespace

TEST_CASE("progress by area and person is there at once and adds up") {
    OnReports on;
    REQUIRE(on.reports->shown() != nullptr);
    const auto& report = *on.reports->shown();
    CHECK(report.records == 12);
    for (const char* name : {"areas", "people"}) {
        double sum = 0;
        for (const auto& part : report.parts) {
            if (part.name != name) continue;
            for (const auto& row : part.rows) sum += row[1].number;
        }
        CHECK(sum == 12);
    }
    CHECK(on.driver.says("zhang.wei"));
}

TEST_CASE("each of the five clears is computed beside the window and shown") {
    OnReports on;
    for (const char* title : {"底数清", "问题清", "政策清", "责任清", "任务清"}) {
        CAPTURE(std::string(title));
        on.driver.click(std::string(" ") + title);
        on.wait();
        REQUIRE(on.reports->shown() != nullptr);
        if (std::string(title) == "责任清") {  // Reads questionnaires that the demo has not.
            CHECK(on.driver.says("这份报表需要其他问卷"));
            continue;
        }
        CHECK(on.reports->shown()->title.find(title) != std::string::npos);
        CHECK(on.reports->shown()->parts.size() > 2);
        CHECK(on.reports->shown()->records == 12);
    }
}

TEST_CASE("a report is written as PDF, Excel and CSV") {
    OnReports on;
    on.driver.click(" 底数清");
    on.wait();
    for (const char* format : {"PDF", "Excel", "CSV"}) {
        on.driver.click(format);
        on.wait();
        CHECK(on.driver.says("已写好"));
    }
    const auto files = base::list_folder(on.workspace->folder() + "/exports");
    REQUIRE(files.has_value());
    int pdf = 0, xlsx = 0, csv = 0;
    for (const auto& file : *files) pdf += file.ends_with(".pdf"), xlsx += file.ends_with(".xlsx"), csv += file.ends_with(".csv");
    CHECK(pdf == 1);
    CHECK(xlsx == 1);
    CHECK(csv >= 2);
}

TEST_CASE("leaving the screen while a report is computed ends it without harm") {
    OnReports on;
    on.driver.click(" 底数清");
    on.driver.press(ImGuiKey_Escape);
    on.driver.frames(30);
    CHECK(dynamic_cast<screens::Reports*>(on.driver.top()) == nullptr);
}

// The Work screen with several rows: selected by keys, given to somebody, printed, written; filters that are remembered.
#include "app/screens/work.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

struct OnWork {
    explicit OnWork(const std::string& name = "hq") : workspace(team.open(name)), driver(*workspace) { open(); }
    void open() {
        auto screen = std::make_unique<screens::Work>(driver.state());
        work = screen.get();
        driver.open(std::move(screen));
    }
    void into_table() {
        driver.press(ImGuiKey_F, true);
        driver.press(ImGuiKey_DownArrow);
    }
    void wait() {
        for (int i = 0; i < 2000 && work->working(); ++i) {
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        driver.frames(4);   // The strip that says so takes its room.
        REQUIRE(!work->working());
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    screens::Work* work = nullptr;
};

}  // namespace

TEST_CASE("rows are selected by keys and given to somebody, each as a change") {
    OnWork on;
    on.into_table();
    on.driver.press(ImGuiKey_Space, true);
    CHECK(on.work->selection().size() == 1);
    on.driver.press(ImGuiKey_DownArrow);
    on.driver.press(ImGuiKey_Space, true);
    CHECK(on.work->selection().size() == 2);
    on.driver.press(ImGuiKey_Space, true);
    CHECK(on.work->selection().size() == 1);
    on.driver.press(ImGuiKey_Space, true);
    CHECK(on.driver.says("已选 2 户"));
    const auto before = on.workspace->store().counts()->changes;
    on.driver.click("分工…");
    on.driver.type("王秀英");
    on.driver.press(ImGuiKey_Enter);
    on.driver.frames(4);
    CHECK(on.workspace->store().counts()->changes == before + 2);
    for (const auto& id : on.work->selection()) CHECK(on.workspace->store().record(id)->value("@assigned") == "王秀英");
    CHECK(on.driver.says("责任人"));
    CHECK(on.driver.says("王秀英"));
}

TEST_CASE("a team member cannot give households away") {
    OnWork on("laptop-1");
    on.into_table();
    on.driver.press(ImGuiKey_A, true);
    CHECK(on.work->selection().size() == on.work->list().visible().size());
    const auto before = on.workspace->store().counts()->changes;
    on.driver.click("分工…");
    on.driver.type("王秀英");
    on.driver.press(ImGuiKey_Enter);
    CHECK(on.workspace->store().counts()->changes == before);
}

TEST_CASE("the selected rows are printed and written beside the window, numbers masked") {
    OnWork on;
    on.into_table();
    on.driver.press(ImGuiKey_A, true);
    CHECK(on.work->selection().size() == 12);
    on.driver.click("打印户档");
    on.wait();
    CHECK(on.driver.says("12 份户档"));
    on.driver.click("导出 Excel 名单");
    on.wait();
    const auto folder = on.workspace->folder() + "/exports";
    int pdfs = 0;
    std::string list;
    const auto files = base::list_folder(folder);
    REQUIRE(files.has_value());
    for (const auto& file : *files) {
        pdfs += file.ends_with(".pdf") ? 1 : 0;
        if (file.ends_with(".xlsx")) list = file;
    }
    CHECK(pdfs == 12);
    const auto workbook = base::read_xlsx(*base::read_file(folder + "/" + list));
    REQUIRE(workbook.has_value());
    CHECK(workbook->sheets.front().rows.size() == 13);
    CHECK(base::write_csv(workbook->sheets.front()).find("620981196803129618") == std::string::npos);
    on.driver.click("× 取消选择");
    CHECK(on.work->selection().empty());
}

TEST_CASE("filters combine, and one comes back to what one looked at") {
    OnWork on;
    on.driver.click("⇄ 两种说法  1");
    CHECK(on.work->list().visible().size() == 1);
    on.driver.click("area62098120820002");
    CHECK(on.work->list().visible().size() == 1);
    on.open();
    CHECK(on.work->list().visible().size() == 1);
    on.driver.click("⇄ 两种说法  1");
    CHECK(on.work->list().visible().size() == 12);
}

TEST_CASE("an order is kept, and a table that opens does not change it") {
    OnWork on;
    screens::WorkView view;
    view.sort = {screens::SortKey::title, 0, false};
    REQUIRE(screens::store_work_view(*on.workspace, view));
    on.open();
    CHECK(screens::load_work_view(*on.workspace).sort == view.sort);
    const auto& visible = on.work->list().visible();
    for (std::size_t i = 1; i < visible.size(); ++i) {
        CHECK(base::compare_for_people(on.work->list().row(visible[i - 1]).title, on.work->list().row(visible[i]).title) <= 0);
    }
}

TEST_CASE("every household shows its last visit and what is due next, overdue by sign, word and filter") {
    OnWork on;
    std::size_t overdue = 0;
    for (const auto index : on.work->list().order()) {
        const auto& row = on.work->list().row(index);
        REQUIRE(row.columns.size() >= 2);
        if (row.title.starts_with("马䶮")) {
            CHECK(row.columns[0] == "2016-12-31");   // The other measure is done, and so is what the check had found.
            CHECK(row.columns[1] == "2016-04-22");
        }
        if (row.title.starts_with("马占山")) CHECK(row.columns[0] == "2016-09-20");   // Ordered by a check.
        if (row.title.starts_with("王𬭩")) CHECK(row.columns[0].empty());              // All done.
        if (!row.columns[0].empty()) ++overdue;
    }
    CHECK(on.driver.says("最近工作台账"));
    CHECK(on.driver.says("完成时限"));
    CHECK(on.driver.says("▲ 2016-12-31 逾期"));
    on.driver.click("▲ 逾期  " + std::to_string(overdue));
    CHECK(on.work->list().visible().size() == overdue);
    CHECK(overdue < on.work->list().order().size());
    on.open();   // Kept like the other filters.
    CHECK(on.work->list().visible().size() == overdue);
}

TEST_CASE("a household saved with blanks is told by sign, word and filter") {
    OnWork on;
    auto visit = survey::Visit::start(*on.workspace, "household", "620981208200");
    REQUIRE(visit.has_value());
    REQUIRE((*visit)->answer(*(*visit)->form().find("identity/head_name"), "王半页").has_value());
    REQUIRE((*visit)->save().has_value());
    on.open();
    std::size_t unfinished = 0;
    for (const auto index : on.work->list().order()) unfinished += on.work->list().row(index).state == "saved" ? 1 : 0;
    CHECK(unfinished > 0);
    on.driver.click("● 未填完  " + std::to_string(unfinished));
    CHECK(on.work->list().visible().size() == unfinished);
    CHECK(unfinished < on.work->list().order().size());
    CHECK(on.driver.says("● 王半页"));
    on.open();   // Kept like the other filters.
    CHECK(on.work->list().visible().size() == unfinished);
}

TEST_CASE("sorted by what is due, the households without a date come last in either direction") {
    OnWork on;
    for (const bool descending : {false, true}) {
        REQUIRE(screens::store_work_view(*on.workspace, {{}, {screens::SortKey::column, 0, descending}}));
        on.open();
        const auto& visible = on.work->list().visible();
        std::vector<std::string> dates;
        for (const auto index : visible) dates.push_back(on.work->list().row(index).columns[0]);
        const auto blank = std::find(dates.begin(), dates.end(), "");
        CHECK(blank != dates.end());
        CHECK(std::all_of(blank, dates.end(), [](const auto& date) { return date.empty(); }));
        CHECK((descending ? std::is_sorted(dates.begin(), blank, std::greater<>()) : std::is_sorted(dates.begin(), blank)));
    }
}

TEST_CASE("search finds by every word in one stretch of text, and one letter more or less changes nothing else") {
    OnWork on;
    screens::RecordRows rows(*on.workspace);
    REQUIRE(rows.update());
    auto texts = on.workspace->store().list();
    REQUIRE(texts.has_value());
    for (const std::string word : {"ma", "m", "slk", "6209", "0201", "yuan", "zzz", "马", "二组"}) {
        for (const std::string second : {"", "2", "a"}) {
            std::vector<std::string_view> words{word};
            if (!second.empty()) words.push_back(second);
            const auto mask = rows.holding(words), again = rows.holding(words, &mask);
            CHECK(mask == again);
            for (std::size_t i = 0; i < texts->size(); ++i) {
                bool all = true;
                for (const auto part : words) all = all && (*texts)[i].search.find(part) != std::string::npos;
                CHECK((mask[i] != 0) == all);
            }
        }
    }
}

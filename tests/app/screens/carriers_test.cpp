// The Exchange screen without headquarters on the line: a file on a stick and its answer, and two laptops that meet.

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>

#include "app/screens/conflicts.hpp"
#include "app/screens/exchange.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

// A laptop of the demo with one change that nobody else has, and its Exchange screen open.
struct AtExchange {
    explicit AtExchange(const std::string& who) : workspace(team.open(who)), driver(*workspace), run(std::make_shared<screens::ExchangeRun>()) {
        if (who != "hq") {
            driver.open(std::make_unique<screens::Conflicts>(driver.state()));
            driver.click("采用");
        }
        open();
    }
    void open() { driver.open(std::make_unique<screens::Exchange>(driver.state(), run)); }
    void wait_until(const std::function<bool()>& done) {
        for (int i = 0; i < 2000 && !done(); ++i) {
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        driver.frames(4);
        REQUIRE(done());
    }
    void wait_for_end() {
        wait_until([this] { return !run->carriers->running(); });
    }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    std::shared_ptr<screens::ExchangeRun> run;
};

}  // namespace

TEST_CASE("a file on a stick and its answer, from the screen: it is safe to unplug, and counts only with the answer") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("one.yqb");
    laptop.driver.fill("carriers_write", file);   // Enter writes it.
    laptop.wait_for_end();
    REQUIRE(laptop.run->carriers->written.has_value());
    CHECK(laptop.driver.says("可以拔出"));
    CHECK(laptop.driver.says("尚未签收"));
    CHECK(laptop.workspace->store().counts()->unsent == 1);

    auto office = laptop.team.open("hq");
    const auto answered = team::read_bundle(*office, file, {});
    REQUIRE_MESSAGE(answered.has_value(), answered.error().describe());
    laptop.driver.top()->drop({answered->answer_file});
    laptop.driver.click("读取交换包");
    laptop.wait_for_end();
    CHECK(laptop.driver.says("总部签收 1 处改动"));
    CHECK(laptop.workspace->store().counts()->unsent == 0);
    CHECK_FALSE(laptop.driver.says("尚未签收。"));
}

TEST_CASE("onto a stick that is not plugged in nothing is written; into its folder a file of the proposed name") {
    AtExchange laptop("laptop-1");
    const auto stick = laptop.team.folder.file("stick");
    laptop.driver.fill("carriers_write", stick + "/one.yqb");
    laptop.wait_for_end();
    CHECK(laptop.run->carriers->failure.has_value());
    CHECK(!base::exists(stick));
    CHECK(laptop.driver.says(stick + "/one.yqb"));   // It stays in the field, to be mended.
    REQUIRE(base::make_folder(stick));
    for (const auto* file : {"yuanquan-laptop-1-1.yqb", "yuanquan-laptop-1-2.yqb"}) {   // And the next one beside it.
        laptop.driver.fill("carriers_write", file == std::string("yuanquan-laptop-1-1.yqb") ? "file://" + stick : stick);
        laptop.wait_for_end();
        CHECK(base::exists(stick + "/" + file));
    }
    CHECK(laptop.driver.says(stick + "/yuanquan-laptop-1-3.yqb"));
}

TEST_CASE("headquarters reads a file as often as it is given, each time with an answer beside it") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("one.yqb");
    REQUIRE(team::write_bundle(*laptop.workspace, file));
    auto office = laptop.team.open("hq");
    for (const auto* answer : {".answer", ".2.answer", ".3.answer"}) {
        const auto read = team::read_bundle(*office, file, {});
        REQUIRE_MESSAGE(read.has_value(), read.error().describe());
        CHECK(read->answer_file == file + answer);
    }
    CHECK(team::read_bundle(*laptop.workspace, file + ".2.answer", {}).has_value());
    CHECK(laptop.workspace->store().counts()->unsent == 0);
}

TEST_CASE("a file that was dropped on another screen is read beside the window, and Exchange shows what came of it") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("one.yqb");
    REQUIRE(team::write_bundle(*laptop.workspace, file));
    auto office = laptop.team.open("hq");
    const auto answered = team::read_bundle(*office, file, {});
    REQUIRE_MESSAGE(answered.has_value(), answered.error().describe());
    auto exchange = std::make_unique<screens::Exchange>(laptop.driver.state(), laptop.run);
    exchange->read(laptop.driver.ui().tasks, answered->answer_file);
    laptop.driver.open(std::move(exchange));
    laptop.wait_for_end();
    CHECK(laptop.driver.says("总部签收 1 处改动"));
    CHECK(laptop.workspace->store().counts()->unsent == 0);
}

TEST_CASE("reading an exchange file stops between two batches when told to, and can be done again") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("one.yqb");
    REQUIRE(team::write_bundle(*laptop.workspace, file));
    auto office = laptop.team.open("hq");
    const auto here = [](const auto& step) { step(); };
    int steps = 0;
    const auto stopped = team::read_bundle(*office, file, {}, here, [&](double) { return ++steps < 3; });
    CHECK(stopped.error().code == base::ErrorCode::cancelled);
    CHECK(!base::exists(file + ".answer"));
    CHECK(team::read_bundle(*office, file, {}, here, [](double) { return true; }).has_value());
    CHECK(base::exists(file + ".answer"));
}

TEST_CASE("writing an exchange file tells how far it is, and stopped at any step leaves no file and nothing noted") {
    AtExchange laptop("laptop-1");
    const auto folder = laptop.team.folder.file("stick");
    REQUIRE(base::make_folder(folder));
    const auto file = folder + "/one.yqb";
    const auto here = [](const auto& step) { step(); };
    using Step = team::WriteProgress::Step;
    std::set<Step> steps;
    int stop_at = 1;
    for (;; ++stop_at) {
        CAPTURE(stop_at);
        int calls = 0;
        const auto written = team::write_bundle(*laptop.workspace, file, here, [&](const team::WriteProgress& progress) {
            steps.insert(progress.step);
            CHECK(progress.fraction <= 1);
            if (progress.step != Step::packing) CHECK(progress.changes == 1);
            return ++calls < stop_at;
        });
        if (written) break;
        REQUIRE(written.error().code == base::ErrorCode::cancelled);
        CHECK(base::list_folder(folder)->empty());
        CHECK(team::written_bundles(*laptop.workspace)->empty());
        REQUIRE(stop_at < 100);
    }
    CHECK(stop_at > 3);
    CHECK(steps == std::set<Step>{Step::packing, Step::writing, Step::comparing});
    CHECK(base::list_folder(folder)->size() == 1);
    CHECK(team::written_bundles(*laptop.workspace)->size() == 1);
}

TEST_CASE("an exchange file is packed a batch at a time, and a program that closes meanwhile leaves none") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("one.yqb");
    for (int lets = 0; lets < 100; ++lets) {
        CAPTURE(lets);
        int steps = 0;
        const auto written = team::write_bundle(*laptop.workspace, file, [&](const auto& step) {
            if (++steps <= lets) step();
        });
        if (written) {
            CHECK(steps > 2);
            return;
        }
        CHECK(written.error().code == base::ErrorCode::cancelled);
        CHECK_FALSE(base::exists(file));
    }
    FAIL("it never ends");
}

TEST_CASE("while an exchange file is written the screen says how much, and offers to stop") {
    AtExchange laptop("laptop-1");
    auto& run = *laptop.run->carriers;
    run.kind = screens::CarrierRun::Kind::write_file;
    run.ended = false;
    run.task = std::make_shared<ui::Task>();
    run.writing = {team::WriteProgress::Step::packing, 1200, 3'400'000, 0, 0.4};
    laptop.driver.frames(2);
    CHECK(laptop.driver.says("正在打包：1200 处改动，3.2 MB"));
    run.writing = {team::WriteProgress::Step::writing, 1200, 1'048'576, 20'971'520, 0.05};
    laptop.driver.frames(2);
    CHECK(laptop.driver.says("正在写入：1.0 MB / 20 MB"));
    laptop.driver.click("carriers_cancel");
    CHECK(run.task->cancelled());
    run.ended = true;
    run.failure = base::make_error(base::ErrorCode::cancelled);
    laptop.driver.frames(2);
    CHECK(laptop.driver.says("没有留下文件"));
}

TEST_CASE("a file that is none, or is for another, changes nothing and says so") {
    AtExchange laptop("laptop-1");
    const auto file = laptop.team.folder.file("holiday.jpg");
    REQUIRE(base::write_file(file, "not one of ours"));
    laptop.driver.top()->drop({file});
    laptop.driver.click("读取交换包");
    laptop.wait_for_end();
    CHECK(laptop.driver.says("不是本程序写的文件"));

    const support::DemoTeam others;
    const auto for_others = others.folder.file("theirs.yqb");
    REQUIRE(team::write_bundle(*others.open("laptop-1"), for_others));
    laptop.driver.top()->drop({for_others});
    laptop.driver.click("读取交换包");
    laptop.wait_for_end();
    CHECK(laptop.driver.says("不是给这台电脑的"));
    CHECK(laptop.workspace->store().counts()->unsent == 1);
}

TEST_CASE("an exchange file with one wrong byte anywhere, or cut, is called so") {
    AtExchange office("hq");
    auto laptop = office.team.open("laptop-1");
    const auto file = office.team.folder.file("one.yqb"), broken = office.team.folder.file("broken.yqb");
    REQUIRE(team::write_bundle(*laptop, file));
    const auto whole = *base::read_file(file, std::size_t{1} << 20);
    const auto reads = [&](AtExchange& reader, const std::string& path) {
        reader.driver.top()->drop({path});
        reader.driver.click("读取交换包");
        reader.wait_for_end();
        REQUIRE(reader.run->carriers->failure.has_value());
    };
    const auto changes = office.workspace->store().counts()->changes;
    for (const std::size_t at : {std::size_t{8}, std::size_t{50}, std::size_t{75}, whole.size() / 2, whole.size() - 1}) {
        CAPTURE(at);
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        REQUIRE(base::write_file(broken, bytes));
        reads(office, broken);
        CHECK(office.driver.says("交换包不完整"));
    }
    REQUIRE(base::write_file(broken, whole.substr(0, whole.size() - 100)));
    reads(office, broken);
    CHECK(office.driver.says("交换包不完整"));
    CHECK(office.workspace->store().counts()->changes == changes);

}

TEST_CASE("one laptop waits and shows a code, the other types it, and both have the change") {
    AtExchange waiting("laptop-1");
    waiting.driver.click("等待另一台笔记本");
    waiting.wait_until([&] { return !waiting.run->carriers->code.empty(); });
    CHECK(waiting.driver.says(waiting.run->carriers->code.substr(0, 3)));
    const auto place = waiting.run->carriers->places.front();
    const auto code = waiting.run->carriers->code;
    team::Met met;
    std::thread other([&, where = waiting.team.path("laptop-2")] {
        auto workspace = survey::Workspace::open(where, base::system_clock(), base::system_random());
        const std::atomic<bool> never{false};
        met = team::join_meeting(**workspace, place, code, [](const auto& step) { step(); }, {}, never);
    });
    waiting.wait_for_end();
    other.join();
    CHECK_MESSAGE(met.status.has_value(), met.status.error().describe());
    CHECK(met.host == "laptop-1");
    CHECK(met.summary.received == 1);
    CHECK(waiting.driver.says("已与 laptop-2 交换"));
    CHECK(waiting.workspace->store().counts()->unsent == 1);   // Not at headquarters yet.
}

TEST_CASE("a laptop that nobody meets stops waiting when told to, and its screen may be left meanwhile") {
    AtExchange waiting("laptop-1");
    waiting.driver.click("等待另一台笔记本");
    waiting.wait_until([&] { return !waiting.run->carriers->code.empty(); });
    waiting.driver.open(std::make_unique<screens::Conflicts>(waiting.driver.state()));
    waiting.open();
    waiting.driver.click("不再等待");
    waiting.wait_for_end();
    CHECK(waiting.run->carriers->meeting.guest.empty());
}

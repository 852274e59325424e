// The program itself in a real window, typed into by a real keyboard and killed while somebody types: what was answered is
// there again, at most the field being typed is missing (promise P1).
#include "app/words/texts.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/window_program.hpp"

using namespace yuanquan;

namespace {

using Program = support::WindowProgram;

}  // namespace

TEST_CASE("a window that is killed while somebody types loses at most the field being typed") {
    if (!Program::can_be_driven()) {
        MESSAGE("skipped: no display or no xdotool");
        return;
    }
    const support::DemoTeam team;
    {
        Program program(team.path("laptop-2"));
        REQUIRE(program.has_window());
        Program::pause(2500);   // The window is there before the program listens to it.
        REQUIRE(Program::press("ctrl+n"));
        Program::pause(2000);
        REQUIRE(Program::type("2015"));   // The first question, the year, has the keyboard.
        REQUIRE(Program::press("Return"));
        Program::pause(1500);
        REQUIRE(Program::type("ym"));     // Into the next one; never finished.
        program.kill();
    }
    {
        auto workspace = team.open("laptop-2");
        CHECK(support::value_of(*workspace, "identity/survey_year") == "2015");
        CHECK(workspace->store().verify()->empty());
    }
    // And the window opens on it again.
    Program program(team.path("laptop-2"));
    CHECK(program.has_window());
}

TEST_CASE("a window that the system ends keeps what is being typed, and closes its store in order") {
    if (!Program::can_be_driven()) {
        MESSAGE("skipped: no display or no xdotool");
        return;
    }
    const support::DemoTeam team;
    Program program(team.path("laptop-2"));
    REQUIRE(program.has_window());
    Program::pause(2500);
    REQUIRE(Program::press("ctrl+n"));
    Program::pause(2000);
    REQUIRE(Program::type("2015"));   // The first question has the keyboard; it is not left.
    Program::pause(500);
    program.strike(SIGTERM);
    CHECK_FALSE(base::exists(team.path("laptop-2") + "/yuanquan.db-wal"));   // As after closing the window.
    auto workspace = team.open("laptop-2");
    CHECK(support::value_of(*workspace, "identity/survey_year") == "2015");
}

TEST_CASE("a fault in the program is not without a word, and what was answered is there") {
    if (!Program::can_be_driven()) {
        MESSAGE("skipped: no display or no xdotool");
        return;
    }
    const support::DemoTeam team;
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    REQUIRE(texts.has_value());
    texts->set_language("zh");   // As window_program.hpp starts it.
    for (const int signal : {SIGSEGV, SIGABRT}) {
        CAPTURE(signal);
        const auto messages = team.folder.file("messages");
        Program program(team.path("laptop-2"), "@im=none", messages);
        REQUIRE(program.has_window());
        Program::pause(2500);
        REQUIRE(Program::press("ctrl+n"));
        Program::pause(2000);
        REQUIRE(Program::type(signal == SIGSEGV ? "2015" : "2016"));
        REQUIRE(Program::press("Return"));
        Program::pause(1500);
        program.strike(signal);
        CHECK(base::read_file(messages)->find(texts->tr("app.fault")) != std::string::npos);
        auto workspace = team.open("laptop-2");
        CHECK(support::value_of(*workspace, "identity/survey_year") == (signal == SIGSEGV ? "2015" : "2016"));
        CHECK(workspace->store().setting("ui.open").value() == "1");   // So that the next start says a word.
    }
}

TEST_CASE("a second window on one workspace says why it does not open, and opens when the first is gone") {
    if (!Program::can_be_driven()) {
        MESSAGE("skipped: no display or no xdotool");
        return;
    }
    const support::DemoTeam team;
    const auto is_held = [&] {
        return !survey::Workspace::open(team.path("laptop-2"), base::system_clock(), base::system_random()).has_value();
    };
    Program first(team.path("laptop-2"));
    REQUIRE(first.has_window());
    Program::pause(2500);
    Program second(team.path("laptop-2"));
    REQUIRE(second.has_window());
    Program::pause(2500);
    first.kill();
    CHECK_FALSE(is_held());
    REQUIRE(second.has_window());
    REQUIRE(Program::press("Return"));   // "Try again" has the keyboard.
    Program::pause(3000);
    CHECK(is_held());
}

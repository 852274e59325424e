// The program itself in a real window, typed into by a real keyboard and killed while somebody types: what was answered is
// there again, at most the field being typed is missing (promise P1).
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

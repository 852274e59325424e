// The program itself in a real window, typed into by a real keyboard and killed while somebody types: what was answered is
// there again, at most the field being typed is missing (promise P1).
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"

using namespace yuanquan;

namespace {

class Program {
  public:
    explicit Program(const std::string& workspace) : child_(::fork()) {
        if (child_ == 0) {
            ::setenv("YUANQUAN_LANG", "zh", 1);
            ::setenv("LC_ALL", "C.UTF-8", 1);
            ::execl(YUANQUAN_PROGRAM, YUANQUAN_PROGRAM, "--workspace", workspace.c_str(), nullptr);
            ::_exit(99);
        }
    }
    ~Program() { kill(); }
    void kill() {
        if (child_ <= 0) return;
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
    }
    bool has_window() const {
        for (int i = 0; i < 100; ++i) {
            if (keys("search --pid " + std::to_string(child_) + " windowfocus")) return true;
            pause(200);
        }
        return false;
    }
    static bool keys(const std::string& command) { return std::system(("xdotool " + command + " >/dev/null 2>&1").c_str()) == 0; }
    static void pause(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

  private:
    pid_t child_;
};

std::string value_of(survey::Workspace& workspace, const std::string& question) {
    const auto drafts = workspace.store().drafts();
    if (!drafts || drafts->empty()) return "no draft";
    const auto visit = survey::Visit::resume(workspace, drafts->front().id);
    if (!visit) return visit.error().describe();
    return (*visit)->form().value_at(question);
}

}  // namespace

TEST_CASE("a window that is killed while somebody types loses at most the field being typed") {
    if (std::getenv("DISPLAY") == nullptr || std::system("command -v xdotool >/dev/null 2>&1") != 0) {
        MESSAGE("skipped: no display or no xdotool");
        return;
    }
    const support::DemoTeam team;
    {
        Program program(team.path("laptop-2"));
        REQUIRE(program.has_window());
        Program::pause(2500);   // The window is there before the program listens to it.
        REQUIRE(Program::keys("keydown ctrl sleep 0.12 keydown n sleep 0.12 keyup n sleep 0.12 keyup ctrl"));
        Program::pause(2000);
        REQUIRE(Program::keys("type --delay 120 2015"));   // The first question, the year, has the keyboard.
        REQUIRE(Program::keys("keydown Return sleep 0.12 keyup Return"));
        Program::pause(1500);
        REQUIRE(Program::keys("type --delay 120 ym"));     // Into the next one; never finished.
        program.kill();
    }
    {
        auto workspace = team.open("laptop-2");
        CHECK(value_of(*workspace, "identity/survey_year") == "2015");
        CHECK(workspace->store().verify()->empty());
    }
    // And the window opens on it again.
    Program program(team.path("laptop-2"));
    CHECK(program.has_window());
}

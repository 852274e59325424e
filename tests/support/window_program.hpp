#pragma once
// The program itself in a real window, typed into with xdotool. For tests with the label "window".

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "model/survey/visit.hpp"

namespace yuanquan::support {

// A process of its own, killed at the end with all that it started.
class Child {
  public:
    Child() = default;
    explicit Child(const auto& become) : pid_(::fork()) {
        if (pid_ != 0) return;
        ::setsid();
        become();
        ::_exit(99);
    }
    ~Child() { kill(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    void kill() {
        if (pid_ <= 0) return;
        ::kill(-pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
    // As a fault in it would: gone when this returns.
    void strike(int signal) {
        ::kill(pid_, signal);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
    pid_t pid() const { return pid_; }

  private:
    pid_t pid_ = 0;
};

class WindowProgram {
  public:
    // input_method: as XMODIFIERS names it, none without. messages: a file for what it says to the terminal.
    explicit WindowProgram(const std::string& workspace, const char* input_method = "@im=none", const std::string& messages = {})
        : child_([&] {
              if (!messages.empty() && std::freopen(messages.c_str(), "w", stderr) == nullptr) return;
              ::setenv("XMODIFIERS", input_method, 1);
              ::setenv("YUANQUAN_LANG", "zh", 1);
              ::setenv("LC_ALL", "C.UTF-8", 1);
              ::execl(YUANQUAN_PROGRAM, YUANQUAN_PROGRAM, "--workspace", workspace.c_str(), nullptr);
          }) {}
    void kill() { child_.kill(); }
    void strike(int signal) { child_.strike(signal); }
    bool has_window() const {
        for (int i = 0; i < 100; ++i) {
            if (keys("search --pid " + std::to_string(child_.pid()) + " windowfocus")) return true;
            pause(200);
        }
        return false;
    }
    static bool can_be_driven() { return std::getenv("DISPLAY") != nullptr && runs("command -v xdotool"); }
    static bool runs(const std::string& command) { return std::system(("(" + command + ") >/dev/null 2>&1").c_str()) == 0; }
    static bool keys(const std::string& command) { return runs("xdotool " + command); }
    // A key held as long as a finger does: "ctrl+n", "Return".
    static bool press(const std::string& key) {
        const auto plus = key.find('+');
        const auto last = plus == std::string::npos ? key : key.substr(plus + 1);
        const auto held = plus == std::string::npos ? std::string() : key.substr(0, plus);
        const auto down = held.empty() ? std::string() : "keydown " + held + " sleep 0.12 ", up = held.empty() ? std::string() : " sleep 0.12 keyup " + held;
        return keys(down + "keydown " + last + " sleep 0.12 keyup " + last + up);
    }
    static bool type(const std::string& text) { return keys("type --delay 120 '" + text + "'"); }
    static void pause(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

  private:
    Child child_;
};

// The answer in the draft that it left open.
inline std::string value_of(survey::Workspace& workspace, const std::string& question) {
    const auto drafts = workspace.store().drafts();
    if (!drafts || drafts->empty()) return "no draft";
    const auto visit = survey::Visit::resume(workspace, drafts->front().id);
    if (!visit) return visit.error().describe();
    return (*visit)->form().value_at(question);
}

}  // namespace yuanquan::support

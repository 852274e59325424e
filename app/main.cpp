// The entry: a command runs without a window, none opens the app. Everything else is in the layers.

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "app/cli/commands.hpp"
#include "app/screens/run_app.hpp"
#include "app/ui/window.hpp"
#include "app/words/texts.hpp"
#include "model/base/files.hpp"

namespace {

// $YUANQUAN_LANG, else the system's language where we speak it.
std::string wanted_language() {
    for (const char* name : {"YUANQUAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return std::string(value).substr(0, 2);
    }
    return "en";
}

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

int open_window(const std::string& workspace, yuanquan::words::Texts& texts, const yuanquan::cli::Console& console) {
    const auto done = yuanquan::screens::run_app(workspace, texts);
    if (done) return yuanquan::cli::kSuccess;
    const bool no_opengl = done.error().code == yuanquan::base::ErrorCode::no_display && done.error().subject == yuanquan::ui::kNoOpenGl;
    if (no_opengl) console.say(console.tr("cli.without_opengl", {{"detail", done.error().detail}}));
    const int code = no_opengl ? yuanquan::cli::kFindings : console.fail(done.error());
    if (done.error().code == yuanquan::base::ErrorCode::no_display) console.say(console.tr("cli.without_window"));
    return code;
}

// A fault in the program ends it as the system does that, but not without a word.
std::string& words_of_a_fault() {
    static std::string words;
    return words;
}

void say_and_end(int signal) {
    const auto& words = words_of_a_fault();
    static_cast<void>(!write(STDERR_FILENO, words.data(), words.size()));
    raise(signal);   // Its handler is the system's again.
}

void speak_at_a_fault(std::string words) {
    words_of_a_fault() = std::move(words) + "\n";
    static char stack[32 * 1024];   // The usual one may be what has run out.
    stack_t other{};
    other.ss_sp = stack;
    other.ss_size = sizeof stack;
    sigaltstack(&other, nullptr);
    struct sigaction action{};
    action.sa_handler = say_and_end;
    action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        struct sigaction before{};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler == SIG_DFL) sigaction(signal, &action, nullptr);   // A sanitizer's stays.
    }
}

}  // namespace

int main(int argc, char** argv) {
    auto assets = yuanquan::base::assets_folder();
    if (!assets) {
        std::cerr << assets.error().describe() << '\n';
        return yuanquan::cli::kFindings;
    }
    auto texts = yuanquan::words::Texts::load(*assets);
    if (!texts) {
        std::cerr << texts.error().describe() << '\n';
        return yuanquan::cli::kFindings;
    }
    texts->set_language(wanted_language());
    speak_at_a_fault(texts->tr("app.fault"));
    const yuanquan::cli::Console console{std::cout, std::cerr, *texts};
    const auto parsed = yuanquan::cli::run_command_line(argc, argv, console);
    if (parsed.opens_window) return open_window(parsed.workspace, *texts, console);
    if (parsed.shows_demo && has_display()) return open_window(parsed.workspace, *texts, console);
    return parsed.exit_code;
}

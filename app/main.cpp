// The entry: a command runs without a window, none opens the app. Everything else is in the layers.

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
    const int code = console.fail(done.error());
    if (done.error().code != yuanquan::base::ErrorCode::no_display) return code;
    if (done.error().subject == yuanquan::ui::kNoOpenGl) console.say(console.tr("cli.without_opengl"));
    console.say(console.tr("cli.without_window"));
    return code;
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
    const yuanquan::cli::Console console{std::cout, std::cerr, *texts};
    const auto parsed = yuanquan::cli::run_command_line(argc, argv, console);
    if (parsed.opens_window) return open_window(parsed.workspace, *texts, console);
    if (parsed.shows_demo && has_display()) return open_window(parsed.workspace, *texts, console);
    return parsed.exit_code;
}

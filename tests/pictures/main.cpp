// ui_pictures DIR: a picture of every screen in every language, theme and size, drawn by the program's own window code.

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/ui/picture.hpp"
#include "app/ui/window.hpp"
#include "model/base/files.hpp"
#include "tests/support/screen_tour.hpp"

using namespace yuanquan;

namespace {

constexpr char kUsage[] =
    "usage: ui_pictures DIR [--screen NAME] [--lang zh|en] [--theme light|dark|contrast] [--size 1024x768] [--font-scale 125]\n"
    "       ui_pictures --list\n"
    "Each may be given several times; a NAME also stands for the screens that begin with it. Without a display it starts itself under xvfb-run.\n";

struct Wanted {
    std::string folder;
    std::vector<std::string> screens, languages, themes, sizes;
    int percent = 100;

    bool shows(const std::string& screen) const {
        return screens.empty() || std::any_of(screens.begin(), screens.end(), [&](const auto& name) { return screen.starts_with(name); });
    }
};

bool read(const std::vector<std::string>& words, Wanted& wanted) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (!word.starts_with("--")) {
            if (!wanted.folder.empty()) return false;
            wanted.folder = word;
            continue;
        }
        if (++i == words.size()) return false;
        if (word == "--screen") wanted.screens.push_back(words[i]);
        else if (word == "--lang") wanted.languages.push_back(words[i]);
        else if (word == "--theme") wanted.themes.push_back(words[i]);
        else if (word == "--size") wanted.sizes.push_back(words[i]);
        else if (word == "--font-scale") wanted.percent = std::atoi(words[i].c_str());
        else return false;
    }
    if (wanted.languages.empty()) wanted.languages = {"zh", "en"};
    if (wanted.themes.empty()) wanted.themes = {"light", "dark", "contrast"};
    if (wanted.sizes.empty()) wanted.sizes = {"1024x768", "1280x800"};
    return !wanted.folder.empty() && wanted.percent >= 80 && wanted.percent <= 200;
}

bool picture(const support::TourStop& stop, const Wanted& wanted, const std::string& language, const std::string& theme, const std::string& size) {
    ui::Window::Options shape;
    shape.hidden = true;
    if (std::sscanf(size.c_str(), "%dx%d", &shape.width, &shape.height) != 2) return false;
    const auto window = ui::Window::open(shape);
    if (!window) {
        std::fprintf(stderr, "ui_pictures: %s\n", window.error().describe().c_str());
        return false;
    }
    ScreenDriver::Options options;
    options.language = language;
    options.theme = ui::parse_theme(theme);
    options.scale = static_cast<float>(wanted.percent) / 100;
    options.window = window->get();
    support::AtStop at(stop, options);
    auto name = stop.name + "-" + language + "-" + theme + "-" + size;
    if (wanted.percent != 100) name += "-" + std::to_string(wanted.percent);
    const auto done = base::write_file(base::join_path(wanted.folder, name + ".png"), ui::encode_png((*window)->pixels()));
    if (!done) std::fprintf(stderr, "ui_pictures: %s\n", done.error().describe().c_str());
    return done.has_value();
}

int make_pictures(const Wanted& wanted) {
    if (!base::make_folder(wanted.folder)) return 1;
    int made = 0;
    for (const auto& stop : support::tour_stops()) {
        if (!wanted.shows(stop.name)) continue;
        for (const auto& language : wanted.languages) {
            for (const auto& theme : wanted.themes) {
                for (const auto& size : wanted.sizes) {
                    if (!picture(stop, wanted, language, theme, size)) return 1;
                    ++made;
                }
            }
        }
    }
    std::printf("%d pictures in %s\n", made, wanted.folder.c_str());
    return made == 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 1 && words.front() == "--list") {
        for (const auto& stop : support::tour_stops()) std::puts(stop.name.c_str());
        return 0;
    }
    Wanted wanted;
    if (!read(words, wanted)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    if (std::getenv("DISPLAY") == nullptr) {
        std::vector<char*> command;
        for (const char* word : {"xvfb-run", "-a", "-s", "-screen 0 1600x1200x24 -nolisten tcp -noreset"}) command.push_back(const_cast<char*>(word));
        command.insert(command.end(), argv, argv + argc);
        command.push_back(nullptr);
        ::execvp("xvfb-run", command.data());
        std::fputs("ui_pictures: no display, and no xvfb-run to make one\n", stderr);
        return 1;
    }
    doctest::Context context;   // The sample data is checked with doctest's means.
    context.setAsDefaultForAssertsOutOfTestCases();
    context.setAssertHandler([](const doctest::AssertData& data) {
        if (data.m_failed) std::fprintf(stderr, "ui_pictures: %s:%d: %s\n", data.m_file, data.m_line, data.m_expr);
        if (data.m_failed) std::exit(1);
    });
    return make_pictures(wanted);
}

#include "app/screens/run_app.hpp"

#include "app/screens/app.hpp"
#include "app/screens/unopened.hpp"
#include "app/ui/end_signal.hpp"
#include "app/ui/window.hpp"
#include "model/base/clock.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kWindowSetting[] = "ui.window";

ui::Window::Options window_options(const survey::Workspace& workspace, const std::string& title) {
    ui::Window::Options options;
    options.title = title;
    const auto kept = workspace.store().setting(kWindowSetting).value_or("");
    const auto parts = base::split_space(kept);  // "1280 800 maximized"
    if (parts.size() < 2) return options;
    const auto width = base::parse_integer(parts[0]).value_or(0), height = base::parse_integer(parts[1]).value_or(0);
    if (width >= 640 && width <= 16384 && height >= 400 && height <= 16384) {
        options.width = static_cast<int>(width);
        options.height = static_cast<int>(height);
    }
    options.maximized = parts.size() > 2;
    return options;
}

void keep_window(survey::Workspace& workspace, const ui::Window& window) {
    const auto size = window.size();
    const auto text = std::to_string(size.width) + " " + std::to_string(size.height) + (size.maximized ? " maximized" : "");
    // Not worth a word to the person: the next start has the usual size.
    static_cast<void>(workspace.store().set_setting(kWindowSetting, text));
}

}  // namespace

base::Status run_app(const std::string& workspace_folder, words::Texts& texts) {
    const auto open = [&] { return survey::Workspace::open(workspace_folder, base::system_clock(), base::system_random()); };
    auto workspace = open();
    ui::Window::Options usual;
    usual.title = texts.tr("app.name");
    auto window = ui::Window::open(workspace ? window_options(**workspace, usual.title) : usual);
    if (!window) return base::fail(workspace ? std::move(window.error()) : std::move(workspace.error()));
    if (!workspace) workspace = open_when_possible(**window, texts, std::move(workspace.error()), open);
    if (!workspace) return base::fail(std::move(workspace.error()));
    {
        auto& shown = **window;
        App app(**workspace, texts, {shown.fonts(), [] { ui::Window::wake(); }, [&shown](const std::string& title) { shown.set_title(title); }});
        shown.on_drop = [&app](const std::vector<std::string>& paths) { app.drop(paths); };
        const ui::EndSignal end([] { ui::Window::wake(); });
        const auto frame = [&app, &end] {
            app.frame();
            if (!end.given()) return true;
            static_cast<void>(app.leave());   // Nobody is asked: what is open becomes a draft.
            return false;
        };
        shown.run(frame, [&app] { return app.leave(); });
        shown.on_drop = {};
    }
    keep_window(**workspace, **window);
    return {};
}

}  // namespace yuanquan::screens

#include "app/screens/run_app.hpp"

#include "app/screens/app.hpp"
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
    auto workspace = survey::Workspace::open(workspace_folder, base::system_clock(), base::system_random());
    if (!workspace) return base::fail(std::move(workspace.error()));
    auto window = ui::Window::open(window_options(**workspace, texts.tr("app.name")));
    if (!window) return base::fail(std::move(window.error()));
    {
        auto& shown = **window;
        App app(**workspace, texts, {shown.fonts(), [] { ui::Window::wake(); }, [&shown](const std::string& title) { shown.set_title(title); }});
        shown.on_drop = [&app](const std::vector<std::string>& paths) { app.drop(paths); };
        shown.run([&app] {
            app.frame();
            return true;
        });
        shown.on_drop = {};
    }
    keep_window(**workspace, **window);
    return {};
}

}  // namespace yuanquan::screens

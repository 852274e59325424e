#include "app/screens/run_app.hpp"

#include <imgui.h>

#include "app/screens/app_state.hpp"
#include "app/screens/bar_end.hpp"
#include "app/screens/conflicts.hpp"
#include "app/screens/exchange.hpp"
#include "app/screens/join.hpp"
#include "app/screens/preferences.hpp"
#include "app/screens/review.hpp"
#include "app/screens/work.hpp"
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

// The program while its window is open. Order matters: tasks end before what they use goes.
class App {
  public:
    App(survey::Workspace& workspace, ui::Window& window, words::Texts& texts)
        : workspace_(workspace),
          window_(window),
          run_(std::make_shared<ExchangeRun>()),
          counts_(workspace),
          shell_(rail(), [this](ui::Ui& ui) { draw_bar_end(ui, shell_, counts_, chosen_); }),
          state_{workspace, shell_},
          tasks_([] { ui::Window::wake(); }),
          ui_{texts, {}, window.fonts(), tasks_} {
        chosen_ = load_preferences(workspace);
        if (chosen_.language.empty()) chosen_.language = texts.language();
        apply_preferences();
        if (needs_joining(workspace)) {
            shell_.push(std::make_unique<Join>(state_));
        } else {
            shell_.go(0);
        }
        window.on_drop = [this](const std::vector<std::string>& paths) {
            if (auto* join = dynamic_cast<Join*>(shell_.top()); join != nullptr && !paths.empty()) {
                join->take(ui_, paths.front());
            } else if (shell_.top() != nullptr) {
                shell_.top()->drop(paths);
            }
        };
    }
    ~App() { run_->cancel(); }

    bool frame() {
        if (chosen_ != in_effect_) {
            apply_preferences();
            if (auto done = store_preferences(workspace_, chosen_); !done) {
                shell_.say(ui::State::error, ui_.texts.error(done.error()));
            }
        }
        tasks_.run_posted();
        counts_.update();
        shell_.draw(ui_);
        return true;
    }

  private:
    std::vector<ui::RailEntry> rail() {
        return {{"rail.work", "≡", [this] { return std::make_unique<Work>(state_); }, {}},
                {"rail.conflicts", "⇄", [this] { return std::make_unique<Conflicts>(state_); },
                 [this] { return static_cast<int>(counts_.get().conflicts); }},
                {"rail.review", "✓", [this] { return std::make_unique<Review>(state_); }, {}},
                {"rail.exchange", "⇅", [this] { return std::make_unique<Exchange>(state_, run_); },
                 [this] { return static_cast<int>(counts_.get().unsent); }}};
    }
    void apply_preferences() {
        ui_.texts.set_language(chosen_.language);
        ui_.theme = ui::make_theme(chosen_.theme, chosen_.scale, chosen_.comfortable);
        ui::apply_theme(ui_.theme);
        window_.set_title(ui_.tr("app.name"));
        in_effect_ = chosen_;
    }

    survey::Workspace& workspace_;
    ui::Window& window_;
    Preferences chosen_, in_effect_;
    std::shared_ptr<ExchangeRun> run_;
    StoreCounts counts_;
    ui::Shell shell_;
    AppState state_;
    ui::Tasks tasks_;
    ui::Ui ui_;
};

}  // namespace

base::Status run_app(const std::string& workspace_folder, words::Texts& texts) {
    auto workspace = survey::Workspace::open(workspace_folder, base::system_clock(), base::system_random());
    if (!workspace) return base::fail(std::move(workspace.error()));
    auto window = ui::Window::open(window_options(**workspace, texts.tr("app.name")));
    if (!window) return base::fail(std::move(window.error()));
    {
        App app(**workspace, **window, texts);
        (*window)->run([&app] { return app.frame(); });
    }
    keep_window(**workspace, **window);
    return {};
}

}  // namespace yuanquan::screens

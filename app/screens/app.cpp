#include "app/screens/app.hpp"

#include <imgui.h>

#include "app/screens/conflicts.hpp"
#include "app/screens/help.hpp"
#include "app/screens/join.hpp"
#include "app/screens/review.hpp"
#include "app/screens/settings.hpp"
#include "app/screens/work.hpp"

namespace yuanquan::screens {

App::App(survey::Workspace& workspace, words::Texts& texts, Host host)
    : workspace_(workspace),
      host_(std::move(host)),
      run_(std::make_shared<ExchangeRun>()),
      counts_(workspace),
      shell_(rail(), [this](ui::Ui& ui) { draw_bar_end(ui, shell_, counts_, state_.preferences); }),
      state_{workspace, shell_, load_preferences(workspace)},
      lock_(state_),
      tasks_(host_.wake),
      ui_{texts, {}, host_.fonts, tasks_} {
    if (state_.preferences.language.empty()) state_.preferences.language = texts.language();
    apply_preferences();
    if (needs_joining(workspace)) {
        shell_.push(std::make_unique<Join>(state_));
    } else {
        shell_.go(0);
    }
    lock_.begin();
}

App::~App() { run_->cancel(); }

void App::frame() {
    if (state_.preferences != in_effect_) {
        apply_preferences();
        if (auto done = store_preferences(workspace_, state_.preferences); !done) {
            shell_.say(ui::State::error, ui_.texts.error(done.error()));
        }
    }
    tasks_.run_posted();
    counts_.update();
    lock_.update();
    if (!shell_.covered()) handle_keys();
    shell_.draw(ui_);
}

void App::handle_keys() {
    if (ImGui::IsKeyPressed(ImGuiKey_F1, false) && shell_.top() != nullptr && dynamic_cast<Help*>(shell_.top()) == nullptr) {
        shell_.push(std::make_unique<Help>(shell_.top()->help()));
    }
}

void App::drop(const std::vector<std::string>& paths) {
    if (shell_.covered() || paths.empty() || shell_.top() == nullptr) return;
    if (auto* join = dynamic_cast<Join*>(shell_.top()); join != nullptr) {
        join->take(ui_, paths.front());
    } else {
        shell_.top()->drop(paths);
    }
}

std::vector<ui::RailEntry> App::rail() {
    return {{"rail.work", "≡", [this] { return std::make_unique<Work>(state_); }, {}},
            {"rail.conflicts", "⇄", [this] { return std::make_unique<Conflicts>(state_); },
             [this] { return static_cast<int>(counts_.get().conflicts); }},
            {"rail.review", "✓", [this] { return std::make_unique<Review>(state_); }, {}},
            {"rail.exchange", "⇅", [this] { return std::make_unique<Exchange>(state_, run_); },
             [this] { return static_cast<int>(counts_.get().unsent); }},
            {"rail.settings", "◎", [this] { return std::make_unique<Settings>(state_); }, {}}};
}

void App::apply_preferences() {
    const auto& chosen = state_.preferences;
    ui_.texts.set_language(chosen.language);
    ui_.theme = ui::make_theme(chosen.theme, chosen.scale, chosen.comfortable);
    ui::apply_theme(ui_.theme);
    if (host_.set_title) host_.set_title(ui_.tr("app.name"));
    in_effect_ = chosen;
}

}  // namespace yuanquan::screens

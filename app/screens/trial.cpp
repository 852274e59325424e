#include "app/screens/trial.hpp"

#include <cstdlib>
#include <filesystem>
#include <imgui.h>

#include "model/survey/sample_answers.hpp"

namespace yuanquan::screens {

namespace {

// In memory, gone with the computer's next start whatever happens.
std::string make_scratch_folder() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    auto folder = (std::filesystem::path(runtime != nullptr ? runtime : "/dev/shm") / "yuanquan-trial-XXXXXX").string();
    return ::mkdtemp(folder.data()) == nullptr ? std::string() : folder;
}

}  // namespace

base::Result<std::unique_ptr<Trial>> Trial::start(AppState& state, store::InstalledForm form) {
    std::unique_ptr<Trial> trial(new Trial(state));
    trial->folder_ = make_scratch_folder();
    if (trial->folder_.empty()) return base::fail(base::ErrorCode::io_failed, "/dev/shm");
    auto workspace = survey::Workspace::open(trial->folder_, state.workspace.clock(), state.workspace.random());
    if (!workspace) return base::fail(std::move(workspace.error()));
    trial->workspace_ = std::move(*workspace);
    if (auto done = trial->workspace_->set_identity(state.workspace.identity()); !done) return base::fail(std::move(done.error()));
    const auto name = form.file_name;
    auto installed = trial->workspace_->install_form(std::move(form));
    if (!installed) return base::fail(std::move(installed.error()));
    if (installed->id.empty()) return base::fail(base::ErrorCode::form_has_errors, name);
    auto visit = survey::Visit::start(*trial->workspace_, installed->id, "");
    if (!visit) return base::fail(std::move(visit.error()));
    if (auto done = survey::fill_with_samples(**visit, state.workspace.clock()); !done) return base::fail(std::move(done.error()));
    trial->state_ = std::make_unique<AppState>(AppState{*trial->workspace_, state.shell, state.preferences});
    trial->questionnaire_ = std::make_unique<Questionnaire>(*trial->state_, std::move(*visit), Questionnaire::Purpose::trial);
    return trial;
}

Trial::~Trial() {
    questionnaire_.reset();
    workspace_.reset();
    std::error_code ignored;  // It lies in memory and is nobody's data.
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void Trial::draw(ui::Ui& ui) {
    over_ = ui.tr("forms.trial_over");
    state_->preferences = own_.preferences;
    questionnaire_->draw(ui);
    own_.preferences = state_->preferences;
}

bool Trial::leave() {
    if (!questionnaire_->leave()) return false;
    own_.shell.say(ui::State::here, over_);
    return true;
}

}  // namespace yuanquan::screens

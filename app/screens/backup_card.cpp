#include "app/screens/backup_card.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/given_path.hpp"
#include "app/team/bundle.hpp"
#include "app/words/size_words.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

BackupCard::BackupCard(AppState& state, std::shared_ptr<BackupRun> run) : state_(state), run_(std::move(run)), media_(team::stick_folders()) {
    if (!media_.empty()) folder_ = media_.front();
}

void BackupCard::draw(ui::Ui& ui) {
    ui::strong(ui, ui.tr("settings.backup"));
    ui::quiet(ui, ui.tr("settings.backup_words"));
    if (run_->running()) {
        const double fraction = run_->task->fraction();
        ui::progress_bar(ui, fraction, ui.tr(fraction < 1 ? "settings.backing_up" : "settings.backup_checked"));
        if (ui::button(ui, ui.tr("exchange.cancel"), !run_->task->cancelled())) run_->task->cancel();
        return;
    }
    draw_choice(ui);
    if (!run_->done) return;
    const auto& done = *run_->done;
    if (done) {
        ui::message_strip(ui, ui::State::done, ui.tr("settings.backed_up", {{"file", done->file}, {"size", words::size_words(done->bytes)}}));
    } else if (done.error().code == base::ErrorCode::cancelled) {
        ui::message_strip(ui, ui::State::waiting, ui.tr("settings.backup_stopped"));
    } else {
        ui::message_strip(ui, ui::State::error, ui.texts.error(done.error()));
    }
}

void BackupCard::draw_choice(ui::Ui& ui) {
    for (const auto& medium : media_) {
        if (ImGui::RadioButton(medium.c_str(), folder_ == medium)) folder_ = medium;
    }
    if (ui::quiet_button(ui, ui.tr("settings.look_again"))) media_ = team::stick_folders();
    ui::text_field(ui, "##backup_folder", folder_, ui.tr("settings.backup_hint"), false,
                   std::min(ui.px(420), ImGui::GetContentRegionAvail().x));
    const bool entered = ui::field_entered();
    const bool given = !base::trim(folder_).empty();
    if (ui::primary_button(ui, ui.tr("settings.back_up"), given, ui.tr("settings.backup_hint")) || (entered && given)) start(ui.tasks);
}

void BackupCard::start(ui::Tasks& tasks) {
    run_->ended = false;
    run_->done.reset();
    run_->task = tasks.start([&workspace = state_.workspace, run = run_, folder = path_of(folder_)](ui::Task& task) {
        const auto go_on = [&](double fraction) {
            task.progress(fraction, {});
            return !task.cancelled();
        };
        auto done = team::back_up(workspace, folder, [&](const auto& step) { task.on_ui(step); }, go_on);
        task.on_ui([&] {
            run->done = std::move(done);
            run->ended = true;
        });
    });
}

}  // namespace yuanquan::screens

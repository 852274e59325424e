#include "app/screens/exchange.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/screens/join.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/settings.hpp"
#include "app/team/enrolment.hpp"
#include "app/ui/cells.hpp"
#include "model/record/cell.hpp"
#include "sync/session/laptop_session.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 860;
constexpr std::size_t kShownMax = 50;

}  // namespace

void start_exchange(survey::Workspace& workspace, ui::Tasks& tasks, const std::shared_ptr<ExchangeRun>& run) {
    if (run->running()) return;
    run->cancelled = false;
    run->sent = run->received = run->bytes = 0;
    const auto counts = workspace.store().counts();
    run->to_send = counts ? counts->unsent : 0;
    run->began = std::chrono::steady_clock::now();
    run->done.reset();
    run->task = tasks.start([&workspace, run](ui::Task& task) {
        const auto with_store = [&task](const std::function<void()>& step) { task.on_ui(step); };
        const auto progress = [&](const session::Summary& so_far) {
            run->sent = so_far.sent;
            run->received = so_far.received;
            run->bytes = so_far.bytes_sent + so_far.bytes_received;
            if (task.cancelled()) run->cancelled = true;
            task.progress(-1, {});
        };
        auto outcome = team::exchange(workspace, with_store, progress, run->cancelled);
        task.on_ui([&] { run->done = std::move(outcome); });
    });
}

void Exchange::load() {
    const auto generation = state_.workspace.store().generation();
    if (generation == generation_ && loaded_running_ == run_->running()) return;
    generation_ = generation;
    loaded_running_ = run_->running();
    auto& store = state_.workspace.store();
    headquarters_ = state_.workspace.identity().role == survey::Role::headquarters;
    enrolled_ = team::is_member(state_.workspace) && !headquarters_;
    if (auto member = team::membership(state_.workspace)) address_ = member->address;
    if (auto counts = store.counts()) counts_ = *counts;
    if (!headquarters_ && !loaded_running_) {   // It goes through the log: not with each batch that comes in.
        if (auto custody = team::custody(state_.workspace)) custody_ = std::move(*custody);
    }
    if (auto peer = store.peer(session::kHeadquartersPeer)) last_ms_ = peer->last_ms;
    if (auto forks = store.forks()) forks_ = std::move(*forks);
    came_in_.clear();
    if (!run_->done) return;
    const auto& records = run_->done->summary.records;
    for (const auto& id : records) {
        if (came_in_.size() == kShownMax) break;
        const auto record = store.record(id);
        if (!record) continue;
        auto title = std::string(record->value(record::kTitleCell));
        came_in_.emplace_back(id, title.empty() ? id.text().substr(0, 8) : std::move(title));
    }
}

bool Exchange::drop(const std::vector<std::string>& paths) {
    if (paths.empty()) return false;
    carriers_.propose_to_read(paths.front());
    return true;
}

void Exchange::draw(ui::Ui& ui) {
    load();
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    if (!headquarters_) {   // There nothing waits to be sent, and nobody is exchanged with.
        draw_figures(ui);
        if (enrolled_ && custody_.at_headquarters > 0) {
            ui::quiet(ui, ui.tr("exchange.held", {{"hq", std::to_string(custody_.at_headquarters)},
                                                  {"backup", std::to_string(custody_.in_backup)}}));
        }
        ui::gap(ui, 20);
    }
    if (headquarters_) {
        laptops_.draw(ui, main_);
    } else if (!enrolled_) {
        ui::message_strip(ui, ui::State::waiting, ui.tr("exchange.not_enrolled"));
        main_.here();
        const bool wants_to_join = ui::primary_button(ui, ui.tr("exchange.enrol"));
        main_.drawn();
        if (wants_to_join) {
            state_.shell.push(std::make_unique<Join>(state_));
        }
    } else {
        draw_send(ui);
    }
    ui::gap(ui, 20);
    if (run_->done) draw_outcome(ui);
    draw_problems(ui);
    ui::gap(ui, 16);
    if (headquarters_ || enrolled_) carriers_.draw(ui, headquarters_);
    ImGui::EndChild();
}

void Exchange::draw_figures(const ui::Ui& ui) {
    const float room = ImGui::GetContentRegionAvail().x, space = ui.px(12);
    const float width = (room - 2 * space) / 3;
    const auto card = [&](const char* id, const std::string& figure, const std::string& words, ui::State state) {
        ui::begin_card(ui, id, width);
        ImGui::PushFont(ui.fonts.bold, ui::kDisplaySize);
        ImGui::PushStyleColor(ImGuiCol_Text, ui::state_color(ui.theme, state).packed());
        ui::cell_text(ui, figure, ui::state_color(ui.theme, state));
        ImGui::PopStyleColor();
        ImGui::PopFont();
        ui::quiet(ui, words);
        ui::end_card(ui);
    };
    const bool none = counts_.unsent == 0 && custody_.photos_here == 0;
    const auto unsent = custody_.photos_here == 0 ? std::string(ui.tr("exchange.unsent"))
                                                  : ui.tr("exchange.unsent_photos", {{"photos", std::to_string(custody_.photos_here)}});
    card("unsent", (none ? "✓ " : "↑ ") + std::to_string(counts_.unsent), unsent, none ? ui::State::done : ui::State::unsent);
    ImGui::SameLine(0, space);
    card("drafts", "● " + std::to_string(counts_.drafts), std::string(ui.tr("exchange.drafts")), counts_.drafts == 0 ? ui::State::plain : ui::State::waiting);
    ImGui::SameLine(0, space);
    const auto last = last_ms_ == 0 ? std::string(ui.tr("exchange.never")) : local_time(state_.workspace, last_ms_).substr(5);
    card("last", last, std::string(ui.tr("exchange.last")), ui::State::plain);
}

void Exchange::draw_send(ui::Ui& ui) {
    if (run_->running()) {
        ui::begin_card(ui, "running");
        ui::strong(ui, ui.tr("exchange.running"));
        draw_progress(ui);
        main_.here();
        if (ui::button(ui, ui.tr("exchange.cancel"), !run_->cancelled)) run_->cancel();
        main_.drawn();
        ui::end_card(ui);
        return;
    }
    main_.here();
    if (ui::primary_button(ui, ui.tr("exchange.start"))) start_exchange(state_.workspace, ui.tasks, run_);
    main_.drawn();
    ImGui::SameLine(0, ui.px(14));
    ImGui::AlignTextToFramePadding();
    ui::quiet(ui, ui.tr("exchange.with", {{"address", address_}}));
}

// What is to be sent is known, so its bar and the time left are; what comes in is known when it has come.
void Exchange::draw_progress(const ui::Ui& ui) const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - run_->began).count();
    const double part = run_->to_send == 0 ? 0 : static_cast<double>(run_->sent) / static_cast<double>(run_->to_send);
    const bool is_sending = part > 0 && part < 1;
    auto words = ui.tr("exchange.progress", {{"sent", std::to_string(run_->sent)},
                                             {"received", std::to_string(run_->received)},
                                             {"size", size_words(run_->bytes)}});
    if (seconds > 1 && run_->bytes > 0) {
        words += '\n' + ui.tr("exchange.speed", {{"speed", size_words(static_cast<std::uint64_t>(static_cast<double>(run_->bytes) / seconds))}});
    }
    if (is_sending && seconds > 2) {
        const auto left = static_cast<std::uint64_t>(seconds * (1 - part) / part) + 1;
        words += ui.tr(left < 90 ? "exchange.seconds_left" : "exchange.minutes_left", {{"left", std::to_string(left < 90 ? left : (left + 59) / 60)}});
    }
    ui::progress_bar(ui, is_sending ? static_cast<float>(part) : -1, words);
}

void Exchange::draw_outcome(const ui::Ui& ui) {
    const auto& done = *run_->done;
    const auto& summary = done.summary;
    const auto figures = ui.tr("exchange.outcome", {{"sent", std::to_string(summary.sent)},
                                                    {"received", std::to_string(summary.received)},
                                                    {"size", size_words(summary.bytes_sent + summary.bytes_received)}});
    if (done.status && counts_.unsent > 0) {   // Not done any more: nobody may take it for sent.
        ui::message_strip(ui, ui::State::unsent, ui.tr("exchange.done_before", {{"count", std::to_string(counts_.unsent)}}));
    } else if (done.status) {
        ui::message_strip(ui, ui::State::done, ui.tr("exchange.done") + std::string(" ") + figures);
    } else {
        const bool stopped = done.status.error().code == base::ErrorCode::cancelled;
        ui::message_strip(ui, stopped ? ui::State::waiting : ui::State::error, ui.texts.error(done.status.error()) + "\n" + figures);
    }
    if (summary.areas_changed) ui::message_strip(ui, ui::State::here, ui.tr("exchange.areas_changed"));
    if (summary.headquarters_restored) ui::message_strip(ui, ui::State::here, ui.tr("exchange.restored"));
    for (const auto& form : done.new_forms) {
        ui::message_strip(ui, ui::State::here, ui.tr("exchange.new_form", {{"form", form}}));
    }
    if (!came_in_.empty()) draw_came_in(ui, summary);
    ui::gap(ui, 16);
}

void Exchange::draw_came_in(const ui::Ui& ui, const session::Summary& summary) {
    ui::gap(ui, 8);
    ui::subtitle(ui, ui.tr("exchange.came_in", {{"count", std::to_string(summary.records.size())}}));
    ui::begin_card(ui, "came_in");
    for (const auto& [id, title] : came_in_) {
        if (ui::quiet_button(ui, title + "##" + id.text())) state_.shell.push(std::make_unique<Household>(state_, id));
    }
    if (summary.records.size() > came_in_.size()) {
        ui::quiet(ui, ui.tr("exchange.more", {{"count", std::to_string(summary.records.size() - came_in_.size())}}));
    }
    ui::end_card(ui);
}

// Nothing is dropped: what could not be used is listed, here and what headquarters said of ours.
void Exchange::draw_problems(const ui::Ui& ui) {
    if (run_->done && !run_->done->summary.problems.empty()) {
        ui::subtitle(ui, ui.tr("exchange.problems"));
        ui::quiet(ui, ui.tr("exchange.problems_words"));
        ui::begin_card(ui, "problems");
        for (const auto& problem : run_->done->summary.problems) {
            ui::body(ui, "▲ " + ui.tr("exchange.problem", {{"change", problem.change.text().substr(0, 8)},
                                                           {"reason", words_of_reason(ui, problem.reason)}}));
        }
        ui::end_card(ui);
        ui::gap(ui, 16);
    }
    for (const auto& fork : forks_) {
        ui::message_strip(ui, ui::State::waiting, ui.tr("exchange.fork", {{"when", local_time(state_.workspace, fork.at_ms)}}));
    }
    kept_aside_.draw(ui);
}

}  // namespace yuanquan::screens

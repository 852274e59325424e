#include "app/screens/carriers.hpp"

#include <algorithm>
#include <chrono>
#include <imgui.h>
#include <thread>

#include "app/screens/given_path.hpp"
#include "app/screens/moments.hpp"
#include "app/team/enrolment.hpp"
#include "app/ui/cells.hpp"
#include "app/words/size_words.hpp"
#include "model/base/files.hpp"
#include "sync/session/laptop_session.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPlaceWidth = 240, kCodeWidth = 120;

std::string count(std::uint64_t number) { return std::to_string(number); }

std::string proposed_name(const survey::Workspace& workspace) {
    const auto member = team::membership(workspace);
    const auto written = team::written_bundles(workspace);
    const auto number = written && !written->empty() ? written->back().number + 1 : 1;
    return "yuanquan-" + (member ? member->laptop : std::string("laptop")) + "-" + count(number) + ".yqb";
}

std::string writing_words(const ui::Ui& ui, const team::WriteProgress& progress) {
    const auto size = words::size_words(progress.bytes), all = words::size_words(progress.all);
    switch (progress.step) {
        case team::WriteProgress::Step::packing: return ui.tr("carriers.packing", {{"count", count(progress.changes)}, {"size", size}});
        case team::WriteProgress::Step::writing: return ui.tr("carriers.writing", {{"done", size}, {"all", all}});
        case team::WriteProgress::Step::comparing: return ui.tr("carriers.comparing", {{"done", size}, {"all", all}});
    }
    return {};
}

}  // namespace

// The work runs beside the window and asks for the store by task.on_ui; what it gives back is taken here.
template <class Work>
void Carriers::start(ui::Tasks& tasks, CarrierRun::Kind kind, Work work) {
    if (run_->running()) return;
    *run_ = CarrierRun();
    run_->kind = kind;
    run_->ended = false;
    run_->task = tasks.start([run = run_, work](ui::Task& task) {
        work(task, *run);
        task.on_ui([&] { run->ended = true; });
    });
}

void Carriers::write_file(ui::Tasks& tasks) {
    if (run_->running()) return;
    auto path = path_of(write_path_);
    if (base::is_folder(path)) path = base::join_path(path, proposed_name(state_.workspace));
    start(tasks, CarrierRun::Kind::write_file, [&workspace = state_.workspace, path](ui::Task& task, CarrierRun& run) {
        const auto on_writing = [&](const team::WriteProgress& progress) {
            task.on_ui([&] { run.writing = progress; });
            return !task.cancelled();
        };
        auto written = team::write_bundle(workspace, path, [&](const auto& step) { task.on_ui(step); }, on_writing);
        task.on_ui([&] {
            if (written) run.written = std::move(*written);
            else run.failure = std::move(written.error());
        });
    });
    folder_ = base::folder_of(path);   // The next one is proposed beside it.
    tried_ = write_path_;
}

void Carriers::read_file(ui::Tasks& tasks) {
    start(tasks, CarrierRun::Kind::read_file, [&workspace = state_.workspace, path = path_of(read_path_)](ui::Task& task, CarrierRun& run) {
        const auto go_on = [&](double fraction) {
            task.progress(fraction, {});
            return !task.cancelled();
        };
        auto read = team::read_bundle(workspace, path, {}, [&](const auto& step) { task.on_ui(step); }, go_on);
        task.on_ui([&] {
            if (read) run.read = std::move(*read);
            else run.failure = std::move(read.error());
        });
    });
}

void Carriers::read(ui::Tasks& tasks, const std::string& path) {
    read_path_ = path;
    read_file(tasks);
}

void Carriers::wait_for_laptop(ui::Tasks& tasks) {
    start(tasks, CarrierRun::Kind::wait, [&workspace = state_.workspace](ui::Task& task, CarrierRun& run) {
        base::Result<std::unique_ptr<team::OpenMeeting>> meeting = base::fail(base::ErrorCode::cancelled);
        task.on_ui([&] {
            meeting = team::OpenMeeting::open(workspace, [&task](const auto& step) { task.on_ui(step); });
            if (!meeting) {
                run.failure = meeting.error();
                return;
            }
            run.places = (*meeting)->places();
            run.code = (*meeting)->code();
        });
        if (!meeting) return;
        constexpr std::chrono::milliseconds kLook{150};
        for (bool over = false; !over && !task.cancelled();) {
            std::this_thread::sleep_for(kLook);
            auto state = (*meeting)->state();
            over = state.done || state.locked;
            if (state.guest.empty() && !over) continue;   // Nobody came: nothing to draw.
            task.on_ui([&] { run.meeting = std::move(state); });
        }
        meeting->reset();   // Here, not on the window's thread, which an answer under way may be waiting for.
    });
}

void Carriers::join_laptop(ui::Tasks& tasks) {
    start(tasks, CarrierRun::Kind::join, [&workspace = state_.workspace, place = place_, code = code_](ui::Task& task, CarrierRun& run) {
        std::atomic<bool> cancelled{false};
        const auto progress = [&](const session::Summary&) { cancelled = task.cancelled(); };
        auto met = team::join_meeting(workspace, place, code, [&](const auto& step) { task.on_ui(step); }, progress, cancelled);
        task.on_ui([&] { run.met = std::move(met); });
    });
}

void Carriers::load() {
    const auto generation = state_.workspace.store().generation();
    if (!run_->running() && !tried_.empty()) {   // What failed stays in the field, to be mended.
        if (run_->written && write_path_ == tried_) write_path_.clear();
        tried_.clear();
    }
    if (write_path_.empty() && !run_->running()) {
        const bool there = base::is_folder(folder_);
        write_path_ = base::join_path(there ? folder_ : team::proposed_folder(), proposed_name(state_.workspace));
    }
    if (generation == generation_) return;
    generation_ = generation;
    open_files_.clear();
    auto written = team::written_bundles(state_.workspace);
    const auto peer = state_.workspace.store().peer(session::kHeadquartersPeer);
    if (!written || !peer) return;
    for (auto& file : *written) {
        if (file.to > peer->sent) open_files_.push_back(std::move(file));
    }
}

void Carriers::draw(ui::Ui& ui, bool is_headquarters) {
    load();
    draw_files(ui, is_headquarters);
    if (is_headquarters) return;
    ui::gap(ui, 16);
    draw_laptops(ui);
}

void Carriers::draw_files(ui::Ui& ui, bool is_headquarters) {
    const bool busy = run_->running();
    const auto why = std::string(ui.tr("carriers.busy"));
    ui::begin_card(ui, "files");
    ui::subtitle(ui, ui.tr("carriers.files"));
    ui::quiet(ui, ui.tr(is_headquarters ? "carriers.files_words_hq" : "carriers.files_words"));
    if (!is_headquarters) {
        ui::gap(ui, 6);
        ui::body(ui, ui.tr("carriers.write_to"));
        ui::text_field(ui, "##carriers_write", write_path_, ui.tr("carriers.path_hint"));
        const bool entered = ui::field_entered(), ready = !busy && !write_path_.empty();
        if ((ui::button(ui, ui.tr("carriers.write"), ready, why) || entered) && ready) write_file(ui.tasks);
        for (const auto& file : open_files_) {
            ui::body(ui, "↑ " + ui.tr("carriers.open_file", {{"number", count(file.number)}, {"when", local_time(state_.workspace, file.made_ms)},
                                                            {"count", count(file.changes)}, {"file", file.file}}));
        }
    }
    ui::gap(ui, 6);
    ui::body(ui, ui.tr("carriers.read_from"));
    ui::text_field(ui, "##carriers_read", read_path_, ui.tr("carriers.path_hint"));
    const bool entered = ui::field_entered(), ready = !busy && !read_path_.empty();
    if ((ui::button(ui, ui.tr("carriers.read"), ready, busy ? why : std::string(ui.tr("carriers.no_path"))) || entered) && ready) read_file(ui.tasks);
    draw_outcome(ui, true);
    ui::end_card(ui);
}

void Carriers::draw_laptops(ui::Ui& ui) {
    ui::begin_card(ui, "laptops");
    ui::subtitle(ui, ui.tr("carriers.laptops"));
    ui::quiet(ui, ui.tr("carriers.laptops_words"));
    ui::gap(ui, 6);
    if (run_->running() && run_->kind == CarrierRun::Kind::wait) {
        draw_waiting(ui);
    } else if (run_->running() && run_->kind == CarrierRun::Kind::join) {
        ui::progress_bar(ui, -1, ui.tr("carriers.joining"));
        if (ui::button(ui, ui.tr("exchange.cancel"))) run_->cancel();
    } else {
        const bool busy = run_->running();
        if (ui::button(ui, ui.tr("carriers.wait"), !busy, ui.tr("carriers.busy"))) wait_for_laptop(ui.tasks);
        ui::gap(ui, 6);
        ui::body(ui, ui.tr("carriers.join_words"));
        ui::text_field(ui, "##carriers_place", place_, ui.tr("carriers.place_hint"), false, ui.px(kPlaceWidth));
        ImGui::SameLine(0, ui.px(8));
        ui::text_field(ui, "##carriers_code", code_, ui.tr("carriers.code_hint"), false, ui.px(kCodeWidth));
        const bool entered = ui::field_entered();
        ImGui::SameLine(0, ui.px(8));
        const bool ready = !busy && !place_.empty() && !code_.empty();
        if ((ui::button(ui, ui.tr("carriers.join"), ready, ui.tr(busy ? "carriers.busy" : "carriers.no_code")) || entered) && ready) join_laptop(ui.tasks);
    }
    draw_outcome(ui, false);
    ui::end_card(ui);
}

void Carriers::draw_waiting(const ui::Ui& ui) {
    ui::body(ui, ui.tr("carriers.waiting"));
    std::string places;
    for (const auto& place : run_->places) places += (places.empty() ? "" : "  /  ") + place;
    ui::title(ui, places);
    ImGui::PushFont(ui.fonts.bold, ui::kDisplaySize);
    // In two halves: read aloud across a table.
    if (run_->code.size() == 6) ImGui::TextUnformatted((run_->code.substr(0, 3) + " " + run_->code.substr(3)).c_str());
    ImGui::PopFont();
    if (!run_->meeting.guest.empty()) {
        ui::colored(ui.theme.here, "● " + ui.tr("carriers.with", {{"laptop", run_->meeting.guest}, {"sent", count(run_->meeting.summary.sent)},
                                                                  {"received", count(run_->meeting.summary.received)}}));
    }
    if (ui::button(ui, ui.tr("carriers.end"))) run_->cancel();
}

void Carriers::draw_outcome(const ui::Ui& ui, bool of_files) {
    using Kind = CarrierRun::Kind;
    const bool is_file = run_->kind == Kind::write_file || run_->kind == Kind::read_file;
    if (run_->kind == Kind::none || is_file != of_files) return;
    if (run_->running()) {
        if (!of_files) return;
        if (run_->kind == Kind::write_file) ui::progress_bar(ui, run_->writing.fraction, writing_words(ui, run_->writing));
        else ui::progress_bar(ui, run_->task->fraction(), ui.tr("carriers.reading"));
        if (ui::button(ui, std::string(ui.tr("exchange.cancel")) + "##carriers_cancel")) run_->cancel();
        return;
    }
    ui::gap(ui, 6);
    if (is_file && run_->failure && run_->failure->code == base::ErrorCode::cancelled) {
        ui::message_strip(ui, ui::State::here, ui.tr(run_->kind == Kind::write_file ? "carriers.write_stopped" : "carriers.read_stopped"));
    } else if (run_->failure) {
        ui::message_strip(ui, ui::State::error, ui.texts.error(*run_->failure));
    }
    if (run_->written) {
        const auto& written = *run_->written;
        ui::message_strip(ui, ui::State::done, ui.tr("carriers.written", {{"number", count(written.number)}, {"count", count(written.changes)}, {"file", written.file}}));
        if (!written.complete) ui::message_strip(ui, ui::State::waiting, ui.tr("carriers.more"));
    }
    if (run_->read && !run_->read->answer_file.empty()) {
        ui::message_strip(ui, ui::State::done, ui.tr("carriers.answered", {{"laptop", run_->read->from}, {"file", run_->read->answer_file}}));
    } else if (run_->read) {
        ui::message_strip(ui, ui::State::done, ui.tr("carriers.was_read", {{"sent", count(run_->read->summary.sent)}, {"received", count(run_->read->summary.received)}}));
        if (run_->read->summary.headquarters_restored || run_->read->summary.areas_changed) ui::message_strip(ui, ui::State::here, ui.tr("carriers.once_more"));
    }
    const auto met = [&](const std::string& laptop, const session::Summary& summary) {
        ui::message_strip(ui, ui::State::done, ui.tr("carriers.met", {{"laptop", laptop}, {"sent", count(summary.sent)}, {"received", count(summary.received)}}));
    };
    if (run_->met && run_->met->status) met(run_->met->host, run_->met->summary);
    if (run_->met && !run_->met->status) {
        const bool wrong = team::is_wrong_code(*run_->met);
        ui::message_strip(ui, ui::State::error, wrong ? ui.tr("meeting.code_wrong", {{"laptop", run_->met->host}}) : ui.texts.error(run_->met->status.error()));
    }
    if (run_->kind == Kind::wait && run_->meeting.done) met(run_->meeting.guest, run_->meeting.summary);
    if (run_->kind == Kind::wait && run_->meeting.locked) ui::message_strip(ui, ui::State::error, ui.tr("carriers.locked"));
}

}  // namespace yuanquan::screens

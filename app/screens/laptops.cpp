#include "app/screens/laptops.hpp"

#include <algorithm>
#include <chrono>
#include <imgui.h>
#include <thread>

#include "app/screens/moments.hpp"
#include "app/team/high_water.hpp"
#include "app/ui/cells.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kAnswers[] = "hq.answers";   // "1": also after the next start.
constexpr float kRowHeight = 32;
constexpr std::size_t kRowsShown = 10;

}  // namespace

bool answers_laptops(const survey::Workspace& workspace) { return !workspace.store().setting(kAnswers).value_or("").empty(); }

void start_office(survey::Workspace& workspace, ui::Tasks& tasks, const std::shared_ptr<OfficeRun>& run) {
    if (run->running()) return;
    run->ended = false;
    run->failure.reset();
    run->task = tasks.start([&workspace, run](ui::Task& task) {
        base::Result<std::unique_ptr<team::Office>> office = base::fail(base::ErrorCode::cancelled);
        task.on_ui([&] {
            auto known = team::open_headquarters(workspace.store(), workspace.random());
            auto place = known ? team::serving_place(known->address()) : base::Result<team::ServingPlace>(base::fail(known.error()));
            const auto with_store = [&task](const auto& step) { task.on_ui(step); };
            office = place ? team::Office::serve(workspace, place->host, place->port, with_store) : base::fail(place.error());
            if (office) run->office = office->get();
            else run->failure = office.error();
        });
        constexpr std::chrono::milliseconds kLook{150};
        while (office && !task.cancelled()) std::this_thread::sleep_for(kLook);
        task.on_ui([&] { run->office = nullptr; });
        if (office) office->reset();   // Here, not on the window's thread, which an answer under way may be waiting for.
        task.on_ui([&] { run->ended = true; });
    });
}

hq::Headquarters* Laptops::headquarters() {
    if (run_->office != nullptr) return &run_->office->headquarters();
    return own_ ? &*own_ : nullptr;
}

void Laptops::load() {
    const auto& store = state_.workspace.store();
    const bool is_answering = run_->office != nullptr;
    if (is_answering) own_.reset();
    if (!is_answering && !own_ && !unreadable_) {
        auto opened = team::open_headquarters(state_.workspace.store(), state_.workspace.random());
        if (opened) own_.emplace(std::move(*opened));
        else unreadable_ = std::move(opened.error());
    }
    const auto* office = headquarters();
    const bool is_known = generation_ == store.generation() && office != nullptr && heard_ms_.size() == office->laptops().size();
    if (is_known || office == nullptr) return;
    generation_ = store.generation();
    heard_ms_.clear();
    for (const auto& laptop : office->laptops()) {
        const auto peer = store.peer(laptop.name);
        heard_ms_.push_back(peer ? peer->last_ms : 0);
    }
}

void Laptops::draw(ui::Ui& ui, ui::MainButton& main) {
    load();
    if (unreadable_) ui::message_strip(ui, ui::State::error, ui.texts.error(*unreadable_));
    draw_answering(ui, main);
    ui::gap(ui, 16);
    if (headquarters() == nullptr) return;
    draw_list(ui);
}

void Laptops::draw_answering(ui::Ui& ui, ui::MainButton& main) {
    ui::begin_card(ui, "office");
    ui::subtitle(ui, ui.tr("laptops.network"));
    const auto* office = headquarters();
    const auto stay = [&](bool answers) {
        if (auto kept = state_.workspace.store().set_setting(kAnswers, answers ? "1" : ""); !kept) run_->failure = kept.error();
    };
    if (run_->office != nullptr) {
        ui::colored(ui.theme.done, "✓ " + ui.tr("laptops.answering", {{"address", office->address()}, {"count", std::to_string(run_->office->answered())}}));
        ui::quiet(ui, ui.tr("laptops.answering_words"));
        main.here();
        if (ui::button(ui, ui.tr("laptops.stop"), !run_->task->cancelled())) {
            stay(false);
            run_->stop();
        }
        main.drawn();
    } else if (run_->running()) {
        ui::progress_bar(ui, -1, ui.tr("laptops.starting"));
    } else {
        ui::quiet(ui, ui.tr("laptops.not_answering"));
        main.here();
        if (ui::primary_button(ui, ui.tr("laptops.answer"))) {
            stay(true);
            start_office(state_.workspace, ui.tasks, run_);
        }
        main.drawn();
        if (run_->failure) ui::message_strip(ui, ui::State::error, ui.texts.error(*run_->failure));
    }
    if (office != nullptr && office->recovering()) {
        if (ui::message_strip(ui, ui::State::waiting, ui.tr("laptops.recovering"), run_->running() ? "" : ui.tr("laptops.settle"))) {
            if (auto done = headquarters()->settle(); !done) run_->failure = done.error();
        }
    }
    ui::end_card(ui);
}

void Laptops::draw_list(ui::Ui& ui) {
    const auto& laptops = headquarters()->laptops();
    ui::begin_card(ui, "laptops");
    ui::subtitle(ui, ui.tr("laptops.list", {{"count", std::to_string(laptops.size())}}));
    if (laptops.empty()) ui::quiet(ui, ui.tr("laptops.none"));
    constexpr auto kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings;
    const bool scrolls = laptops.size() > kRowsShown;
    const float height = scrolls ? ui.px(kRowHeight) * (kRowsShown + 1.5f) : 0;
    if (!laptops.empty() && ImGui::BeginTable("laptops", 5, kFlags | (scrolls ? ImGuiTableFlags_ScrollY : 0), {0, height})) {
        ImGui::TableSetupScrollFreeze(0, 1);
        ImGui::TableSetupColumn(ui.tr("laptops.name"), ImGuiTableColumnFlags_WidthStretch, 1.1f);
        ImGui::TableSetupColumn(ui.tr("laptops.person"), ImGuiTableColumnFlags_WidthStretch, 1.1f);
        ImGui::TableSetupColumn(ui.tr("laptops.areas"), ImGuiTableColumnFlags_WidthStretch, 1.6f);
        ImGui::TableSetupColumn(ui.tr("laptops.heard"), ImGuiTableColumnFlags_WidthStretch, 1.2f);
        ImGui::TableSetupColumn("##state", ImGuiTableColumnFlags_WidthFixed, ui::chip_width(ui, ui::State::waiting, ui.tr("laptops.withdrawn")));
        ImGui::TableHeadersRow();
        for (const auto& laptop : laptops) draw_row(ui, laptop);
        ImGui::EndTable();
    }
    ui::gap(ui, 6);
    if (ui::button(ui, ui.tr("laptops.new"))) card_.open_enrol();
    const auto chosen = std::find_if(laptops.begin(), laptops.end(), [&](const auto& laptop) { return laptop.name == chosen_; });
    const bool can = chosen != laptops.end() && !chosen->revoked;
    const auto why = std::string(ui.tr(chosen == laptops.end() ? "laptops.choose" : "laptops.is_withdrawn"));
    ImGui::SameLine(0, ui.px(8));
    if (ui::button(ui, ui.tr("laptops.other_areas"), can, why)) card_.open_areas(*chosen);
    ImGui::SameLine(0, ui.px(8));
    if (ui::button(ui, ui.tr("laptops.withdraw"), can, why)) card_.open_withdraw(*chosen);
    if (!can && !laptops.empty()) {
        ImGui::SameLine(0, ui.px(14));
        ImGui::AlignTextToFramePadding();
        ui::quiet(ui, why);
    }
    card_.draw(ui, *headquarters());
    ui::end_card(ui);
}

void Laptops::draw_row(const ui::Ui& ui, const session::Laptop& laptop) {
    const auto place = static_cast<std::size_t>(&laptop - headquarters()->laptops().data());
    const float height = ui.px(kRowHeight);
    const bool chinese = ui.texts.chinese();
    const auto color = laptop.revoked ? ui.theme.quiet : ui.theme.ink;
    auto areas = areas_in_words(ui, state_.workspace.areas(), laptop.areas, 1);
    if (areas.empty()) areas = ui.tr("laptops.all_areas");
    auto who = laptop.person;
    if (laptop.role != session::kMember) {   // Most are members.
        who += (chinese ? "（" : " (") + role_words(ui, laptop.role) + (chinese ? "）" : ")");
    }
    const auto heard = place < heard_ms_.size() ? heard_ms_[place] : 0;
    ImGui::TableNextRow(0, height);
    ImGui::TableNextColumn();
    const auto start = ImGui::GetCursorPos();
    if (ImGui::Selectable(("##laptop_" + laptop.name).c_str(), chosen_ == laptop.name, ImGuiSelectableFlags_SpanAllColumns, {0, height})) chosen_ = laptop.name;
    ImGui::SetCursorPos(start);
    ui::cell_text(ui, laptop.name, color, height);
    ImGui::TableNextColumn();
    ui::cell_text(ui, who, color, height);
    ImGui::TableNextColumn();
    ui::cell_text(ui, areas, color, height);
    ImGui::TableNextColumn();
    ui::cell_text(ui, heard == 0 ? std::string(ui.tr("laptops.never")) : local_time(state_.workspace, heard), color, height);
    ImGui::TableNextColumn();
    if (laptop.revoked) ui::cell_chip(ui, ui::State::waiting, ui.tr("laptops.withdrawn"), height);
}

}  // namespace yuanquan::screens

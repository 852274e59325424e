// The history of every answer, of one alone where asked for, and the way back: always a new change.
#include <algorithm>
#include <imgui.h>
#include <set>
#include <utility>

#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "app/ui/line_button.hpp"
#include "model/survey/undo.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kHistoryMax = 400;
constexpr float kWhoWidth = 220;

using LineKind = survey::HistoryLine::Kind;

std::string label_of(const survey::HistoryLine& line) { return (line.row_label.empty() ? "" : line.row_label + " · ") + line.label; }

}  // namespace

std::string words_of(const ui::Ui& ui, const survey::HistoryLine& line) {
    if (line.kind == LineKind::unmasked) return ui.tr("household.unmasked", {{"reason", line.after}});
    const auto what = label_of(line);
    if (line.kind != LineKind::value) {
        return ui.texts.fact(what, ui.tr(line.kind == LineKind::row_added ? "household.row_added" : "household.row_removed"));
    }
    const auto after = line.after.empty() ? std::string(ui.tr("conflicts.blank")) : line.after;
    return ui.texts.fact(what, line.before.empty() ? after : line.before + " → " + after);
}

void Household::draw_history(const ui::Ui& ui) {
    const auto& lines = history(ui);
    std::set<std::string> labels;
    for (const auto& line : lines) {
        if (line.kind != LineKind::unmasked) labels.insert(label_of(line));
    }
    if (!labels.contains(history_of_)) history_of_.clear();
    ui::begin_card(ui, "history");
    ui::subtitle(ui, ui.tr("household.history", {{"count", std::to_string(view_->changes)}}));
    if (ui::begin_combo("##history_of", history_of_.empty() ? ui.tr("household.history_all") : history_of_, ui.px(420))) {
        if (ImGui::Selectable(ui.tr("household.history_all"), history_of_.empty())) history_of_.clear();
        for (const auto& label : labels) {
            if (ImGui::Selectable((label + "##of").c_str(), label == history_of_)) history_of_ = label;
        }
        ui::end_combo();
    }
    ui::gap(ui, 6);
    if (ImGui::BeginTable("lines", 2, ImGuiTableFlags_NoSavedSettings)) {
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kWhoWidth));
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
        const survey::HistoryLine* last = nullptr;
        int row = 0;   // Of this save.
        const auto generation = generation_;
        for (std::size_t i = 0; i < std::min(lines.size(), kHistoryMax); ++i) {
            if (!history_of_.empty() && label_of(lines[i]) != history_of_) continue;
            ImGui::PushID(static_cast<int>(i));
            if (last != nullptr && last->change != lines[i].change) draw_rest_of_save(ui, *last, std::exchange(row, 0));
            draw_history_line(ui, lines[i], row++);
            ImGui::PopID();
            last = &lines[i];
            if (generation != state_.workspace.store().generation()) break;   // Put back: made anew with the next frame.
        }
        if (last != nullptr && generation == state_.workspace.store().generation()) draw_rest_of_save(ui, *last, row);
        ImGui::EndTable();
    }
    if (lines.size() > kHistoryMax) {
        ui::quiet(ui, ui.tr("household.history_more", {{"count", std::to_string(lines.size() - kHistoryMax)}}));
    }
    ui::end_card(ui);
}

// When, who and the way back, each beside one of the lines of the save.
void Household::draw_side_of_save(const ui::Ui& ui, const survey::HistoryLine& line, int row) {
    if (row == 0) ui::body(ui, day_and_time(line.wall_ms, line.offset_minutes));
    if (row == 1) ui::quiet(ui, line.author);
    // The first save is the record itself.
    if (row != 2 || !history_of_.empty() || line.change == history(ui).back().change) return;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() - ImGui::GetStyle().FramePadding.x);
    if (ui::line_button(ui, std::string(ui.tr("household.undo_save")) + "##" + line.change.text())) undo_save(ui, line);
}

// A save of one line has still to say who it was.
void Household::draw_rest_of_save(const ui::Ui& ui, const survey::HistoryLine& line, int row) {
    for (; row < 3; ++row) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        draw_side_of_save(ui, line, row);
    }
    ImGui::TableNextRow(0, ui.px(8));
}

void Household::draw_history_line(const ui::Ui& ui, const survey::HistoryLine& line, int row) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    draw_side_of_save(ui, line, row);
    ImGui::TableNextColumn();
    if (line.kind == LineKind::unmasked) {   // Numbers that were seen stay seen.
        ui::body(ui, words_of(ui, line));
        return;
    }
    const auto words = std::string(ui.tr(line.kind == LineKind::row_added     ? "household.put_back_added"
                                         : line.kind == LineKind::row_removed ? "household.put_back_removed"
                                                                              : "household.put_back"));
    const float button = ui::line_button_width(words), start = ImGui::GetCursorPosX(), room = ImGui::GetContentRegionAvail().x;
    ImGui::BeginGroup();
    ImGui::PushTextWrapPos(start + room - button - ui.px(12));
    ImGui::TextUnformatted(words_of(ui, line).c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndGroup();
    ImGui::SameLine();
    ImGui::SetCursorPosX(start + room - button);
    if (ui::line_button(ui, words + "##" + line.path)) put_back(ui, line);
    if (ImGui::IsItemHovered()) {
        const auto before = line.before.empty() ? std::string(ui.tr("conflicts.blank")) : line.before;
        ImGui::SetTooltip("%s", ui.tr("household.put_back_words", {{"value", before}}).c_str());
    }
}

void Household::put_back(const ui::Ui& ui, const survey::HistoryLine& line) {
    const auto label = label_of(line);
    const auto done = survey::put_back(state_.workspace, id_, line.change, line.path);
    state_.shell.say(done ? ui::State::done : ui::State::error,
                     done ? ui.tr("household.was_put_back", {{"question", label}}) : ui.texts.error(done.error()));
}

void Household::undo_save(const ui::Ui& ui, const survey::HistoryLine& line) {
    const auto done = survey::undo_change(state_.workspace, id_, line.change);
    if (!done) {
        state_.shell.say(ui::State::error, ui.texts.error(done.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr(done->kept.empty() ? "household.save_undone" : "household.save_undone_partly",
                                            {{"count", std::to_string(done->kept.size())}}));
}

}  // namespace yuanquan::screens

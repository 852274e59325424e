#include "app/screens/conflicts.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/export/conflict_words.hpp"
#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 860;
constexpr std::size_t kShownMax = 100;   // More cards than anyone settles before the list is made anew.

std::string key_of(const survey::ConflictView& conflict) { return conflict.record.text() + "/" + conflict.path; }

bool of_row(const survey::ConflictView& conflict) {
    return conflict.path.ends_with(']');
}

}  // namespace

void Conflicts::load(const ui::Ui& ui) {
    const auto generation = state_.workspace.store().generation();
    if (generation == generation_ && language_ == ui.texts.language()) return;
    generation_ = generation;
    language_ = ui.texts.language();
    third_.reset();
    third_of_.clear();
    auto listed = survey::list_conflicts(state_.workspace, {}, language_, false, exports::reason_words(ui.texts));
    if (!listed) {
        state_.shell.say(ui::State::error, ui.texts.error(listed.error()));
        return;
    }
    conflicts_ = std::move(*listed);
    for (auto& conflict : conflicts_) {
        exports::name_program_cells(ui.texts, conflict);
        exports::name_places(ui.texts, conflict);
    }
    if (only_) std::erase_if(conflicts_, [this](const auto& conflict) { return conflict.record != *only_; });
}

void Conflicts::draw(ui::Ui& ui) {
    load(ui);
    if (!only_) draw_pages(ui);
    if (on_duplicates_) duplicates_.draw(ui);
    else draw_conflicts(ui);
}

void Conflicts::draw_pages(ui::Ui& ui) {
    duplicates_.update(ui);
    const auto offer = [&](ui::State state, const char* key, const std::string& count, bool duplicates) {
        if (ui::toggle_chip(ui, state, std::string(ui.tr(key)) + "  " + count + "##" + key, on_duplicates_ == duplicates)) on_duplicates_ = duplicates;
    };
    offer(ui::State::versions, "rail.conflicts", std::to_string(conflicts_.size()), false);
    ImGui::SameLine(0, ui.px(8));
    offer(ui::State::waiting, "duplicates.page", duplicates_.ready() ? std::to_string(duplicates_.shown().size()) : "…", true);
    ui::gap(ui, 12);
}

void Conflicts::draw_conflicts(const ui::Ui& ui) {
    if (conflicts_.empty()) {
        rules_.draw(ui, conflicts_);
        ui::gap(ui, 48);
        const bool here = only_.has_value();
        if (ui::empty_state(ui, ui.tr("conflicts.none"), ui.tr("conflicts.none_words"), here ? ui.tr("shell.back") : "")) {
            state_.shell.pop();
        }
        return;
    }
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    ui::quiet(ui, ui.tr("conflicts.words", {{"count", std::to_string(conflicts_.size())}}));
    ui::gap(ui, 8);
    rules_.draw(ui, conflicts_);
    // By value: settling one makes the list anew with the next frame.
    for (std::size_t i = 0; i < std::min(conflicts_.size(), kShownMax); ++i) draw_conflict(ui, conflicts_[i]);
    if (conflicts_.size() > kShownMax) {
        ui::quiet(ui, ui.tr("conflicts.more", {{"count", std::to_string(conflicts_.size() - kShownMax)}}));
    }
    ImGui::EndChild();
}

void Conflicts::draw_conflict(const ui::Ui& ui, const survey::ConflictView& conflict) {
    const auto key = key_of(conflict);
    ImGui::PushID(key.c_str());
    ui::begin_card(ui, "conflict");
    ui::colored(ui::state_color(ui.theme, ui::State::versions), "⇄");
    ImGui::SameLine();
    std::string what = of_row(conflict) ? ui.tr("conflicts.row") : conflict.question_label;
    if (!conflict.row_label.empty()) what = conflict.row_label + " · " + what;
    ui::strong(ui, what);
    const auto open = conflict.record_title + "##open";
    if (ui::quiet_button(ui, open)) state_.shell.push(std::make_unique<Household>(state_, conflict.record));
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ui::quiet(ui, conflict.section_label);
    ui::gap(ui, 4);
    for (std::size_t side = 0; side < conflict.versions.size(); ++side) draw_side(ui, conflict, side);
    if (!of_row(conflict) && !exports::is_of_program(conflict)) draw_third(ui, conflict);
    ui::end_card(ui);
    ImGui::PopID();
    ui::gap(ui, 12);
}

void Conflicts::draw_side(const ui::Ui& ui, const survey::ConflictView& conflict, std::size_t side) {
    const auto& version = conflict.versions[side];
    const bool row = of_row(conflict);
    ImGui::PushID(static_cast<int>(side));
    ui::rule(ui);
    ui::gap(ui, 6);
    const auto label = std::string(!row ? ui.tr("conflicts.choose") : ui.tr(version.removed ? "conflicts.remove_row" : "conflicts.keep_row"));
    const float button = ui::button_width(label) + ui.px(8), start = ImGui::GetCursorPosX();
    const float room = ImGui::GetContentRegionAvail().x - button - ui.px(16);
    ImGui::BeginGroup();
    ImGui::PushTextWrapPos(start + room);
    const auto text = version.removed ? ui.tr("conflict.removed") + (version.text.empty() ? std::string() : " → " + version.text) : version.text.empty() ? std::string(ui.tr("conflicts.blank")) : version.text;
    ImGui::PushFont(ui.fonts.bold, ui::kSubtitleSize);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopFont();
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
    auto who = ui.tr("conflicts.who", {{"who", version.author}, {"when", day_and_time(version.wall_ms, version.offset_minutes)}});
    if (side == 0) who += " · " + std::string(ui.tr("conflicts.shown"));
    ImGui::TextUnformatted(who.c_str());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::EndGroup();
    // Two edits of a row that was removed are one answer: it stays. The button stands once.
    const bool repeated = row && side > 0 && !version.removed &&
                          std::any_of(conflict.versions.begin(), conflict.versions.begin() + static_cast<std::ptrdiff_t>(side),
                                      [](const auto& v) { return !v.removed; });
    if (!repeated) {
        ImGui::SameLine(start + room + ui.px(16));
        if (ui::button(ui, label)) {
            say_settled(ui, conflict, row ? survey::settle_row(state_.workspace, conflict.record, conflict.path, !version.removed)
                                          : survey::settle(state_.workspace, conflict.record, conflict.path, version.value, version.mark));
        }
    }
    ui::gap(ui, 6);
    ImGui::PopID();
}

void Conflicts::draw_third(const ui::Ui& ui, const survey::ConflictView& conflict) {
    const auto key = key_of(conflict);
    ui::rule(ui);
    ui::gap(ui, 6);
    if (third_of_ != key) {
        if (!ui::quiet_button(ui, ui.tr("conflicts.third"))) return;
        third_.reset();
        third_of_ = key;
        third_text_.clear();
        third_refusal_.clear();
        third_focus_ = true;
        auto third = ThirdVersion::make(state_.workspace, conflict.record, conflict.path, language_);
        if (third && third->can_write()) {
            third_ = std::move(*third);
        } else {
            third_refusal_ = ui.tr("conflicts.third_elsewhere");
        }
        return;
    }
    if (third_ && third_->is_choice()) {
        std::string chosen;
        for (const auto& choice : third_->choices()) {
            if (ui::choice_button(ui, choice.label + "##" + choice.value, "", false, false)) chosen = choice.value;
        }
        if (!chosen.empty()) write_third(ui, conflict, chosen);
    } else if (third_) {
        if (third_focus_) ImGui::SetKeyboardFocusHere();
        third_focus_ = false;
        const auto label = std::string(ui.tr("conflicts.use_third"));
        ui::text_field(ui, "##third", third_text_, ui.tr("conflicts.third_hint"), false,
                       ImGui::GetContentRegionAvail().x - ui::button_width(label) - ui.px(20));
        const bool entered = ui::field_entered();
        ImGui::SameLine();
        const bool given = !base::trim(third_text_).empty();
        const bool pressed = ui::primary_button(ui, label, given, ui.tr("conflicts.third_hint"));
        if (given && (pressed || entered)) write_third(ui, conflict, third_text_);
    }
    if (!third_refusal_.empty()) ui::colored(ui.theme.error, "▲ " + third_refusal_);
}

void Conflicts::write_third(const ui::Ui& ui, const survey::ConflictView& conflict, const std::string& text) {
    auto checked = third_->check(text);
    if (!checked) {
        third_refusal_ = ui.tr("conflicts.third_type");
        return;
    }
    if (!checked->refusal.empty()) {
        third_refusal_ = checked->refusal == " " ? std::string(ui.tr("conflicts.third_rule")) : checked->refusal;
        return;
    }
    say_settled(ui, conflict, survey::settle(state_.workspace, conflict.record, conflict.path, checked->value));
}

void Conflicts::say_settled(const ui::Ui& ui, const survey::ConflictView& conflict, const base::Result<record::ChangeId>& change) {
    if (!change) {
        state_.shell.say(ui::State::error, ui.texts.error(change.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr("conflicts.settled", {{"household", conflict.record_title}}));
}

}  // namespace yuanquan::screens

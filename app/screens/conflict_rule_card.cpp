#include "app/screens/conflict_rule_card.hpp"

#include <algorithm>
#include <imgui.h>
#include <set>

#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "model/survey/undo.hpp"

namespace yuanquan::screens {

namespace {

using Kind = survey::ConflictRule::Kind;

constexpr std::size_t kPreviewMax = 200;
constexpr float kFieldMax = 420;

std::string text_of(const ui::Ui& ui, const survey::Version& version) {
    if (version.removed) return ui.tr("conflict.removed");
    return version.text.empty() ? std::string(ui.tr("conflicts.blank")) : version.text;
}

}  // namespace

std::string ConflictRuleCard::words(const ui::Ui& ui, const survey::ConflictRule& rule) const {
    switch (rule.kind) {
        case Kind::shown: return ui.tr("conflicts.rule.shown");
        case Kind::person: return ui.tr("conflicts.rule.person", {{"who", rule.person}});
        case Kind::filled: return ui.tr("conflicts.rule.filled");
        case Kind::greater: return ui.tr("conflicts.rule.greater");
        case Kind::smaller: return ui.tr("conflicts.rule.smaller");
    }
    return {};
}

void ConflictRuleCard::draw(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts) {
    draw_taken_back(ui);
    if (conflicts.empty()) return;
    if (!open_) {
        if (ui::button(ui, ui.tr("conflicts.rule.open"))) open_ = focus_ = true;
        ui::gap(ui, 8);
        return;
    }
    ui::begin_card(ui, "rule");
    ui::subtitle(ui, ui.tr("conflicts.rule.heading"));
    draw_rule(ui, conflicts);
    draw_preview(ui, conflicts);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void ConflictRuleCard::draw_rule(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts) {
    std::set<std::string> people, questions;
    for (const auto& conflict : conflicts) {
        if (!conflict.question_label.empty()) questions.insert(conflict.question_label);
        for (const auto& version : conflict.versions) people.insert(version.author);
    }
    std::vector<survey::ConflictRule> rules;
    for (const auto kind : {Kind::filled, Kind::shown, Kind::greater, Kind::smaller}) rules.push_back({kind, {}, rule_.question});
    for (const auto& person : people) rules.push_back({Kind::person, person, rule_.question});
    ui::quiet(ui, ui.tr("conflicts.rule.which"));
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    if (ui::begin_combo("##rule", words(ui, rule_), ui.px(kFieldMax))) {
        for (const auto& rule : rules) {
            const bool here = rule.kind == rule_.kind && rule.person == rule_.person;
            if (ImGui::Selectable((words(ui, rule) + "##rule").c_str(), here)) rule_ = rule;
        }
        ui::end_combo();
    }
    if (!questions.contains(rule_.question)) rule_.question.clear();
    ui::quiet(ui, ui.tr("conflicts.rule.question"));
    if (ui::begin_combo("##rule_question", rule_.question.empty() ? ui.tr("household.history_all") : rule_.question, ui.px(kFieldMax))) {
        if (ImGui::Selectable(ui.tr("household.history_all"), rule_.question.empty())) rule_.question.clear();
        for (const auto& question : questions) {
            if (ImGui::Selectable((question + "##rule_question").c_str(), question == rule_.question)) rule_.question = question;
        }
        ui::end_combo();
    }
    ui::gap(ui, 6);
}

// Exactly what would happen, before it does.
void ConflictRuleCard::draw_preview(const ui::Ui& ui, const std::vector<survey::ConflictView>& conflicts) {
    std::size_t decided = 0;
    for (const auto& conflict : conflicts) decided += side_for(conflict, rule_) ? 1 : 0;
    ui::quiet(ui, decided == 0 ? std::string(ui.tr("conflicts.rule.none")) : ui.tr("conflicts.rule.decides", {{"count", std::to_string(decided)}, {"left", std::to_string(conflicts.size() - decided)}}));
    if (decided > 0 && ImGui::BeginTable("preview", 3, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings)) {
        for (const char* key : {"conflicts.rule.where", "conflicts.rule.taken", "conflicts.rule.kept_in_history"}) {
            ImGui::TableSetupColumn(ui.tr(key), ImGuiTableColumnFlags_WidthStretch);   // In a card columns are as narrow as words can be broken.
        }
        ImGui::TableHeadersRow();
        std::size_t shown = 0;
        for (const auto& conflict : conflicts) {
            const auto side = side_for(conflict, rule_);
            if (!side || ++shown > kPreviewMax) continue;
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            auto where = conflict.record_title + " · " + (conflict.row_label.empty() ? "" : conflict.row_label + " · ") +
                         (conflict.path.ends_with(']') ? std::string(ui.tr("conflicts.row")) : conflict.question_label);
            ui::body(ui, where);
            ImGui::TableNextColumn();
            ui::strong(ui, text_of(ui, conflict.versions[*side]));
            ui::quiet(ui, conflict.versions[*side].author);
            ImGui::TableNextColumn();
            for (std::size_t i = 0; i < conflict.versions.size(); ++i) {
                if (i != *side) ui::quiet(ui, text_of(ui, conflict.versions[i]) + "  " + conflict.versions[i].author);
            }
        }
        ImGui::EndTable();
    }
    ui::gap(ui, 6);
    const auto label = ui.tr("conflicts.rule.apply", {{"count", std::to_string(decided)}}) + "##apply_rule";
    if (ui::primary_button(ui, label, decided > 0, ui.tr("conflicts.rule.none"))) {
        auto settled = survey::settle_by_rule(state_.workspace, conflicts, rule_);
        if (settled) {
            last_ = std::move(*settled);
            open_ = false;
        } else {
            state_.shell.say(ui::State::error, ui.texts.error(settled.error()));
        }
    }
    ImGui::SameLine();
    if (ui::quiet_button(ui, std::string(ui.tr("household.event.cancel")) + "##rule_cancel")) open_ = false;
}

void ConflictRuleCard::draw_taken_back(const ui::Ui& ui) {
    if (!last_) return;
    const auto words = ui.tr("conflicts.rule.done", {{"count", std::to_string(last_->conflicts)}, {"households", std::to_string(last_->changes.size())}});
    if (!ui::message_strip(ui, ui::State::done, words, std::string(ui.tr("review.take_back")) + "##rule_back")) return;
    for (const auto& [record, change] : last_->changes) {
        if (auto done = survey::undo_change(state_.workspace, record, change); !done) {
            state_.shell.say(ui::State::error, ui.texts.error(done.error()));
            return;
        }
    }
    last_.reset();
}

}  // namespace yuanquan::screens

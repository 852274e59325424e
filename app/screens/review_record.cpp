// The record beside the queue: why it is there, its answers with their comments, and the decision.
#include <algorithm>
#include <imgui.h>

#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "app/screens/comment_lines.hpp"
#include "app/screens/household.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/review.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "app/ui/line_button.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/text.hpp"
#include "model/survey/undo.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kProblemsShown = 12;
constexpr float kLabelShare = 0.36f;

std::string figure(double value) { return base::format_number(value); }

}  // namespace

void Review::load_record(const ui::Ui& ui) {
    const auto generation = state_.workspace.store().generation();
    if (generation == generation_ && language_ == ui.texts.language()) return;
    generation_ = generation;
    language_ = ui.texts.language();
    view_.reset();
    problems_.clear();
    auto record = state_.workspace.store().record(*selected_);
    if (!record) return;
    record_ = std::move(*record);
    survey::ViewOptions options;
    options.include_blank = false;
    options.reasons = exports::reason_words(ui.texts);
    if (auto open = state_.workspace.form(record_.form_id)) options.language = survey::language_index(*open->form, language_);
    if (auto view = survey::view_record(state_.workspace, record_, options)) view_ = std::move(*view);
    if (view_) exports::name_places(ui.texts, *view_);
    if (auto problems = survey::problems_of(state_.workspace, record_, language_)) problems_ = std::move(*problems);
}

void Review::draw_record(const ui::Ui& ui) {
    load_record(ui);
    const auto* row = row_of_selected();
    if (row == nullptr) return;
    if (!view_) {
        ui::message_strip(ui, ui::State::waiting, ui.tr("review.no_form"));
        return;
    }
    const bool wants_approve = ui::pressed(keys::kApprove), wants_return = ui::pressed(keys::kReturn);
    draw_record_head(ui, *row);
    draw_reasons(ui, *row);
    draw_answers(ui);
    if (wants_approve && row->standing != survey::Standing::approved) {
        approve(ui);
    } else if (wants_return) {
        send_back(ui);
    }
}

void Review::draw_record_head(const ui::Ui& ui, const survey::ReviewRow& row) {
    const auto standing = standing_words(row.standing);
    ui::subtitle(ui, row.title);
    ui::chip(ui, standing.state, ui.tr(standing.key));
    draw_beside_chips(ui, ui.tr("household.who", {{"area", state_.workspace.areas().name(view_->area, ui.texts.chinese(), 3)},
                                                  {"form", view_->form_title},
                                                  {"who", view_->last_author},
                                                  {"when", local_time(state_.workspace, view_->last_ms)}}));
    ui::gap(ui, 4);
    draw_actions(ui, row);
    draw_assign(ui, row);
    if (last_) {
        ui::gap(ui, 2);
        ImGui::AlignTextToFramePadding();
        ui::quiet(ui, ui.tr("review.last", {{"household", last_->title}}));
        if (ui::quiet_button(ui, std::string(ui.tr("review.take_back")) + "##take_back")) take_back(ui);
    }
    ui::gap(ui, 6);
}

void Review::draw_actions(const ui::Ui& ui, const survey::ReviewRow& row) {
    const bool approved = row.standing == survey::Standing::approved;
    if (ui::primary_button(ui, std::string(ui.tr("review.approve")) + "##approve", !approved, ui.tr("review.approved_already"))) approve(ui);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui::chord_words(ui, keys::kApprove).c_str());
    ui::key_hint(ui, keys::kApprove);
    ImGui::SameLine();
    const auto count = remarks().size();
    const auto label = count == 0 ? std::string(ui.tr("review.return")) : ui.tr("review.return_with", {{"count", std::to_string(count)}});
    if (ui::button(ui, label + "##return")) send_back(ui);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui::chord_words(ui, keys::kReturn).c_str());
    ui::key_hint(ui, keys::kReturn);
    ImGui::SameLine();
    if (ui::button(ui, std::string(ui.tr("review.open")) + "##open")) state_.shell.push(std::make_unique<Household>(state_, row.id));
}

void Review::draw_assign(const ui::Ui& ui, const survey::ReviewRow& row) {
    ImGui::SameLine(0, ui.px(16));
    const auto shown = row.assigned.empty() ? std::string(ui.tr("review.nobody")) : ui.tr("review.assigned", {{"who", row.assigned}});
    const float width = std::max(ui.px(150), ImGui::CalcTextSize(shown.c_str()).x + ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().FramePadding.x);
    if (width > ImGui::GetContentRegionAvail().x) ImGui::NewLine();
    if (!ui::begin_combo("##assign", shown, width)) return;
    for (const auto& person : people_) {
        if (!ImGui::Selectable((person + "##assign").c_str(), person == row.assigned) || person == row.assigned) continue;
        decided(ui, "review.assigned_now", survey::assign(state_.workspace, row.id, person));
    }
    ui::end_combo();
}

void Review::draw_reasons(const ui::Ui& ui, const survey::ReviewRow& row) {
    if (row.conflicts > 0) ui::colored(ui.theme.versions, "⇄ " + ui.tr("household.conflicts", {{"count", std::to_string(row.conflicts)}}));
    for (std::size_t i = 0; i < std::min(problems_.size(), kProblemsShown); ++i) {
        const auto& problem = problems_[i];
        const auto where = (problem.row_label.empty() ? "" : problem.row_label + " · ") + ui::plain_text(problem.label);
        const auto what = problem.message.empty() ? std::string(ui.tr("review.missing"))
                          : problem.message == "?" ? std::string(ui.tr("questionnaire.not_allowed"))
                                                   : problem.message;
        ui::colored(ui.theme.error, "▲ " + ui.texts.fact(where, what));
    }
    if (problems_.size() > kProblemsShown) {
        ui::colored(ui.theme.error, "▲ " + ui.tr("review.more_problems", {{"count", std::to_string(problems_.size() - kProblemsShown)}}));
    }
    for (const auto& outlier : row.outliers) {
        const auto* fact = view_->fact(outlier.path);
        ui::colored(ui.theme.waiting, "● " + ui.tr("review.outlier", {{"question", fact == nullptr ? outlier.path : fact->label},
                                                                        {"value", figure(outlier.value)},
                                                                        {"low", figure(std::max(0.0, outlier.low))},
                                                                        {"high", figure(outlier.high)}}));
    }
    draw_comments_about(ui, record_, "");
    draw_remark(ui, "", ui.tr("review.comment_record"));
    ui::gap(ui, 6);
}

void Review::draw_answers(const ui::Ui& ui) {
    for (const auto& section : view_->sections) {
        const bool any = std::any_of(section.facts.begin(), section.facts.end(), [](const auto& f) { return !f.text.empty(); }) ||
                         std::any_of(section.tables.begin(), section.tables.end(), [](const auto& t) { return !t.rows.empty(); });
        if (!any) continue;
        ui::begin_card(ui, "answers_" + section.name);
        ui::subtitle(ui, section.label.empty() ? view_->form_title : section.label);
        for (const auto& fact : section.facts) draw_answer(ui, fact, {});
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                std::string name;
                for (const auto& fact : row.facts) {
                    if (name.empty()) name = fact.text;
                }
                ui::gap(ui, 4);
                ui::strong(ui, name);
                for (const auto& fact : row.facts) draw_answer(ui, fact, name);
            }
        }
        ui::end_card(ui);
        ui::gap(ui, 8);
    }
}

void Review::draw_answer(const ui::Ui& ui, const survey::Fact& fact, const std::string& row_label) {
    const bool open = remark_open_ == fact.path || draft_.texts.contains(fact.path);
    if (fact.text.empty() && !open) return;
    ImGui::PushID(fact.path.c_str());
    const auto label = std::string(ui.tr("review.comment")) + "##" + fact.path;
    const float start = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
    const float button = ui::line_button_width(label) + ui.px(4), middle = start + width * kLabelShare;
    ImGui::BeginGroup();
    ImGui::PushTextWrapPos(middle - ui.px(8));
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
    ImGui::TextUnformatted(fact.label.c_str());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::EndGroup();
    ImGui::SameLine(middle);
    ImGui::BeginGroup();
    ImGui::PushTextWrapPos(start + width - button - ui.px(8));
    const bool disputed = fact.versions.size() > 1;
    if (disputed) ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.versions.packed());
    std::string text = fact.text;
    for (std::size_t i = 1; disputed && i < fact.versions.size(); ++i) text += " ⇄ " + fact.versions[i].text;
    ImGui::TextUnformatted(text.c_str());
    if (disputed) ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::EndGroup();
    ImGui::SameLine(start + width - button);
    if (ui::line_button(ui, label)) {
        remark_open_ = fact.path;
        focus_remark_ = true;
    }
    draw_comments_about(ui, record_, fact.path);
    if (open) draw_remark(ui, fact.path, row_label.empty() ? fact.label : row_label + " · " + fact.label);
    ImGui::PopID();
}

void Review::draw_remark(const ui::Ui& ui, const std::string& about, const std::string& words) {
    auto& text = draft_.texts[about];
    if (focus_remark_ && remark_open_ == about) {
        ImGui::SetKeyboardFocusHere();
        focus_remark_ = false;
    }
    ui::text_field(ui, "##remark" + about, text, ui.tr("review.comment_hint", {{"question", words}}));
    if (ui::field_left() || ui::field_entered()) keep_remarks();
    if (text.empty() && remark_open_ != about) draft_.texts.erase(about);
}

void Review::keep_remarks() {
    // Settings are no changes of records: what is not sent stays on this machine.
    static_cast<void>(draft_.keep(state_.workspace));
}

std::vector<survey::Remark> Review::remarks() const {
    std::vector<survey::Remark> out;
    for (const auto& [about, text] : draft_.texts) {
        if (!base::trim(text).empty()) out.push_back({about, std::string(base::trim(text))});
    }
    return out;
}

void Review::approve(const ui::Ui& ui) { decided(ui, "review.approved_now", survey::approve(state_.workspace, *selected_)); }

void Review::send_back(const ui::Ui& ui) {
    const auto written = remarks();
    if (written.empty()) {   // Nobody can mend what nobody names.
        state_.shell.say(ui::State::waiting, ui.tr("review.say_why"));
        remark_open_ = "";
        focus_remark_ = true;
        return;
    }
    auto change = survey::send_back(state_.workspace, *selected_, written);
    if (change) static_cast<void>(draft_.forget(state_.workspace));
    decided(ui, "review.returned_now", change);
}

void Review::decided(const ui::Ui& ui, const char* key, const base::Result<record::ChangeId>& change) {
    if (!change) {
        state_.shell.say(ui::State::error, ui.texts.error(change.error()));
        return;
    }
    last_ = Decision{*selected_, *change, view_ ? view_->title : std::string()};
    state_.shell.say(ui::State::done, ui.tr(key, {{"household", last_->title}}));
    select_next();
}

void Review::take_back(const ui::Ui& ui) {
    const auto decision = *last_;
    last_.reset();
    auto undone = survey::undo_change(state_.workspace, decision.record, decision.change);
    if (!undone) {
        state_.shell.say(ui::State::error, ui.texts.error(undone.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr("review.taken_back", {{"household", decision.title}}));
    select(decision.record);
    focus_queue_ = true;
}

}  // namespace yuanquan::screens

// One question at a time: it fills the page, large and calm; above it where one is, below it the ways on and back. Behind
// the last question stands what is still open.
#include <algorithm>
#include <imgui.h>

#include "app/screens/keys.hpp"
#include "app/screens/question_card.hpp"
#include "app/screens/question_roster.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/ui/item_log.hpp"
#include "app/ui/panel.hpp"
#include "app/ui/rich_text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kStepMax = 760, kProgress = 5;
constexpr std::size_t kProblemsMax = 40;

std::string number(std::size_t value) { return std::to_string(value); }

// "Members › 2  Zhang San › At school": the page, and what is around the question on it.
std::string trail(const ui::Ui& ui, const Entry& entry, const Page& page, const form::Element& element) {
    const auto& form = entry.form();
    std::string out;
    const auto add = [&](const std::string& words) {
        if (!words.empty() && words != page.title) out = " › " + words + out;
    };
    for (auto above = form.parent(element); above && above->control != form.root().control; above = form.parent(*above)) {
        if (above->kind == form::ElementKind::row) {
            const auto rows = form.children(*form.parent(*above));
            const auto at = std::find(rows.begin(), rows.end(), *above);
            if (at != rows.end()) add(row_name(ui, entry, *above, static_cast<std::size_t>(at - rows.begin())));
        } else {
            add(ui::plain_text(form.label(*above)));
        }
    }
    return page.title + out;
}

// Wrapped, and pressed like a button.
bool problem_line(const ui::Ui& ui, ui::State state, const std::string& words, const std::string& path) {
    const float width = ImGui::GetContentRegionAvail().x, pad = ui.px(6), left = ui.px(28);
    const float height = ImGui::CalcTextSize(words.c_str(), nullptr, false, width - left).y + 2 * pad;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::InvisibleButton(("##" + path + "@problem").c_str(), {width, height}, ImGuiButtonFlags_EnableNav);
    ui::name_last_item(words + "##" + path + "@problem");
    auto* draw = ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered()) draw->AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.action.with_alpha(24).packed(), ui.px(6));
    draw->AddText({at.x + pad, at.y + pad}, ui::state_color(ui.theme, state).packed(), ui::state_sign(state));
    draw->AddText(nullptr, 0, {at.x + left, at.y + pad}, ui.theme.ink.packed(), words.c_str(), nullptr, width - left);
    return pressed;
}

}  // namespace

void Questionnaire::draw_where(const ui::Ui& ui, const Step& step) const {
    const bool end = step.elements.empty();
    ui::subtitle(ui, end ? ui.tr("questionnaire.all_passed") : trail(ui, entry_, page(), step.elements.back()));
    const auto count = number(counts_.questions);
    const auto first = questions_before(page_) + step.first;
    if (step.questions > 1) {
        ui::quiet(ui, ui.tr("questionnaire.steps_of", {{"first", number(first + 1)}, {"last", number(first + step.questions)}, {"count", count}}));
    } else if (step.questions == 1) {
        ui::quiet(ui, ui.tr("questionnaire.step_of", {{"number", number(first + 1)}, {"count", count}}));
    } else if (!end) {
        ui::quiet(ui, ui.tr("questionnaire.step_after", {{"number", number(first)}, {"count", count}}));
    }
    // How far one is: a line, full behind the last question.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = ui.px(kProgress);
    const float part = counts_.questions == 0 ? 1 : static_cast<float>(first) / static_cast<float>(counts_.questions);
    auto* draw = ImGui::GetWindowDrawList();
    if (ui.theme.name == ui::ThemeName::contrast) {
        draw->AddRect(at, {at.x + width, at.y + high}, ui.theme.line.packed(), high / 2);   // Black beside dark blue tells nothing.
    } else {
        draw->AddRectFilled(at, {at.x + width, at.y + high}, ui.theme.line.packed(), high / 2);
    }
    if (part > 0) draw->AddRectFilled(at, {at.x + std::max(width * part, high), at.y + high}, ui.theme.here.packed(), high / 2);
    ImGui::Dummy({width, high});
}

void Questionnaire::draw_add(const ui::Ui& ui, const form::Element& repeat, const std::string& stop) {
    auto what = ui::plain_text(entry_.form().label(repeat));
    if (what.empty()) what = page().title;
    const bool first = entry_.form().children(repeat).empty();
    ui::rich_text(ui, ui.tr(first ? "questionnaire.add_first" : "questionnaire.add_another", {{"what", what}}), ui::Weight::large);
    ui::gap(ui, 8);
    draw_roster_rows(ui, entry_, repeat);
    ui::gap(ui, 8);
    ui::Ui calm = ui;
    calm.theme.comfortable = true;
    ImGui::PushFont(ui.fonts.regular, ui::kSubtitleSize);
    const bool yes = ui::choice_button(calm, std::string(ui.tr("questionnaire.add_yes")) + "##" + stop + "=yes", "1", false, false);
    entry_.note_item(stop, false);
    entry_.take_focus(stop);   // Enter alone goes on, as everywhere.
    const bool no = ui::choice_button(calm, std::string(ui.tr("questionnaire.add_no")) + "##" + stop + "=no", "2", false, false);
    entry_.note_item(stop, false);
    ImGui::PopFont();
    const bool here = entry_.current() == stop;
    if (yes || (here && digit_pressed(1))) entry_.add_row(repeat);
    if (no || (here && digit_pressed(2))) entry_.go_on();
}

void Questionnaire::draw_end(const ui::Ui& ui) {
    const auto open = counts_.wrong + counts_.missing;
    ui::rich_text(ui, open == 0 ? ui.tr(is_trial() ? "forms.trial_complete" : "questionnaire.end_complete")
                                : ui.tr(is_trial() ? "forms.trial_open" : "questionnaire.end_open", {{"count", number(open)}}), ui::Weight::large);
    if (counts_.reasons > 0) ui::quiet(ui, std::string(ui::state_sign(ui::State::reason)) + " " + ui.tr("questionnaire.end_reasons", {{"count", number(counts_.reasons)}}));
    ui::gap(ui, 8);
    std::size_t shown = 0;
    std::string wanted;
    for (const auto& page : pages_) {
        for (const auto& question : page.counts.problems) {
            if (shown++ >= kProblemsMax) break;
            const auto path = entry_.form().cell_path(question);
            const auto words = trail(ui, entry_, page, question) + " › " + ui::plain_text(entry_.form().label(question));
            if (problem_line(ui, is_wrong(path) ? ui::State::error : ui::State::waiting, words, path)) wanted = path;
        }
    }
    if (shown > kProblemsMax) ui::quiet(ui, ui.tr("questionnaire.end_more", {{"count", number(counts_.problems.size() - kProblemsMax)}}));
    if (wanted.empty()) return;
    entry_.pass(wanted);
    jump_to(wanted);
}

void Questionnaire::draw_step_buttons(const ui::Ui& ui, const Step& step) {
    const bool end = step.elements.empty(), reads = step.stops.front().ends_with("@read");
    if (step_ > 0 || page_ > 0) {
        if (ui::button(ui, std::string("← ") + ui.tr("questionnaire.step_back") + "##step_back")) go_back();
        ui::key_hint(ui, keys::kBefore);
        ImGui::SameLine();
    }
    if (end || reads) entry_.take_focus(step.stops.front());
    if (end) {
        if (ui::primary_button(ui, std::string(save_words(ui)) + "##save_last")) save_wanted_ = true;
    } else if (ui::primary_button(ui, std::string(ui.tr("questionnaire.step_next")) + " →##step_next")) {
        if (!reads && at_ != step.stops.back()) at_ = step.stops.back();   // Of several, all are meant.
        entry_.go_on();
    }
    ui::key_hint(ui, keys::kEnter);
    if (end || reads) entry_.note_item(step.stops.front(), false);
    ui::gap(ui, 8);
    ui::quiet(ui, ui.tr(!end ? "questionnaire.step_keys" : is_trial() ? "forms.trial_keys" : "questionnaire.end_keys",
                        {{"on", ui::chord_words(ui, keys::kEnter)}, {"back", ui::chord_words(ui, keys::kBefore)}, {"way", ui::chord_words(ui, keys::kWay)}}));
}

void Questionnaire::draw_step(ui::Ui& ui) {
    const Step step = steps_[step_];
    ImGui::BeginChild("step", {0, 0}, ImGuiChildFlags_NavFlattened);
    if (scroll_top_) {
        ImGui::SetScrollY(0);
        scroll_top_ = false;
    }
    const ui::NarrowTo narrow(std::min(ImGui::GetContentRegionAvail().x - ui.px(8), ui.px(kStepMax)));
    draw_where(ui, step);
    ui::gap(ui, 28);
    const auto& form = entry_.form();
    if (step.elements.empty()) {
        draw_end(ui);
    } else {
        for (std::size_t i = 0; i + (step.together || step.adds ? 1 : 0) < step.elements.size(); ++i) draw_question(ui, entry_, step.elements[i], {0, nullptr, true});
        const auto last = step.elements.back();
        if (step.together) draw_elements(ui, entry_, form.children(last));
        if (step.adds) draw_add(ui, last, step.stops.front());
        if (!held_.empty() && held_ == at_ && is_wrong(held_)) ui::quiet(ui, ui.tr("questionnaire.held"));
    }
    ui::gap(ui, 20);
    draw_step_buttons(ui, step);
    if (const auto row = form.find(record::innermost_row(step.stops.front())); row && row->kind == form::ElementKind::row) {
        const auto rows = form.children(*form.parent(*row));
        const auto at = std::find(rows.begin(), rows.end(), *row);
        ui::gap(ui, 20);
        draw_removal(ui, entry_, *row, row_name(ui, entry_, *row, static_cast<std::size_t>(at - rows.begin())));
    }
    ImGui::EndChild();
}

}  // namespace yuanquan::screens

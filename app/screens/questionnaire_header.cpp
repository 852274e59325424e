// Above the questions: is it kept, what is wrong, which language, pages or one question at a time, Save and Leave.
#include <imgui.h>

#include "app/screens/keys.hpp"
#include "app/screens/questionnaire.hpp"

namespace yuanquan::screens {

namespace {

std::string clock_time(const base::Clock& clock, std::int64_t at_ms) {
    return base::iso_date_time(at_ms, clock.offset_minutes(at_ms)).substr(11, 5);
}

std::string language_words(const std::string& name) { return name.substr(0, name.find(" (")); }

// What comes next goes beside what stands, or on the next line where it does not fit.
void flow(float width) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
}

float button_width(const std::string& words) { return ImGui::CalcTextSize(words.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x; }

}  // namespace

void Questionnaire::draw_problems(ui::Ui& ui) {
    const auto& all = counts_;
    std::string words;
    ui::State state = ui::State::done;
    if (all.wrong > 0) {
        words = ui.tr("questionnaire.wrong", {{"count", std::to_string(all.wrong)}});
        state = ui::State::error;
    } else if (all.missing > 0) {
        words = ui.tr("questionnaire.missing", {{"count", std::to_string(all.missing)}});
        state = ui::State::waiting;
    }
    if (words.empty()) {
        words = std::string(ui::state_sign(state)) + " " + ui.tr("questionnaire.complete");
        flow(ImGui::CalcTextSize(words.c_str()).x);
        ImGui::AlignTextToFramePadding();
        ui::colored(ui::state_color(ui.theme, state), words);
        return;
    }
    const auto label = std::string(ui::state_sign(state)) + " " + words;
    flow(button_width(label));
    const auto color = ui::state_color(ui.theme, state);
    ImGui::PushStyleColor(ImGuiCol_Text, color.packed());
    if (ui::button(ui, label + "##problems")) next_problem(ui);
    ImGui::PopStyleColor();
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr("questionnaire.problems_hint", {{"key", ui::chord_words(ui, keys::kProblem)}}).c_str());
    ui::key_hint(ui, keys::kProblem);
}

void Questionnaire::draw_language() {
    const auto& languages = entry_.form().form().languages;
    if (languages.size() < 2) return;
    const auto now = language_words(languages[entry_.form().language()]);
    const float width = button_width(now) + ImGui::GetFrameHeight();
    flow(width);
    ImGui::SetNextItemWidth(width);
    if (!ImGui::BeginCombo("##language", now.c_str())) return;
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (ImGui::Selectable((language_words(languages[i]) + "##language" + std::to_string(i)).c_str(), i == entry_.form().language())) {
            entry_.visit().set_language(i);
        }
    }
    ImGui::EndCombo();
}

void Questionnaire::draw_way(const ui::Ui& ui) {
    const std::string words = ui.tr(one_by_one() ? "questionnaire.whole_pages" : "questionnaire.one_by_one");
    flow(button_width(words));
    if (ui::button(ui, words + "##way")) state_.preferences.one_question = !state_.preferences.one_question;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr("questionnaire.way_hint", {{"key", ui::chord_words(ui, keys::kWay)}}).c_str());
    ui::key_hint(ui, keys::kWay);
}

void Questionnaire::draw_header(ui::Ui& ui) {
    const auto& draft = entry_.visit().draft();
    if (entry_.failure()) {
        ui::message_strip(ui, ui::State::error, ui.texts.error(*entry_.failure()) + " " + ui.tr("questionnaire.not_kept"));
    }
    ImGui::AlignTextToFramePadding();
    if (is_trial()) {
        ui::colored(ui.theme.waiting, std::string("● ") + ui.tr("forms.trial"));
    } else if (!entry_.visit().all_kept()) {
        ui::colored(ui.theme.error, std::string("▲ ") + ui.tr("bar.not_kept"));
    } else if (entry_.typing()) {
        ui::colored(ui.theme.waiting, std::string("● ") + ui.tr("questionnaire.typing"));
    } else if (entry_.visit().has_draft()) {
        ui::colored(ui.theme.done, "✓ " + ui.tr("questionnaire.draft_saved", {{"time", clock_time(entry_.clock(), draft.touched_ms)}}));
    } else {
        ui::quiet(ui, ui.tr("questionnaire.no_changes"));
    }
    draw_problems(ui);
    draw_language();
    draw_way(ui);
    const std::string leave_words = is_trial() ? std::string() : ui.tr("questionnaire.leave"), save = save_words(ui);
    const float beside = leave_words.empty() ? 0 : button_width(leave_words) + ImGui::GetStyle().ItemSpacing.x;
    const float both = beside + button_width(save) + ui.px(24);
    flow(both);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, ImGui::GetContentRegionAvail().x - both));
    if (!leave_words.empty()) {
        if (ui::button(ui, leave_words + "##leave")) state_.shell.pop();
        ui::key_hint(ui, ui::kBackChord);
        ImGui::SameLine();
    }
    if (ui::primary_button(ui, save + "##save")) save_wanted_ = true;
    ui::key_hint(ui, keys::kSave);
    ui::rule(ui);
    ui::gap(ui, 10);
}

}  // namespace yuanquan::screens

#include "app/screens/questionnaire.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/keys.hpp"
#include "app/screens/question_card.hpp"
#include "app/screens/question_roster.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/key_queue.hpp"
#include "app/ui/panel.hpp"
#include "model/base/text.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kOutlineWidth = 220, kOutlineNarrow = 180, kPageMax = 900, kStripBelow = 620;

}  // namespace

Questionnaire::Questionnaire(AppState& state, std::unique_ptr<survey::Visit> visit, Purpose purpose)
    : state_(state), purpose_(purpose), entry_(state, std::move(visit)) {}

std::string Questionnaire::title(const ui::Ui&) const {
    const auto& form = entry_.form();
    std::string name(base::trim(form.title()));
    if (name.empty()) name = base::trim(entry_.visit().draft().title);
    return name.empty() ? form.form().title : name + " · " + form.form().title;
}

bool Questionnaire::leave() {
    if (closed_) return true;
    entry_.flush();
    // What could not be written stays on the screen with the reason; a second Esc means it.
    if (!entry_.failure() || !entry_.typing() || told_failure_) {
        entry_.visit().set_place(at_);
        if (const auto kept = entry_.visit().went_away(); !kept) entry_.failed(kept.error());
        return true;
    }
    told_failure_ = true;
    return false;
}

// What is being typed goes into the draft; who comes back, from the help or behind the lock, types on where he was.
void Questionnaire::hide() {
    entry_.flush();
    resume();
}

void Questionnaire::resume() {
    if (!at_.empty()) entry_.go_to(at_);
}

bool Questionnaire::drop(const std::vector<std::string>& paths) {
    if (paths.empty()) return false;
    const auto question = entry_.form().find(entry_.current());
    if (!question || question->kind != form::ElementKind::question || !takes_files(entry_, *question)) return false;
    take_file(entry_, *question, paths.front());
    return true;
}

// The questions speak the language of the program, until another one is chosen here.
void Questionnaire::follow_language(const ui::Ui& ui) {
    if (ui_language_ == ui.texts.language()) return;
    ui_language_ = ui.texts.language();
    entry_.visit().set_language(survey::language_index(entry_.form().form(), ui_language_));
}

void Questionnaire::save(ui::Ui& ui) {
    save_wanted_ = false;
    if (is_trial()) {
        closed_ = true;
        state_.shell.pop();
        return;
    }
    entry_.flush();
    refresh(ui);
    std::string name(base::trim(entry_.form().title()));
    if (name.empty()) name = entry_.form().form().title;
    const auto saved = entry_.visit().save();
    if (!saved) {
        entry_.failed(saved.error());
        return;
    }
    closed_ = true;
    const auto open = counts_.wrong + counts_.missing;
    state_.shell.say(open == 0 ? ui::State::done : ui::State::waiting,
                     saved->nothing_changed ? ui.tr("questionnaire.saved_nothing", {{"name", name}})
                     : open == 0            ? ui.tr("questionnaire.saved", {{"name", name}})
                                            : ui.tr("questionnaire.saved_open", {{"name", name}, {"count", std::to_string(open)}}));
    state_.shell.pop();
}

void Questionnaire::draw_page(ui::Ui& ui) {
    ImGui::BeginChild(("page" + page().key).c_str(), {0, 0}, ImGuiChildFlags_NavFlattened);
    if (scroll_top_) {
        ImGui::SetScrollY(0);
        scroll_top_ = false;
    }
    const ui::NarrowTo narrow(std::min(ImGui::GetContentRegionAvail().x - ui.px(8), ui.px(kPageMax)));
    ui::title(ui, page().title);
    const auto& elements = page().elements;
    if (page().roster) {
        draw_roster(ui, entry_, elements.front(), false);
    } else {
        draw_elements(ui, entry_, elements);
    }
    ui::gap(ui, 12);
    const auto turned = page_;
    const auto onward = turned + 1 < pages_.size() ? pages_[turned + 1].title + " →##next_page" : std::string();
    if (turned > 0) {
        if (ui::button(ui, "← " + pages_[turned - 1].title + "##previous_page")) turn_to(turned - 1, true);
        ui::key_hint(ui, keys::kLastPage);
        ImGui::SameLine();
        if (ImGui::GetContentRegionAvail().x < ui::button_width(onward)) ImGui::NewLine();
    }
    if (!onward.empty()) {
        if (ui::button(ui, onward)) turn_to(turned + 1, true);
        ui::key_hint(ui, keys::kNextPage);
    } else if (ui::primary_button(ui, std::string(save_words(ui)) + "##save_last")) {
        save_wanted_ = true;
    }
    ui::gap(ui, 160);  // So that the last card can stand in the middle of the screen.
    ImGui::EndChild();
}

void Questionnaire::draw(ui::Ui& ui) {
    if (closed_) return;
    follow_language(ui);
    refresh(ui);
    entry_.begin_frame();
    if (!placed_) restore_place(ui);
    if (drawn_one_by_one_ != one_by_one()) change_way(ui);
    draw_header(ui);
    const float avail = ImGui::GetContentRegionAvail().x;
    if (avail < ui.px(kStripBelow)) {
        draw_strip_outline(ui);
    } else {
        draw_outline(ui, ui.px(avail < ui.px(860) ? kOutlineNarrow : kOutlineWidth));
        ImGui::SameLine(0, ui.px(16));
    }
    if (drawn_one_by_one_) {   // The header may just have changed the wish; that is for the next frame.
        refresh(ui);           // The outline may have turned the page.
        draw_step(ui);
    } else {
        draw_page(ui);
    }
    entry_.end_frame();
    note_place();
    handle_keys(ui);
    if (entry_.under_way()) ui::hold_keys();
    entry_.flush_after_pause();
    if (save_wanted_) save(ui);
}

}  // namespace yuanquan::screens

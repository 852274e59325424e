#include "app/screens/questionnaire.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/question_card.hpp"
#include "app/screens/question_roster.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/panel.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kOutlineWidth = 220, kOutlineNarrow = 180, kPageMax = 900, kStripBelow = 620;

}  // namespace

Questionnaire::Questionnaire(AppState& state, std::unique_ptr<survey::Visit> visit)
    : state_(state), entry_(state, std::move(visit)) {}

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
        if (const auto kept = entry_.visit().went_away(); !kept) entry_.failed(kept.error());
        return true;
    }
    told_failure_ = true;
    return false;
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

void Questionnaire::restore_place() {
    placed_ = true;
    const auto place = entry_.visit().draft().place;
    if (!place.empty() && entry_.form().find(place)) {
        jump_to(place);
        return;
    }
    turn_to(0, true);
}

void Questionnaire::turn_to(std::size_t page, bool to_first) {
    if (page >= pages_.size()) return;
    entry_.flush();
    page_ = page;
    page_key_ = pages_[page].key;
    scroll_top_ = true;
    if (!to_first) return;
    std::vector<std::string> stops;
    collect_stops(entry_, pages_[page].elements, stops);
    if (!stops.empty()) entry_.go_to(stops.front());
}

// Opens the page, and the rows around the question, and goes there.
void Questionnaire::jump_to(const std::string& path) {
    for (auto bracket = path.find(']'); bracket != std::string::npos; bracket = path.find(']', bracket + 1)) {
        const auto row = path.substr(0, bracket + 1);
        entry_.open_row(row.substr(0, row.rfind('[')), row);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        std::vector<std::string> stops;
        collect_stops(entry_, pages_[i].elements, stops);
        if (std::find(stops.begin(), stops.end(), path) == stops.end()) continue;
        if (i != page_) turn_to(i, false);
        entry_.go_to(path);
        return;
    }
}

void Questionnaire::next_problem() {
    entry_.flush();
    std::vector<std::string> problems;
    for (const auto& page : pages_) problems.insert(problems.end(), page.counts.problems.begin(), page.counts.problems.end());
    if (problems.empty()) return;
    const auto at = std::find(problems.begin(), problems.end(), entry_.current());
    const auto next = at == problems.end() || at + 1 == problems.end() ? problems.begin() : at + 1;
    entry_.pass(*next);
    jump_to(*next);
}

void Questionnaire::refresh_pages(const ui::Ui& ui) {
    pages_ = make_pages(ui, entry_);
    const auto same = std::find_if(pages_.begin(), pages_.end(), [&](const Page& page) { return page.key == page_key_; });
    page_ = same == pages_.end() ? std::min(page_, pages_.size() - 1) : static_cast<std::size_t>(same - pages_.begin());
    page_key_ = pages_[page_].key;
}

void Questionnaire::go_on(const ui::Ui& ui) {
    entry_.flush();
    refresh_pages(ui);  // The answer may have brought the next question.
    std::vector<std::string> stops;
    collect_stops(entry_, page().elements, stops);
    const auto at = std::find(stops.begin(), stops.end(), entry_.current());
    if (at != stops.end() && at + 1 != stops.end()) {
        entry_.go_to(*(at + 1));
    } else {
        turn_to(page_ + 1, true);
    }
}

void Questionnaire::handle_keys(const ui::Ui& ui) {
    const auto& io = ImGui::GetIO();
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return;
    if ((entry_.enter_goes_on() && enter_pressed() && !io.KeyCtrl && !io.KeyAlt) || entry_.take_go_on()) go_on(ui);
    const bool back = ImGui::IsKeyPressed(ImGuiKey_PageUp) || (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_UpArrow));
    const bool forth = ImGui::IsKeyPressed(ImGuiKey_PageDown) || (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_DownArrow));
    if (back && page_ > 0) turn_to(page_ - 1, true);
    if (forth) turn_to(page_ + 1, true);
    if (ImGui::IsKeyPressed(ImGuiKey_F8, false)) next_problem();
    if (io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_S, false)) save_wanted_ = true;
    const bool ctrl_enter = io.KeyCtrl && enter_pressed();
    if (ctrl_enter || ImGui::IsKeyPressed(ImGuiKey_Insert, false)) {
        // The roster one is in, else the page's first.
        const auto row = record::innermost_row(entry_.current());
        auto repeat = entry_.form().find(row.substr(0, row.rfind('[')));
        if (row.empty() || !repeat || repeat->kind != form::ElementKind::repeat) {
            repeat.reset();
            for (const auto& element : page().elements) {
                if (element.kind == form::ElementKind::repeat && !repeat) repeat = element;
            }
        }
        if (repeat && !io.KeyShift) entry_.add_row(*repeat);
    }
    // In a field Esc does not reach the shell.
    if (io.WantTextInput && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) state_.shell.pop();
}

void Questionnaire::save(ui::Ui& ui) {
    save_wanted_ = false;
    entry_.flush();
    refresh_pages(ui);
    Counts all;
    for (const auto& page : pages_) all.add(page.counts);
    std::string name(base::trim(entry_.form().title()));
    if (name.empty()) name = entry_.form().form().title;
    const auto saved = entry_.visit().save();
    if (!saved) {
        entry_.failed(saved.error());
        return;
    }
    closed_ = true;
    const auto open = all.wrong + all.missing;
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
        ImGui::SameLine();
        if (ImGui::GetContentRegionAvail().x < ui::button_width(onward)) ImGui::NewLine();
    }
    if (!onward.empty()) {
        if (ui::button(ui, onward)) turn_to(turned + 1, true);
    } else if (ui::primary_button(ui, std::string(ui.tr("questionnaire.save")) + "##save_last")) {
        save_wanted_ = true;
    }
    ui::gap(ui, 160);  // So that the last card can stand in the middle of the screen.
    ImGui::EndChild();
}

void Questionnaire::draw(ui::Ui& ui) {
    if (closed_) return;
    follow_language(ui);
    refresh_pages(ui);
    entry_.begin_frame();
    if (!placed_) restore_place();
    draw_header(ui);
    const float avail = ImGui::GetContentRegionAvail().x;
    if (avail < ui.px(kStripBelow)) {
        draw_strip_outline(ui);
    } else {
        draw_outline(ui, ui.px(avail < ui.px(860) ? kOutlineNarrow : kOutlineWidth));
        ImGui::SameLine(0, ui.px(16));
    }
    draw_page(ui);
    entry_.end_frame();
    handle_keys(ui);
    entry_.flush_after_pause();
    if (save_wanted_) save(ui);
}

}  // namespace yuanquan::screens

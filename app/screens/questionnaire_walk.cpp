// Where one is in a questionnaire and where one goes, on whole pages and one question at a time.
#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/keys.hpp"
#include "app/screens/question_card.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/screens/questionnaire.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::string_view kAdd = "@add", kUndo = "@undo";

bool holds(const std::vector<std::string>& stops, const std::string& stop) { return std::find(stops.begin(), stops.end(), stop) != stops.end(); }

}  // namespace

void Questionnaire::refresh(const ui::Ui& ui) {
    // Counting thousands of questions takes milliseconds: not in frames in which nothing changed.
    if (const Made now{entry_.revision(), ui.texts.language(), {}, true}; pages_.empty() || now != pages_made_) {
        pages_ = make_pages(ui, entry_);
        pages_made_ = now;
        counts_ = {};
        for (const auto& page : pages_) counts_.add(page.counts);
    }
    const auto same = std::find_if(pages_.begin(), pages_.end(), [&](const Page& page) { return page.key == page_key_; });
    page_ = same == pages_.end() ? std::min(page_, pages_.size() - 1) : static_cast<std::size_t>(same - pages_.begin());
    page_key_ = pages_[page_].key;
    if (!one_by_one()) {
        steps_made_ = {};
        return;
    }
    if (const Made now{entry_.revision(), {}, page_key_, true}; now != steps_made_) {
        steps_ = steps_on(page_);
        steps_made_ = now;
    }
    follow_wish();
}

std::vector<Step> Questionnaire::steps_on(std::size_t page) const {
    auto steps = make_steps(entry_, pages_[page].elements);
    if (page + 1 == pages_.size()) {
        Step end;
        end.stops = {kEndStop};
        end.first = pages_[page].counts.questions;
        steps.push_back(std::move(end));
    }
    return steps;
}

std::size_t Questionnaire::questions_before(std::size_t page) const {
    std::size_t before = 0;
    for (std::size_t i = 0; i < page; ++i) before += pages_[i].counts.questions;
    return before;
}

void Questionnaire::follow_wish() {
    if (const auto wish = entry_.wanted(); !wish.empty() && wish != at_) {
        const auto find = [&](const auto& fits) {
            for (const auto& step : steps_) {
                const auto stop = std::find_if(step.stops.begin(), step.stops.end(), fits);
                if (stop != step.stops.end()) return *stop;
            }
            return std::string();
        };
        const bool is_undo = wish.ends_with(kUndo), is_row = wish.ends_with(']');
        const auto exact = is_undo ? wish.substr(0, wish.size() - kUndo.size()) + std::string(kAdd) : wish;
        const auto stop = find([&](const auto& there) { return is_row ? there.starts_with(wish + "/") : there == exact; });
        if (!stop.empty()) at_ = stop;
        if (!stop.empty() && is_row) entry_.go_to(stop);
    }
    const auto here = std::find_if(steps_.begin(), steps_.end(), [&](const Step& step) { return holds(step.stops, at_); });
    const auto before = step_;
    step_ = here == steps_.end() ? std::min(step_, steps_.size() - 1) : static_cast<std::size_t>(here - steps_.begin());
    if (here == steps_.end()) at_ = steps_[step_].stops.front();   // It is not asked any more.
    if (step_ != before) scroll_top_ = true;
}

void Questionnaire::restore_place(const ui::Ui& ui) {
    placed_ = true;
    drawn_one_by_one_ = one_by_one();
    auto place = entry_.visit().draft().place;
    if (place.empty()) place = first_;
    if (place.empty() || !jump_to(place)) turn_to(0, true);
    refresh(ui);
}

void Questionnaire::change_way(const ui::Ui& ui) {
    drawn_one_by_one_ = one_by_one();
    entry_.flush();
    refresh(ui);
    scroll_top_ = true;
    if (jump_to(at_)) return;
    const auto stops = stops_on(page_);   // From behind the last question, or from what is only read.
    if (!stops.empty()) come_to(at_ == kEndStop ? stops.back() : stops.front());
}

void Questionnaire::note_place() {
    const auto& current = entry_.current();
    if (current.empty() || current == at_) return;
    if (!drawn_one_by_one_ || holds(steps_[step_].stops, current)) at_ = current;
}

std::vector<std::string> Questionnaire::stops_on(std::size_t page) const {
    std::vector<std::string> stops;
    if (!one_by_one()) {
        collect_stops(entry_, pages_[page].elements, stops);
        return stops;
    }
    for (const auto& step : steps_on(page)) stops.insert(stops.end(), step.stops.begin(), step.stops.end());
    return stops;
}

void Questionnaire::come_to(const std::string& stop) {
    at_ = stop;
    entry_.go_to(stop);
}

void Questionnaire::turn_to(std::size_t page, bool to_first) {
    if (page >= pages_.size()) return;
    entry_.flush();
    page_ = page;
    page_key_ = pages_[page].key;
    scroll_top_ = true;
    if (!to_first) return;
    const auto stops = stops_on(page);
    if (!stops.empty()) come_to(stops.front());
}

// Opens the page, and the rows around the question, and goes there.
bool Questionnaire::jump_to(const std::string& path) {
    if (path.empty()) return false;
    for (auto bracket = path.find(']'); bracket != std::string::npos; bracket = path.find(']', bracket + 1)) {
        const auto row = path.substr(0, bracket + 1);
        entry_.open_row(row.substr(0, row.rfind('[')), row);
    }
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        if (!holds(stops_on(i), path)) continue;
        if (i != page_) turn_to(i, false);
        come_to(path);
        return true;
    }
    return false;
}

void Questionnaire::next_problem(const ui::Ui& ui) {
    entry_.flush();
    refresh(ui);
    std::vector<std::string> problems;
    for (const auto& question : counts_.problems) problems.push_back(entry_.form().cell_path(question));
    if (problems.empty()) return;
    const auto at = std::find(problems.begin(), problems.end(), at_);
    const auto next = at == problems.end() || at + 1 == problems.end() ? problems.begin() : at + 1;
    entry_.pass(*next);
    jump_to(*next);
}

bool Questionnaire::is_wrong(const std::string& path) const {
    if (entry_.refused(path)) return true;
    const auto question = entry_.form().find(path);
    if (!question || question->kind != form::ElementKind::question) return false;
    const auto validity = entry_.form().validity(*question);
    return validity == form::Validity::constraint || validity == form::Validity::type;
}

bool Questionnaire::is_held() {
    const auto& stops = steps_[step_].stops;
    auto wrong = stops.end();
    if (is_wrong(at_)) wrong = std::find(stops.begin(), stops.end(), at_);
    if (wrong == stops.end() && at_ == stops.back()) wrong = std::find_if(stops.begin(), stops.end(), [&](const auto& stop) { return is_wrong(stop); });
    held_ = wrong == stops.end() ? std::string() : *wrong;
    if (!held_.empty()) come_to(held_);
    return !held_.empty();
}

void Questionnaire::go_on(const ui::Ui& ui) {
    entry_.flush();
    refresh(ui);  // The answer may have brought the next question.
    if (one_by_one() && is_held()) return;
    const auto stops = stops_on(page_);
    const auto at = std::find(stops.begin(), stops.end(), at_);
    if (at != stops.end() && at + 1 != stops.end()) {
        come_to(*(at + 1));
    } else {
        turn_to(page_ + 1, true);
    }
}

void Questionnaire::go_back() {
    const auto stops = stops_on(page_);
    const auto at = std::find(stops.begin(), stops.end(), at_);
    if (at != stops.end() && at != stops.begin()) return come_to(*(at - 1));
    if (page_ == 0) return;
    turn_to(page_ - 1, false);
    if (const auto before = stops_on(page_); !before.empty()) come_to(before.back());
}

void Questionnaire::next_step(const ui::Ui& ui) {
    entry_.flush();
    refresh(ui);
    if (step_ + 1 < steps_.size()) return come_to(steps_[step_ + 1].stops.front());
    turn_to(page_ + 1, true);
}

void Questionnaire::last_step() {
    if (step_ > 0) return come_to(steps_[step_ - 1].stops.front());
    if (page_ == 0) return;
    turn_to(page_ - 1, false);
    come_to(steps_on(page_).back().stops.front());
}

void Questionnaire::add_row() {
    // The roster one is in, else the page's first.
    const auto row = record::innermost_row(at_);
    auto repeat = entry_.form().find(row.substr(0, row.rfind('[')));
    if (row.empty() || !repeat || repeat->kind != form::ElementKind::repeat) {
        repeat.reset();
        for (const auto& element : page().elements) {
            if (element.kind == form::ElementKind::repeat && !repeat) repeat = element;
        }
    }
    if (repeat) entry_.add_row(*repeat);
}

// Where a field takes keys, Ctrl+Z is its own as long as there is something typed in it.
void Questionnaire::undo_mark() {
    if (ImGui::GetIO().WantTextInput) {
        const auto question = entry_.form().find(entry_.current());
        const bool marked = question && question->kind == form::ElementKind::question && entry_.visit().is_unanswered(*question);
        if (marked && entry_.note_of(*question).empty() && entry_.text_of(*question).empty()) entry_.take_back_mark(*question);
    } else if (const auto path = entry_.undo_mark(); !path.empty()) {
        jump_to(path);
    }
}

void Questionnaire::handle_keys(const ui::Ui& ui) {
    const auto& io = ImGui::GetIO();
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return;
    for (const auto key : {ImGuiKey_PageUp, ImGuiKey_PageDown}) ImGui::SetKeyOwner(key, ImGui::GetID("pages"));   // Else they also move the keyboard.
    const bool entered = entry_.enter_goes_on() && enter_pressed() && !io.KeyCtrl && !io.KeyAlt;
    const bool turned = ui::pressed(keys::kBefore);
    const bool pressed = entry_.take_go_on();   // The button that has the keyboard takes Shift+Enter as well.
    if (turned) {
        go_back();
    } else if (pressed || entered) {
        go_on(ui);
    }
    const bool up = ui::pressed(keys::kPageUp), down = ui::pressed(keys::kPageDown);
    const bool back = ui::pressed(keys::kLastPage), forth = ui::pressed(keys::kNextPage);
    if (one_by_one()) {
        if (up) last_step();
        if (down) next_step(ui);
    }
    if ((back || (up && !one_by_one())) && page_ > 0) turn_to(page_ - 1, true);
    if (forth || (down && !one_by_one())) turn_to(page_ + 1, true);
    if (ui::pressed(keys::kProblem)) next_problem(ui);
    if (ui::pressed(keys::kWay)) state_.preferences.one_question = !state_.preferences.one_question;
    for (const auto& [key, reason] : {std::pair{keys::kDontKnow, survey::Reason::dont_know}, std::pair{keys::kRefused, survey::Reason::refused}}) {
        const auto question = ui::pressed(key) ? entry_.form().find(entry_.current()) : std::nullopt;
        if (question && question->kind == form::ElementKind::question) entry_.mark(*question, reason);
    }
    if (ui::pressed(keys::kTakeBack)) undo_mark();
    if (ui::pressed(keys::kSave)) save_wanted_ = true;
    if (ui::pressed(keys::kAdd) || ui::pressed(keys::kAddToo)) add_row();
    // In a field Esc does not reach the shell.
    if (io.WantTextInput && ui::pressed(ui::kBackChord)) state_.shell.pop();
}

}  // namespace yuanquan::screens

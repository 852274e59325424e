#include "app/screens/life_event_card.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kHouseholdsShown = 6;
constexpr float kFieldMax = 420;
constexpr std::string_view kAnswer = "answer/", kLeaving = "leaving/";   // In the draft, with the others' own names.

}  // namespace

const std::vector<std::pair<LifeEventCard::Action, const char*>>& LifeEventCard::actions() {
    static const std::vector<std::pair<Action, const char*>> all{
        {Action::birth, "household.event.birth"},         {Action::death, "household.event.death"},
        {Action::moved_in, "household.event.moved_in"},   {Action::moved_out, "household.event.moved_out"},
        {Action::to_household, "household.event.to_household"}, {Action::split, "household.event.split"},
        {Action::merged, "household.event.merged"},       {Action::new_head, "household.event.new_head"}};
    return all;
}

void LifeEventCard::open(const ui::Ui& ui) {
    open_ = true;
    clear();
    members_.clear();
    questions_.clear();
    auto record = state_.workspace.store().record(id_);
    if (!record) return;
    if (auto members = survey::members_of(state_.workspace, *record, ui.texts.language())) members_ = std::move(*members);
    if (auto questions = survey::member_questions(state_.workspace, id_, ui.texts.language())) questions_ = std::move(*questions);
    restore();
    focus_ = true;
}

void LifeEventCard::clear() {
    action_ = Action::none;
    answers_.clear();
    leaving_.clear();
    row_.clear(), new_head_.clear(), note_.clear(), number_.clear(), search_.clear(), failure_.clear();
    household_.reset();
    date_ = usual_date_ = local_day(state_.workspace, state_.workspace.clock().now_ms());
    not_kept_.reset();
}

void LifeEventCard::choose(Action action) {
    if (action == action_) return;
    clear();
    action_ = action;
    focus_ = true;
}

std::map<std::string, std::string> LifeEventCard::entered() const {
    std::map<std::string, std::string> texts;
    const auto put = [&](const std::string& name, const std::string& text) {
        if (!base::trim(text).empty()) texts[name] = text;
    };
    put("row", row_), put("new_head", new_head_), put("note", note_), put("number", number_), put("search", search_);
    if (household_) put("household", household_->text());
    for (const auto& [question, answer] : answers_) put(std::string(kAnswer) + question, answer);
    for (const auto& row : leaving_) put(std::string(kLeaving) + row, "1");
    if (texts.empty() && date_ == usual_date_) return texts;
    put("date", date_);   // Tomorrow another one would be usual.
    for (const auto& [action, key] : actions()) {
        if (action == action_) texts["action"] = key;
    }
    return texts;
}

// As far as what it names is still there.
void LifeEventCard::restore() {
    const auto text = [this](const char* name) {
        const auto found = draft_.texts.find(name);
        return found == draft_.texts.end() ? std::string() : found->second;
    };
    for (const auto& [action, key] : actions()) {
        if (text("action") == key) action_ = action;
    }
    if (action_ == Action::none) return;
    note_ = text("note"), number_ = text("number"), search_ = text("search");
    if (auto date = text("date"); !date.empty()) date_ = std::move(date);
    if (member(text("row")) != nullptr) row_ = text("row");
    if (member(text("new_head")) != nullptr) new_head_ = text("new_head");
    for (const auto& [name, value] : draft_.texts) {
        if (name.starts_with(kAnswer)) answers_[name.substr(kAnswer.size())] = value;
        if (name.starts_with(kLeaving) && member(name.substr(kLeaving.size())) != nullptr) leaving_.insert(name.substr(kLeaving.size()));
    }
    const auto household = record::RecordId::parse(text("household"));
    const auto other = household ? state_.workspace.store().record(*household) : base::fail(base::ErrorCode::not_found);
    if (!other) return;
    household_ = *household;
    household_title_ = other->value("@title");
}

base::Status LifeEventCard::keep() {
    if (!open_) return {};
    draft_.texts = entered();
    auto kept = draft_.keep(state_.workspace);
    not_kept_ = kept ? std::optional<base::Error>() : std::optional(kept.error());
    return kept;
}

void LifeEventCard::fold() {
    static_cast<void>(keep());   // What cannot be kept now is there as long as the screen is.
    open_ = false;
}

void LifeEventCard::discard() {
    clear();
    static_cast<void>(keep());
    open_ = false;
}

const survey::Member* LifeEventCard::member(const std::string& row) const {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.row == row; });
    return found == members_.end() ? nullptr : &*found;
}

bool LifeEventCard::asks_member() const {
    return action_ == Action::death || action_ == Action::moved_out || action_ == Action::to_household || action_ == Action::new_head;
}

void LifeEventCard::draw(const ui::Ui& ui) {
    if (!std::exchange(looked_for_draft_, true)) {
        draft_ = TextDraft(state_.workspace, "household.event." + id_.text());
        if (!draft_.texts.empty()) open(ui);
    }
    if (!open_) return;
    ui::begin_card(ui, "life_event");
    ui::subtitle(ui, ui.tr("household.event.heading"));
    draw_actions(ui);
    if (action_ != Action::none) {
        ui::gap(ui, 8);
        draw_questions(ui);
        const auto lacking = missing(ui);
        ui::gap(ui, 4);
        if (!failure_.empty()) ui::colored(ui.theme.error, "▲ " + failure_);
        if (ui::primary_button(ui, std::string(ui.tr("household.event.do")) + "##event_do", lacking.empty(), lacking)) act(ui);
        ImGui::SameLine();
        if (!lacking.empty()) {
            ImGui::AlignTextToFramePadding();
            ui::quiet(ui, lacking);
        }
    }
    if (not_kept_) ui::colored(ui.theme.error, "▲ " + ui.texts.error(*not_kept_));
    const bool anything = !entered().empty();
    if (ui::quiet_button(ui, std::string(ui.tr(anything ? "household.event.discard" : "household.event.cancel")) + "##event_cancel")) discard();
    if (!ImGui::IsAnyItemActive()) static_cast<void>(keep());
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void LifeEventCard::draw_actions(const ui::Ui& ui) {
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    bool first = true;
    for (const auto& [action, key] : actions()) {
        const auto label = std::string(ui.tr(key));
        if (!first) {
            ImGui::SameLine(0, ui.px(8));
            if (ImGui::GetCursorScreenPos().x + ui::button_width("◆ " + label) > end) ImGui::NewLine();
        }
        if (first && focus_ && action_ == Action::none) {
            ImGui::SetKeyboardFocusHere();
            focus_ = false;
        }
        first = false;
        if (ui::toggle_chip(ui, action_ == action ? ui::State::here : ui::State::plain, label + "##" + key, action_ == action)) choose(action);
    }
    if (action_ == Action::none) ui::quiet(ui, ui.tr("household.event.words"));
}

void LifeEventCard::field(const ui::Ui& ui, const std::string& label, const std::string& id, std::string& text, const std::string& hint) {
    ui::quiet(ui, label);
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    ui::text_field(ui, "##event_" + id, text, hint, false, std::min(ui.px(kFieldMax), ImGui::GetContentRegionAvail().x));
}

void LifeEventCard::draw_questions(const ui::Ui& ui) {
    if (action_ == Action::birth || action_ == Action::moved_in) {
        for (const auto& question : questions_) {
            const bool document = question.name.starts_with("document");
            if (document && action_ == Action::birth) continue;   // A new-born has none; the next visit asks.
            auto& answer = answers_[question.name];
            if (question.choices.empty()) {
                field(ui, ui::plain_text(question.label), question.name, answer, question.date ? "2016-05-01" : "");
                continue;
            }
            ui::quiet(ui, ui::plain_text(question.label));
            std::string shown = ui.tr("household.event.choose");
            for (const auto& [value, label] : question.choices) {
                if (value == answer) shown = label;
            }
            if (!ui::begin_combo("##event_" + question.name, shown, ui.px(kFieldMax))) continue;
            for (const auto& [value, label] : question.choices) {
                if (ImGui::Selectable((label + "##" + question.name + value).c_str(), value == answer)) answer = value;
            }
            ui::end_combo();
        }
    }
    if (asks_member()) {
        draw_member(ui, "household.event.who", row_, action_ == Action::new_head);
        const auto* leaving = member(row_);
        if (leaving != nullptr && leaving->head && members_.size() > 1) draw_member(ui, "household.event.then_head", new_head_, true);
    }
    if (action_ == Action::split) draw_leaving(ui);
    if (asks_household()) draw_household(ui);
    field(ui, ui.tr("household.event.date"), "date", date_, "2016-05-01");
    field(ui, ui.tr("household.event.note"), "note", note_);
}

void LifeEventCard::draw_member(const ui::Ui& ui, const char* label_key, std::string& row, bool without_head) {
    ui::quiet(ui, ui.tr(label_key));
    const auto* chosen = member(row);
    const auto shown = chosen == nullptr ? std::string(ui.tr("household.event.choose")) : chosen->name + "  " + chosen->relation;
    if (!ui::begin_combo(std::string("##") + label_key, shown, ui.px(kFieldMax))) return;
    for (const auto& other : members_) {
        if (without_head && (other.head || (&row == &new_head_ && other.row == row_))) continue;
        const auto label = other.name + "  " + other.relation + "##" + label_key + other.row;
        if (ImGui::Selectable(label.c_str(), other.row == row)) row = other.row;
    }
    ui::end_combo();
}

void LifeEventCard::draw_leaving(const ui::Ui& ui) {
    ui::quiet(ui, ui.tr("household.event.leaving"));
    for (const auto& other : members_) {
        if (other.head) continue;   // Who stays with the old file is its head.
        bool leaves = leaving_.contains(other.row);
        if (!ImGui::Checkbox((other.name + "  " + other.relation + "##leaving" + other.row).c_str(), &leaves)) continue;
        if (leaves) leaving_.insert(other.row);
        else leaving_.erase(other.row);
        if (!leaving_.contains(row_)) row_.clear();
    }
    if (!leaving_.empty()) {
        ui::quiet(ui, ui.tr("household.event.head_there"));
        for (const auto& row : leaving_) {
            const auto* other = member(row);
            if (other != nullptr && ImGui::RadioButton((other->name + "##head" + row).c_str(), row_ == row)) row_ = row;
        }
    }
    field(ui, ui.tr("household.event.number"), "number", number_);
}

// The other household, by any part of its name or number.
void LifeEventCard::draw_household(const ui::Ui& ui) {
    field(ui, ui.tr(action_ == Action::merged ? "household.event.into" : "household.event.where_to"), "search", search_, ui.tr("work.search_hint"));
    if (household_) ui::strong(ui, "→ " + household_title_);
    const auto record = state_.workspace.store().record(id_);
    if (search_.empty() || !record) return;
    store::ListFilter filter;
    filter.form_id = record->form_id;
    filter.text = search_;
    const auto rows = state_.workspace.store().list(filter);
    std::size_t shown = 0;
    for (std::size_t i = 0; rows && i < rows->size() && shown < kHouseholdsShown; ++i) {
        const auto& row = (*rows)[i];
        if (row.id == id_ || household_ == row.id) continue;
        ++shown;
        if (!ImGui::Selectable((row.title + "##there" + row.id.text()).c_str(), false, 0, {ui.px(kFieldMax), ui.theme.row_height()})) continue;
        household_ = row.id;
        household_title_ = row.title;
        search_.clear();
    }
    if (shown == 0 && !household_) ui::quiet(ui, ui.tr("work.none_found"));
}

std::string LifeEventCard::missing(const ui::Ui& ui) const {
    const auto answered = [this](const char* name) {
        const auto found = answers_.find(name);
        return found != answers_.end() && !base::trim(found->second).empty();
    };
    if ((action_ == Action::birth || action_ == Action::moved_in) && !answered("name")) return ui.tr("household.event.needs_name");
    if ((asks_member() && row_.empty()) || (action_ == Action::split && (leaving_.empty() || row_.empty()))) return ui.tr("household.event.needs_who");
    const auto* leaving = member(row_);
    if (asks_member() && leaving != nullptr && leaving->head && members_.size() > 1 && new_head_.empty()) return ui.tr("household.event.needs_head");
    if (action_ == Action::split && base::trim(number_).empty()) return ui.tr("household.event.needs_number");
    if (asks_household() && !household_) return ui.tr("household.event.needs_household");
    return {};
}

base::Status LifeEventCard::perform() {
    auto& workspace = state_.workspace;
    const survey::Happening what{date_, note_};
    using Kind = survey::LifeEventKind;
    const auto status = [](const auto& result) -> base::Status {
        if (!result) return base::fail(result.error());
        return {};
    };
    switch (action_) {
        case Action::none: return {};
        case Action::birth: case Action::moved_in: {
            survey::MemberAnswers answers;
            for (const auto& question : questions_) answers.emplace_back(question.name, answers_[question.name]);
            return status(survey::add_member(workspace, id_, action_ == Action::birth ? Kind::birth : Kind::moved_in, answers, what));
        }
        case Action::death: return status(survey::remove_member(workspace, id_, Kind::death, row_, what, new_head_));
        case Action::moved_out: return status(survey::remove_member(workspace, id_, Kind::moved_out, row_, what, new_head_));
        case Action::to_household: return status(survey::move_member(workspace, id_, row_, *household_, what, new_head_));
        case Action::split: {
            std::vector<std::string> rows{row_};
            for (const auto& row : leaving_) {
                if (row != row_) rows.push_back(row);
            }
            return status(survey::split_household(workspace, id_, rows, std::string(base::trim(number_)), what));
        }
        case Action::merged: return status(survey::merge_households(workspace, id_, *household_, what));
        case Action::new_head: return status(survey::new_head(workspace, id_, row_, what));
    }
    return {};
}

void LifeEventCard::act(const ui::Ui& ui) {
    if (auto done = perform(); !done) {
        failure_ = done.error().code == base::ErrorCode::in_use    ? std::string(ui.tr("household.event.draft_open"))
                   : done.error().code == base::ErrorCode::bad_input ? ui.tr("household.event.not_an_answer", {{"detail", done.error().subject}})
                                                                     : ui.texts.error(done.error());
        return;
    }
    discard();
    state_.shell.say(ui::State::done, ui.tr("household.event.done"));
}

}  // namespace yuanquan::screens

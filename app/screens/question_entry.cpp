#include "app/screens/question_entry.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/question_values.hpp"
#include "app/ui/window.hpp"
#include "model/survey/answer_words.hpp"

namespace yuanquan::screens {

namespace {

constexpr double kPauseSeconds = 0.4;             // After the last key, until what is typed goes into the draft.
constexpr int kFocusFrames = 4;                   // A wish to go somewhere that is not there is given up.

}  // namespace

Entry::Entry(AppState& state, std::unique_ptr<survey::Visit> visit) : state_(state), visit_(std::move(visit)) {}

void Entry::done(const base::Status& status) {
    if (status) {
        failure_.reset();
    } else {
        failure_ = status.error();
    }
}

void Entry::answer(const form::Element& question, std::string_view value) {
    flush();
    const auto path = form().cell_path(question);
    revision_ += typed_.erase(path);   // What stood there may have been refused.
    visit_->set_place(path);
    done(visit_->answer(question, value));
}

void Entry::attach_bytes(const form::Element& question, const std::string& file_name, std::string_view bytes) {
    flush();
    const auto path = form().cell_path(question);
    visit_->set_place(path);
    upload_paths.erase(path);
    notice_.clear();
    done(visit_->attach(question, file_name, bytes));
}

// --- Rows ---

void Entry::add_row(const form::Element& repeat) {
    flush();
    if (!form().can_add_row(repeat)) return;
    const auto rows = form().children(repeat);
    if (rows.size() == 1 && is_untouched(rows.front())) {
        open_row(form().cell_path(repeat), form().cell_path(rows.front()));
        go_to(form().cell_path(rows.front()));
        return;
    }
    auto row = visit_->add_row(repeat);
    if (!row) {
        failure_ = row.error();
        return;
    }
    failure_.reset();
    const auto path = form().cell_path(*row);
    open_row(form().cell_path(repeat), path);
    go_to(path);  // The panel of that row hands it to its first question.
}

// The blank row that a form starts with: the first to be added is that one.
bool Entry::is_untouched(const form::Element& row) const {
    const auto path = form().cell_path(row);
    const auto first = passed_.lower_bound(path);
    if (first != passed_.end() && first->starts_with(path)) return false;
    if (current_.starts_with(path)) return false;
    if (!visit_->seen().row_present(path)) return !visit_->answered_below(path);   // It may start with today's date.
    const auto questions = form().children(row);
    return questions.empty() || form().value(questions.front()).empty();
}

void Entry::remove_row(const form::Element& row) {
    flush();
    asked_to_remove.clear();
    const auto path = form().cell_path(row);
    const auto repeat = form().parent(row);
    if (!repeat) return;
    RemovedRow removed{form().cell_path(*repeat), survey::row_label(form(), row), form().row_id(row), {}, {}, {}};
    const auto siblings = form().children(*repeat, false);
    const auto at = std::find(siblings.begin(), siblings.end(), row);
    if (at != siblings.end() && at + 1 != siblings.end()) removed.before = form().cell_path(*(at + 1));
    const auto all = form().answers(false);
    for (const auto& kept : all.rows) {
        if (kept.path.starts_with(path) && kept.path != path) removed.answers.rows.push_back(kept);
    }
    for (const auto& cell : all.cells) {
        if (cell.path.starts_with(path + "/")) removed.answers.cells.push_back(cell);
    }
    for (const auto& mark : visit_->marks()) {
        if (mark.first.starts_with(path + "/")) removed.marks.insert(mark);
    }
    const auto status = visit_->remove_row(row);
    done(status);
    if (!status) return;
    open_rows_.erase(removed.repeat);
    revision_ += std::erase_if(typed_, [&](const auto& entry) { return entry.first.starts_with(path); });
    go_to(removed.repeat + "@undo");
    removed_ = std::move(removed);
}

bool Entry::undo_remove() {
    if (!removed_) return false;
    const auto repeat = form().find(removed_->repeat);
    if (!repeat) return false;
    const auto before = removed_->before.empty() ? std::nullopt : form().find(removed_->before);
    auto row = visit_->add_row(*repeat, removed_->id, before ? &*before : nullptr);
    if (!row) {
        failure_ = row.error();
        return false;
    }
    const auto path = form().cell_path(*row);
    // Rows inside: those that a new row starts with make way for those that were there.
    for (const auto& inner : removed_->answers.rows) {
        const auto inner_repeat = form().find(inner.path.substr(0, inner.path.rfind('[')));
        const auto id = base::RowId::parse(inner.path.substr(inner.path.rfind('[') + 1, 16));
        if (inner_repeat && id && !form().find(inner.path)) done(visit_->add_row(*inner_repeat, id).map([](auto) {}));
    }
    // A choice may depend on an answer further down: two rounds see every answer that can stand.
    for (int round = 0; round < 2; ++round) {
        for (const auto& cell : removed_->answers.cells) {
            const auto question = form().find(cell.path);
            if (!question || question->kind != form::ElementKind::question || form().readonly(*question)) continue;
            done(visit_->answer(*question, cell.value));
        }
    }
    for (const auto& [cell, mark] : removed_->marks) {
        const auto question = form().find(cell);
        const auto why = survey::read_unanswered(mark);
        if (question && why && form().is_blank(*question)) done(visit_->mark(*question, *why));
    }
    open_row(removed_->repeat, path);
    go_to(path);
    removed_.reset();
    return true;
}

std::string Entry::open_row(const std::string& repeat) const {
    const auto found = open_rows_.find(repeat);
    return found == open_rows_.end() || !form().find(found->second) ? std::string() : found->second;
}

void Entry::open_row(const std::string& repeat, const std::string& row) {
    asked_to_remove.clear();
    if (row.empty()) {
        open_rows_.erase(repeat);
    } else {
        open_rows_[repeat] = row;
    }
}

// --- Typing ---

std::string Entry::text_of(const form::Element& question) const {
    const auto found = typed_.find(form().cell_path(question));
    if (found != typed_.end()) return found->second.text;
    return typed_from_stored(typing_of(form(), question), form().value(question));
}

void Entry::type(const form::Element& question, const std::string& text) {
    const auto path = form().cell_path(question);
    auto& typed = typed_[path];
    revision_ += typed.refused ? 1 : 0;
    typed = {question, text, ImGui::GetTime(), true, false, true};
}

bool Entry::commit(Typed& typed) {
    if (!typed.waiting) return true;
    const auto path = form().cell_path(typed.question);
    if (form().find(path) != typed.question) {   // Its row went with the answer that asked for it.
        typed.waiting = false;
        return true;
    }
    const auto stored = stored_from_typed(typing_of(form(), typed.question), typed.text);
    visit_->set_place(path);
    const auto status = stored ? visit_->answer(typed.question, *stored)
                               : base::Status(base::fail(base::ErrorCode::bad_input, path));
    if (status) {
        revision_ += typed.refused ? 1 : 0;
        typed.waiting = typed.refused = false;
        failure_.reset();
        return true;
    }
    if (status.error().code == base::ErrorCode::bad_input) {
        typed.waiting = false;
        typed.refused = true;
        ++revision_;
    } else {
        failure_ = status.error();  // The disk said no: what is typed stays, and is tried again.
        typed.at = ImGui::GetTime();
    }
    return false;
}

void Entry::left_field(const form::Element& question) {
    const auto found = typed_.find(form().cell_path(question));
    if (found == typed_.end()) return;
    found->second.active = false;
    // Figures that are no answer stay to be seen and mended; everything else shows as it is stored.
    if (commit(found->second)) typed_.erase(found);
}

void Entry::flush() {
    for (auto& [path, typed] : typed_) commit(typed);
    keep_note();
    if (!visit_->all_kept()) done(visit_->keep());
}

void Entry::flush_after_pause() {
    const bool was_open = typing();
    if (!visit_->all_kept() && ImGui::GetTime() - tried_at_ >= kPauseSeconds) {   // A disk that was full may have room again.
        tried_at_ = ImGui::GetTime();
        done(visit_->keep());
    }
    if (note_.waiting && ImGui::GetTime() - note_.at >= kPauseSeconds) keep_note();
    for (auto& [path, typed] : typed_) {
        if (typed.waiting && ImGui::GetTime() - typed.at >= kPauseSeconds) {
            // While a date is being typed most of it is no date yet: only leaving the field tells.
            const bool whole = stored_from_typed(typing_of(form(), typed.question), typed.text).has_value();
            if (whole || !typed.active) commit(typed);
        }
    }
    // The window may fall asleep before the pause is over.
    const auto is_paused = [](const auto& one) { return one.waiting && ImGui::GetTime() - one.at < kPauseSeconds; };
    const bool any = is_paused(note_) || std::any_of(typed_.begin(), typed_.end(), [&](const auto& one) { return is_paused(one.second); });
    if (any || !visit_->all_kept()) ui::Window::wake_in(kPauseSeconds);
    else if (was_open && !typing()) ui::Window::wake_in(0);   // What is said of it was drawn before.
}

bool Entry::typing() const {
    return !visit_->all_kept() || note_.waiting || std::any_of(typed_.begin(), typed_.end(), [](const auto& entry) { return entry.second.waiting; });
}
bool Entry::refused(const std::string& path) const {
    const auto found = typed_.find(path);
    return found != typed_.end() && found->second.refused;
}
bool Entry::any_refused() const {
    return std::any_of(typed_.begin(), typed_.end(), [](const auto& entry) { return entry.second.refused; });
}
void Entry::pass(const std::string& path) {
    if (!passed_.insert(path).second) return;
    ++revision_;
    if (const auto question = form().find(path)) passed_nodes_.insert(question->node);
}
bool Entry::being_typed(const std::string& path) const {
    const auto found = typed_.find(path);
    return found != typed_.end() && found->second.active && !found->second.refused;
}

// --- The keyboard ---

bool Entry::take_focus(const std::string& path) {
    if (wanted_ != path) return false;
    wanted_.clear();
    landing_ = true;
    ImGui::SetKeyboardFocusHere();
    ImGui::SetNavCursorVisible(true);
    return true;
}

void Entry::note_item(const std::string& path, bool enter_goes_on) {
    if (ImGui::IsItemFocused() || ImGui::IsItemActive()) note_focus(path, enter_goes_on);
}

void Entry::note_focus(const std::string& path, bool enter_goes_on) {
    here_ = path;
    here_enter_ = enter_goes_on;
}

void Entry::begin_frame() {
    landing_ = false;
    here_.clear();
    here_enter_ = enter_kept_ = false;
    if (!wanted_.empty() && ++wanted_frames_ > kFocusFrames) wanted_.clear();
}

void Entry::end_frame() {
    // Not while a mouse button is down: nothing may scroll or fold away under a press before it is let go.
    moved_ = here_ != current_ && !ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (moved_) {
        if (!current_.empty()) pass(current_);
        current_ = here_;
        keep_note();
        if (!current_.empty() && bare_path != current_) bare_path.clear();
        arrowed.clear();
        if (choice_path != current_) choice_path.clear();
        // Whatever way a field was left, its page gone included: what was typed there goes into the draft.
        for (auto it = typed_.begin(); it != typed_.end();) {
            auto& [path, typed] = *it;
            typed.active = path == current_;
            const bool settled = !typed.active && commit(typed) && !typed.refused;
            it = settled ? typed_.erase(it) : std::next(it);
        }
        visit_->came_to(current_);
    }
    enter_goes_on_ = here_enter_ && !enter_kept_;
}

}  // namespace yuanquan::screens

// Why a question has no answer: said with a key or a press below the question, a note in place, and taken back.
#include <imgui.h>
#include <imgui_internal.h>

#include "app/export/reason_words.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/entry_field.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kNoteWidth = 480, kChipHeight = 28;

std::string note_place(const std::string& path) { return path + "@note"; }

// What is being typed in a field is not to come back when the field is left.
void drop_field_text() {
    auto& context = *ImGui::GetCurrentContext();
    if (context.ActiveId != 0 && context.InputTextState.ID == context.ActiveId) ImGui::ClearActiveID();
    context.InputTextDeactivatedState.ID = 0;
}

// Each is one press away for the mouse, and a key for whoever types; Tab goes from answer to answer.
void draw_offer(const ui::Ui& ui, Entry& entry, const Asked& asked, survey::Reason reason, const ui::Chord& chord, bool on, bool first = false) {
    const auto label = exports::plain_reason(ui.texts, reason) + " " + ui::chord_words(ui, chord) + "##" + asked.path + "@" + std::string(survey::reason_code(reason));
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < ui::button_width("◇ " + label)) ImGui::NewLine();
    if (first) entry.take_focus(asked.path);
    ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
    ui::toggle_chip(ui, ui::State::reason, label, on);
    ImGui::PopItemFlag();
    // At the press: the list of a search field folds away under the pointer before it is let go. Enter goes on, as everywhere.
    const bool pressed = ImGui::IsItemActivated() && !enter_pressed();
    entry.note_item(asked.path, true);
    if (pressed) entry.mark(asked.question, reason);
}

}  // namespace

void Entry::mark(const form::Element& question, survey::Reason reason) {
    if (!survey::may_be_unanswered(form(), question)) return;
    flush();
    const auto path = form().cell_path(question);
    const auto known = visit_->unanswered(question);
    if (known && known->reason == reason) return take_back_mark(question);
    drop_field_text();
    search_path.clear(), search_text.clear();
    search_typed = search_moved = search_left = false;
    typed_.erase(path);
    if (!known) cleared_[path] = form().value(question);
    visit_->set_place(path);
    done(visit_->mark(question, {reason, known ? known->note : std::string()}));
    ++revision_;
    marked_last_ = path;
    go_to(note_place(path));
}

void Entry::take_back_mark(const form::Element& question) {
    keep_note();
    if (!visit_->is_unanswered(question)) return;
    drop_field_text();
    const auto path = form().cell_path(question);
    const auto cleared = cleared_.find(path);
    visit_->set_place(path);
    done(cleared == cleared_.end() || cleared->second.empty() ? visit_->unmark(question) : visit_->answer(question, cleared->second));
    cleared_.erase(path);
    ++revision_;
    go_to(path);
}

std::string Entry::undo_mark() {
    const auto question = form().find(marked_last_);
    if (marked_last_.empty() || !question || !visit_->is_unanswered(*question)) return {};
    take_back_mark(*question);
    return std::exchange(marked_last_, {});
}

std::string Entry::note_of(const form::Element& question) const {
    if (note_.waiting && note_.question == question) return note_.text;
    const auto why = visit_->unanswered(question);
    return why ? why->note : std::string();
}

void Entry::type_note(const form::Element& question, const std::string& text) {
    if (note_.waiting && note_.question != question) keep_note();
    note_ = {question, text, ImGui::GetTime(), true};
}

void Entry::keep_note() {
    if (!note_.waiting) return;
    const auto path = form().cell_path(note_.question);
    auto why = form().find(path) == note_.question ? visit_->unanswered(note_.question) : std::nullopt;
    note_.waiting = false;
    if (!why) return;   // Answered meanwhile, or its row is gone.
    why->note = base::trim(note_.text);
    visit_->set_place(path);
    const auto status = visit_->mark(note_.question, *why);
    done(status);
}

void draw_unanswered(const ui::Ui& ui, Entry& entry, const Asked& asked, bool offered) {
    const auto why = entry.visit().unanswered(asked.question);
    const bool nothing_else = entry.still_wants(asked.path);   // A list without choices has nothing that the keyboard could be in.
    if (nothing_else) entry.bare_path = asked.path;
    if (!offered && entry.bare_path != asked.path) {
        if (why) ui::strong(ui, survey::mark_in_words(survey::write_unanswered(*why), exports::reason_words(ui.texts)));
        return;
    }
    if (!survey::may_be_unanswered(entry.form(), asked.question)) return;
    const auto* const words = ui.tr("questionnaire.no_answer");
    ImGui::BeginGroup();   // The line stays as high as the chips beside it.
    ui::cell_text(ui, words, ui.theme.quiet, ui.px(kChipHeight), ImGui::CalcTextSize(words).x + 1);
    ImGui::EndGroup();
    using survey::Reason;
    draw_offer(ui, entry, asked, Reason::dont_know, keys::kDontKnow, why && why->reason == Reason::dont_know, nothing_else);
    draw_offer(ui, entry, asked, Reason::refused, keys::kRefused, why && why->reason == Reason::refused);
    if (!why) return;
    ui::EntryField field{"##" + note_place(asked.path), ui.tr("questionnaire.note"), ui.tr("questionnaire.note_hint"), 0, false, false, false, false};
    field.width = std::min(ui.px(kNoteWidth), ImGui::GetContentRegionAvail().x);
    auto text = entry.note_of(asked.question);
    entry.take_focus(note_place(asked.path));
    const auto state = ui::entry_field(ui, field, text);
    if (state.focused) entry.note_focus(asked.path, true);
    if (state.changed) entry.type_note(asked.question, text);
    if (state.left) entry.keep_note();
}

}  // namespace yuanquan::screens

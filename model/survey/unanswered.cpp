#include "model/survey/unanswered.hpp"

#include <algorithm>

#include "model/record/cell.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kDontKnow = "dont_know", kRefused = "refused";

bool says_something(const record::Cell& cell) {
    return std::any_of(cell.heads.begin(), cell.heads.end(), [](const auto& head) { return !head.value.empty(); });
}

void say_anew(record::Edit& edit, const std::string& path) {
    const auto cell = std::find_if(edit.cells.begin(), edit.cells.end(), [&](const auto& wanted) { return wanted.path == path; });
    if (cell == edit.cells.end()) {
        edit.cells.push_back({path, {}, true});
    } else {
        cell->said_anew = true;
    }
}

}  // namespace

std::string_view reason_code(Reason reason) { return reason == Reason::refused ? kRefused : kDontKnow; }

std::string write_unanswered(const Unanswered& why) {
    std::string text(reason_code(why.reason));
    if (!why.note.empty()) text += '\n' + why.note;
    return text;
}

std::optional<Unanswered> read_unanswered(std::string_view value) {
    const auto code = value.substr(0, value.find('\n'));
    Unanswered why;
    if (code == kRefused) {
        why.reason = Reason::refused;
    } else if (code != kDontKnow) {
        return std::nullopt;
    }
    if (code.size() < value.size()) why.note = value.substr(code.size() + 1);
    return why;
}

Marks marks_of(const record::Record& record) {
    Marks marks;
    for (const auto& [path, cell] : record.cells) {
        const auto question = record::unanswered_question(path);
        if (question.empty() || !record.value(question).empty()) continue;
        if (const auto value = record.value(path); read_unanswered(value)) marks.emplace(question, value);
    }
    return marks;
}

std::string mark_beside(const record::Record& record, std::string_view question, const record::Head& head) {
    if (!head.value.empty()) return {};
    const auto found = record.cells.find(record::unanswered_cell(question));
    if (found == record.cells.end()) return {};
    const auto& marks = found->second.heads;
    const auto of = [&](const record::Head& blank) {
        return std::find_if(marks.begin(), marks.end(), [&](const auto& mark) { return mark.op.change == blank.op.change; });
    };
    if (const auto mark = of(head); mark != marks.end()) return mark->value;
    const auto& heads = record.cells.find(question)->second.heads;
    const bool others = std::any_of(heads.begin(), heads.end(), [&](const auto& h) { return of(h) != marks.end(); });
    return others ? std::string() : marks.front().value;
}

bool may_be_unanswered(const form::LiveForm& form, const form::Element& question) {
    const auto* node = form.node(question);
    if (question.kind != form::ElementKind::question || node == nullptr || form.readonly(question)) return false;
    if (!node->calculate.empty() || !node->preload.empty() || form.control(question).has_appearance("label")) return false;
    return record::is_cell(record::unanswered_cell(form.cell_path(question)));   // A path may be as long as one can be.
}

std::vector<form::Element> problems_left(const form::LiveForm& form, const Marks& marks) {
    auto problems = form.problems();
    if (marks.empty()) return problems;
    std::erase_if(problems, [&](const auto& question) {
        return form.validity(question) == form::Validity::required && marks.contains(form.cell_path(question));
    });
    return problems;
}

void add_marks(record::Edit& edit, const form::LiveForm& form, const record::Record& seen, const Marks& marks) {
    auto wanted = marks;
    for (const auto& [path, cell] : seen.cells) {
        const auto question = record::unanswered_question(path);
        if (!question.empty() && says_something(cell)) wanted.try_emplace(std::string(question));
    }
    for (const auto& [path, mark] : wanted) {
        const auto question = form.find(path);
        if (!question || question->kind != form::ElementKind::question) continue;   // In a row that is gone, or another version's.
        const bool asked = form.relevant(*question), answered = asked && !form.is_blank(*question);
        const auto before = seen.value(path);
        if (answered && form.value(*question) == before) continue;   // Not answered here: whoever disagrees about it still does.
        const auto cell = record::unanswered_cell(path);
        const auto text = asked && !answered ? mark : std::string();
        const bool marked_now = !text.empty() && (text != seen.value(cell) || !before.empty());
        if (marked_now) say_anew(edit, path);
        edit.cells.push_back({cell, text, marked_now || answered});
    }
}

std::string masked_mark(std::string_view value, const Masking& masking, MaskRule rule) {
    auto why = read_unanswered(value);
    if (!why) return masking.show(value, rule);
    why->note = masking.show(why->note, rule);
    return write_unanswered(*why);
}

std::string mark_in_words(std::string_view value, const ReasonWords& words) {
    const auto why = read_unanswered(value);
    if (!why) return std::string(value);
    auto text = why->reason == Reason::refused ? words.refused : words.dont_know;
    if (!why->note.empty()) text += words.between + why->note;
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace yuanquan::survey

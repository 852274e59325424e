#include "app/export/conflict_words.hpp"

#include "model/record/cell.hpp"

namespace yuanquan::exports {

bool is_of_program(const survey::ConflictView& conflict) { return conflict.path.starts_with('@') && !conflict.path.ends_with(']'); }

void name_program_cells(const words::Texts& texts, survey::ConflictView& conflict) {
    if (!is_of_program(conflict)) return;
    const bool state = conflict.path == record::kStateCell;
    conflict.question_label = texts.tr(state ? "conflicts.of.state" : conflict.path == record::kAssignedCell ? "conflicts.of.assigned" : "conflicts.of.program");
    for (auto& version : conflict.versions) {
        if (!state) continue;
        version.text = texts.tr(version.value == "approved" ? "review.standing.approved" : version.value == "returned" ? "review.standing.returned" : "review.standing.unchecked");
    }
}

void name_program_cells(const words::Texts& texts, std::vector<survey::HistoryLine>& lines) {
    for (auto& line : lines) {
        const bool state = line.path == record::kStateCell;
        if (!state && line.path != record::kAssignedCell) continue;
        line.label = texts.tr(state ? "conflicts.of.state" : "conflicts.of.assigned");
        if (!state) continue;
        line.before = state_words(texts, line.before);
        line.after = state_words(texts, line.after);
    }
}

std::string state_words(const words::Texts& texts, const std::string& state) {
    for (const char* known : {"saved", "complete", "submitted", "approved", "returned"}) {
        if (state == known) return texts.tr("paper.state." + state);
    }
    return state;
}

}  // namespace yuanquan::exports

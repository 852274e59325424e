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

}  // namespace yuanquan::exports

#pragma once
// Who changed what when, in words: one line per cell that a save touched, newest first. For the Household screen and the
// command `history`. Computed from the record's changes; holds no reference to anything.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/survey/unanswered.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct HistoryLine {
    std::string author;
    std::int64_t wall_ms = 0;
    std::int32_t offset_minutes = 0;
    record::ChangeId change;         // Lines of one save share it.
    std::string path;
    std::string label;               // The question's; of a row, the roster's.
    std::string row_label;           // Whose: "王小花"; '' outside rosters.
    std::string before, after;       // In words, '' = blank; why there is no answer, where that is said.
    form::DataType type = form::DataType::string;   // The question's.
    // unmasked: shown whole; after: why.
    enum class Kind : std::uint8_t { value, row_added, row_removed, unmasked } kind = Kind::value;
};
Result<std::vector<HistoryLine>> view_history(Workspace& workspace, const record::RecordId& id, std::string_view language,
                                              bool masked = true, const ReasonWords& reasons = {});
// These lines and those of what was decided about the record (its state, who is responsible), whose label is left to the
// caller: no questionnaire has words for them.
Result<std::vector<HistoryLine>> view_history_with_decisions(Workspace& workspace, const record::RecordId& id, std::string_view language,
                                                             bool masked = true, const ReasonWords& reasons = {});

}  // namespace yuanquan::survey

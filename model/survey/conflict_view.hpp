#pragma once
// Conflicts in words, across all records, and the ways a person settles them: each is a change like any other.

#include <string>
#include <vector>

#include "model/survey/record_view.hpp"

namespace yuanquan::survey {

struct ConflictView {
    record::RecordId record;
    std::string record_title;
    record::Conflict::Kind kind{};
    std::string path;                // Cell or row.
    std::string section_label, question_label;
    std::string row_label;           // Which member: the row's first text; '' outside rows.
    std::vector<Version> versions;   // Shown one first.
    form::DataType type = form::DataType::string;   // The question's.
};
Result<std::vector<ConflictView>> list_conflicts(Workspace& workspace, const store::ListFilter& filter,
                                                 std::string_view language, bool masked = false, const ReasonWords& reasons = {});
// Choose one side's value or write a third. mark: why there is none, of a side that says so (Version::mark).
Result<record::ChangeId> settle(Workspace& workspace, const record::RecordId& record, const std::string& path,
                                const std::string& value, const std::string& mark = {});
std::vector<record::Op> settle_ops(const record::Record& record, const std::string& path, const std::string& value, const std::string& mark);
Result<record::ChangeId> settle_row(Workspace& workspace, const record::RecordId& record, const std::string& row, bool keep);

}  // namespace yuanquan::survey

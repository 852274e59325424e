#pragma once
// Records that may be one household, side by side and in words: what their first section says of each and who is in it.
// Numbers are masked; whether two say the same is told by what was typed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct ComparedLine {
    std::string label;
    std::vector<std::string> texts;      // One a record, '' where it says nothing; a roster gives a line of text a row.
    form::DataType type = form::DataType::string;   // The question's.
    bool same = false;                   // All that say something say the same, and two do; of a roster: a person is in two.
};
struct ComparedRecord {
    record::RecordId id;
    std::string title, area, author;     // The author of the last change.
    std::int64_t changed_ms = 0;
    std::uint64_t changes = 0;
};
struct Comparison {
    std::vector<ComparedRecord> records;
    std::vector<ComparedLine> lines;
};
Result<Comparison> compare_records(Workspace& workspace, const std::vector<record::RecordId>& ids, std::string_view language);

}  // namespace yuanquan::survey

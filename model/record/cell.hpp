#pragma once
// The path of one cell in a record, as text: group and question names joined by '/', without the form's root element;
// a repeat instance is its repeat's name with the row's random id in brackets. Nested repeats nest.
//     identity/head_name     members[7f3a0c…16 hex]/name     plots[…]/crops[…]/kind     members[…]   (the row itself)
// A row's order is the cell  members[…]/@position  (a decimal text; fractions allow insertion without renumbering).
// Why a question has no answer is the cell  identity/phone/@unanswered  or  members[…]/name/@unanswered  beside its own:
// "dont_know" or "refused", then a line break and a note where there is one (survey/unanswered.hpp). The save that writes
// it writes the question's own cell too, as blank: an answer given elsewhere at the same time is a conflict there.
// Reserved cells start with '@' and belong to the program, not to a form:
//     @area  @parent (RecordId text)  @title (meta/instanceName at saving)  @state ("saved", "submitted", "approved",
//     "returned")  @assigned (person)  @same_as (RecordId)  @audit[row]/file (of one visit)
//     @reviewed (digest of the answers decided on)  @comment[row]/about, /text, /done (survey/review.hpp)
//     @event[row]/kind, /date, /name, /note, /household (survey/life_event.hpp) …

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/ids.hpp"

namespace yuanquan::record {

inline constexpr std::string_view kAreaCell = "@area";
inline constexpr std::string_view kParentCell = "@parent";
inline constexpr std::string_view kTitleCell = "@title";
inline constexpr std::string_view kStateCell = "@state";
inline constexpr std::string_view kAssignedCell = "@assigned";
inline constexpr std::string_view kPositionCell = "@position";  // Last step below a row.
inline constexpr std::string_view kUnansweredCell = "@unanswered";  // Last step below a question.

struct CellStep {
    std::string name;
    std::optional<base::RowId> row;
    bool operator==(const CellStep&) const = default;
};
// nullopt for text that is no path (empty step, bad row id, over 4096 bytes, depth over 64).
std::optional<std::vector<CellStep>> parse_cell(std::string_view path);
bool is_cell(std::string_view path);  // Whether parse_cell() takes it.
std::string cell_text(const std::vector<CellStep>& steps);
// "members[…]/name" -> "members[…]"; "a[…]/b[…]" -> the innermost row that holds it or that it is; '' when in no row.
std::string_view innermost_row(std::string_view path);
// The row around a row: "a[…]/b[…]" -> "a[…]"; '' for an outermost one.
std::string_view enclosing_row(std::string_view row);
bool is_below(std::string_view path, std::string_view row);  // "members[…]/name" is below "members[…]".
// The path with row ids taken out: "members/name". Names the question in a form.
std::string question_path(std::string_view path);
bool is_of_question(std::string_view path, std::string_view question);  // question_path(path) == question
std::string unanswered_cell(std::string_view question);                 // "phone" -> "phone/@unanswered"
// "phone/@unanswered" -> "phone"; '' for every other cell.
std::string_view unanswered_question(std::string_view path);

}  // namespace yuanquan::record

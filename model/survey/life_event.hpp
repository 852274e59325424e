#pragma once
// What happens to families, as actions: birth, death, moved in or out, to another household, split, merged, new head. Each
// is one change of its household, with the members, the head and the title in step and a note of what happened in the cells
// @event[row]/kind, /date, /name, /note, /household. A member who goes to another household keeps the row's id there: the
// op that takes the row out names where to, the op that adds it where from. Two households are two records, so that is one
// change in each, the receiving one first: whatever stops in between, nobody is lost. Taken back as new changes.
// Asks of a form only the names of the household file: roster "members" with "name" and "relation", "identity/head_name".

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

enum class LifeEventKind : std::uint8_t { birth, death, moved_in, moved_out, split, merged, new_head };
std::string_view life_event_word(LifeEventKind kind);   // As stored.

struct LifeEvent {
    base::RowId id;                    // The same in both households.
    LifeEventKind kind{};
    std::string date, name, note;      // name: whom it is about.
    std::optional<record::RecordId> household;   // The other one.
    std::string author;
    record::ChangeId change;
    std::int64_t wall_ms = 0;
};
std::vector<LifeEvent> life_events_of(const record::Record& record);   // Latest first, without those taken back.
bool has_members(Workspace& workspace, const record::Record& record);  // Whether its questionnaire lets one record them.

struct Member {
    std::string row, name, relation;   // relation in words of the language asked for.
    bool head = false;
};
Result<std::vector<Member>> members_of(Workspace& workspace, const record::Record& record, std::string_view language);

// What is asked of someone new, in the words of the form.
struct MemberQuestion {
    std::string name, label;
    std::vector<std::pair<std::string, std::string>> choices;   // Value, label; none: typed.
    bool date = false;
};
Result<std::vector<MemberQuestion>> member_questions(Workspace& workspace, const record::RecordId& id, std::string_view language);

struct Happening {
    std::string date, note;
};
using MemberAnswers = std::vector<std::pair<std::string, std::string>>;   // "name", "王小花"
// in_use where somebody's draft of the household is open on this machine: it is finished first.
// new_head: of death, moved_out and move_member, where the head goes; '' keeps it (or leaves it open).
Result<record::ChangeId> add_member(Workspace& workspace, const record::RecordId& id, LifeEventKind kind,
                                    const MemberAnswers& member, const Happening& what);
Result<record::ChangeId> remove_member(Workspace& workspace, const record::RecordId& id, LifeEventKind kind,
                                       const std::string& row, const Happening& what, const std::string& new_head = {});
Result<record::ChangeId> new_head(Workspace& workspace, const record::RecordId& id, const std::string& row,
                                  const Happening& what);
// To another household of this workspace; the change in `to` is returned.
Result<record::ChangeId> move_member(Workspace& workspace, const record::RecordId& from, const std::string& row,
                                     const record::RecordId& to, const Happening& what, const std::string& head_left = {});
// Rows leave for a household of their own; the first of them is its head. Returns the new household.
Result<record::RecordId> split_household(Workspace& workspace, const record::RecordId& id, const std::vector<std::string>& rows,
                                         const std::string& household_number, const Happening& what);
// Everybody goes over; the household that is left stays on record, empty, with the note where they are.
Result<record::ChangeId> merge_households(Workspace& workspace, const record::RecordId& from, const record::RecordId& into,
                                          const Happening& what);

// Rows that came here and still stand in the household they came from: an action cut short, or two people at once.
struct Unfinished {
    std::string row, name;
    record::RecordId from;
};
std::vector<Unfinished> unfinished_moves(Workspace& workspace, const record::Record& record);
Result<record::ChangeId> finish_move(Workspace& workspace, const record::RecordId& to, const Unfinished& move);

// In both households, as new changes. Answers that were changed since stay.
Status take_back(Workspace& workspace, const record::RecordId& id, const LifeEvent& event);

}  // namespace yuanquan::survey

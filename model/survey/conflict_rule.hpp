#pragma once
// Many conflicts settled at once by a rule that a person chooses and sees applied first: side_for() says what would be
// taken, settle_by_rule() does exactly that, one change a record. What the rule does not decide stays a conflict.

#include <optional>
#include <string>
#include <vector>

#include "model/survey/conflict_view.hpp"

namespace yuanquan::survey {

struct ConflictRule {
    enum class Kind : std::uint8_t {
        shown,       // What is shown now: the latest in the order of cause and effect.
        person,      // What this person wrote.
        filled,      // The one answer that is not blank; of a row, that it stays.
        greater, smaller,   // Of figures and dates.
    };
    Kind kind = Kind::filled;
    std::string person;
    std::string question;   // Only answers to the question with this label; '' = all.
};
// The version that the rule takes; none where it does not decide.
std::optional<std::size_t> side_for(const ConflictView& conflict, const ConflictRule& rule);

struct Settled {
    std::size_t conflicts = 0;
    std::vector<std::pair<record::RecordId, record::ChangeId>> changes;   // For taking it back (undo.hpp).
};
Result<Settled> settle_by_rule(Workspace& workspace, const std::vector<ConflictView>& conflicts, const ConflictRule& rule);

}  // namespace yuanquan::survey

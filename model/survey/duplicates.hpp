#pragma once
// The same household registered twice. People declare it by an op (@same_as) that names the other record, and undo that by
// another op; both records stay. What is declared makes groups: whoever is named by whomever, in chains and in rings, and
// the least id stands for all. So every order of arrival gives the same groups. Proposals only point: nothing is merged by
// itself.

#include <string>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

// What records tell of sameness, beside the declarations; values as they were typed, less blanks and hyphens.
enum class Likeness : std::uint8_t { identity_number, name_birth_village, phone };
std::string_view name(Likeness likeness);

struct Proposal {
    Likeness likeness{};                    // The strongest that they share.
    std::vector<record::RecordId> records;  // Two or more, sorted; not yet declared the same.
};
// Which questions are meant is told by the last word of their path: document_number or id_number, name, birth_date, phone.
Result<std::vector<Proposal>> propose_duplicates(Workspace& workspace);

// Groups of two or more records that are declared the same; the first stands for all. Sorted.
Result<std::vector<std::vector<record::RecordId>>> same_households(Workspace& workspace);
// wrong_use when both are one or are of different forms; already_exists when that is declared.
Result<record::ChangeId> declare_same(Workspace& workspace, const record::RecordId& record, const record::RecordId& other);
// Takes a record out of its group again: what it says of others, and what others say of it. not_found when in none.
Result<std::vector<record::ChangeId>> declare_different(Workspace& workspace, const record::RecordId& record);

}  // namespace yuanquan::survey

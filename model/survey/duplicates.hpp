#pragma once
// The same household registered twice. People declare it by an op (@same_as) that names the other record, and undo that by
// another op; both records stay. What is declared makes groups: whoever is named by whomever, in chains and in rings, and
// the least id stands for all. So every order of arrival gives the same groups. Proposals only point: nothing is merged by
// itself. That two are not the same is an op too (@not_same[row]/as, the row named by the other's id), so that nobody in
// the team is asked again.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

// What records tell of sameness, beside the declarations; values as they were typed, less blanks and hyphens.
enum class Likeness : std::uint8_t { identity_number, name_birth_village, phone };
std::string_view name(Likeness likeness);

struct Proposal {
    Likeness likeness{};                    // The strongest that they share.
    std::vector<record::RecordId> records;  // Two or more, sorted; each has one among them that it is not yet compared with.
};
using RecordPair = std::pair<record::RecordId, record::RecordId>;   // The lesser id first.

// Reads what every record tells, a few at a time, and after that only those that have changed. Which questions are meant
// is told by the last word of their path: document_number or id_number, name, birth_date, phone. Numbers and names are
// held as 64-bit hashes: two that differ could only meet once in some million years, and people decide.
class DuplicateSearch {
  public:
    explicit DuplicateSearch(Workspace& workspace) : workspace_(workspace) {}

    void expect(const std::vector<store::ListRow>& rows);   // All rows of the store: what has changed is to be read.
    Status read(std::size_t most);                          // At most so many records.
    std::size_t left() const { return unread_.size(); }     // Until it is 0 the answers below are of those read.

    std::vector<Proposal> proposals() const;                // The strongest likeness first.
    std::vector<std::vector<record::RecordId>> same() const;   // Declared; the first stands for all. Sorted.
    std::vector<RecordPair> not_same() const;                  // Declared, and not the same by other declarations. Sorted.

    // wrong_use when both are one or are of different forms; already_exists when that is declared.
    Result<record::ChangeId> declare_same(const record::RecordId& record, const record::RecordId& other);
    // Takes a record out of its group again: what it says of others, and what others say of it. not_found when in none.
    Result<std::vector<record::ChangeId>> declare_different(const record::RecordId& record);
    // That two records are not one household, or (stands = false) that this is open again.
    Status declare_not_same(const record::RecordId& record, const record::RecordId& other, bool stands = true);

  private:
    struct Told {
        std::uint64_t changes = 0;                               // Of the record as it was read.
        std::set<std::pair<Likeness, std::uint64_t>> likes;
        std::set<record::RecordId> same_as, not_same;
    };
    struct Groups;
    Groups groups() const;
    Status read_again(const record::RecordId& id);
    Result<record::ChangeId> say(const record::RecordId& speaker, std::string_view cell, std::string value);

    Workspace& workspace_;
    std::map<record::RecordId, Told> told_;
    std::vector<record::RecordId> unread_;
};

// The same for whoever can wait until all records are read.
Result<DuplicateSearch> search_duplicates(Workspace& workspace);

}  // namespace yuanquan::survey

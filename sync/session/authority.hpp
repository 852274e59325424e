#pragma once
// Who may do what to a record. Judged by headquarters on arrival, for the laptop that made the change, whoever carried it:
// by where the record is and was, not by what the change says of it, and by the role of the person. No IO.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/digest.hpp"
#include "model/record/change.hpp"

namespace yuanquan::session {

inline constexpr std::string_view kMember = "member", kLead = "lead", kOffice = "hq";  // Sent: roles as words.

// A laptop was withdrawn: what it had made up to here stands, all later is kept aside.
struct CutOff {
    base::ReplicaId replica;
    std::uint64_t sequence = 0;
    bool operator==(const CutOff&) const = default;
};

// An enrolled laptop, as headquarters knows it.
struct Laptop {
    std::string name;
    base::KeyId key;
    std::string person, role;
    std::vector<std::string> areas;  // Empty: all.
    bool revoked = false;
    std::optional<CutOff> cut_off;   // Of a revoked one; without it nothing that is new stands.
    std::uint32_t moves = 0;         // How often its areas were changed.
};
using FindLaptop = std::function<std::optional<Laptop>(const base::KeyId& key)>;
using AreaWithin = std::function<bool(const std::string& area, const std::string& ancestor)>;

// Why the change is kept aside, as the last part of a word "reason.…": '' when it may stand. record_areas: all that
// the record is and was in; empty for a new one, which is where its first change says.
//   revoked         made after the laptop was withdrawn
//   not_author      in another person's name
//   not_authorised  outside the laptop's areas
//   not_role        what only a lead or the office decides: approving, returning, assigning
std::string objection(const Laptop& laptop, const record::Change& change, const std::vector<std::string>& record_areas,
                      const AreaWithin& within);

}  // namespace yuanquan::session

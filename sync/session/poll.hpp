#pragma once
// "Is there anything new?" and "No", in about 63 and 16 bytes: what a laptop that has nothing to give asks before all else,
// and what most exchanges over a bad line come to. Neither is signed: a tag from the secret that the two keys share proves
// who says it. What the laptop knows of headquarters (its life, questionnaires, backup) is not sent, the tag covers it:
// headquarters makes the tag over what is true, and equal tags mean that the laptop knows all that. A signed
// reply instead, as from a headquarters that does not know the question, means: exchange as ever.
//
//   question   "YQM" | u8 kind = 10 | key of the laptop 32 | u64 opening | u32 nonce | cursor, LEB128 | tag 12
//   answer     "YQM" | u8 kind = 10 | tag 12

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/digest.hpp"
#include "sync/wire/messages.hpp"

namespace yuanquan::session {

// Of headquarters, as the laptop knows it, or as it is.
struct Known {
    std::string epoch;
    std::string backup;                 // See Replica::headquarters_backup.
    std::vector<wire::FormRef> forms;   // In any order.
};

struct Poll {
    base::KeyId laptop;
    std::uint64_t opening = 0;          // As in a request.
    std::uint32_t nonce = 0;            // So that the answer to one question is none to another.
    std::uint64_t pull_after = 0;       // As in a request.
};

// nullopt: no tag can be made with that key.
std::optional<std::string> ask(const Poll& poll, const Known& known, const base::SigningKey& laptop, const base::KeyId& headquarters);
bool is_poll(std::string_view bytes);
std::optional<Poll> read_poll(std::string_view bytes);   // Not verified: see proves().
// Whether the laptop itself asks, and knows all this.
bool proves(std::string_view bytes, const Poll& poll, const Known& known, const base::SigningKey& headquarters);
// Empty when no tag can be made with that key.
std::string nothing_new(const Poll& poll, const base::SigningKey& headquarters);
bool says_nothing_new(std::string_view answer, const Poll& poll, const base::SigningKey& laptop, const base::KeyId& headquarters);

}  // namespace yuanquan::session

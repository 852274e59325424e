#pragma once
// An exchange in files: the laptop's requests all at once, without waiting for replies; headquarters' replies to them;
// and their taking in, whenever they come back. The same messages as over a network. Nothing has to be remembered of a file that
// was written: a receipt is held against the log, which only grows, so files may be lost, read twice or out of order.
// Downside: what changes hands twice travels twice. No IO.

#include <functional>
#include <string>
#include <vector>

#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"

namespace yuanquan::session {

struct Outgoing {
    std::vector<std::string> frames;    // Requests, at least one: it asks for what is new.
    std::uint64_t from = 0, to = 0;     // Our arrivals inside.
    std::uint64_t changes = 0, bytes = 0;
    std::string epoch;
    bool complete = true;               // False: max_bytes was reached; the rest goes into the next file.
};
// What headquarters has not receipted, with its photos. `each` runs one batch at a time, where the replica may be used, and is
// shown what is packed so far; false: not any more, and it ends as cancelled.
using EachBatch = std::function<bool(const std::function<void()>& pack, const Outgoing& packed)>;
base::Result<Outgoing> write_requests(const replica::Replica& replica, const base::SigningKey& key, std::size_t max_bytes,
                                      const EachBatch& each = [](const auto& pack, const auto&) { return pack(), true; });

// Headquarters: a reply to each, the last with all that the laptop lacks. `each` runs one answer at a time, where the store
// may be used; false: not any more, and the replies so far come back.
using EachAnswer = std::function<bool(const std::function<void()>& answer)>;
std::vector<std::string> answer_all(HeadquartersSession& session, const std::vector<std::string>& requests,
                                    std::size_t max_bytes,
                                    const EachAnswer& each = [](const auto& answer) { return answer(), true; });

// The laptop takes one reply. What it cannot use yet (a reply before it is missing) is applied all the same, but the
// cursors wait, so it is asked for again. damaged, bad_signature, refused.
// is_latest_word: what it answers was asked after all else that was heard from headquarters. Another epoch in it is then the
// later life of headquarters: cursors begin again, and the next file holds what was lost. Of two lives in files that are
// read in any order nothing else tells which is the later.
base::Status take_reply(replica::Replica& replica, const base::KeyId& headquarters, std::string_view reply,
                        const base::Clock& clock, Summary& summary, bool is_latest_word = false);

}  // namespace yuanquan::session

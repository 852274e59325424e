#pragma once
// What a link carries out: a row of requests and replies, made and taken on the calling side without IO. Each reply is
// committed before the next request is made, so what is cut at any byte goes on from there the next time.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/replica/replica.hpp"

namespace yuanquan::session {

// What an exchange came to, for people.
struct Summary {
    std::uint64_t sent = 0, received = 0;            // Changes.
    std::uint64_t photos_sent = 0, photos_received = 0;
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::uint64_t requests = 0;
    std::vector<wire::Problem> problems;             // What headquarters keeps aside.
    std::vector<store::Applied> kept_aside;          // What this laptop keeps aside.
    std::set<base::RecordId> records;                // Changed by what came in.
    std::vector<wire::FormFile> forms;               // New questionnaires; the caller installs them.
    bool headquarters_restored = false;              // Its epoch changed: everything is offered again.
    bool areas_changed = false;                      // Headquarters gave this laptop other areas: likewise.
};

class Conversation {
  public:
    virtual ~Conversation() = default;
    virtual base::Result<std::optional<std::string>> next() = 0;   // The bytes of a request; nullopt: all is exchanged.
    virtual base::Status receive(std::string_view reply) = 0;
    virtual const Summary& summary() const = 0;
};

}  // namespace yuanquan::session

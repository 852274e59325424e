#pragma once
// The laptop's side of an exchange with headquarters, without IO: next() gives the bytes of a request, receive() takes
// the reply; a link carries them. Each reply is committed before the next request is made, so an exchange that is cut
// at any byte goes on from there the next time. A change counts as sent only on a receipt that headquarters signed (P2).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "sync/replica/replica.hpp"

namespace yuanquan::session {

inline constexpr char kHeadquartersPeer[] = "hq";

// What an exchange came to, for people.
struct Summary {
    std::uint64_t sent = 0, received = 0;            // Changes.
    std::uint64_t photos_sent = 0, photos_received = 0;
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::uint64_t requests = 0;
    std::vector<wire::Problem> problems;             // What headquarters keeps aside.
    std::vector<store::Applied> kept_aside;          // What this laptop keeps aside.
    std::vector<base::RecordId> records;             // Changed by what came in.
    std::vector<wire::FormFile> forms;               // New questionnaires; the caller installs them.
    bool headquarters_restored = false;              // Its epoch changed: everything is offered again.
};

// Where what headquarters gave comes from, in one of its lives (epoch): it is not given back there.
std::string headquarters_source(const std::string& epoch);
void note_applied(std::vector<store::Applied> applied, Summary& summary);

class LaptopSession {
  public:
    LaptopSession(replica::Replica& replica, const base::SigningKey& key, const base::KeyId& headquarters,
                  const base::Clock& clock)
        : replica_(replica), key_(key), headquarters_(headquarters), clock_(clock) {}

    base::Result<std::optional<std::string>> next();  // nullopt: all is exchanged.
    base::Status receive(std::string_view reply);
    const Summary& summary() const { return summary_; }

  private:
    base::Status add_seals();
    base::Status take_receipt(const wire::Reply& reply);
    base::Status take_changes(const wire::Reply& reply);
    base::Status take_blobs(const wire::Reply& reply);
    base::Status start_again(const std::string& epoch);

    replica::Replica& replica_;
    base::SigningKey key_;
    base::KeyId headquarters_;
    const base::Clock& clock_;
    Summary summary_;
    wire::Request request_;                          // The one under way.
    std::array<std::uint8_t, 32> request_digest_{};
    std::vector<base::BlobId> to_send_;
    bool started_ = false, push_done_ = false, pull_done_ = false, blobs_done_ = false;
};

}  // namespace yuanquan::session

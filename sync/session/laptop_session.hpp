#pragma once
// The giving and asking side of an exchange, a laptop's with headquarters or with another laptop, without IO: next() gives
// the bytes of a request, receive() takes the reply; a link carries them. Each reply is committed before the next request is
// made, so an exchange that is cut at any byte goes on from there the next time. A change counts as sent only on a receipt
// that headquarters signed (P2).

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "sync/replica/replica.hpp"
#include "sync/session/conversation.hpp"
#include "sync/session/poll.hpp"

namespace yuanquan::session {

inline constexpr char kHeadquartersPeer[] = "hq";

// Where what headquarters gave comes from, in one of its lives (epoch): it is not given back there.
std::string headquarters_source(const std::string& epoch);
// At the first meeting, before any receipt: a cursor without its epoch would outlive a restore of headquarters.
base::Status note_epoch(replica::Replica& replica, const std::string& peer, const std::string& epoch);
void note_applied(std::vector<store::Applied> applied, Summary& summary);

// Another laptop that is spoken with. It is given what is of its areas and neither came from headquarters, which it has
// from there, nor is its own, and every seal with it; it gives nothing in its replies, for it gives by requests of its own.
struct Fellow {
    std::string name;                // Of its laptop.
    base::KeyId key;
    std::vector<std::string> areas;  // Empty: all.
};

class LaptopSession final : public Conversation {
  public:
    LaptopSession(replica::Replica& replica, const base::SigningKey& key, const base::KeyId& headquarters,
                  const base::Clock& clock)
        : replica_(replica), key_(key), other_(headquarters), clock_(clock) {}
    LaptopSession(replica::Replica& replica, const base::SigningKey& key, Fellow fellow, const base::Clock& clock)
        : replica_(replica), key_(key), other_(fellow.key), peer_("to " + fellow.name), fellow_(std::move(fellow.name)), areas_(std::move(fellow.areas)),
          is_fellow_(true), clock_(clock), pull_done_(true) {}

    base::Result<std::optional<std::string>> next() override;
    base::Status receive(std::string_view reply) override;
    const Summary& summary() const override { return summary_; }

  private:
    base::Result<std::string> left_out() const;
    base::Result<Known> known() const;
    base::Result<std::optional<std::string>> ask_for_news();
    base::Status take_news(std::string_view answer);
    base::Result<wire::Reply> open_reply(std::string_view bytes) const;
    base::Status add_changes(std::vector<store::StoredChange> changes);
    base::Status add_seals();
    base::Status take_receipt(const wire::Reply& reply);
    base::Status take_changes(wire::Reply& reply);
    base::Result<std::vector<wire::BlobPlace>> wanted() const;
    base::Result<std::vector<base::BlobId>> offers() const;
    base::Result<std::vector<store::StoredChange>> put_aside() const;
    void add_put_aside(std::vector<store::StoredChange> aside);
    base::Status take_pieces(const wire::Reply& reply, bool had_room);
    base::Status take_answer_to_photos(const wire::Reply& reply);
    base::Status start_again(const std::string& epoch);
    base::Status begin_line();
    base::Status distrust_line();
    base::Status trust_line();
    void learn_of_line(const wire::Reply& reply);

    replica::Replica& replica_;
    base::SigningKey key_;
    base::KeyId other_;
    std::string peer_ = kHeadquartersPeer;           // Its name in the store's list of peers.
    std::string fellow_;                             // Its laptop's, of a fellow.
    std::vector<std::string> areas_;
    bool is_fellow_ = false;
    const base::Clock& clock_;
    Summary summary_;
    wire::Request request_;                          // The one under way.
    std::vector<base::ChangeId> given_;              // Ids of its changes, as our log has them.
    std::array<std::uint8_t, 32> request_digest_{};
    std::size_t room_ = wire::kFirstBatchBytes;      // Of the next message, either way.
    // The largest that came through, this time or the last; noted when an exchange comes to its end, and taken away while
    // one is under way: where it is cut, the next begins with small messages again.
    std::size_t proven_room_ = 0, noted_room_ = 0;
    std::vector<wire::BlobPlace> to_send_;           // Photos that headquarters wants, and from where on.
    std::set<base::BlobId> offered_;                 // In this exchange.
    std::set<base::ChangeId> offered_aside_;         // Likewise.
    std::set<base::BlobId> not_there_;               // Asked for, and the other side does not have them either.
    std::optional<Poll> poll_;                       // The one under way instead of a request.
    bool has_asked_ = false;
    bool started_ = false, push_done_ = false, pull_done_ = false;
};

}  // namespace yuanquan::session

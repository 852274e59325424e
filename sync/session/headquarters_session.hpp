#pragma once
// Headquarters' side: a request's bytes in, a reply's bytes out, without IO and without a session between requests. Each
// request is checked (signature, enrolment, each change by its author's rights), applied in one transaction and receipted; a request that
// comes twice changes nothing and gets its receipt again. Form-blind.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "sync/replica/replica.hpp"
#include "sync/session/authority.hpp"

namespace yuanquan::session {

class HeadquartersSession {
  public:
    HeadquartersSession(replica::Replica& replica, const base::SigningKey& key, std::string epoch, FindLaptop find,
                        const base::Clock& clock, bool recovering = false)
        : replica_(replica), key_(key), epoch_(std::move(epoch)), find_(std::move(find)), clock_(clock),
          recovering_(recovering) {}

    // receipts: nothing new, which comes with the last of several. own_too: also what the laptop itself brought, for a
    // file may be read by its clone, or after it was set back to a backup that had less.
    enum class Gives : std::uint8_t { all, receipts, own_too };
    // Always a reply, signed: a refusal says why. A request for a certificate is answered with one, a poll that finds
    // nothing new with that word.
    std::string answer(std::string_view request, Gives gives = Gives::all);
    // Without a network all is given at once: the reply, and from where the next one goes on. from: from there, what is in
    // the request being taken already.
    struct Place {
        std::uint64_t after = 0;                // Of our arrivals.
        std::vector<wire::BlobPlace> photos;    // Still to be given.
    };
    struct Part {
        std::string reply;
        std::optional<Place> goes_on_from;
    };
    Part answer_from(std::string_view request, const std::optional<Place>& from);

  private:
    // A laptop whose areas were changed has to get their past, and to offer its own again, as after a restore: for it
    // another life of headquarters has begun.
    std::string epoch_for(const Laptop& laptop) const;
    wire::Reply reply_or_refusal(std::string_view bytes, Gives gives, const std::optional<Place>& from);
    base::Result<std::string> certificate(std::string_view request) const;
    std::string answer_to_poll(std::string_view poll) const;
    std::string sealed(wire::Reply reply, std::string_view request) const;
    base::Status reply_to(std::string_view bytes, Gives gives, const std::optional<Place>& from, wire::Reply& reply);
    base::Status take_changes(const Laptop& laptop, wire::Request& request, wire::Reply& reply);
    base::Status give_changes(const Laptop& laptop, const wire::Request& request, Gives gives, wire::Reply& reply);
    base::Status exchange_blobs(const Laptop& laptop, const wire::Request& request, std::size_t room, wire::Reply& reply);
    base::Status give_forms(const wire::Request& request, wire::Reply& reply);

    replica::Replica& replica_;
    base::SigningKey key_;
    std::string epoch_;
    FindLaptop find_;
    const base::Clock& clock_;
    bool recovering_;  // Restored from a backup: see Judgement.
};

}  // namespace yuanquan::session

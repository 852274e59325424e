#pragma once
// Headquarters' judgement over the changes of one request: whose each is, and whether it may stand. A change is its
// author's when the author's own laptop brings it, or when a seal in the request vouches for it, whoever carries it.
// What neither vouches for is "unsealed", is put aside, and comes out by itself when its seal arrives.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/replica/replica.hpp"
#include "sync/session/authority.hpp"

namespace yuanquan::session {

class Judgement {
  public:
    // recovering: headquarters was restored from a backup. A laptop then gives back what it once had from there, and
    // nobody else may have it any more: the carrier's word is enough for the author, within the carrier's areas.
    Judgement(replica::Replica& replica, const FindLaptop& find, const Laptop& carrier, const wire::Request& request,
              bool recovering)
        : replica_(replica), find_(find), carrier_(carrier), request_(request), recovering_(recovering) {}

    // Reads the seals that came with `changes`. Gives the changes that were put aside for want of them and may now stand.
    base::Result<std::vector<record::EncodedChange>> take_seals(const std::vector<record::EncodedChange>& changes);
    // Why the change is put aside, '' when it may stand; "unsealed" beside the reasons of objection(). What cannot be
    // read stands here: the store puts it aside with the decoder's reason.
    // is_aside: its carrier does not let it stand, so that only a seal can tell whose it is.
    base::Result<std::string> objection_to(const record::EncodedChange& change, bool is_aside = false);

  private:
    struct Author {
        Laptop laptop;
        bool is_certain = true;      // Not only the carrier's word.
    };
    std::uint64_t first_of(const base::ReplicaId& replica) const;
    base::Status follow(const Laptop& author, const wire::Seal& seal);
    base::Result<std::optional<Author>> author_of(const record::Change& change, const base::ChangeId& id, bool is_aside);
    base::Result<std::string> owner_of(const base::ReplicaId& replica);
    base::Status bind(const base::ReplicaId& replica, const std::string& laptop);

    replica::Replica& replica_;
    const FindLaptop& find_;
    const Laptop& carrier_;
    const wire::Request& request_;
    bool recovering_;
    std::map<base::ChangeId, const record::EncodedChange*> batch_;   // Filled when there are seals.
    std::map<base::ReplicaId, std::uint64_t> first_;           // Of the batch, by replica; filled likewise.
    std::map<base::ChangeId, Laptop> sealed_;
    std::deque<record::EncodedChange> from_aside_;
    std::map<base::ReplicaId, std::string> owners_;
    std::map<base::RecordId, std::vector<std::string>> brought_;  // New records of this batch and where they are.
};

}  // namespace yuanquan::session

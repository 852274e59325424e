#pragma once
// Seals beside the changes of a message: a laptop's own word for what another is to carry on, and others' words for what is
// only carried here. A seal vouches for a piece of a chain, from what is there already up to its own change; so a message
// never ends inside a piece, for the next one may be lost together with the laptop that carries it. No IO.

#include <span>
#include <string>
#include <vector>

#include "model/base/digest.hpp"
#include "sync/replica/replica.hpp"

namespace yuanquan::session {

// Of a chain, between two of its author's seals. Small beside a message, so that little has to be waited for; a seal costs
// 168 bytes.
#ifdef YUANQUAN_PLANTED  // The simulation is to have pieces that are larger than the first messages.
inline constexpr std::size_t kSealedBytes = wire::kBatchBytes / 2;
#else
inline constexpr std::size_t kSealedBytes = wire::kBatchBytes / 16;
#endif

// For our own changes among these, also under the ids that we had before: one at the end of each piece, for who carries them
// gets only what is of its areas, and the chain has gaps.
std::vector<std::string> own_seals(const replica::Replica& replica, const base::SigningKey& key, std::span<const std::string> changes);
// Those kept here that may vouch for some of the changes.
base::Result<std::vector<std::string>> seals_beside(const replica::Replica& replica, std::span<const std::string> changes);
// As Replica::changes_after, up to where all pieces are whole; for the sake of that up to kBatchBytes. A piece that is larger,
// which no laptop seals so, is cut.
base::Result<store::Store::Slice> whole_pieces_after(const replica::Replica& replica, store::Arrival after,
                                                     const std::vector<std::string>& areas, std::size_t max_bytes,
                                                     const std::string& not_from);

}  // namespace yuanquan::session

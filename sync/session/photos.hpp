#pragma once
// Photos and documents on their way, in pieces: what both sides of an exchange do with them. No IO.

#include <cstdint>
#include <string>
#include <vector>

#include "sync/replica/replica.hpp"

namespace yuanquan::session {

// A piece of each that is here, from its place on and in their order, as far as `room` bytes go.
std::vector<wire::BlobPiece> pieces_from(const replica::Replica& replica, const std::vector<wire::BlobPlace>& places,
                                         std::size_t room);
// Which of the places those pieces were made from are still to be served, and from where on: not what was passed over,
// for it is not there. Without any piece, though there was room, none is.
std::vector<wire::BlobPlace> places_behind(const std::vector<wire::BlobPlace>& places, const std::vector<wire::BlobPiece>& pieces);
// Where each that is not here whole is to go on, from that source.
base::Result<std::vector<wire::BlobPlace>> places_of(const replica::Replica& replica, const std::vector<base::BlobId>& ids,
                                                     const std::string& source);
// Takes them, each that a known change names and that is not too large; the others change nothing.
base::Status take_pieces(replica::Replica& replica, const std::vector<wire::BlobPiece>& pieces, const std::string& source);

}  // namespace yuanquan::session

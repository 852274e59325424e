#pragma once
// Every version of the exchange protocol with its date and reason. A side speaks kProtocol and understands back to
// kProtocolOldest; a message of a later version is refused with too_new, of an earlier one with too_old, and nothing is
// lost by it.
//
//   1   2026-11-23   first: request and reply, whole blobs, forms by value
//   2   2026-11-25   requests carry seals, replies say from where they give, enrolments hold the TLS pin
//   3   2026-11-25   enrolments hold a certificate; laptops meet: certificate, hello, turn
//   4   2026-11-27   photos in pieces, offered and confirmed; a request says how much may come back
//   5   2026-11-27   changes stand in columns (columns_codec.hpp)
//   6   2026-11-27   what a laptop keeps aside goes to headquarters as well, to be judged there

#include <cstdint>

namespace yuanquan::wire {

inline constexpr std::uint16_t kProtocol = 6;
inline constexpr std::uint16_t kProtocolOldest = 5;  // Of requests and replies: 1 to 4 never left the workshop.

}  // namespace yuanquan::wire

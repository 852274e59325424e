#pragma once
// The envelope of everything that leaves a machine: who signed what, unaltered. Layout, little-endian:
//
//   0   "YQM"          magic
//   3   u8 kind        what is inside (FrameKind)
//   4   u16 protocol   wire/version.hpp
//   6   u8 compression 0 none, 1 zstd
//   7   u8 signature   base::kSignEd25519
//   8   key 32         public key of the signer
//  40   u32 length     of the body as sent
//  44   u32 unpacked   of the body after decompression
//  48   body
//   …   signature 64   over all bytes before it
//
// The signature stands in for a checksum: it is checked before anything is unpacked or decoded, so a stranger's bytes cost
// one hash. Whether the key is one to trust is the caller's question. Downside: a frame is whole or nothing; large things
// are cut into several frames by those who send them.

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/digest.hpp"
#include "model/base/error.hpp"

namespace yuanquan::wire {

// Sent: never renumber.
enum class FrameKind : std::uint8_t {
    request = 1, reply = 2, receipt = 3, enrolment = 4, seal = 5, certificate = 6, certificate_wanted = 7, hello = 8, turn = 9,
    poll = 10,  // No frame of this layout: see session/poll.hpp.
};

inline constexpr std::size_t kFrameBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kUnpackedBytesMax = std::size_t{256} << 20;

bool is_frame(std::string_view bytes);  // By its first bytes alone.
bool is_frame(std::string_view bytes, FrameKind kind);
std::string seal(FrameKind kind, std::string_view body, const base::SigningKey& key);

struct Opened {
    base::KeyId key;     // Whose signature it bears; verified.
    std::string body;    // Decompressed.
};
// damaged, too_large, too_new, too_old, bad_signature.
base::Result<Opened> open_frame(std::string_view bytes, FrameKind kind);

}  // namespace yuanquan::wire

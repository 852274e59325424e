#pragma once
// A file that carries frames where no network goes: signed by its sender, readable by its recipients alone. Little-endian:
//
//   0   "YQB"           magic
//   3   u8  version     kBundleVersion
//   4   u8  suite       1: Ed25519, X25519 sealed boxes, XChaCha20-Poly1305 secretstream (libsodium)
//   5   u8  recipients  1 … 255
//   6   key 32          sender's Ed25519 key
//  38   key 32          project: headquarters' Ed25519 key
//  70   u64 made_ms     sender's clock; for people
//  78   u64 from, to    the sender's arrivals inside: after from, up to to
//  94   u8[16] epoch    headquarters' epoch as the sender knows it, filled up with zeros
// 110   for each recipient: key 32, sealed file key 80
//   …   u8[24] stream   header of the secretstream
//   …   signature 64    of the sender, over all bytes before it
//   …   chunks          u32 length, then that many bytes: a frame, encrypted; the last one is marked as the last
//
// The header's hash is authenticated with each chunk, so chunks of two bundles do not mix and a file that was cut short has
// no last chunk. The frames inside (frame.hpp) are compressed and signed each for itself. Downside: who knows a
// recipient's key sees from the header that there is something for it, from whom and when; and a recipient could alter what
// another recipient of the same file gets, but not the frames' signatures.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "model/base/error.hpp"

namespace yuanquan::wire {

inline constexpr std::uint8_t kBundleVersion = 1;   // 2026-11-25, first.
inline constexpr std::size_t kBundleBytesMax = std::size_t{192} << 20;

struct BundleHeader {
    base::KeyId sender, project;
    std::vector<base::KeyId> recipients;
    std::int64_t made_ms = 0;
    std::uint64_t from = 0, to = 0;
    std::string epoch;                 // At most 16 bytes.
    bool operator==(const BundleHeader&) const = default;
};
struct Bundle {
    BundleHeader header;
    std::vector<std::string> frames;
};

// header.sender is the key's. too_large; bad_input where a recipient's key is none.
base::Result<std::string> write_bundle(BundleHeader header, const std::vector<std::string>& frames,
                                       const base::SigningKey& sender);
// Whom it is from and for; signature checked. damaged, too_new, too_large, bad_signature.
base::Result<BundleHeader> read_bundle_header(std::string_view bytes);
// The same, and not_authorised when it is for others, damaged when anything was altered or is missing.
base::Result<Bundle> read_bundle(std::string_view bytes, const base::SigningKey& reader);

}  // namespace yuanquan::wire

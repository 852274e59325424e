#pragma once
// Hashes and Ed25519 signatures over libsodium; the only user of sodium.h for these. Formats name the algorithm by
// id (kAlgorithm…) so that another suite can follow without migration.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/error.hpp"
#include "model/base/ids.hpp"

namespace yuanquan::base {

inline constexpr std::uint8_t kHashBlake2b256 = 1;    // Stored and sent: never renumber.
inline constexpr std::uint8_t kSignEd25519 = 1;

std::array<std::uint8_t, 32> blake2b_256(std::string_view bytes);
enum class NamedDigest { md5, sha1, sha256, sha384, sha512 };  // The digest() of ODK XPath.
std::string named_digest(NamedDigest algorithm, std::string_view bytes);  // Raw bytes.
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);

struct SigningKey {  // Secret. 64 bytes as libsodium keeps it (seed and public key).
    std::array<std::uint8_t, 64> bytes{};
    KeyId public_key() const;
    static SigningKey generate(Random& random);
};
using Signature = std::array<std::uint8_t, 64>;
Signature sign(const SigningKey& key, std::string_view bytes);
bool verify(const KeyId& public_key, std::string_view bytes, const Signature& signature);

// Where a signature of 64 bytes would be most of what is said: made with the secret that two keys share (X25519 of the
// Ed25519 keys, then keyed BLAKE2b), so it proves to either of the two, and to nobody else, that the other said `bytes`.
// What one says and what the other answers must not be the same bytes. nullopt: the other key is no point on the curve.
using PairTag = std::array<std::uint8_t, 12>;
std::optional<PairTag> pair_tag(const SigningKey& mine, const KeyId& other, std::string_view bytes);
bool equal_tags(const PairTag& a, std::string_view b);   // In constant time.

}  // namespace yuanquan::base

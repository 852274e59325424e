#pragma once
// Distinct types over random or hashed bits, so that a record id cannot be passed for a replica id. Text form is
// lower-case hexadecimal without separators. Randomness is a parameter (Random), so that a seed replays a run.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace yuanquan::base {

class Random {  // Source of random bytes: system_random() in the program, SeededRandom in tests.
  public:
    virtual ~Random() = default;
    virtual void fill(std::uint8_t* bytes, std::size_t count) = 0;
    std::uint64_t next_u64();
};
Random& system_random();

class SeededRandom final : public Random {  // For tests and simulation only: predictable.
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::uint8_t* bytes, std::size_t count) override;

  private:
    std::uint64_t state_;
};

std::string to_hex(const std::uint8_t* bytes, std::size_t count);
// False when the text has another length than 2*count or a character other than 0-9a-f.
bool from_hex(std::string_view text, std::uint8_t* bytes, std::size_t count);

template <class Tag, std::size_t kBytes>
struct Id {
    std::array<std::uint8_t, kBytes> bytes{};

    auto operator<=>(const Id&) const = default;
    bool is_zero() const { return *this == Id{}; }
    std::string text() const { return to_hex(bytes.data(), kBytes); }
    static std::optional<Id> parse(std::string_view text) {
        Id id;
        if (!from_hex(text, id.bytes.data(), kBytes)) return std::nullopt;
        return id;
    }
    static Id random(Random& random) {
        Id id;
        random.fill(id.bytes.data(), kBytes);
        return id;
    }
};

using RecordId = Id<struct RecordTag, 16>;
using RowId = Id<struct RowTag, 8>;         // One repeat instance (roster member) within a record.
using ReplicaId = Id<struct ReplicaTag, 16>;  // One incarnation of one store file.
using ChangeId = Id<struct ChangeTag, 32>;  // BLAKE2b-256 of the change's bytes.
using BlobId = Id<struct BlobTag, 32>;      // BLAKE2b-256 of the blob's bytes.
using DraftId = Id<struct DraftTag, 16>;
using KeyId = Id<struct KeyTag, 32>;        // An Ed25519 public key.

}  // namespace yuanquan::base

template <class Tag, std::size_t kBytes>
struct std::hash<yuanquan::base::Id<Tag, kBytes>> {
    std::size_t operator()(const yuanquan::base::Id<Tag, kBytes>& id) const noexcept {
        std::size_t h = 0;  // Bits are random already: the first word is the hash.
        for (std::size_t i = 0; i < sizeof h && i < kBytes; ++i) h = h << 8 | id.bytes[i];
        return h;
    }
};

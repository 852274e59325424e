#pragma once
// What is said. An exchange is a row of requests, each answered by one reply; each request stands for itself, so that
// headquarters keeps no session and a cut link goes on at the last receipt. A request carries what the laptop has to give
// and asks from its cursor; nothing new on either side is one short request. Only data: message_codec.hpp has the bytes.

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/base/ids.hpp"

namespace yuanquan::wire {

// A message is whole or lost, so an exchange begins with small ones, which come through on a line that breaks every minute,
// and doubles them with each that did. Changes and pieces of photos together; one change may be larger.
#ifdef YUANQUAN_PLANTED  // The simulation is to have exchanges of several batches, and photos of several pieces.
inline constexpr std::size_t kFirstBatchBytes = 300, kBatchBytes = std::size_t{6} << 10;
#else
inline constexpr std::size_t kFirstBatchBytes = std::size_t{32} << 10, kBatchBytes = std::size_t{1} << 20;
#endif
inline constexpr std::size_t kBlobBytesMax = std::size_t{24} << 20;  // One photo or document.
inline constexpr std::size_t kBlobsNamedMax = 64;                    // In one message.

struct FormRef {
    std::string id, version;
    bool operator==(const FormRef&) const = default;
};
struct FormFile {
    std::string file_name;
    std::string source;
    std::vector<std::pair<std::string, std::string>> media;
    bool operator==(const FormFile&) const = default;
};

// Lines break more often than a whole photo gets through.
struct BlobPiece {
    base::BlobId id;
    std::uint64_t size = 0;             // Of the whole.
    std::uint64_t at = 0;               // Where in it `bytes` begin.
    std::string bytes;
    bool operator==(const BlobPiece&) const = default;
};
struct BlobPlace {
    base::BlobId id;
    std::uint64_t at = 0;               // What lies before is held.
    bool operator==(const BlobPlace&) const = default;
};

struct Request {
    base::ReplicaId replica;
    std::string epoch;                  // Of headquarters, as known here; '' at first.
    std::uint64_t opening = 0;          // Drawn each time our file is opened: what came under it need not come back,
                                        // all else must, for the file may be a copy or an old backup.
    std::uint64_t pull_after = 0;       // Headquarters' arrivals up to here are held here.
    std::uint64_t push_from = 0;        // Our arrivals in `changes` are those after push_from …
    std::uint64_t push_to = 0;          // … up to here.
    std::vector<std::string> changes;   // As encoded by their authors.
    std::vector<FormRef> forms;         // Installed here; told once an exchange (ask_forms).
    bool ask_forms = false;
    std::vector<BlobPiece> pieces;      // Of what headquarters wanted.
    std::vector<BlobPlace> blobs_wanted;  // Missing here.
    std::vector<base::BlobId> blobs_offered;  // Here, and headquarters has not said yet that it holds them.
    std::uint32_t bytes_max = kBatchBytes;    // Of changes and pieces in the reply.
    std::vector<std::string> seals;     // Frames of kind seal: who made the changes that are not of `replica`.
    std::vector<std::string> aside;     // Changes that the sender keeps aside: to be judged by their seals alone, not on its word.
    bool operator==(const Request&) const = default;
};

struct Problem {                        // A change that headquarters keeps aside, and why: an error's name.
    base::ChangeId change;
    std::string reason;
    bool operator==(const Problem&) const = default;
};

struct Reply {
    std::array<std::uint8_t, 32> request{};  // BLAKE2b-256 of the request's frame: an old or another's reply is not taken.
    std::string error;                  // An error's name: nothing of the request was done. '' = done.
    std::string epoch;
    std::string receipt;                // A frame of its own, kept by the laptop for ever; '' when nothing was pushed.
    std::vector<Problem> problems;
    std::vector<std::string> changes;
    std::uint64_t pull_end = 0;
    bool pull_complete = false;
    std::vector<FormFile> forms;
    std::vector<base::BlobId> blobs_held;  // Of those offered or sent: safe at headquarters.
    std::vector<BlobPlace> blobs_wanted;   // Of those offered or sent.
    std::vector<BlobPiece> pieces;
    std::uint64_t backed_up = 0;        // Headquarters' arrivals up to here are in its latest backup.
    std::uint64_t pull_from = 0;        // `changes` are headquarters' arrivals after this …
    std::vector<base::ChangeId> aside_held;  // Of `aside`: taken, or kept aside here as well (`problems`).
    bool operator==(const Reply&) const = default;
};

// Headquarters' word that it has these changes, after its commit. Signed: a frame of kind receipt.
struct Receipt {
    std::string epoch;
    base::ReplicaId replica;            // Whose arrivals are meant.
    std::uint64_t from = 0, to = 0;     // Arrivals after from, up to to.
    std::array<std::uint8_t, 32> digest{};  // batch_digest of what was held.
    std::int64_t at_ms = 0;             // Headquarters' clock.
    std::uint64_t held_up_to = 0;       // Headquarters' arrivals up to here have them among them; 0 before protocol 4.
    bool operator==(const Receipt&) const = default;
};
// BLAKE2b-256 of the changes' ids in their order.
std::array<std::uint8_t, 32> batch_digest(const std::vector<base::ChangeId>& changes);

// A laptop's word for its own chain: each change names the one before it by hash, so the signature under the last one is
// a signature under all. Authorship survives whoever carries them. Signed by the laptop: a frame of kind seal, 168 bytes.
struct Seal {
    base::ReplicaId replica;
    std::uint64_t sequence = 0;
    base::ChangeId change;              // The change with that number.
    bool operator==(const Seal&) const = default;
};

// What headquarters hands to a new laptop. Signed by headquarters: a frame of kind enrolment. Secret: it holds the key.
struct Enrolment {
    std::string laptop;                 // "laptop-1": the peer's name at headquarters.
    std::string person, role;
    std::vector<std::string> areas;
    std::string address;                // "http://127.0.0.1:8600"
    std::array<std::uint8_t, 64> laptop_key{};
    std::string epoch;
    std::vector<FormFile> forms;
    std::string tls_pin;                // "sha256//…" of headquarters' TLS key; '' where the address is plain http.
    std::string certificate;            // A frame of its own; '' from a headquarters before protocol 3.
    bool operator==(const Enrolment&) const = default;
};

// Headquarters' word for who works with a key, for those who meet without it. Signed by headquarters: a frame of kind
// certificate. Renewed at an exchange, so a laptop that was withdrawn is nobody's fellow for longer than it is valid.
struct Certificate {
    std::string laptop;
    base::KeyId key;
    std::string person, role;
    std::vector<std::string> areas;     // Empty: all.
    std::int64_t issued_ms = 0, expires_ms = 0;   // Headquarters' clock. Of two the one issued later holds.
    bool operator==(const Certificate&) const = default;
};

// How two laptops find out whom they have before them, before anything is told. Signed by the laptop: kind hello.
struct Hello {
    std::string certificate;
    std::string tls_pin;                // Of the key that this laptop serves TLS with just now; '' from the one that calls.
    bool operator==(const Hello&) const = default;
};

// One step of a meeting, either way: each gives what it has by requests, and answers the other's, as a laptop and
// headquarters do. Signed by the laptop: kind turn.
struct Turn {
    std::string error;                  // An error's name: nothing of the other's turn was done.
    std::string certificate, code;      // With the first turn of the one that calls.
    std::vector<std::string> certificates;  // Of the laptops whose changes are carried; told once.
    std::string request, reply;         // Frames; '' when there is none.
    bool operator==(const Turn&) const = default;
};

}  // namespace yuanquan::wire

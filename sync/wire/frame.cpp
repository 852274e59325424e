#include "sync/wire/frame.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <zstd.h>

#include "sync/wire/version.hpp"

namespace yuanquan::wire {

namespace {

constexpr std::string_view kMagic = "YQM";
constexpr std::size_t kHeaderBytes = 48, kSignatureBytes = 64;
constexpr std::uint8_t kPlain = 0, kZstd = 1;
// What is small is mostly said over a bad line, and packing it harder costs milliseconds.
constexpr int kZstdLevel = 3, kZstdLevelSmall = 19;
constexpr std::size_t kSmall = std::size_t{64} << 10;
constexpr std::size_t kWorthPacking = 128;  // Below it zstd's own header eats the gain.

void put(std::string& out, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i));
}

std::uint64_t get(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    return number;
}

std::string pack(std::string_view body) {
    // Kept for the next one: its tables are megabytes, and fetching them from the system costs a fifth of the packing.
    static thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    std::string packed(ZSTD_compressBound(body.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(context.get(), packed.data(), packed.size(), body.data(), body.size(),
                                               body.size() <= kSmall ? kZstdLevelSmall : kZstdLevel);
    packed.resize(ZSTD_isError(size) != 0 ? 0 : size);
    return packed;
}

// The version in which the kind got the form that it is written in: an older program goes on reading what has not changed.
std::uint16_t protocol_of(FrameKind kind) {
    switch (kind) {
        case FrameKind::seal: return 2;
        case FrameKind::receipt: return 4;
        case FrameKind::enrolment: case FrameKind::certificate: case FrameKind::certificate_wanted: case FrameKind::hello: return 3;
        default: return kProtocol;
    }
}

// What is said in an exchange must be of one language; what was once signed stays true.
bool is_talk(FrameKind kind) { return kind == FrameKind::request || kind == FrameKind::reply || kind == FrameKind::turn; }

}  // namespace

bool is_frame(std::string_view bytes) { return bytes.starts_with(kMagic); }

bool is_frame(std::string_view bytes, FrameKind kind) {
    return is_frame(bytes) && bytes.size() > kMagic.size() && static_cast<std::uint8_t>(bytes[kMagic.size()]) == static_cast<std::uint8_t>(kind);
}

std::string seal(FrameKind kind, std::string_view body, const base::SigningKey& key) {
    const std::string packed = body.size() >= kWorthPacking ? pack(body) : std::string();
    const bool use_packed = !packed.empty() && packed.size() < body.size();
    const std::string_view sent = use_packed ? std::string_view(packed) : body;
    std::string frame(kMagic);
    frame.reserve(kHeaderBytes + sent.size() + kSignatureBytes);
    put(frame, static_cast<std::uint8_t>(kind), 1);
    put(frame, protocol_of(kind), 2);
    put(frame, use_packed ? kZstd : kPlain, 1);
    put(frame, base::kSignEd25519, 1);
    const auto id = key.public_key();
    frame.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    put(frame, sent.size(), 4);
    put(frame, body.size(), 4);
    frame += sent;
    const auto signature = base::sign(key, frame);
    frame.append(reinterpret_cast<const char*>(signature.data()), signature.size());
    return frame;
}

base::Result<Opened> open_frame(std::string_view bytes, FrameKind kind) {
    if (bytes.size() > kFrameBytesMax) return base::fail(base::ErrorCode::too_large, "message");
    if (bytes.size() < kHeaderBytes + kSignatureBytes || !bytes.starts_with(kMagic)) {
        return base::fail(base::ErrorCode::damaged, "message", "not one of ours");
    }
    const auto protocol = get(bytes, 4, 2);
    if (protocol > kProtocol) return base::fail(base::ErrorCode::too_new, "message");
    if (is_talk(kind) && protocol < kProtocolOldest) return base::fail(base::ErrorCode::too_old, "message");
    const auto sent_size = get(bytes, 40, 4), unpacked_size = get(bytes, 44, 4);
    if (kHeaderBytes + sent_size + kSignatureBytes != bytes.size()) {
        return base::fail(base::ErrorCode::damaged, "message", "length differs");
    }
    if (get(bytes, 7, 1) != base::kSignEd25519) return base::fail(base::ErrorCode::too_new, "message", "signature kind");
    Opened opened;
    std::memcpy(opened.key.bytes.data(), bytes.data() + 8, opened.key.bytes.size());
    base::Signature signature;
    std::memcpy(signature.data(), bytes.data() + bytes.size() - kSignatureBytes, kSignatureBytes);
    if (!base::verify(opened.key, bytes.substr(0, bytes.size() - kSignatureBytes), signature)) {
        return base::fail(base::ErrorCode::bad_signature, opened.key.text());
    }
    if (get(bytes, 3, 1) != static_cast<std::uint8_t>(kind)) {
        return base::fail(base::ErrorCode::bad_input, "message", "another kind of message");
    }
    if (unpacked_size > kUnpackedBytesMax) return base::fail(base::ErrorCode::too_large, "message");
    const auto sent = bytes.substr(kHeaderBytes, sent_size);
    if (get(bytes, 6, 1) == kPlain) {
        opened.body = std::string(sent);
        return opened;
    }
    if (get(bytes, 6, 1) != kZstd) return base::fail(base::ErrorCode::too_new, "message", "compression kind");
    opened.body.resize(unpacked_size);
    const std::size_t size = ZSTD_decompress(opened.body.data(), opened.body.size(), sent.data(), sent.size());
    if (ZSTD_isError(size) != 0 || size != unpacked_size) {
        return base::fail(base::ErrorCode::damaged, "message", "does not unpack");
    }
    return opened;
}

}  // namespace yuanquan::wire

#include "sync/wire/bundle.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <sodium.h>

namespace yuanquan::wire {

namespace {

using base::ErrorCode;

constexpr std::string_view kMagic = "YQB";
constexpr std::uint8_t kSuite = 1;
constexpr std::size_t kFixedBytes = 110, kKeyBytes = 32, kSealedKeyBytes = 80, kSignatureBytes = 64, kEpochBytes = 16;
constexpr std::size_t kStreamHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kChunkExtra = crypto_secretstream_xchacha20poly1305_ABYTES;
static_assert(kSealedKeyBytes == crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES);

const std::uint8_t* in(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }
std::uint8_t* out(std::string& bytes) { return reinterpret_cast<std::uint8_t*>(bytes.data()); }
std::string text(const std::uint8_t* bytes, std::size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

void put(std::string& bytes, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i));
}
std::uint64_t get(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i) number |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    return number;
}
base::KeyId key_at(std::string_view bytes, std::size_t at) {
    base::KeyId key;
    std::memcpy(key.bytes.data(), bytes.data() + at, kKeyBytes);
    return key;
}

// A key that is wiped when it goes.
struct FileKey {
    std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES> bytes{};
    ~FileKey() { sodium_memzero(bytes.data(), bytes.size()); }
};

base::Result<std::string> sealed_for(const base::KeyId& recipient, const FileKey& key) {
    std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box{};
    std::string sealed(kSealedKeyBytes, '\0');
    if (crypto_sign_ed25519_pk_to_curve25519(box.data(), recipient.bytes.data()) != 0 ||
        crypto_box_seal(out(sealed), key.bytes.data(), key.bytes.size(), box.data()) != 0) {
        return base::fail(ErrorCode::bad_input, "recipient", recipient.text());
    }
    return sealed;
}

bool opens(std::string_view sealed, const base::SigningKey& reader, FileKey& key) {
    std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> box{};
    std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret{};
    const auto id = reader.public_key();
    const bool opened = crypto_sign_ed25519_pk_to_curve25519(box.data(), id.bytes.data()) == 0 &&
                        crypto_sign_ed25519_sk_to_curve25519(secret.data(), reader.bytes.data()) == 0 &&
                        crypto_box_seal_open(key.bytes.data(), in(sealed), sealed.size(), box.data(), secret.data()) == 0;
    sodium_memzero(secret.data(), secret.size());
    return opened;
}

struct Layout {
    std::size_t stream = 0, signature = 0, chunks = 0;
};

base::Result<Layout> layout_of(std::string_view bytes) {
    if (bytes.size() > kBundleBytesMax) return base::fail(ErrorCode::too_large, "bundle");
    if (bytes.size() < kFixedBytes || !bytes.starts_with(kMagic)) {
        return base::fail(ErrorCode::damaged, "bundle", "not one of ours");
    }
    if (get(bytes, 3, 1) > kBundleVersion) return base::fail(ErrorCode::too_new, "bundle");
    if (get(bytes, 3, 1) == 0) return base::fail(ErrorCode::damaged, "bundle", "version");
    if (get(bytes, 4, 1) != kSuite) return base::fail(ErrorCode::too_new, "bundle", "suite");
    const std::size_t recipients = get(bytes, 5, 1);
    Layout layout;
    layout.stream = kFixedBytes + recipients * (kKeyBytes + kSealedKeyBytes);
    layout.signature = layout.stream + kStreamHeaderBytes;
    layout.chunks = layout.signature + kSignatureBytes;
    if (recipients == 0 || bytes.size() < layout.chunks) return base::fail(ErrorCode::damaged, "bundle", "cut short");
    return layout;
}

std::string header_hash(std::string_view bytes, const Layout& layout) {
    const auto hash = base::blake2b_256(bytes.substr(0, layout.chunks));
    return text(hash.data(), hash.size());
}

}  // namespace

base::Result<std::string> write_bundle(BundleHeader header, const std::vector<std::string>& frames,
                                       const base::SigningKey& sender) {
    if (header.recipients.empty() || header.recipients.size() > 255 || header.epoch.size() > kEpochBytes) {
        return base::fail(ErrorCode::wrong_use, "bundle", "recipients or epoch");
    }
    if (frames.empty()) return base::fail(ErrorCode::wrong_use, "bundle", "nothing to write");
    header.sender = sender.public_key();
    FileKey key;
    crypto_secretstream_xchacha20poly1305_keygen(key.bytes.data());
    std::string bytes(kMagic);
    put(bytes, kBundleVersion, 1);
    put(bytes, kSuite, 1);
    put(bytes, header.recipients.size(), 1);
    for (const auto* id : {&header.sender, &header.project}) bytes += text(id->bytes.data(), kKeyBytes);
    put(bytes, static_cast<std::uint64_t>(header.made_ms), 8);
    put(bytes, header.from, 8);
    put(bytes, header.to, 8);
    bytes += header.epoch + std::string(kEpochBytes - header.epoch.size(), '\0');
    for (const auto& recipient : header.recipients) {
        auto sealed = sealed_for(recipient, key);
        if (!sealed) return base::fail(std::move(sealed.error()));
        bytes += text(recipient.bytes.data(), kKeyBytes) + *sealed;
    }
    crypto_secretstream_xchacha20poly1305_state state;
    std::string stream(kStreamHeaderBytes, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&state, out(stream), key.bytes.data());
    bytes += stream;
    const auto signature = base::sign(sender, bytes);
    bytes += text(signature.data(), signature.size());
    const auto bound = header_hash(bytes, *layout_of(bytes));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (bytes.size() + frames[i].size() + kChunkExtra + 4 > kBundleBytesMax) {
            return base::fail(ErrorCode::too_large, "bundle");
        }
        const bool is_last = i + 1 == frames.size();
        std::string chunk(frames[i].size() + kChunkExtra, '\0');
        crypto_secretstream_xchacha20poly1305_push(
            &state, out(chunk), nullptr, in(frames[i]), frames[i].size(), in(bound), bound.size(),
            is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
        put(bytes, chunk.size(), 4);
        bytes += chunk;
    }
    return bytes;
}

base::Result<BundleHeader> read_bundle_header(std::string_view bytes) {
    const auto layout = layout_of(bytes);
    if (!layout) return base::fail(layout.error());
    BundleHeader header;
    header.sender = key_at(bytes, 6);
    header.project = key_at(bytes, 38);
    base::Signature signature;
    std::memcpy(signature.data(), bytes.data() + layout->signature, signature.size());
    if (!base::verify(header.sender, bytes.substr(0, layout->signature), signature)) {
        return base::fail(ErrorCode::bad_signature, header.sender.text());
    }
    header.made_ms = static_cast<std::int64_t>(get(bytes, 70, 8));
    header.from = get(bytes, 78, 8);
    header.to = get(bytes, 86, 8);
    header.epoch = std::string(bytes.substr(94, kEpochBytes));
    header.epoch.erase(std::find(header.epoch.begin(), header.epoch.end(), '\0'), header.epoch.end());
    for (auto at = kFixedBytes; at < layout->stream; at += kKeyBytes + kSealedKeyBytes) {
        header.recipients.push_back(key_at(bytes, at));
    }
    return header;
}

base::Result<Bundle> read_bundle(std::string_view bytes, const base::SigningKey& reader) {
    auto header = read_bundle_header(bytes);
    if (!header) return base::fail(std::move(header.error()));
    Bundle bundle{std::move(*header), {}};
    const auto layout = *layout_of(bytes);
    const auto mine = std::find(bundle.header.recipients.begin(), bundle.header.recipients.end(), reader.public_key());
    if (mine == bundle.header.recipients.end()) return base::fail(ErrorCode::not_authorised, "bundle", "for others");
    const auto place = static_cast<std::size_t>(mine - bundle.header.recipients.begin());
    FileKey key;
    const auto at = kFixedBytes + place * (kKeyBytes + kSealedKeyBytes) + kKeyBytes;
    crypto_secretstream_xchacha20poly1305_state state;
    if (!opens(bytes.substr(at, kSealedKeyBytes), reader, key) ||
        crypto_secretstream_xchacha20poly1305_init_pull(&state, in(bytes.substr(layout.stream)), key.bytes.data()) != 0) {
        return base::fail(ErrorCode::damaged, "bundle", "its key does not open");
    }
    const auto bound = header_hash(bytes, layout);
    std::uint8_t tag = 0;
    for (auto rest = bytes.substr(layout.chunks); tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;) {
        if (rest.size() < 4) return base::fail(ErrorCode::damaged, "bundle", "cut short");
        const std::size_t size = get(rest, 0, 4);
        rest.remove_prefix(4);
        if (size < kChunkExtra || size > rest.size()) return base::fail(ErrorCode::damaged, "bundle", "cut short");
        std::string frame(size - kChunkExtra, '\0');
        if (crypto_secretstream_xchacha20poly1305_pull(&state, out(frame), nullptr, &tag, in(rest), size, in(bound),
                                                       bound.size()) != 0) {
            return base::fail(ErrorCode::damaged, "bundle", "altered");
        }
        rest.remove_prefix(size);
        const bool is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (is_last && !rest.empty()) return base::fail(ErrorCode::damaged, "bundle", "bytes after the end");
        bundle.frames.push_back(std::move(frame));
    }
    return bundle;
}

}  // namespace yuanquan::wire

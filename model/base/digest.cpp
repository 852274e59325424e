#include "model/base/digest.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <sodium.h>

#include "model/base/check.hpp"

namespace yuanquan::base {
namespace {

const unsigned char* data(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

// libsodium has no MD5, SHA-1 and SHA-384, which digest() of ODK XPath needs; nothing of ours relies on them.
const EVP_MD* evp(NamedDigest algorithm) {
    switch (algorithm) {
        case NamedDigest::md5: return EVP_md5();
        case NamedDigest::sha1: return EVP_sha1();
        case NamedDigest::sha256: return EVP_sha256();
        case NamedDigest::sha384: return EVP_sha384();
        case NamedDigest::sha512: return EVP_sha512();
    }
    return nullptr;
}

}  // namespace

std::array<std::uint8_t, 32> blake2b_256(std::string_view bytes) {
    std::array<std::uint8_t, 32> hash;
    YQ_CHECK(crypto_generichash(hash.data(), hash.size(), data(bytes), bytes.size(), nullptr, 0) == 0);
    return hash;
}

std::string named_digest(NamedDigest algorithm, std::string_view bytes) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    YQ_CHECK(EVP_Digest(bytes.data(), bytes.size(), hash, &length, evp(algorithm), nullptr) == 1);
    return {reinterpret_cast<const char*>(hash), length};
}

std::string to_base64(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), data(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // The final NUL.
    return text;
}

Result<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int status = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                         text.size(), " \t\r\n", &length, &end, sodium_base64_VARIANT_ORIGINAL);
    if (status != 0 || end != text.data() + text.size()) {
        return fail(ErrorCode::bad_input, "base64", "not base64", end == nullptr ? -1 : int(end - text.data()));
    }
    bytes.resize(length);
    return bytes;
}

KeyId SigningKey::public_key() const {
    KeyId key;
    crypto_sign_ed25519_sk_to_pk(key.bytes.data(), bytes.data());
    return key;
}

SigningKey SigningKey::generate(Random& random) {
    std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed;
    random.fill(seed.data(), seed.size());
    SigningKey key;
    KeyId ignored;
    static_assert(sizeof key.bytes == crypto_sign_SECRETKEYBYTES && sizeof ignored.bytes == crypto_sign_PUBLICKEYBYTES);
    crypto_sign_seed_keypair(ignored.bytes.data(), key.bytes.data(), seed.data());
    sodium_memzero(seed.data(), seed.size());
    return key;
}

Signature sign(const SigningKey& key, std::string_view bytes) {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, data(bytes), bytes.size(), key.bytes.data());
    return signature;
}

bool verify(const KeyId& public_key, std::string_view bytes, const Signature& signature) {
    return crypto_sign_verify_detached(signature.data(), data(bytes), bytes.size(), public_key.bytes.data()) == 0;
}

std::optional<PairTag> pair_tag(const SigningKey& mine, const KeyId& other, std::string_view bytes) {
    std::array<std::uint8_t, crypto_scalarmult_BYTES> secret{}, point{}, shared{};
    const bool agreed = crypto_sign_ed25519_pk_to_curve25519(point.data(), other.bytes.data()) == 0 &&
                        crypto_sign_ed25519_sk_to_curve25519(secret.data(), mine.bytes.data()) == 0 &&
                        crypto_scalarmult(shared.data(), secret.data(), point.data()) == 0;
    std::array<std::uint8_t, crypto_generichash_BYTES> hash{};
    YQ_CHECK(crypto_generichash(hash.data(), hash.size(), data(bytes), bytes.size(), shared.data(), shared.size()) == 0);
    sodium_memzero(secret.data(), secret.size());
    sodium_memzero(shared.data(), shared.size());
    if (!agreed) return std::nullopt;
    PairTag tag;
    std::copy_n(hash.begin(), tag.size(), tag.begin());
    return tag;
}

bool equal_tags(const PairTag& a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace yuanquan::base

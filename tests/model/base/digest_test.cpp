#include "model/base/digest.hpp"

#include <doctest/doctest.h>

using namespace yuanquan::base;

namespace {
std::string hex(std::string_view bytes) {
    return to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}
}  // namespace

TEST_CASE("hashes are the published ones") {
    const auto hash = blake2b_256("abc");
    CHECK(to_hex(hash.data(), hash.size()) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    CHECK(hex(named_digest(NamedDigest::md5, "abc")) == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(hex(named_digest(NamedDigest::sha1, "abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(hex(named_digest(NamedDigest::sha256, "abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(named_digest(NamedDigest::sha384, "abc")).starts_with("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"));
    CHECK(hex(named_digest(NamedDigest::sha512, "")).starts_with("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc"));
}

TEST_CASE("base64 goes there and back, and refuses what it is not") {
    for (const std::string text : {"", "f", "fo", "foo", "foob", "\xff\xfe\x00z"}) {
        CHECK(from_base64(to_base64(text)).value() == text);
    }
    CHECK(to_base64("foob") == "Zm9vYg==");
    CHECK(from_base64("Zm9v\nYg==\n").value() == "foob");
    CHECK_FALSE(from_base64("Zm9"));
    CHECK_FALSE(from_base64("Zm9v!"));
    CHECK_FALSE(from_base64("Zm9vYg==Zm9v"));
}

TEST_CASE("a signature holds for its key and its bytes only") {
    SeededRandom random(7);
    const SigningKey key = SigningKey::generate(random), other = SigningKey::generate(random);
    Signature signature = sign(key, "saved");
    CHECK(verify(key.public_key(), "saved", signature));
    CHECK_FALSE(verify(key.public_key(), "Saved", signature));
    CHECK_FALSE(verify(other.public_key(), "saved", signature));
    signature[5] ^= 1;
    CHECK_FALSE(verify(key.public_key(), "saved", signature));
}

#include <doctest/doctest.h>

#include "sync/wire/bundle.hpp"

// A bundle is whole, from its sender and for its reader, or it is refused.

namespace yuanquan::wire {

using base::ErrorCode;

namespace {

struct People {
    base::SeededRandom random{7};
    base::SigningKey sender = base::SigningKey::generate(random), reader = base::SigningKey::generate(random),
                     second = base::SigningKey::generate(random), stranger = base::SigningKey::generate(random);
    std::string bundle(const std::vector<std::string>& frames = {"one", "", std::string(300, 'x')}) const {
        BundleHeader header;
        header.project = second.public_key();
        header.recipients = {reader.public_key(), second.public_key()};
        header.made_ms = -5;
        header.from = 3, header.to = 9, header.epoch = "0011223344556677";
        return *write_bundle(header, frames, sender);
    }
};

}  // namespace

TEST_CASE("each recipient reads what the sender wrote, nobody else does") {
    const People people;
    const std::vector<std::string> frames{"one", "", std::string(300, 'x')};
    const auto bytes = people.bundle(frames);
    for (const auto* key : {&people.reader, &people.second}) {
        const auto bundle = read_bundle(bytes, *key);
        REQUIRE(bundle);
        CHECK(bundle->frames == frames);
        CHECK(bundle->header.sender == people.sender.public_key());
        CHECK(bundle->header.made_ms == -5);
        CHECK(bundle->header.to == 9);
        CHECK(bundle->header.epoch == "0011223344556677");
    }
    CHECK(read_bundle(bytes, people.stranger).error().code == ErrorCode::not_authorised);
    CHECK(bytes.find(std::string(20, 'x')) == std::string::npos);
}

TEST_CASE("B1: a bundle with any bit changed or cut at any length is refused") {
    const People people;
    const auto whole = people.bundle();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ (1 << (at % 8)));
        CHECK_FALSE(read_bundle(spoilt, people.reader));
        CHECK_FALSE(read_bundle(std::string_view(whole).substr(0, at), people.reader));
    }
    CHECK_FALSE(read_bundle(whole + "x", people.reader));
}

TEST_CASE("B1: the header of one bundle does not go with the chunks of another") {
    const People people;
    const auto one = people.bundle({"aaaa"}), other = people.bundle({"bbbb"});
    REQUIRE(one.size() == other.size());
    const std::size_t chunk = 4 + 4 + 17;
    const auto spliced = one.substr(0, one.size() - chunk) + other.substr(other.size() - chunk);
    CHECK(read_bundle(spliced, people.reader).error().code == ErrorCode::damaged);
}

TEST_CASE("B4: a bundle of a later version or with an unknown suite says so") {
    const People people;
    auto later = people.bundle(), other = later;
    later[3] = 2, other[4] = 0;
    CHECK(read_bundle(later, people.reader).error().code == ErrorCode::too_new);
    CHECK(read_bundle(other, people.reader).error().code == ErrorCode::too_new);
}

}  // namespace yuanquan::wire

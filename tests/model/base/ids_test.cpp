#include "model/base/ids.hpp"

#include <doctest/doctest.h>
#include <unordered_set>

using namespace yuanquan::base;

TEST_CASE("an id reads back from its text, and from nothing else") {
    SeededRandom random(1);
    const RecordId id = RecordId::random(random);
    CHECK(id.text().size() == 32);
    CHECK(RecordId::parse(id.text()) == id);
    CHECK_FALSE(RecordId::parse(""));
    CHECK_FALSE(RecordId::parse(id.text() + "0"));
    CHECK_FALSE(RecordId::parse(std::string(31, '0') + "G"));
    CHECK_FALSE(RecordId::parse(std::string(31, '0') + "A"));
    CHECK(RecordId{}.is_zero());
    CHECK_FALSE(id.is_zero());
}

TEST_CASE("a seed replays") {
    SeededRandom a(42), b(42), c(43);
    const std::uint64_t first = a.next_u64();
    CHECK(first == b.next_u64());
    CHECK(first != c.next_u64());
    CHECK(first == 13679457532755275413u);  // SplitMix64's published first word for 42.
    std::uint8_t whole[16], parts[16];
    a.fill(whole, 16);
    b.fill(parts, 8), b.fill(parts + 8, 8);
    CHECK(to_hex(whole, 16) == to_hex(parts, 16));
}

TEST_CASE("the system's randomness does not repeat") {
    std::unordered_set<RecordId> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(RecordId::random(system_random()));
    CHECK(seen.size() == 1000);
}

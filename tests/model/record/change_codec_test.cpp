#include "model/record/change_codec.hpp"
#include "model/record/change_parts.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/model/record/make_change.hpp"

using namespace yuanquan;
using namespace yuanquan::record;

namespace {

Change sample() {
    Writer a(1);
    const std::string one = row_path("members", 0x1122334455667788), two = row_path("members", 9);
    a.save(Edit{{{one, true}, {two, true}},
                {{one + "/name", "张𬭩"}, {two + "/name", ""}, {"phone", "13800000000"}, {two + "/jobs[00000000000000aa]/k", "1"}}});
    a.set("phone", "1");
    a.save(Edit{{{one, false}}, {{"phone", "2"}, {"note", std::string(300, 'x')}}});
    Change change = a.known().back().change;
    change.ops.push_back({static_cast<OpKind>(99), "of/the/future[0000000000000009]", "?", {}});
    return change;
}

// Whatever is accepted has one encoding only.
void check_canonical(const std::string& bytes) {
    const auto change = decode(bytes);
    if (change && encode(*change) != bytes) FAIL("accepted, but encodes differently");
}

}  // namespace

TEST_CASE("a change reads back as it was written, unknown kinds included") {
    const Change change = sample();
    const std::string bytes = encode(change);
    const auto read = decode(bytes);
    REQUIRE(read);
    CHECK(*read == change);
    CHECK(encode(*read) == bytes);
    CHECK(decode(encode(Writer(1).save(std::vector<Op>{}).change)).has_value());
}

TEST_CASE("the bytes of version 1 stay as they are") {
    CHECK(change_id(encode(sample())).text() == "c719b1cc93619cdeb55e5c70d18943a49e4886e41b03dd863f29762427a81b95");
}

TEST_CASE("a change is taken apart and put together again, and what has another form is not") {
    const Change change = sample();
    const std::string bytes = encode(change);
    const auto parts = split_change(bytes);
    REQUIRE(parts.has_value());
    CHECK(parts->record == std::string(change.record.bytes.begin(), change.record.bytes.end()));
    CHECK(parts->sequence == change.sequence);
    CHECK(parts->wall_ms == change.wall_ms);
    CHECK(parts->texts.front() == change.author);
    CHECK(joined_size(*parts) == bytes.size());
    CHECK(join_change(*parts) == bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(split_change(bytes.substr(0, size)).has_value());
    for (std::size_t i = 0; i < bytes.size(); ++i) {   // Whatever is let through comes out as it went in.
        auto other = bytes;
        other[i] = static_cast<char>(other[i] + 1);
        if (const auto changed = split_change(other)) CHECK(join_change(*changed) == other);
    }
}

TEST_CASE("a change cut off anywhere, or with bytes added, is damaged") {
    const std::string bytes = encode(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto read = decode(std::string_view(bytes).substr(0, size));
        REQUIRE_FALSE(read);
        CHECK(read.error().code == base::ErrorCode::damaged);
    }
    CHECK_FALSE(decode(bytes + '\0'));
}

TEST_CASE("any flipped bit gives an error or another change, in one canonical form") {
    const std::string bytes = encode(sample());
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
        check_canonical(flipped);
        CHECK(change_id(flipped) != change_id(bytes));
    }
}

TEST_CASE("other bytes that would say the same are refused") {
    Change change = sample();
    const std::string one = row_path("members", 0x1122334455667788), two = row_path("members", 9);
    change.ops = {{OpKind::set, one + "/name", "1", {}}, {OpKind::set, two + "/name", "1", {}}, {OpKind::set, one + "/age", "1", {}},
                  {OpKind::set, "like[000000000000000g]", "1", {}}};
    const std::string bytes = encode(change);
    REQUIRE(decode(bytes));
    const auto is_refused_with = [&](const std::string& was, const std::string& is) {
        const auto at = bytes.find(was);
        REQUIRE(at != std::string::npos);
        std::string other = bytes;
        other.replace(at, was.size(), is);
        const auto read = decode(other);
        return !read && read.error().code == base::ErrorCode::damaged;
    };
    const std::string first("\x11\x22\x33\x44\x55\x66\x77\x88", 8), second("\0\0\0\0\0\0\0\x09", 8);
    const std::string numbers("\3\0\0\0\0\1\0", 7);
    CHECK(is_refused_with(first + second, first + first));                      // One row twice in the table.
    CHECK(is_refused_with(numbers, std::string("\3\0\0\0\1\0\1", 7)));        // The second is named first.
    CHECK(is_refused_with(numbers, std::string("\3\0\0\0\0\0\0", 7)));        // One is named by nobody.
    CHECK(is_refused_with("like[000000000000000g]", "like[000000000000000f]"));  // One is written out.
    std::string big_endian = bytes;
    big_endian[9] = 0;
    CHECK_FALSE(decode(big_endian));
}

TEST_CASE("superseded changes are in order, each once, and none for nothing") {
    Change both = sample();
    const ChangeId low{{1}}, high{{2}};
    both.ops = {{OpKind::set, "x", "1", {{low, 0}, {high, 0}}}, {OpKind::set, "y", "1", {{low, 1}}}};
    const std::string bytes = encode(both);
    REQUIRE(decode(bytes));
    const auto text = [](const ChangeId& id) { return std::string(id.bytes.begin(), id.bytes.end()); };
    const auto with = [&](const std::string& table) {
        std::string other = bytes;
        other.replace(bytes.find(text(low) + text(high)), table.size(), table);
        return other;
    };
    CHECK_FALSE(decode(with(text(high) + text(low))));
    CHECK_FALSE(decode(with(text(low) + text(low))));
    std::string unused = bytes;   // x supersedes the first alone, and an op of it besides.
    const std::string seen("\2\0\0\1\0\1\0\1", 8);
    REQUIRE(unused.find(seen) != std::string::npos);
    unused.replace(unused.find(seen), seen.size(), std::string("\2\0\0\0\5\1\0\1", 8));
    CHECK_FALSE(decode(unused));
}

TEST_CASE("random damage never breaks the reader") {
    base::SeededRandom random(20261123);
    const std::string bytes = encode(sample());
    for (int round = 0; round < 20'000; ++round) {
        std::string mutated = bytes;
        for (std::uint64_t i = 0, count = 1 + random.next_u64() % 4; i < count; ++i) {
            const std::size_t at = random.next_u64() % mutated.size();
            switch (random.next_u64() % 4) {
                case 0: mutated[at] = static_cast<char>(random.next_u64()); break;
                case 1: mutated.erase(at, 1 + random.next_u64() % 5); break;
                case 2: mutated.insert(at, 1 + random.next_u64() % 5, static_cast<char>(random.next_u64())); break;
                default: mutated[at] = static_cast<char>(mutated[at] + 1); break;
            }
            if (mutated.size() < 10) mutated = bytes;
        }
        const std::size_t body = mutated.size() - 9;  // With a right length, so that the body is reached.
        for (std::size_t i = 0; i < 4; ++i) mutated[5 + i] = static_cast<char>(body >> 8 * i);
        check_canonical(mutated);
    }
}

TEST_CASE("a short input that claims two gigabytes is refused before they are allocated") {
    std::string bytes = encode(sample());
    const std::size_t author = 9 + 1 + 16 + 8 + 32 + 8 + 8 + 4 + 16;
    for (std::size_t i = 0; i < 4; ++i) bytes[author + i] = static_cast<char>(i == 3 ? 0x7f : 0xff);
    const auto read = decode(bytes);
    REQUIRE_FALSE(read);
    CHECK(read.error().detail == "a length runs past the end");
    CHECK_FALSE(decode(std::string("\x01\xff\xff\xff\x7f\0\0\0\0", 9)));
}

TEST_CASE("a later version is told from damage") {
    std::string bytes = encode(sample());
    bytes[3] = 2;
    CHECK(decode(bytes).error().code == base::ErrorCode::too_new);
    bytes[3] = 1;
    bytes[4] = 9;
    CHECK(decode(bytes).error().code == base::ErrorCode::too_new);
    bytes[3] = 0;
    CHECK(decode(bytes).error().code == base::ErrorCode::damaged);
}

TEST_CASE("limits hold") {
    const std::string bytes = encode(sample());
    CHECK(decode(bytes, {100, 1000, 1000}).error().code == base::ErrorCode::too_large);
    CHECK(decode(bytes, {100'000, 2, 1000}).error().code == base::ErrorCode::too_large);
    CHECK(decode(bytes, {100'000, 1000, 299}).error().code == base::ErrorCode::too_large);
    CHECK(decode(bytes, {100'000, 1000, 300}).has_value());
}

TEST_CASE("numbers that the store cannot count past are refused") {
    Change change = sample();
    change.counter = std::uint64_t{1} << 62;
    CHECK_FALSE(decode(encode(change)));
    change.counter = (std::uint64_t{1} << 62) - 1;
    CHECK(decode(encode(change)));
}

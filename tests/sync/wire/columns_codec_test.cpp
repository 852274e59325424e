#include "sync/wire/columns_codec.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "model/base/ids.hpp"
#include "model/record/change_codec.hpp"
#include "model/record/malformed.hpp"
#include "tests/model/record/make_change.hpp"

using namespace yuanquan;
using namespace yuanquan::record;

namespace {

constexpr std::size_t kMax = std::size_t{1} << 20;

// Two people at one record: chains, superseded ops, rows, conflicts.
std::vector<std::string> conversation() {
    Writer a(1), b(2);
    const auto row = row_path("members", 0x1122334455667788);
    a.save(Edit{{{row, true}}, {{row + "/name", "张𬭩"}, {"phone", "13800000000"}, {"note", std::string(300, 'x')}}});
    b.learn(a);
    for (int i = 0; i < 5; ++i) {
        a.set("phone", std::to_string(i));
        b.set("phone", std::to_string(100 + i));
        b.set(row + "/name", "b" + std::to_string(i));
    }
    b.learn(a);
    b.set("phone", "settled");
    std::vector<std::string> changes;
    for (const auto& known : b.known()) changes.push_back(encode(known.change));
    return changes;
}

std::string read_error(std::string_view columns, std::size_t max = kMax) {
    try {
        static_cast<void>(wire::from_columns(columns, max));
        return {};
    } catch (const Malformed& malformed) {
        return malformed.why;
    }
}

std::string varint(std::uint64_t number) {
    std::string out;
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    return out + static_cast<char>(number);
}

}  // namespace

TEST_CASE("changes come out of their columns byte for byte, in whatever order and however often they stand in a message") {
    auto changes = conversation();
    base::SeededRandom random(7);
    for (int round = 0; round < 200; ++round) {
        REQUIRE(wire::from_columns(wire::to_columns(changes), kMax) == changes);
        const auto at = random.next_u64() % changes.size(), to = random.next_u64() % changes.size();
        if (round % 3 == 0) changes.push_back(changes[at]);
        std::swap(changes[at], changes[to]);
    }
    CHECK(wire::from_columns(wire::to_columns({}), kMax).empty());
}

TEST_CASE("what is no change of this version travels whole among the others") {
    auto changes = conversation();
    changes.insert(changes.begin() + 2, {"", "YQC", std::string(200, '\xff'), changes.front().substr(0, 100)});
    changes.back()[3] = 2;   // Of a later version.
    CHECK(wire::from_columns(wire::to_columns(changes), kMax) == changes);
}

TEST_CASE("ids stand once, and a chain names nothing twice") {
    const auto changes = conversation();
    std::size_t size = 0;
    for (const auto& change : changes) size += change.size();
    CHECK(wire::to_columns(changes).size() < size / 2);
}

TEST_CASE("columns that are cut off or altered end in an error or in other changes, never in more than a message may hold") {
    const auto columns = wire::to_columns(conversation());
    for (std::size_t size = 0; size < columns.size(); ++size) CHECK_FALSE(read_error(columns.substr(0, size)).empty());
    CHECK_FALSE(read_error(columns + '\0').empty());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (const int by : {1, 64, 128, 255}) {
            auto other = columns;
            other[i] = static_cast<char>(other[i] + by);
            static_cast<void>(read_error(other));
        }
    }
    CHECK_FALSE(read_error(columns, 100).empty());
}

TEST_CASE("a byte that stands for an id cannot make a small message large") {
    constexpr std::size_t kColumns = 18, kSeen = 1'000'000;
    std::vector<std::string> column(kColumns);
    column[0] = '\1' + varint(kSeen);
    for (int i = 0; i < 10; ++i) column[0] += '\0';
    column[1] = std::string(4, '\0') + std::string(kSeen - 1, '\1');
    column[2] = std::string(16 + 16 + 32 + 32, 'i');
    for (std::size_t i = 3; i < 7; ++i) column[i] = '\0';
    std::string columns = varint(1);
    for (const auto& one : column) columns += varint(one.size());
    for (const auto& one : column) columns += one;
    CHECK(read_error(columns) == "more than a message may hold");
    CHECK(read_error(columns, 64 << 20).empty());
}

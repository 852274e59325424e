#include "model/record/fold.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "model/record/cell.hpp"
#include "tests/model/record/make_change.hpp"

using namespace yuanquan;
using namespace yuanquan::record;

namespace {

const std::string kMember = row_path("members", 1);
const std::string kName = kMember + "/name";

std::size_t below(base::Random& random, std::size_t limit) { return random.next_u64() % limit; }

void shuffle(std::vector<IdentifiedChange>& changes, base::Random& random) {
    for (std::size_t i = changes.size(); i > 1; --i) std::swap(changes[i - 1], changes[below(random, i)]);
}

// A random history: some writers who save, and now and then learn all or some of what another has.
std::vector<IdentifiedChange> random_history(base::Random& random, std::size_t saves) {
    std::vector<Writer> writers;
    for (std::uint8_t i = 1; i <= 2 + below(random, 4); ++i) writers.emplace_back(i);
    std::vector<IdentifiedChange> all;
    for (std::size_t i = 0; i < saves; ++i) {
        Writer& writer = writers[below(random, writers.size())];
        const std::string row = row_path(below(random, 4) == 0 ? kMember + "/jobs" : "members", 1 + below(random, 3));
        switch (below(random, 7)) {
            case 0: all.push_back(writer.add(row)); break;
            case 1: all.push_back(writer.remove(row)); break;
            case 2: writer.learn(writers[below(random, writers.size())]); break;
            case 3:
                if (!all.empty()) writer.learn(all[below(random, all.size())]);  // Out of its causal order.
                break;
            case 4: all.push_back(writer.set(row + "/name", std::to_string(below(random, 3)))); break;
            case 5: all.push_back(writer.set("phone", std::to_string(below(random, 3)))); break;
            default: {
                const auto open = conflicts(writer.record());
                if (open.empty()) break;
                const Conflict& conflict = open[below(random, open.size())];
                const bool is_row = innermost_row(conflict.path) == conflict.path;
                all.push_back(writer.save({is_row ? settle_row_op(writer.record(), conflict.path, below(random, 2) == 0)
                                                  : settle_op(writer.record(), conflict.path, "settled")}));
            }
        }
    }
    return all;
}

// The definition, written down without regard to speed: an op is a head when no op of its cell supersedes it.
std::map<std::string, std::set<OpId>> heads_by_definition(const std::vector<IdentifiedChange>& changes) {
    std::map<std::string, std::set<OpId>> heads, gone;
    for (const auto& [id, change] : changes) {
        for (std::uint32_t i = 0; i < change.ops.size(); ++i) {
            heads[change.ops[i].path].insert({id, i});
            gone[change.ops[i].path].insert(change.ops[i].supersedes.begin(), change.ops[i].supersedes.end());
        }
    }
    for (auto& [path, ids] : heads) {
        for (const OpId& id : gone[path]) ids.erase(id);
    }
    return heads;
}

std::map<std::string, std::set<OpId>> heads_of(const Record& record) {
    std::map<std::string, std::set<OpId>> heads;
    for (const auto& [path, cell] : record.cells) {
        for (const Head& head : cell.heads) heads[path].insert(head.op);
    }
    return heads;
}

}  // namespace

TEST_CASE("every order of up to six changes folds to the same bytes") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        base::SeededRandom random(seed);
        auto changes = random_history(random, 8);
        if (changes.size() > 6) changes.resize(6);
        const std::string expected = state_bytes(fold(test_record(), changes));
        std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        do {
            if (state_bytes(fold(test_record(), changes)) != expected) FAIL("seed " << seed);
        } while (std::next_permutation(changes.begin(), changes.end(),
                                       [](const auto& a, const auto& b) { return a.id < b.id; }));
    }
}

TEST_CASE("order and duplicates of long histories change nothing, and heads are as defined") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        base::SeededRandom random(seed);
        auto changes = random_history(random, 5 + below(random, 60));
        const Record record = fold(test_record(), changes);
        const std::string expected = state_bytes(record);
        if (heads_of(record) != heads_by_definition(changes)) FAIL("seed " << seed);
        for (int round = 0; round < 4; ++round) {
            auto mixed = changes;
            for (std::size_t i = 0; i < changes.size() / 3; ++i) mixed.push_back(changes[below(random, changes.size())]);
            shuffle(mixed, random);
            if (state_bytes(fold(test_record(), mixed)) != expected) FAIL("seed " << seed << " round " << round);
        }
    }
}

TEST_CASE("a later edit that saw a value replaces it whatever the clocks say") {
    Writer a(1), b(2);
    auto first = a.set("phone", "1");
    first.change.wall_ms = 4'000'000'000'000;  // 2096
    b.learn(first);
    b.set("phone", "2");
    const Record record = b.record();
    CHECK(record.value("phone") == "2");
    CHECK(conflicts(record).empty());
}

TEST_CASE("different cells edited apart leave nothing to settle") {
    Writer a(1), b(2);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}, {"phone", "1"}, {"head", "h"}}});
    b.learn(a);
    a.set("phone", "2");
    b.set("head", "k");
    a.learn(b);
    CHECK(conflicts(a.record()).empty());
    CHECK(a.record().value("phone") == "2");
    CHECK(a.record().value("head") == "k");
}

TEST_CASE("one cell edited apart keeps both values with who and when, and settling ends it") {
    Writer a(1), b(2);
    a.set("phone", "1");
    b.learn(a);
    a.set("phone", "2");
    b.set("phone", "3");
    a.learn(b);
    b.learn(a);
    const auto open = conflicts(a.record());
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == Conflict::Kind::values);
    CHECK(open[0].path == "phone");
    REQUIRE(open[0].heads.size() == 2);
    CHECK(std::set<std::string>{open[0].heads[0].value, open[0].heads[1].value} == std::set<std::string>{"2", "3"});
    CHECK(std::set<std::string>{open[0].heads[0].author, open[0].heads[1].author} ==
          std::set<std::string>{"author1", "author2"});
    CHECK(open[0].heads[0].value == a.record().value("phone"));
    CHECK(state_bytes(a.record()) == state_bytes(b.record()));
    b.save({settle_op(b.record(), "phone", "4")});
    CHECK(conflicts(b.record()).empty());
    CHECK(b.record().value("phone") == "4");
}

TEST_CASE("equal values are no conflict, and the next edit replaces both") {
    Writer a(1), b(2);
    a.set("phone", "5");
    b.set("phone", "5");
    a.learn(b);
    CHECK(a.record().cells.find("phone")->second.heads.size() == 2);
    CHECK(conflicts(a.record()).empty());
    a.set("phone", "6");
    CHECK(a.record().cells.find("phone")->second.heads.size() == 1);
}

TEST_CASE("the title is made of other cells and is no conflict of its own") {
    Writer a(1), b(2);
    a.set("@title", "one");
    b.set("@title", "two");
    a.learn(b);
    CHECK(a.record().cells.find("@title")->second.heads.size() == 2);
    CHECK(conflicts(a.record()).empty());
}

TEST_CASE("a change folded before what it supersedes gives the same record") {
    Writer a(1);
    const auto first = a.set("phone", "1");
    const auto second = a.set("phone", "2");
    Fold fold(test_record());
    fold.add(second.id, second.change);
    CHECK(fold.record().value("phone") == "2");
    fold.add(first.id, first.change);
    CHECK(fold.record().value("phone") == "2");
    CHECK(fold.record().cells.find("phone")->second.heads.size() == 1);
    CHECK(fold.record().first_wall_ms == first.change.wall_ms);
}

TEST_CASE("of several heads the greatest counter is shown") {
    Writer a(1), b(2);
    a.set("phone", "1");
    a.set("head", "h");
    a.set("phone", "2");  // Counter 3.
    b.set("phone", "9");  // Counter 1.
    a.learn(b);
    CHECK(a.record().value("phone") == "2");
    CHECK(conflicts(a.record()).size() == 1);
}

TEST_CASE("ops of an unknown kind are ignored by the fold and stay in the change") {
    Writer a(1);
    a.set("phone", "1");
    const auto strange = a.save({Op{static_cast<OpKind>(200), "phone", "x", {}}});
    CHECK(a.record().value("phone") == "1");
    CHECK(a.record().changes == 2);
    CHECK(decode(encode(strange.change)).value() == strange.change);
}

TEST_CASE("rows come in order of position, then id, and removed ones not at all") {
    Writer a(1);
    const std::string one = row_path("members", 1), two = row_path("members", 2), three = row_path("members", 3);
    a.save(Edit{{{one, true}, {two, true}, {three, true}, {one + "/jobs[00000000000000aa]", true}},
                {{one + "/@position", "3"}, {two + "/@position", "1.5"}, {three + "/@position", "10"}}});
    CHECK(a.record().rows("members") == std::vector<std::string>{two, one, three});
    CHECK(a.record().rows(one + "/jobs").size() == 1);
    a.remove(one);
    CHECK(a.record().rows("members") == std::vector<std::string>{two, three});
    CHECK(a.record().rows(one + "/jobs").empty());
    CHECK(a.record().value(one + "/@position").empty());
    CHECK_FALSE(a.record().row_present(one + "/jobs[00000000000000aa]"));
    a.add(one);
    CHECK(a.record().rows("members") == std::vector<std::string>{two, one, three});
}

TEST_CASE("history tells every op of a cell, oldest first, superseded or not") {
    Writer a(1), b(2);
    a.set("phone", "1");
    b.learn(a);
    a.set("phone", "2");
    b.set("phone", "3");
    a.learn(b);
    const auto entries = history(a.known(), "phone");
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].head.value == "1");
    CHECK(entries[0].superseded);
    CHECK_FALSE(entries[1].superseded);
    CHECK_FALSE(entries[2].superseded);
    CHECK(history(a.known()).size() == 3);
}

TEST_CASE("the area is the cell @area where there is one") {
    Writer a(1);
    a.set("phone", "1");
    CHECK(a.record().area == "620981");
    a.set("@area", "620982");
    CHECK(a.record().area == "620982");
}

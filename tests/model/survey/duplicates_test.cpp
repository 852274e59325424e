// S9: the same household registered twice. Declared in any order, in chains and in rings, every replica shows the same
// groups; declarations can be undone; nothing is hidden.

#include "model/survey/duplicates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "model/base/clock.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::survey;

namespace {

struct Village {
    explicit Village(std::uint64_t seed) : random(seed) {
        auto opened = Workspace::open(folder.file("w"), clock, random);
        REQUIRE(opened);
        workspace = std::move(*opened);
        REQUIRE(workspace->set_identity({"zhang", Role::lead, {}}));
    }
    record::RecordId add(std::vector<record::WantedCell> cells) {
        record::Record empty;
        empty.id = record::RecordId::random(random);
        REQUIRE(workspace->store().save(empty.id, "zhang", "v1", "household", "1", record::edit_ops(empty, {{}, std::move(cells)})));
        return empty.id;
    }
    std::vector<std::string> all() {
        std::vector<std::string> bytes;
        const auto slice = workspace->store().changes_after(0, {}, std::size_t{1} << 30);
        for (const auto& change : slice->changes) bytes.push_back(change.bytes);
        return bytes;
    }
    DuplicateSearch search() { return *search_duplicates(*workspace); }
    std::vector<std::vector<record::RecordId>> groups() { return search().same(); }

    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::unique_ptr<Workspace> workspace;
};

}  // namespace

TEST_CASE("households that share an identity number, a person or a phone are proposed until they are declared the same") {
    Village village(1);
    const auto a = village.add({{"members[0101010101010101]/document_number", "620981196803121234"}, {"phone", "13800001234"}});
    const auto b = village.add({{"members[0202020202020202]/document_number", "620981 19680312 1234"}});
    const auto c = village.add({{"phone", "138-0000-1234"}, {"head/name", "Li"}, {"head/birth_date", "1968-03-12"}});
    const auto d = village.add({{"head/name", "Li"}, {"head/birth_date", "1968-03-12"}});
    const auto other = village.add({{"head/name", "Li"}, {"head/birth_date", "1970-01-01"}, {"phone", "1"}});
    const auto proposals = village.search().proposals();
    REQUIRE(proposals.size() == 3);
    CHECK(proposals[0].likeness == Likeness::identity_number);
    CHECK(std::ranges::is_permutation(proposals[0].records, std::vector{a, b}));
    CHECK(proposals[1].likeness == Likeness::name_birth_village);
    CHECK(std::ranges::is_permutation(proposals[1].records, std::vector{c, d}));
    CHECK(proposals[2].likeness == Likeness::phone);
    CHECK(std::ranges::is_permutation(proposals[2].records, std::vector{a, c}));
    REQUIRE(village.search().declare_same(a, b));
    CHECK(village.search().proposals().size() == 2);
    CHECK(village.search().declare_same(b, a).error().code == base::ErrorCode::already_exists);
    CHECK(village.search().declare_same(other, other).error().code == base::ErrorCode::wrong_use);
    REQUIRE(village.search().declare_different(b));
    CHECK(village.search().proposals().size() == 3);
    CHECK(village.groups().empty());
    CHECK(village.search().declare_different(b).error().code == base::ErrorCode::not_found);
    CHECK(village.workspace->store().list()->size() == 5);
}

TEST_CASE("a record that leaves a group leaves the others together") {
    Village village(2);
    std::vector<record::RecordId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(village.add({{"head/name", std::to_string(i)}}));
    std::sort(ids.begin(), ids.end());
    REQUIRE(village.search().declare_same(ids[1], ids[2]));
    REQUIRE(village.search().declare_same(ids[2], ids[0]));
    CHECK(village.groups() == std::vector<std::vector<record::RecordId>>{ids});
    REQUIRE(village.search().declare_different(ids[0]));
    CHECK(village.groups().size() <= 1);
    for (const auto& group : village.groups()) CHECK(std::find(group.begin(), group.end(), ids[0]) == group.end());
}

TEST_CASE("two households that were said not to be the same are not proposed again, until that is taken back") {
    Village village(7);
    const auto a = village.add({{"phone", "13800001234"}}), b = village.add({{"phone", "13800001234"}}), c = village.add({{"phone", "13800001234"}});
    auto search = village.search();
    REQUIRE(search.proposals().size() == 1);
    CHECK(search.proposals().front().records.size() == 3);
    REQUIRE(search.declare_not_same(b, a));
    CHECK(search.proposals().front().records.size() == 3);   // The third is still open against both.
    REQUIRE(search.declare_not_same(a, c));
    CHECK(search.proposals().front().records == std::vector{std::min(b, c), std::max(b, c)});
    REQUIRE(search.declare_same(b, c));
    CHECK(search.proposals().empty());
    CHECK(village.search().proposals().empty());
    CHECK(village.search().not_same().size() == 2);
    CHECK(search.declare_not_same(a, a).error().code == base::ErrorCode::wrong_use);
    const auto before = village.all().size();
    REQUIRE(search.declare_not_same(a, b));   // Said already.
    CHECK(village.all().size() == before);
    REQUIRE(search.declare_not_same(a, b, false));
    REQUIRE(search.declare_not_same(a, c, false));
    CHECK(village.search().not_same().empty());
    CHECK(village.search().proposals().size() == 1);
    CHECK(village.workspace->store().counts()->conflicts == 0);
}

TEST_CASE("a search that goes on reads only what has changed since") {
    Village village(8);
    std::vector<record::RecordId> ids;
    for (int i = 0; i < 20; ++i) ids.push_back(village.add({{"phone", "1390000" + std::to_string(1000 + i / 2)}}));
    DuplicateSearch search(*village.workspace);
    search.expect(*village.workspace->store().list());
    CHECK(search.left() == 20);
    REQUIRE(search.read(7));
    CHECK(search.left() == 13);
    search.expect(*village.workspace->store().list());
    CHECK(search.left() == 13);
    REQUIRE(search.read(100));
    CHECK(search.proposals().size() == 10);
    record::Record seen = *village.workspace->store().record(ids[3]);
    REQUIRE(village.workspace->store().save(ids[3], "li", "v1", "household", "1", record::edit_ops(seen, {{}, {{"phone", "13900009999"}}})));
    search.expect(*village.workspace->store().list());
    CHECK(search.left() == 1);
    REQUIRE(search.read(1));
    CHECK(search.proposals().size() == 9);
    REQUIRE(search.declare_same(ids[0], ids[1]));
    CHECK(search.proposals().size() == 8);
    search.expect(*village.workspace->store().list());
    CHECK(search.left() == 0);   // What it said itself it knows.
}

TEST_CASE("declared at once on several laptops, in rings and chains, undone and declared again: all see the same groups") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        std::mt19937_64 bits(seed);
        Village one(seed * 3), two(seed * 3 + 1), three(seed * 3 + 2);
        const std::vector<Village*> all{&one, &two, &three};
        std::vector<record::RecordId> ids;
        for (int i = 0; i < 5; ++i) ids.push_back(one.add({{"head/name", std::to_string(i)}}));
        for (auto* to : {&two, &three}) REQUIRE(to->workspace->store().apply(one.all(), "one"));
        for (int i = 0; i < 14; ++i) {
            auto& at = *all[bits() % all.size()];
            const auto& a = ids[bits() % ids.size()];
            if (bits() % 4 == 0) (void)at.search().declare_not_same(a, ids[bits() % ids.size()], bits() % 2 == 0);
            else if (bits() % 3 == 0) (void)at.search().declare_different(a);
            else (void)at.search().declare_same(a, ids[bits() % ids.size()]);
        }
        for (auto* from : all) {
            for (auto* to : all) {
                auto changes = from->all();
                std::shuffle(changes.begin(), changes.end(), bits);
                for (const auto& change : changes) REQUIRE(to->workspace->store().apply(std::vector{change}, "peer"));
            }
        }
        CHECK(one.groups() == two.groups());
        CHECK(one.groups() == three.groups());
        CHECK(one.search().not_same() == three.search().not_same());
        CHECK(*one.workspace->store().state_hash() == *three.workspace->store().state_hash());
        CHECK(one.workspace->store().list()->size() == ids.size());
    }
}

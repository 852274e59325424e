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
    std::vector<std::vector<record::RecordId>> groups() { return *same_households(*workspace); }

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
    const auto proposals = *propose_duplicates(*village.workspace);
    REQUIRE(proposals.size() == 3);
    CHECK(proposals[0].likeness == Likeness::identity_number);
    CHECK(std::ranges::is_permutation(proposals[0].records, std::vector{a, b}));
    CHECK(proposals[1].likeness == Likeness::name_birth_village);
    CHECK(std::ranges::is_permutation(proposals[1].records, std::vector{c, d}));
    CHECK(proposals[2].likeness == Likeness::phone);
    CHECK(std::ranges::is_permutation(proposals[2].records, std::vector{a, c}));
    REQUIRE(declare_same(*village.workspace, a, b));
    CHECK(propose_duplicates(*village.workspace)->size() == 2);
    CHECK(declare_same(*village.workspace, b, a).error().code == base::ErrorCode::already_exists);
    CHECK(declare_same(*village.workspace, other, other).error().code == base::ErrorCode::wrong_use);
    REQUIRE(declare_different(*village.workspace, b));
    CHECK(propose_duplicates(*village.workspace)->size() == 3);
    CHECK(village.groups().empty());
    CHECK(declare_different(*village.workspace, b).error().code == base::ErrorCode::not_found);
    CHECK(village.workspace->store().list()->size() == 5);
}

TEST_CASE("a record that leaves a group leaves the others together") {
    Village village(2);
    std::vector<record::RecordId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(village.add({{"head/name", std::to_string(i)}}));
    std::sort(ids.begin(), ids.end());
    REQUIRE(declare_same(*village.workspace, ids[1], ids[2]));
    REQUIRE(declare_same(*village.workspace, ids[2], ids[0]));
    CHECK(village.groups() == std::vector<std::vector<record::RecordId>>{ids});
    REQUIRE(declare_different(*village.workspace, ids[0]));
    CHECK(village.groups().size() <= 1);
    for (const auto& group : village.groups()) CHECK(std::find(group.begin(), group.end(), ids[0]) == group.end());
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
            if (bits() % 3 == 0) (void)declare_different(*at.workspace, a);
            else (void)declare_same(*at.workspace, a, ids[bits() % ids.size()]);
        }
        for (auto* from : all) {
            for (auto* to : all) {
                auto changes = from->all();
                std::shuffle(changes.begin(), changes.end(), bits);
                for (const auto& change : changes) REQUIRE(to->workspace->store().apply({&change, 1}, "peer"));
            }
        }
        CHECK(one.groups() == two.groups());
        CHECK(one.groups() == three.groups());
        CHECK(*one.workspace->store().state_hash() == *three.workspace->store().state_hash());
        CHECK(one.workspace->store().list()->size() == ids.size());
    }
}

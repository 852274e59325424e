// P6: yuanquan doctor --restore.

#include <doctest/doctest.h>

#include "app/team/restore.hpp"
#include "model/base/files.hpp"
#include "tests/support/exchange_team.hpp"

using namespace yuanquan;
using namespace yuanquan::support;

namespace {

struct Places {
    ScratchFolder folder;
    std::string laptop = folder.file("laptop"), office = folder.file("office"), backup = folder.file("backup.db");
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random{77};
    static std::string store_in(const std::string& place) { return place + "/yuanquan.db"; }
    team::Restored restore(const std::string& place) {
        auto restored = team::restore_backup(backup, place, clock, random);
        REQUIRE_MESSAGE(restored.has_value(), restored.error().describe());
        return std::move(*restored);
    }
};

}  // namespace

TEST_CASE("a restored laptop goes on under a new id, keeps its chain, and gets back what it had sent") {
    Places at;
    Office office(at.folder.file("hq.db"));
    TeamLaptop laptop(Places::store_in(at.laptop), 3, office, "one");
    const auto record = laptop.scratch.new_id();
    laptop.scratch.set(record, "name", "before");
    REQUIRE(laptop.scratch.store->backup(at.backup));
    const auto old_id = laptop.scratch.store->replica();
    const auto after = laptop.scratch.set(record, "name", "after");
    MemoryLink link(office);
    REQUIRE(laptop.exchange(link).status);
    CHECK(team::restore_backup(at.backup, at.laptop, at.clock, at.random).error().code == base::ErrorCode::in_use);
    laptop.scratch.close();
    const auto restored = at.restore(at.laptop);
    CHECK_FALSE(restored.is_headquarters);
    CHECK(base::exists(restored.kept_aside));
    laptop.scratch.open();
    CHECK(laptop.scratch.store->replica() != old_id);
    CHECK_FALSE(laptop.scratch.store->has_change(after));
    laptop.scratch.set(record, "phone", "1");
    MemoryLink again(office);
    REQUIRE(laptop.exchange(again).status);
    CHECK(laptop.scratch.store->has_change(after));
    CHECK(laptop.scratch.store->record(record)->value("name") == "after");
    CHECK(*laptop.scratch.store->state_hash() == *office.scratch.store->state_hash());
    CHECK(laptop.scratch.store->verify()->empty());
}

TEST_CASE("a restored headquarters goes on in a new epoch, and laptops give back what it lost") {
    Places at;
    Office office(Places::store_in(at.office));
    TeamLaptop laptop(at.folder.file("one.db"), 3, office, "one");
    REQUIRE(office.scratch.store->backup(at.backup));
    const auto change = laptop.scratch.set(laptop.scratch.new_id(), "name", "after");
    MemoryLink link(office);
    REQUIRE(laptop.exchange(link).status);
    const auto epoch = office.headquarters->epoch();
    office.session.reset(), office.replica.reset(), office.headquarters.reset(), office.scratch.close();
    CHECK(at.restore(at.office).is_headquarters);
    office.scratch.open();
    office.open();
    CHECK(office.headquarters->epoch() != epoch);
    CHECK(office.headquarters->recovering());
    CHECK_FALSE(office.scratch.store->has_change(change));
    MemoryLink again(office);
    REQUIRE(laptop.exchange(again).status);
    CHECK(office.scratch.store->has_change(change));
}

TEST_CASE("a backup that does not pass doctor is refused, and the workspace stays as it is") {
    Places at;
    {
        ScratchStore mine(Places::store_in(at.laptop));
        mine.set(mine.new_id(), "name", "kept");
        REQUIRE(mine.store->backup(at.backup));
    }
    auto bytes = *base::read_file(at.backup);
    const auto place = bytes.rfind("kept");
    REQUIRE(place != std::string::npos);
    bytes[place] = 'K';
    REQUIRE(base::write_file(at.backup, bytes));
    CHECK(team::restore_backup(at.backup, at.laptop, at.clock, at.random).error().code == base::ErrorCode::damaged);
    CHECK(team::restore_backup(at.folder.file("none"), at.laptop, at.clock, at.random).error().code == base::ErrorCode::not_found);
    ScratchStore mine(Places::store_in(at.laptop));
    CHECK(mine.store->counts()->changes == 1);
    CHECK_FALSE(base::exists(Places::store_in(at.laptop) + ".restoring"));
}

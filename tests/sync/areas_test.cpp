#include <doctest/doctest.h>

#include "sync/session/epoch.hpp"
#include "sync/session/offline.hpp"
#include "tests/support/exchange_team.hpp"

// S10: somebody is given another village while work in the old one is unsent.

namespace yuanquan::support {

namespace {

struct Villages {
    ScratchFolder folder;
    Office office{folder.file("hq.db")};
    MemoryLink link{office};
    std::optional<TeamLaptop> one, two;
    record::RecordId there;          // A household of the second village, older than the move.

    Villages() {
        const std::vector<std::pair<std::string, std::string>> areas{{"county", ""}, {"v1", "county"}, {"v2", "county"}};
        REQUIRE(office.scratch.store->set_areas(areas));
        one.emplace(folder.file("one.db"), 1, office, "one", std::vector<std::string>{"v1"});
        two.emplace(folder.file("two.db"), 2, office, "two", std::vector<std::string>{"v2"});
        there = two->scratch.new_id();
        two->scratch.save(there, {{}, {{"head_name", "李四"}}}, "v2");
        REQUIRE(two->exchange(link).status);
        write("v1");
        REQUIRE(one->exchange(link).status);
        REQUIRE(one->exchange(link).status);
        CHECK_FALSE(one->scratch.store->record(there));
    }
    record::RecordId write(const std::string& area) {
        const auto id = one->scratch.new_id();
        one->scratch.save(id, {{}, {{"head_name", "张三"}}}, area);
        return id;
    }
    void move() {
        REQUIRE(office.headquarters->move("one", {"v2"}));
        office.open();   // Also after a restart.
    }
    std::size_t aside() const { return office.scratch.store->quarantine()->size(); }
};

}  // namespace

TEST_CASE("S10: who is given another village gets its past, keeps what it has, and unsent work elsewhere is put aside") {
    Villages villages;
    const auto unsent = villages.write("v1");
    villages.move();
    const auto done = villages.one->exchange(villages.link);
    REQUIRE(done.status);
    CHECK(done.summary.areas_changed);
    CHECK_FALSE(done.summary.headquarters_restored);
    CHECK(villages.one->scratch.store->record(villages.there));
    CHECK(villages.one->scratch.store->record(unsent));
    CHECK(villages.one->scratch.store->counts()->changes == 3);
    CHECK(villages.one->scratch.store->counts()->unsent == 0);
    REQUIRE(villages.aside() == 1);
    CHECK(villages.office.scratch.store->quarantine()->front().reason == "not_authorised");
    CHECK(villages.office.scratch.store->counts()->changes == 2);
    CHECK(std::any_of(done.summary.problems.begin(), done.summary.problems.end(), [](const auto& one) { return one.reason == "not_authorised"; }));

    // The office lets it in, and it is the other laptop's to see where it belongs.
    REQUIRE(villages.office.scratch.store->release(villages.office.scratch.store->quarantine()->front().number, "office"));
    CHECK(villages.office.scratch.store->record(unsent));
    CHECK(villages.office.scratch.store->verify()->empty());

    const auto here = villages.write("v2");
    REQUIRE(villages.one->exchange(villages.link).status);
    CHECK(villages.office.scratch.store->record(here));
    const auto again = villages.one->exchange(villages.link);
    CHECK_FALSE(again.summary.areas_changed);
    CHECK(again.summary.requests == 1);
}

TEST_CASE("who was moved away gets nothing new from there, and what it goes on writing there is put aside") {
    Villages villages;
    villages.move();
    REQUIRE(villages.one->exchange(villages.link).status);
    TeamLaptop three(villages.folder.file("three.db"), 3, villages.office, "three", {"v1"});
    villages.office.open();
    const auto later = three.scratch.new_id();
    three.scratch.save(later, {{}, {{"head_name", "王五"}}}, "v1");
    REQUIRE(three.exchange(villages.link).status);
    villages.write("v1");
    REQUIRE(villages.one->exchange(villages.link).status);
    CHECK_FALSE(villages.one->scratch.store->record(later));
    CHECK(villages.aside() == 1);
}

TEST_CASE("a move to and fro, and one that is none, end as they should") {
    Villages villages;
    const auto unsent = villages.write("v1");
    REQUIRE(villages.office.headquarters->move("one", {"v1"}));   // None.
    CHECK(villages.office.headquarters->laptops().front().moves == 0);
    villages.move();
    REQUIRE(villages.office.headquarters->move("one", {"v1"}));
    villages.office.open();
    const auto done = villages.one->exchange(villages.link);
    REQUIRE(done.status);
    CHECK(villages.aside() == 0);
    CHECK(villages.office.scratch.store->record(unsent));
    CHECK_FALSE(villages.one->scratch.store->record(villages.there));
    CHECK(villages.office.headquarters->move("nobody", {"v1"}).error().code == base::ErrorCode::not_found);
}

TEST_CASE("by file alone a moved laptop comes to the same, and an answer from before the move takes nothing back") {
    Villages villages;
    replica::StoreReplica replica(*villages.one->scratch.store);
    const auto give = [&] {
        const auto out = session::write_requests(replica, villages.one->key, std::size_t{1} << 30);
        REQUIRE(out);
        return session::answer_all(*villages.office.session, out->frames, std::size_t{1} << 30);
    };
    session::Summary summary;
    const auto read = [&](const std::vector<std::string>& replies) {
        for (const auto& reply : replies) REQUIRE(session::take_reply(replica, villages.one->office_key, reply, villages.one->scratch.clock, summary));
    };
    const auto unsent = villages.write("v1");
    const auto early = give();            // At headquarters before the move, its answer on the way.
    villages.move();
    read(give());
    CHECK(summary.areas_changed);
    read(early);
    read(give());
    CHECK(villages.one->scratch.store->record(villages.there));
    CHECK(villages.one->scratch.store->record(unsent));
    CHECK(villages.office.scratch.store->record(unsent));
    read(give());
    CHECK(villages.one->scratch.store->counts()->unsent == 0);
    CHECK(villages.aside() == 0);
}

TEST_CASE("the word for a life of headquarters fits a file's header, and tells the later of two moves") {
    const std::string life = "0123456789abcdef";
    CHECK(session::epoch_after_moves(life, 0) == life);
    CHECK(session::epoch_after_moves(life, 7).size() == life.size());
    CHECK(session::is_after_more_moves(session::epoch_after_moves(life, 1), life));
    CHECK(session::is_after_more_moves(session::epoch_after_moves(life, 10), session::epoch_after_moves(life, 9)));
    CHECK_FALSE(session::is_after_more_moves(session::epoch_after_moves(life, 9), session::epoch_after_moves(life, 10)));
    CHECK_FALSE(session::is_after_more_moves(life, session::epoch_after_moves(life, 1)));
    CHECK_FALSE(session::is_after_more_moves("fedcba987654.001", life));
    CHECK_FALSE(session::is_after_more_moves(life, ""));
}

}  // namespace yuanquan::support

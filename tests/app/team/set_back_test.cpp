// An old copy of headquarters is put back by hand, and nobody tells the program (P6).

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>

#include "app/team/bundle.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "app/team/high_water.hpp"
#include "app/team/office.hpp"
#include "model/base/files.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"
#include "tests/support/open_workspace.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::team {

namespace {

using support::open_workspace;

struct Village {
    store::ScratchFolder folder;
    std::string hq = folder.file("hq");
    std::uint16_t port = 0;
    std::unique_ptr<survey::Workspace> laptop;

    Village() {
        setenv("XDG_STATE_HOME", folder.file("state").c_str(), 1);
        const auto workspace = open_workspace(hq);
        REQUIRE(found_office(*workspace, "office", "http://127.0.0.1:1").has_value());
        {
            const auto office = Office::serve(*workspace, "127.0.0.1", 0);
            REQUIRE(office.has_value());
            port = (*office)->port();
        }
        auto headquarters = hq::Headquarters::open(workspace->store());
        REQUIRE(headquarters->set_address("http://127.0.0.1:" + std::to_string(port)).has_value());
        const auto file = headquarters->enrol("laptop-1", "zhang", "member", {}, workspace->random());
        REQUIRE(file.has_value());
        laptop = open_workspace(folder.file("laptop"));
        REQUIRE(join(*laptop, *file).has_value());
    }
    record::RecordId save() {
        const auto id = record::RecordId::random(base::system_random());
        REQUIRE(laptop->store().save(id, "zhang", "", "household", "1", record::edit_ops({}, {{}, {{"name", id.text()}}})).has_value());
        return id;
    }
    // With headquarters running for so long; tells in which epoch.
    std::string exchange_once(bool is_recovering) {
        const auto workspace = open_workspace(hq);
        const auto office = Office::serve(*workspace, "127.0.0.1", port);
        REQUIRE_MESSAGE(office.has_value(), office.error().describe());
        CHECK((*office)->recovering() == is_recovering);
        const auto done = exchange(*laptop);
        REQUIRE_MESSAGE(done.status.has_value(), done.status.error().describe());
        return laptop->store().peer("hq")->epoch;
    }
    bool has(const record::RecordId& id) { return open_workspace(hq)->store().record(id).has_value(); }
    void copy(const std::string& from, const std::string& to) {
        std::filesystem::remove_all(to);
        std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
    }
};

}  // namespace

TEST_CASE("an old folder of headquarters put back by hand costs nothing that a laptop still has") {
    Village village;
    const auto before = village.save();
    const auto epoch = village.exchange_once(false);
    village.copy(village.hq, village.folder.file("copy"));
    const auto after = village.save();
    CHECK(village.exchange_once(false) == epoch);
    CHECK(village.has(after));
    village.copy(village.folder.file("copy"), village.hq);
    CHECK_FALSE(village.has(after));

    const auto another = village.exchange_once(true);
    CHECK(another != epoch);
    CHECK(village.has(before));
    CHECK(village.has(after));
    CHECK(village.exchange_once(true) == another);   // Found out once.
}

TEST_CASE("by file alone a headquarters that was set back gets back what it lost, and old answers change nothing") {
    Village village;
    const auto carry = [&](const std::string& name) {   // To headquarters; the answer waits.
        const auto file = village.folder.file(name);
        REQUIRE(write_bundle(*village.laptop, file).has_value());
        REQUIRE(read_bundle(*open_workspace(village.hq), file, "").has_value());
        return file + ".answer";
    };
    const auto take = [&](const std::string& answer) {
        const auto read = read_bundle(*village.laptop, answer, "");
        REQUIRE_MESSAGE(read.has_value(), read.error().describe());
        return read->summary.headquarters_restored;
    };
    const auto before = village.save();
    CHECK_FALSE(take(carry("1.yqb")));
    village.copy(village.hq, village.folder.file("copy"));
    const auto after = village.save();
    const auto old_answer = carry("2.yqb");
    const auto older_answer = carry("3.yqb");
    CHECK_FALSE(take(old_answer));
    CHECK(village.laptop->store().counts()->unsent == 0);
    village.copy(village.folder.file("copy"), village.hq);

    CHECK(take(carry("4.yqb")));
    CHECK(village.laptop->store().counts()->unsent == 2);
    CHECK_FALSE(take(older_answer));                  // Of the life before: proves nothing any more.
    CHECK(village.laptop->store().counts()->unsent == 2);
    CHECK_FALSE(take(carry("5.yqb")));
    CHECK(village.laptop->store().counts()->unsent == 0);
    CHECK(village.has(before));
    CHECK(village.has(after));
}

TEST_CASE("by file alone a laptop learns that it was given other areas") {
    Village village;
    const auto carry = [&](const std::string& name) {
        const auto file = village.folder.file(name);
        REQUIRE(write_bundle(*village.laptop, file).has_value());
        REQUIRE(read_bundle(*open_workspace(village.hq), file, "").has_value());
        return file + ".answer";
    };
    const auto old_answer = carry("1.yqb");
    {
        const auto workspace = open_workspace(village.hq);
        auto headquarters = hq::Headquarters::open(workspace->store());
        REQUIRE(headquarters->move("laptop-1", {"620981206"}).has_value());
    }
    const auto answer = carry("2.yqb");
    REQUIRE(read_bundle(*village.laptop, answer, "")->summary.areas_changed);
    CHECK(village.laptop->identity().areas == std::vector<std::string>{"620981206"});
    REQUIRE(read_bundle(*village.laptop, old_answer, "").has_value());
    CHECK(village.laptop->identity().areas == std::vector<std::string>{"620981206"});
}

TEST_CASE("other areas are learnt after an exchange that was cut when it had heard of them, and unlearnt with the move") {
    Village village;
    (void)village.exchange_once(false);
    village.copy(village.hq, village.folder.file("copy"));
    const std::vector<std::string> other{"620981206"};
    {
        const auto workspace = open_workspace(village.hq);
        auto headquarters = hq::Headquarters::open(workspace->store());
        REQUIRE(headquarters->move("laptop-1", other).has_value());
        const auto member = membership(*village.laptop);
        const auto epoch = village.laptop->store().peer("hq")->epoch;
        replica::StoreReplica there(workspace->store()), here(village.laptop->store());
        session::HeadquartersSession office(there, headquarters->key(), headquarters->epoch(),
                                            [&](const base::KeyId& key) { return headquarters->find(key); }, workspace->clock());
        session::LaptopSession session(here, member->key, member->headquarters, village.laptop->clock());
        for (int i = 0; i < 2; ++i) REQUIRE(session.receive(office.answer(**session.next())).has_value());
        CHECK(village.laptop->store().peer("hq")->epoch != epoch);
        CHECK(village.laptop->identity().areas.empty());
    }
    (void)village.exchange_once(false);
    CHECK(village.laptop->identity().areas == other);

    village.copy(village.folder.file("copy"), village.hq);   // Its log is the same: no epoch begins.
    (void)village.exchange_once(false);
    CHECK(village.laptop->identity().areas.empty());
}

TEST_CASE("an answer to a file from before the last exchange by network does not begin another life") {
    Village village;
    const auto file = village.folder.file("1.yqb");
    (void)village.save();
    REQUIRE(write_bundle(*village.laptop, file).has_value());
    village.copy(village.hq, village.folder.file("copy"));
    const auto epoch = village.exchange_once(false);
    {   // Another copy of headquarters, which nobody should have, answers the file.
        setenv("XDG_STATE_HOME", village.folder.file("other-state").c_str(), 1);
        auto copy = open_workspace(village.folder.file("copy"));
        auto headquarters = hq::Headquarters::open(copy->store());
        REQUIRE(headquarters->start_epoch(copy->random()).has_value());
        REQUIRE(read_bundle(*copy, file, "").has_value());
    }
    REQUIRE(read_bundle(*village.laptop, file + ".answer", "").has_value());
    CHECK(village.laptop->store().peer("hq")->epoch == epoch);
    CHECK(village.laptop->store().counts()->unsent == 0);
}

TEST_CASE("a folder of headquarters that comes to another computer begins another epoch once") {
    Village village;
    const auto id = village.save();
    const auto epoch = village.exchange_once(false);
    std::filesystem::remove_all(village.folder.file("state"));
    const auto another = village.exchange_once(true);
    CHECK(another != epoch);
    CHECK(village.has(id));
    CHECK(village.exchange_once(true) == another);
}

TEST_CASE("where nothing can be noted headquarters goes on as it is") {
    Village village;
    REQUIRE(base::write_file(village.folder.file("blocked"), "a file where a folder should be").has_value());
    setenv("XDG_STATE_HOME", village.folder.file("blocked").c_str(), 1);
    (void)village.save();
    const auto epoch = village.exchange_once(false);
    (void)village.save();
    CHECK(village.exchange_once(false) == epoch);
}

TEST_CASE("a note that can no longer be written does not begin an epoch at each start") {
    Village village;
    (void)village.save();
    const auto epoch = village.exchange_once(false);
    REQUIRE(base::write_file(village.folder.file("blocked"), "a file where a folder should be").has_value());
    setenv("XDG_STATE_HOME", village.folder.file("blocked").c_str(), 1);
    const auto another = village.exchange_once(true);
    CHECK(another != epoch);
    CHECK(village.exchange_once(true) == another);
}

}  // namespace yuanquan::team

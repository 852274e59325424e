#include <doctest/doctest.h>

#include <array>

#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "tests/support/exchange_team.hpp"

// Whose change it is and whether it may stand, whoever carries it: forged, carried, withdrawn and released changes.

namespace yuanquan::support {

using base::ErrorCode;

namespace {

// A village with two teams, and whoever writes to it.
struct Village {
    Village() { REQUIRE(office.scratch.store->set_areas({{"county", ""}, {"v1", "county"}, {"v2", "county"}})); }
    std::vector<std::string> aside() const {
        std::vector<std::string> reasons;
        const auto all = *office.scratch.store->quarantine();
        for (const auto& kept : all) reasons.push_back(kept.reason);
        return reasons;
    }
    std::uint64_t held() const { return office.scratch.store->counts()->changes; }

    ScratchFolder folder;
    Office office{folder.file("hq.db")};
    MemoryLink link{office};
};

// One request as `carrier` would send it, with changes and seals of the test's choosing.
wire::Reply send(Village& village, const TeamLaptop& carrier, std::vector<std::string> changes,
                 std::vector<std::string> seals = {}, std::vector<std::string> aside = {}) {
    wire::Request request;
    request.replica = carrier.scratch.store->replica();
    request.epoch = village.office.headquarters->epoch();
    request.opening = carrier.scratch.store->opening();
    request.push_to = changes.size();
    request.changes = std::move(changes);
    request.seals = std::move(seals);
    request.aside = std::move(aside);
    const auto bytes = wire::seal(wire::FrameKind::request, wire::encode(request), carrier.key);
    const auto frame = wire::open_frame(village.office.answer(bytes), wire::FrameKind::reply);
    REQUIRE(frame);
    return *wire::decode_reply(frame->body);
}

std::string seal_of(const std::string& change, const base::SigningKey& key) {
    const auto decoded = record::decode(change);
    REQUIRE(decoded);
    return wire::seal(wire::FrameKind::seal,
                      wire::encode(wire::Seal{decoded->replica, decoded->sequence, record::change_id(change)}), key);
}

}  // namespace

TEST_CASE("H7: what each role may do, in its areas and outside: all else is put aside with the reason") {
    struct Act {
        const char* path;
        const char* value;
        bool for_leads;
    };
    const Act acts[] = {{"head_name", "x", false},    {"@state", "saved", false},   {"@state", "complete", false},
                        {"@state", "approved", true}, {"@state", "returned", true}, {"@assigned", "zhang", true},
                        {"@title", "x", false}};
    for (const char* role : {"member", "lead", "hq"}) {
        for (const char* area : {"v1", "v2"}) {
            for (const auto& act : acts) {
                CAPTURE(role);
                CAPTURE(area);
                CAPTURE(act.path);
                CAPTURE(act.value);
                Village village;
                TeamLaptop laptop(village.folder.file("one.db"), 1, village.office, "one", {"v1"}, role);
                laptop.scratch.save(laptop.scratch.new_id(), {{}, {{act.path, act.value}}}, area);
                REQUIRE(laptop.exchange(village.link).status);
                const bool outside = std::string_view(area) == "v2";
                const bool may = !outside && (!act.for_leads || std::string_view(role) != "member");
                CHECK(village.held() == (may ? 1 : 0));
                const auto reasons = may ? std::vector<std::string>{}
                                         : std::vector<std::string>{outside ? "not_authorised" : "not_role"};
                CHECK(village.aside() == reasons);
                CHECK(laptop.scratch.store->counts()->changes == 1);
            }
        }
    }
}

TEST_CASE("a change in another person's name is put aside") {
    Village village;
    TeamLaptop laptop(village.folder.file("one.db"), 1, village.office, "one");
    record::Op op;
    op.path = "head_name";
    op.value = "x";
    REQUIRE(laptop.scratch.store->save(laptop.scratch.new_id(), "li", "v1", "household", "1", {op}));
    REQUIRE(laptop.exchange(village.link).status);
    CHECK(village.held() == 0);
    CHECK(village.aside() == std::vector<std::string>{"not_author"});
}

TEST_CASE("authorship survives a relay: a member's seal lets in what a lead's laptop carries, with the member's rights") {
    Village village;
    TeamLaptop member(village.folder.file("m.db"), 1, village.office, "member", {"v2"});
    TeamLaptop lead(village.folder.file("l.db"), 2, village.office, "lead", {"v1"}, "lead");
    for (int i = 0; i < 5; ++i) member.scratch.save(member.scratch.new_id(), {{}, {{"head_name", "x"}}}, "v2");
    member.scratch.save(member.scratch.new_id(), {{}, {{"@state", "approved"}}}, "v2");
    const auto changes = member.scratch.bytes_after();

    SUBCASE("sealed") {
        const auto reply = send(village, lead, changes, {seal_of(changes.back(), member.key)});
        CHECK(village.held() == 5);
        REQUIRE(reply.problems.size() == 1);
        CHECK(reply.problems[0].reason == "not_role");  // The lead carries it; a member made it.
        CHECK_FALSE(reply.receipt.empty());
    }
    SUBCASE("a seal in the middle covers what came before it, and the rest waits for the next") {
        send(village, lead, changes, {seal_of(changes[2], member.key)});
        // The last two and the approval: nobody but the carrier, with the same person's name, vouches.
        CHECK(village.office.scratch.store->has_change(record::change_id(changes[2])));
    }
    SUBCASE("the member's own laptop brings them later: in, whatever the relay did") {
        REQUIRE(member.exchange(village.link).status);
        CHECK(village.held() == 5);
    }
}

TEST_CASE("what nobody vouches for is put aside, and comes out by itself when its seal arrives") {
    Village village;
    TeamLaptop member(village.folder.file("m.db"), 1, village.office, "member", {"v2"});
    TeamLaptop lead(village.folder.file("l.db"), 2, village.office, "lead", {}, "lead");
    // Headquarters knows the member's replica from a first exchange.
    member.scratch.save(member.scratch.new_id(), {{}, {{"head_name", "first"}}}, "v2");
    REQUIRE(member.exchange(village.link).status);
    const auto seen = member.scratch.store->last_arrival();
    for (int i = 0; i < 4; ++i) member.scratch.save(member.scratch.new_id(), {{}, {{"head_name", "x"}}}, "v2");
    const auto changes = member.scratch.bytes_after(seen);
    const auto wrong = base::SigningKey::generate(member.scratch.random);
    send(village, lead, changes, {seal_of(changes.back(), wrong), seal_of(changes.back(), lead.key), "no seal"});
    CHECK(village.held() == 1);
    CHECK(village.aside() == std::vector<std::string>(4, "unsealed"));

    SUBCASE("with a seal, though the changes do not come again") {
        send(village, lead, {changes.back()}, {seal_of(changes.back(), member.key)});
        REQUIRE(lead.exchange(village.link).status);   // What the seal let in it gets, for it did not bring that.
        for (std::size_t i = 0; i + 1 < changes.size(); ++i) CHECK(lead.scratch.store->has_change(record::change_id(changes[i])));
    }
    SUBCASE("with the member's own laptop") { REQUIRE(member.exchange(village.link).status); }
    CHECK(village.held() == 5);
    CHECK(village.aside().empty());
    CHECK(*member.scratch.store->state_hash() == *village.office.scratch.store->state_hash());
}

TEST_CASE("a seal reaches through what another carrier brought before: two have parts of a chain whose author never comes") {
    Village village;
    TeamLaptop author(village.folder.file("a.db"), 1, village.office, "author", {}, "member", "wang");
    TeamLaptop one(village.folder.file("1.db"), 2, village.office, "one", {}, "member", "li"), all(village.folder.file("2.db"), 3, village.office, "all", {}, "lead", "zhao");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(author.scratch.store->save(author.scratch.new_id(), "wang", "v1", "household", "1", record::edit_ops({}, {{}, {{"head_name", "x"}}})));
    }
    const auto changes = author.scratch.bytes_after();
    send(village, one, {changes[1]}, {seal_of(changes[1], author.key)});   // The middle one alone is of its areas.
    CHECK(village.held() == 1);
    send(village, all, changes, {seal_of(changes[2], author.key)});
    CHECK(village.held() == 3);
    CHECK(village.aside().empty());
}

TEST_CASE("what a carrier keeps aside itself counts by its author's seal alone, not on the carrier's word") {
    Village village;
    TeamLaptop forger(village.folder.file("f.db"), 1, village.office, "forger", {}, "member", "wang");
    TeamLaptop lead(village.folder.file("l.db"), 2, village.office, "lead", {}, "lead", "zhao");
    // In the lead's name, under an id that headquarters has not met.
    REQUIRE(forger.scratch.store->save(forger.scratch.new_id(), "zhao", "v1", "household", "1", record::edit_ops({}, {{}, {{"head_name", "x"}}})));
    const auto changes = forger.scratch.bytes_after();

    SUBCASE("without a seal") {
        const auto reply = send(village, lead, {}, {}, changes);
        CHECK(reply.aside_held == std::vector<base::ChangeId>{record::change_id(changes.front())});
        CHECK(village.aside() == std::vector<std::string>{"unsealed"});
        // Once somebody vouches for it, another reason is the true one.
        send(village, lead, {}, {seal_of(changes.front(), forger.key)}, changes);
        CHECK(village.aside() == std::vector<std::string>{"not_author"});
    }
    SUBCASE("with the forger's") {
        send(village, lead, {}, {seal_of(changes.front(), forger.key)}, changes);
        CHECK(village.aside() == std::vector<std::string>{"not_author"});
    }
    SUBCASE("also where headquarters was set back, and takes laptops at their word") {
        REQUIRE(village.office.headquarters->start_epoch(village.office.scratch.random));
        village.office.open();
        send(village, lead, {}, {}, changes);
        CHECK(village.aside() == std::vector<std::string>{"unsealed"});
    }
    CHECK(village.held() == 0);
}

TEST_CASE("a laptop cannot seal another's replica, nor go on in its name") {
    Village village;
    TeamLaptop one(village.folder.file("one.db"), 1, village.office, "one"), two(village.folder.file("two.db"), 2, village.office, "two");
    one.scratch.set(one.scratch.new_id(), "head_name", "a");
    REQUIRE(one.exchange(village.link).status);
    auto forged = *record::decode(one.scratch.bytes_after().front());
    forged.previous = record::change_id(one.scratch.bytes_after().front());
    ++forged.sequence, ++forged.counter;
    const auto bytes = record::encode(forged);
    send(village, two, {bytes}, {seal_of(bytes, two.key)});
    CHECK(village.held() == 1);
    CHECK(village.aside() == std::vector<std::string>{"unsealed"});
}

TEST_CASE("S10: a withdrawn laptop's work up to the cut-off stands, the rest is put aside, nothing is deleted on it") {
    Village village;
    TeamLaptop laptop(village.folder.file("one.db"), 1, village.office, "one");
    for (int i = 0; i < 6; ++i) laptop.scratch.set(laptop.scratch.new_id(), "head_name", "x");
    REQUIRE(village.office.headquarters->revoke("one", session::CutOff{laptop.scratch.store->replica(), 4}));
    village.office.open();  // Also after a restart.
    REQUIRE(laptop.exchange(village.link).status);
    CHECK(village.held() == 4);
    CHECK(village.aside() == std::vector<std::string>(2, "revoked"));
    CHECK(laptop.scratch.store->counts()->changes == 6);
    CHECK(laptop.exchange(village.link).status.error().code == ErrorCode::refused);  // Nothing more for it to get.

    // The office lets one in after all.
    auto& store = *village.office.scratch.store;
    const auto released = store.release(store.quarantine()->front().number);
    REQUIRE(released);
    CHECK(released->outcome == store::Applied::Outcome::added);
    CHECK(village.held() == 5);
    CHECK(village.aside().size() == 1);
    CHECK(store.release(999).error().code == ErrorCode::not_found);
    CHECK(store.verify()->empty());
}

TEST_CASE("S7: one poisonous change among many, anywhere, is put aside on arrival and the others stand") {
    for (const std::size_t place : {0, 1, 250, 499, 500}) {
        Village village;
        TeamLaptop laptop(village.folder.file("one.db"), 1, village.office, "one");
        for (int i = 0; i < 500; ++i) laptop.scratch.set(laptop.scratch.new_id(), "head_name", std::to_string(i));
        auto changes = laptop.scratch.bytes_after();
        changes.insert(changes.begin() + static_cast<std::ptrdiff_t>(place), std::string("\xff\xfe poison", 9));
        const auto reply = send(village, laptop, std::move(changes));
        CHECK(village.held() == 500);
        CHECK(village.aside().size() == 1);
        CHECK(reply.problems.size() == 1);
        CHECK_FALSE(reply.receipt.empty());
    }
}

TEST_CASE("a restored headquarters takes a dead laptop's changes on the word of who has them, until the office settles it") {
    Village village;
    TeamLaptop dead(village.folder.file("d.db"), 1, village.office, "dead"), alive(village.folder.file("a.db"), 2, village.office, "alive");
    dead.scratch.set(dead.scratch.new_id(), "head_name", "x");
    const auto changes = dead.scratch.bytes_after();
    REQUIRE(village.office.replica->bind(dead.scratch.store->replica(), "dead"));  // Known from the backup.
    REQUIRE(village.office.scratch.store->set_setting("hq.epoch", "restored"));
    village.office.open();
    SUBCASE("before") {
        send(village, alive, changes);
        CHECK(village.held() == 1);
    }
    SUBCASE("after") {
        REQUIRE(village.office.headquarters->settle());
        village.office.open();
        send(village, alive, changes);
        CHECK(village.held() == 0);
        CHECK(village.aside() == std::vector<std::string>{"unsealed"});
    }
}

TEST_CASE("P5: what an earlier program could not read comes out by itself when this one can, judged as on arrival") {
    Village village;
    TeamLaptop zhang(village.folder.file("one.db"), 1, village.office, "one", {"v1"});
    auto& store = *village.office.scratch.store;
    zhang.scratch.save(zhang.scratch.new_id(), {{}, {{"head_name", "a"}}}, "v1");
    zhang.scratch.save(zhang.scratch.new_id(), {{}, {{"head_name", "b"}}}, "v2");
    for (const auto& change : zhang.scratch.bytes_after()) REQUIRE(store.put_quarantine(change, "too_new", "one"));
    REQUIRE(store.put_quarantine("YQC\x09 of a later one still", "too_new", "one"));
    village.office.session.reset(), village.office.replica.reset(), village.office.headquarters.reset();
    village.office.scratch.close();
    village.office.scratch.open();
    village.office.open();
    CHECK(village.held() == 1);
    CHECK(village.aside() == std::vector<std::string>{"not_authorised", "too_new"});

    // On a laptop: what headquarters gave. What a fellow gave waits for headquarters.
    TeamLaptop other(village.folder.file("two.db"), 2, village.office, "two", {"v1"});
    const auto changes = zhang.scratch.bytes_after();
    REQUIRE(other.scratch.store->put_quarantine(changes[0], "too_new", "hq"));
    REQUIRE(other.scratch.store->put_quarantine(changes[1], "too_new", "one"));
    other.scratch.close();
    other.scratch.open();
    CHECK(other.scratch.store->counts()->changes == 1);
    CHECK(other.scratch.store->quarantine()->size() == 1);
    CHECK(other.scratch.store->verify()->empty());
}

TEST_CASE("who lets in what was put aside is noted, with the reason it was put aside for") {
    Village village;
    TeamLaptop zhang(village.folder.file("one.db"), 1, village.office, "one", {"v1"});
    zhang.scratch.save(zhang.scratch.new_id(), {{}, {{"head_name", "b"}}}, "v2");
    zhang.exchange(village.link);
    auto& store = *village.office.scratch.store;
    REQUIRE(village.aside() == std::vector<std::string>{"not_authorised"});
    REQUIRE(store.put_quarantine("garbage", "damaged", "one"));
    const auto all = *store.quarantine();
    for (const auto& kept : all) REQUIRE(store.release(kept.number, "lead.li"));
    const auto releases = store.releases();
    REQUIRE(releases);
    REQUIRE(releases->size() == 1);
    CHECK(releases->front().person == "lead.li");
    CHECK(releases->front().reason == "not_authorised");
    CHECK(releases->front().from == "one");
    CHECK(store.has_change(releases->front().change));
    CHECK(village.aside() == std::vector<std::string>{"damaged"});
}

}  // namespace yuanquan::support

#include <doctest/doctest.h>

#include "sync/session/meeting.hpp"
#include "sync/session/offline.hpp"
#include "tests/support/exchange_team.hpp"

// Laptops that meet without headquarters: what each gives the other, what headquarters makes of what was carried, and
// whom nobody speaks with.

namespace yuanquan::support {

using base::ErrorCode;

namespace {

struct Party {
    explicit Party(TeamLaptop& laptop) : team(laptop), replica(*laptop.scratch.store), fellows(laptop.office_key) { fellows.add(team.certificate); }
    session::Self self() { return {replica, team.key, team.certificate, team.office_key, team.scratch.clock, fellows}; }
    TeamLaptop& team;
    replica::StoreReplica replica;
    session::Fellows fellows;
};

struct MeetingLink final : link::Link {
    explicit MeetingLink(session::MeetingHost& at) : host(at) {}
    base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>&) override {
        if (turns++ >= cut_after) return base::fail(ErrorCode::network_failed, "memory");
        auto answer = host.answer(request);
        if (turns > lose_after) return base::fail(ErrorCode::network_failed, "memory");
        return answer;
    }
    session::MeetingHost& host;
    int turns = 0, cut_after = 1'000'000, lose_after = 1'000'000;
};

constexpr char kCode[] = "482913";

// The guest calls the host; what came of it.
struct Meeting {
    Meeting(Party& host_party, Party& guest_party, const std::string& code = kCode, int cut_after = 1'000'000, int lose_after = 1'000'000)
        : host(host_party.self(), kCode, "sha256//pin"), guest(guest_party.self(), code) {
        status = guest.take_hello(host.answer(guest.hello()));
        if (!status) return;
        MeetingLink line(host);
        line.cut_after = cut_after, line.lose_after = lose_after;
        const std::atomic<bool> never{false};
        status = link::run_exchange(guest, line, [](const auto& step) { step(); }, {}, never);
    }
    session::MeetingHost host;
    session::MeetingGuest guest;
    base::Status status;
};

record::RecordId enter(TeamLaptop& laptop, const std::string& person, const std::string& area, const std::string& name,
                       std::optional<record::RecordId> record = {}) {
    if (!record) record = record::RecordId::random(laptop.scratch.random);
    const auto seen = laptop.scratch.store->record(*record);
    REQUIRE(laptop.scratch.store->save(*record, person, area, "household", "1",
                                       record::edit_ops(seen ? *seen : record::Record{}, {{}, {{"head_name", name}}})));
    return *record;
}

std::string shown(TeamLaptop& laptop, const record::RecordId& record) {
    const auto found = laptop.scratch.store->record(record);
    return found ? std::string(found->value("head_name")) : std::string();
}

struct Village {
    Village() {
        REQUIRE(office.scratch.store->set_areas({{"county", ""}, {"v1", "county"}, {"v2", "county"}}));
        for (auto* laptop : {&li, &wang, &lead}) REQUIRE(laptop->scratch.store->set_areas({{"county", ""}, {"v1", "county"}, {"v2", "county"}}));
    }
    ScratchFolder folder;
    Office office{folder.file("hq.db")};
    MemoryLink link{office};
    TeamLaptop li{folder.file("li.db"), 11, office, "laptop-li", {"v1"}, "member", "li"};
    TeamLaptop wang{folder.file("wang.db"), 12, office, "laptop-wang", {"v2"}, "member", "wang"};
    TeamLaptop lead{folder.file("lead.db"), 13, office, "laptop-lead", {"county"}, "lead", "zhao"};
};

}  // namespace

TEST_CASE("two laptops that meet have each other's households, each of its own areas") {
    Village village;
    const auto ours = enter(village.li, "li", "v1", "马国福");
    const auto theirs = enter(village.lead, "zhao", "v1", "王秀英"), elsewhere = enter(village.lead, "zhao", "v2", "赵登科");
    Party li(village.li), lead(village.lead);
    const Meeting meeting(lead, li);
    REQUIRE_MESSAGE(meeting.status.has_value(), meeting.status.error().describe());
    CHECK(shown(village.lead, ours) == "马国福");
    CHECK(shown(village.li, theirs) == "王秀英");
    CHECK(shown(village.li, elsewhere).empty());
    CHECK(meeting.guest.summary().sent == 1);
    CHECK(meeting.guest.summary().received == 1);
    CHECK(meeting.host.summary().received == 1);
    CHECK(meeting.host.done());
    CHECK(meeting.host.guest()->name == "laptop-li");
    CHECK(village.li.scratch.store->counts()->unsent == 1);   // A fellow's receipt is not headquarters'.
    const Meeting again(lead, li);
    REQUIRE(again.status);
    CHECK(again.guest.summary().sent == 0);
    CHECK(again.guest.summary().received == 0);
}

TEST_CASE("photos go both ways at a meeting, in pieces, are carried to headquarters, and count as there when it says so") {
    Village village;
    const auto attach = [](TeamLaptop& laptop, const std::string& person, char filled) {
        std::string photo(400'000, filled);
        laptop.scratch.random.fill(reinterpret_cast<std::uint8_t*>(photo.data()), photo.size());
        const auto id = *laptop.scratch.store->put_blob(photo);
        REQUIRE(laptop.scratch.store->save(laptop.scratch.new_id(), person, "v1", "household", "1",
                                           record::edit_ops(record::Record{}, {{}, {{"photo", "blob:" + id.text() + "/a.jpg"}}})));
        return id;
    };
    const auto ours = attach(village.li, "li", 'l'), theirs = attach(village.lead, "zhao", 'z');
    Party li(village.li), lead(village.lead);
    int meetings = 0;
    while (!village.lead.scratch.store->has_blob(ours) || !village.li.scratch.store->has_blob(theirs)) {
        REQUIRE(++meetings < 40);
        const Meeting cut(lead, li, kCode, 4);
    }
    CHECK(meetings > 1);
    CHECK(village.li.scratch.store->unconfirmed_blobs()->size() == 2);
    REQUIRE(village.lead.exchange(village.link).status);
    CHECK(village.office.scratch.store->has_blob(ours));
    CHECK(village.lead.scratch.store->unconfirmed_blobs()->empty());
    REQUIRE(village.li.exchange(village.link).status);
    CHECK(village.li.scratch.store->unconfirmed_blobs()->empty());
}

TEST_CASE("a lead's laptop carries what it was given to headquarters, which knows each author") {
    Village village;
    const auto first = enter(village.li, "li", "v1", "马国福"), second = enter(village.wang, "wang", "v2", "赵登科");
    enter(village.li, "li", "v1", "马国富", first);
    Party li(village.li), wang(village.wang), lead(village.lead);
    REQUIRE(Meeting(lead, li).status);
    REQUIRE(Meeting(lead, wang).status);
    const auto carried = village.lead.exchange(village.link);
    REQUIRE(carried.status);
    CHECK(carried.summary.problems.empty());
    CHECK(village.office.scratch.store->quarantine()->empty());
    CHECK(shown(village.lead, second) == "赵登科");
    const auto there = village.office.scratch.store->record(first);
    REQUIRE(there);
    CHECK(there->value("head_name") == "马国富");
    // The author's own laptop comes later: nothing is doubled, and it learns that all is there.
    const auto own = village.li.exchange(village.link);
    REQUIRE(own.status);
    CHECK(village.li.scratch.store->counts()->unsent == 0);
    CHECK(village.office.scratch.store->counts()->changes == 3);
}

TEST_CASE("P6: what a fellow put aside reaches headquarters, which knows better, though its author never comes again") {
    Village village;
    // Moved by telephone: fellows have the former areas in its certificate.
    REQUIRE(village.office.headquarters->move("laptop-wang", {"v1"}));
    const auto moved = enter(village.wang, "wang", "v1", "马国福");
    Party wang(village.wang), lead(village.lead);
    REQUIRE(Meeting(lead, wang).status);
    REQUIRE(village.lead.scratch.store->quarantine()->size() == 1);
    CHECK(village.lead.scratch.store->quarantine()->front().reason == "not_authorised");
    const auto id = record::change_id(village.lead.scratch.store->quarantine()->front().bytes);

    SUBCASE("by network") {
        REQUIRE(village.lead.exchange(village.link).status);
    }
    SUBCASE("by network, the first reply being lost") {
        MemoryLink lossy(village.office);
        lossy.lose_replies = true;
        CHECK_FALSE(village.lead.exchange(lossy).status);
        REQUIRE(village.lead.exchange(village.link).status);
    }
    SUBCASE("by file") {
        for (int i = 0; i < 2; ++i) {
            const auto out = session::write_requests(lead.replica, village.lead.key, std::size_t{1} << 30);
            REQUIRE(out);
            session::Summary summary;
            for (const auto& reply : session::answer_all(*village.office.session, out->frames, std::size_t{1} << 30)) {
                REQUIRE(session::take_reply(lead.replica, village.lead.office_key, reply, village.lead.scratch.clock, summary));
            }
        }
    }
    CHECK(shown(village.lead, moved) == "马国福");   // It came back from there, and stands.
    CHECK(village.office.scratch.store->has_change(id));
    CHECK(village.office.scratch.store->quarantine()->empty());
    CHECK(village.lead.scratch.store->quarantine()->empty());
    CHECK(village.lead.scratch.store->unconfirmed_aside(1000)->empty());
    (void)village.lead.exchange(village.link);
    CHECK(village.lead.exchange(village.link).summary.requests == 1);
}

TEST_CASE("P3: what headquarters refuses as well is listed on both sides, and offered once in a life of headquarters") {
    Village village;
    const auto elsewhere = enter(village.wang, "wang", "v1", "马国福");
    Party wang(village.wang), lead(village.lead);
    REQUIRE(Meeting(lead, wang).status);
    const auto done = village.lead.exchange(village.link);
    REQUIRE(done.status);
    REQUIRE(done.summary.problems.size() == 1);
    CHECK(done.summary.problems.front().reason == "not_authorised");
    CHECK(village.office.scratch.store->quarantine()->size() == 1);
    CHECK(village.lead.scratch.store->quarantine()->size() == 1);
    CHECK(shown(village.lead, elsewhere).empty());
    CHECK(village.lead.exchange(village.link).summary.problems.empty());

    REQUIRE(village.office.headquarters->start_epoch(village.office.scratch.random));
    village.office.open();
    CHECK(village.lead.exchange(village.link).summary.problems.size() == 1);
}

TEST_CASE("a chain with gaps is carried whole: a seal for each piece of it") {
    Village village;
    TeamLaptop both(village.folder.file("both.db"), 14, village.office, "laptop-both", {"v1", "v2"}, "member", "sun");
    REQUIRE(both.scratch.store->set_areas({{"county", ""}, {"v1", "county"}, {"v2", "county"}}));
    const auto a = enter(both, "sun", "v1", "一"), b = enter(both, "sun", "v2", "二"), c = enter(both, "sun", "v1", "三");
    Party giver(both), li(village.li);
    REQUIRE(Meeting(li, giver).status);
    CHECK(shown(village.li, a) == "一");
    CHECK(shown(village.li, b).empty());
    const auto carried = village.li.exchange(village.link);
    REQUIRE(carried.status);
    CHECK(carried.summary.problems.empty());
    const auto there = village.office.scratch.store->record(c);
    REQUIRE(there);
    CHECK(there->value("head_name") == "三");
}

TEST_CASE("wherever a carrier's exchange is cut, headquarters holds nothing that it cannot tell the author of") {
    Village village;
    enter(village.lead, "zhao", "v1", std::string(20'000, 'z'));   // Her batches do not end where those that she got did.
    for (int i = 0; i < 80; ++i) enter(village.li, "li", "v1", std::string(5'000 + static_cast<std::size_t>(i), 'l'));
    Party li(village.li), lead(village.lead);
    REQUIRE(Meeting(lead, li).status);
    bool is_done = false;
    for (int exchanges = 0; !is_done; ++exchanges) {
        REQUIRE(exchanges < 40);
        MemoryLink line(village.office);
        line.cut_after = 1;
        is_done = village.lead.exchange(line).status.has_value();
        CHECK(village.office.scratch.store->quarantine()->empty());
    }
    CHECK(village.office.scratch.store->counts()->changes == 81);
    CHECK(village.lead.scratch.store->counts()->unsent == 0);
}

TEST_CASE("what was carried goes into a file with its authors' seals") {
    Village village;
    for (int i = 0; i < 60; ++i) enter(village.li, "li", "v1", std::string(20'000 + static_cast<std::size_t>(i), 'l'));
    Party li(village.li), lead(village.lead);
    REQUIRE(Meeting(lead, li).status);
    const auto out = session::write_requests(lead.replica, village.lead.key, std::size_t{1} << 30);
    REQUIRE(out);
    CHECK(out->frames.size() > 1);
    for (const auto& frame : out->frames) {
        (void)village.office.answer(frame);
        CHECK(village.office.scratch.store->quarantine()->empty());
    }
    CHECK(village.office.scratch.store->counts()->changes == 60);
}

TEST_CASE("what a laptop wrote before it was set back is carried under its name as well") {
    Village village;
    const auto before = enter(village.li, "li", "v1", "马国福");
    REQUIRE(village.li.scratch.store->start_incarnation());
    const auto after = enter(village.li, "li", "v1", "马国富");
    Party li(village.li), lead(village.lead);
    REQUIRE(Meeting(lead, li).status);
    REQUIRE(village.lead.exchange(village.link).status);
    CHECK(village.office.scratch.store->quarantine()->empty());
    for (const auto& record : {before, after}) CHECK(village.office.scratch.store->record(record));
}

TEST_CASE("who does not know the code, is of another headquarters or has an expired certificate is told nothing") {
    Village village;
    const auto ours = enter(village.lead, "zhao", "v1", "马国福");
    Party li(village.li), lead(village.lead);
    const Meeting wrong(lead, li, "000000");
    REQUIRE_FALSE(wrong.status);
    CHECK(wrong.status.error().code == ErrorCode::refused);
    CHECK(shown(village.li, ours).empty());

    ScratchFolder elsewhere;
    Office other(elsewhere.file("hq.db"), 200);
    TeamLaptop stranger(elsewhere.file("s.db"), 15, other, "laptop-li", {}, "lead", "li");
    Party strange(stranger);
    const Meeting foreign(lead, strange);
    REQUIRE_FALSE(foreign.status);
    CHECK(foreign.status.error().code == ErrorCode::bad_signature);
    // One that does not look at whom it calls gets no further with the host.
    session::MeetingGuest bold(strange.self(), kCode);
    session::MeetingHost host(lead.self(), kCode, {});
    const auto refusal = wire::open_frame(host.answer(wire::seal(wire::FrameKind::turn, wire::encode(wire::Turn{{}, stranger.certificate, kCode, {}, {}, {}}), stranger.key)), wire::FrameKind::turn);
    REQUIRE(refusal);
    CHECK(wire::decode_turn(refusal->body)->error == "bad_signature");

    village.lead.scratch.clock.set(village.lead.scratch.clock.now_ms() + 500LL * 24 * 3600 * 1000);
    const Meeting expired(lead, li);
    CHECK_FALSE(expired.status);
    CHECK(shown(village.li, ours).empty());
}

TEST_CASE("after ten wrong codes the right one opens nothing either") {
    Village village;
    Party li(village.li), lead(village.lead);
    session::MeetingHost host(lead.self(), kCode, {});
    const auto call = [&](const std::string& code) {
        const auto answer = wire::open_frame(
            host.answer(wire::seal(wire::FrameKind::turn, wire::encode(wire::Turn{{}, village.li.certificate, code, {}, {}, {}}), village.li.key)), wire::FrameKind::turn);
        REQUIRE(answer);
        return wire::decode_turn(answer->body)->error;
    };
    CHECK(call(kCode).empty());
    for (int i = 0; i < session::kWrongCodesMax; ++i) CHECK(call("11111" + std::to_string(i)) == "not_authorised");
    CHECK(host.is_locked());
    CHECK(call(kCode) == "not_authorised");
}

TEST_CASE("a meeting that is cut after any turn, or loses any answer, goes on at the next") {
    for (int at = 0; at < 5; ++at) {
        for (const bool lost : {false, true}) {
            CAPTURE(at);
            CAPTURE(lost);
            Village village;
            std::vector<record::RecordId> from_li, from_lead;
            for (int i = 0; i < 3; ++i) {
                from_li.push_back(enter(village.li, "li", "v1", "a" + std::to_string(i)));
                from_lead.push_back(enter(village.lead, "zhao", "v1", "b" + std::to_string(i)));
            }
            Party li(village.li), lead(village.lead);
            const Meeting cut(lead, li, kCode, lost ? 1'000'000 : at, lost ? at : 1'000'000);
            const Meeting whole(lead, li);
            REQUIRE_MESSAGE(whole.status.has_value(), whole.status.error().describe());
            for (std::size_t i = 0; i < 3; ++i) {
                CHECK(shown(village.lead, from_li[i]) == "a" + std::to_string(i));
                CHECK(shown(village.li, from_lead[i]) == "b" + std::to_string(i));
            }
            CHECK(village.li.scratch.store->quarantine()->empty());
            CHECK(village.lead.scratch.store->quarantine()->empty());
        }
    }
}

TEST_CASE("headquarters gives a certificate to a laptop that asks for one, and none to one that was withdrawn") {
    Village village;
    const auto ask = [&] { return village.office.answer(wire::seal(wire::FrameKind::certificate_wanted, {}, village.li.key)); };
    const auto read = session::read_certificate(ask(), village.li.office_key);
    REQUIRE(read);
    CHECK(read->person == "li");
    CHECK(read->areas == std::vector<std::string>{"v1"});
    REQUIRE(village.office.headquarters->revoke("laptop-li"));
    CHECK_FALSE(session::read_certificate(ask(), village.li.office_key));
}

}  // namespace yuanquan::support

#include <doctest/doctest.h>

#include "sync/hq/server.hpp"
#include "sync/link/http_link.hpp"
#include "tests/support/exchange_team.hpp"

// The promises of an exchange, on real stores: what counts as sent, what a cut costs, who may see and write what.

namespace yuanquan::support {

using base::ErrorCode;

TEST_CASE("two laptops and headquarters end up with the same state") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    for (int i = 0; i < 30; ++i) {
        one.scratch.set(one.scratch.new_id(), "head_name", "张" + std::to_string(i));
        two.scratch.set(two.scratch.new_id(), "head_name", "李" + std::to_string(i));
    }
    MemoryLink link(office);
    CHECK(one.exchange(link).summary.sent == 30);
    const auto second = two.exchange(link);
    CHECK(second.summary.sent == 30);
    CHECK(second.summary.received == 30);
    CHECK(one.exchange(link).summary.received == 30);
    CHECK(*one.scratch.store->state_hash() == *office.scratch.store->state_hash());
    CHECK(*two.scratch.store->state_hash() == *office.scratch.store->state_hash());
    CHECK(one.scratch.store->counts()->unsent == 0);
}

TEST_CASE("different fields of one household merge with nothing to settle; the same field is one conflict everywhere") {
    for (const bool first_one : {true, false}) {
        ScratchFolder folder;
        Office office(folder.file("hq.db"));
        TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
        MemoryLink link(office);
        const auto household = one.scratch.new_id();
        one.scratch.save(household, {{}, {{"phone", "1"}, {"address", "old"}, {"wages", "100"}}});
        REQUIRE(one.exchange(link).status);
        REQUIRE(two.exchange(link).status);
        one.scratch.save(household, {{}, {{"phone", "2"}, {"wages", "200"}}});
        two.scratch.save(household, {{}, {{"address", "new"}, {"wages", "300"}}});
        auto& earlier = first_one ? one : two;
        auto& later = first_one ? two : one;
        REQUIRE(earlier.exchange(link).status);
        REQUIRE(later.exchange(link).status);
        REQUIRE(earlier.exchange(link).status);
        for (const auto* store : {one.scratch.store.get(), two.scratch.store.get(), office.scratch.store.get()}) {
            const auto record = store->record(household);
            REQUIRE(record);
            CHECK(record->value("phone") == "2");
            CHECK(record->value("address") == "new");
            const auto conflicts = record::conflicts(*record);
            REQUIRE(conflicts.size() == 1);
            CHECK(conflicts[0].path == "wages");
            REQUIRE(conflicts[0].heads.size() == 2);
            CHECK(conflicts[0].heads[0].value != conflicts[0].heads[1].value);
            CHECK(conflicts[0].heads[0].author == "zhang");
            CHECK(conflicts[0].heads[0].wall_ms != 0);
        }
        CHECK(*one.scratch.store->state_hash() == *two.scratch.store->state_hash());
    }
}

TEST_CASE("P2: a change counts as at headquarters only on a receipt that headquarters signed") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    MemoryLink link(office);
    const auto stranger = base::SigningKey::generate(laptop.scratch.random);

    SUBCASE("an altered reply") {
        link.spoil = [](std::string& reply) { reply[reply.size() / 2] ^= 1; };
        CHECK(laptop.exchange(link).status.error().code == ErrorCode::bad_signature);
    }
    SUBCASE("a portal's page in its place") {
        link.spoil = [](std::string& reply) { reply = "<html>200 OK</html>"; };
        CHECK(laptop.exchange(link).status.error().code == ErrorCode::damaged);
    }
    SUBCASE("another's signature") {
        link.spoil = [&](std::string& reply) {
            const auto frame = wire::open_frame(reply, wire::FrameKind::reply);
            reply = wire::seal(wire::FrameKind::reply, frame->body, stranger);
        };
        CHECK(laptop.exchange(link).status.error().code == ErrorCode::bad_signature);
    }
    SUBCASE("a good reply without a receipt") {
        link.spoil = [&](std::string& reply) {
            auto message = *wire::decode_reply(wire::open_frame(reply, wire::FrameKind::reply)->body);
            message.receipt.clear();
            reply = wire::seal(wire::FrameKind::reply, wire::encode(message), office.headquarters->key());
        };
        CHECK_FALSE(laptop.exchange(link).status);
    }
    SUBCASE("a receipt for something else") {
        link.spoil = [&](std::string& reply) {
            auto message = *wire::decode_reply(wire::open_frame(reply, wire::FrameKind::reply)->body);
            auto receipt = *wire::decode_receipt(wire::open_frame(message.receipt, wire::FrameKind::receipt)->body);
            receipt.digest[0] ^= 1;
            message.receipt = wire::seal(wire::FrameKind::receipt, wire::encode(receipt), office.headquarters->key());
            reply = wire::seal(wire::FrameKind::reply, wire::encode(message), office.headquarters->key());
        };
        CHECK(laptop.exchange(link).status.error().code == ErrorCode::bad_signature);
    }
    CHECK(laptop.scratch.store->counts()->unsent == 1);
    CHECK_FALSE(laptop.scratch.store->list()->front().at_headquarters);
    link.spoil = {};
    REQUIRE(laptop.exchange(link).status);
    CHECK(laptop.scratch.store->counts()->unsent == 0);
    CHECK(laptop.scratch.store->list()->front().at_headquarters);
    CHECK(laptop.scratch.store->receipts("hq")->size() == 1);
}

TEST_CASE("a cut link goes on where it broke, and a lost reply has its effect once") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    const std::string page(300'000, 'x');
    for (int i = 0; i < 12; ++i) laptop.scratch.set(laptop.scratch.new_id(), "note", page + std::to_string(i));
    MemoryLink cut(office);
    cut.cut_after = 2;
    CHECK(laptop.exchange(cut).status.error().code == ErrorCode::network_failed);
    const auto held = office.scratch.store->counts()->changes;
    CHECK(held > 0);
    CHECK(held < 12);
    MemoryLink losing(office);
    losing.lose_replies = true;
    CHECK_FALSE(laptop.exchange(losing).status);
    CHECK(office.scratch.store->counts()->changes > held);
    MemoryLink whole(office);
    const auto rest = laptop.exchange(whole);
    REQUIRE(rest.status);
    CHECK(rest.summary.sent == 12 - held);
    CHECK(office.scratch.store->counts()->changes == 12);
    CHECK(*laptop.scratch.store->state_hash() == *office.scratch.store->state_hash());
}

TEST_CASE("nothing new is one short request") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    MemoryLink link(office);
    REQUIRE(laptop.exchange(link).status);
    const auto again = laptop.exchange(link);
    CHECK(again.summary.requests == 1);
    CHECK(again.summary.sent == 0);
}

TEST_CASE("the same request fifty times has one effect and fifty receipts") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    MemoryLink link(office);
    REQUIRE(laptop.exchange(link).status);
    for (int i = 0; i < 50; ++i) {
        const auto reply = wire::decode_reply(wire::open_frame(office.answer(link.requests[0]), wire::FrameKind::reply)->body);
        REQUIRE(reply);
        CHECK_FALSE(reply->receipt.empty());
    }
    CHECK(office.scratch.store->counts()->changes == 1);
}

TEST_CASE("a laptop gets its areas alone, and what it writes outside them is kept aside, on both sides told") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    const std::vector<std::pair<std::string, std::string>> areas{{"county", ""}, {"v1", "county"}, {"v2", "county"}};
    REQUIRE(office.scratch.store->set_areas(areas));
    TeamLaptop one(folder.file("one.db"), 1, office, "one", {"v1"}), two(folder.file("two.db"), 2, office, "two", {"v2"});
    MemoryLink link(office);
    one.scratch.save(one.scratch.new_id(), {{}, {{"head_name", "a"}}}, "v1");
    one.scratch.save(one.scratch.new_id(), {{}, {{"head_name", "b"}}}, "v2");
    const auto sent = one.exchange(link);
    REQUIRE(sent.status);
    REQUIRE(sent.summary.problems.size() == 1);
    CHECK(sent.summary.problems[0].reason == "not_authorised");
    CHECK(office.scratch.store->counts()->changes == 1);
    CHECK(office.scratch.store->quarantine()->size() == 1);
    CHECK(two.exchange(link).summary.received == 0);
    CHECK(one.scratch.store->counts()->changes == 2);
}

TEST_CASE("a stranger and a revoked laptop are refused and change nothing") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.key = base::SigningKey::generate(laptop.scratch.random);
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "x");
    MemoryLink link(office);
    const auto refused = laptop.exchange(link);
    CHECK(refused.status.error().code == ErrorCode::refused);
    CHECK(refused.status.error().detail == "not_authorised");
    CHECK(office.scratch.store->counts()->changes == 0);
    CHECK(laptop.scratch.store->counts()->unsent == 1);
}

TEST_CASE("P6: headquarters restored from an old backup gets back what the laptops still have") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    MemoryLink link(office);
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "early");
    REQUIRE(laptop.exchange(link).status);
    REQUIRE(office.scratch.store->backup(folder.file("old.db")));
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "late");
    REQUIRE(laptop.exchange(link).status);
    office.set_back(folder.file("old.db"));
    const auto again = laptop.exchange(link);
    REQUIRE(again.status);
    CHECK(again.summary.headquarters_restored);
    CHECK(office.scratch.store->counts()->changes == 2);
    CHECK(*laptop.scratch.store->state_hash() == *office.scratch.store->state_hash());
}

TEST_CASE("photos go to headquarters and on to the other laptop") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    const std::string photo(2'000'000, 'p');
    const auto id = *one.scratch.store->put_blob(photo);
    one.scratch.set(one.scratch.new_id(), "house_photo", "blob:" + id.text() + "/house.jpg");
    MemoryLink link(office);
    REQUIRE(one.exchange(link).status);
    CHECK(office.scratch.store->has_blob(id));
    REQUIRE(two.exchange(link).status);
    CHECK(*two.scratch.store->blob(id) == photo);
}

TEST_CASE("the exchange runs over HTTP with a real server") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    for (int i = 0; i < 5; ++i) laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    std::string address;
    {
        const auto server = hq::Server::start("127.0.0.1", 0, [&](std::string_view request) { return office.answer(request); });
        REQUIRE(server);
        address = "http://127.0.0.1:" + std::to_string((*server)->port());
        link::HttpLink http(address);
        const auto done = laptop.exchange(http);
        REQUIRE_MESSAGE(done.status.has_value(), done.status.error().describe());
        CHECK(done.summary.sent == 5);
    }
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "李四");
    link::HttpLink gone(address);
    CHECK(laptop.exchange(gone).status.error().code == ErrorCode::network_failed);
    CHECK(laptop.scratch.store->counts()->unsent == 1);
}

TEST_CASE("P7: damaged messages at every length and with any byte altered are refused before they are read") {
    base::SeededRandom random(7);
    const auto key = base::SigningKey::generate(random);
    wire::Request request;
    request.changes = {"abc", std::string(1000, 'z')};
    request.forms = {{"household", "1"}};
    const auto body = wire::encode(request);
    CHECK(*wire::decode_request(body) == request);
    const auto frame = wire::seal(wire::FrameKind::request, body, key);
    CHECK(wire::open_frame(frame, wire::FrameKind::request)->body == body);
    for (std::size_t length = 0; length < frame.size(); ++length) {
        CHECK_FALSE(wire::open_frame(frame.substr(0, length), wire::FrameKind::request));
    }
    for (std::size_t at = 0; at < frame.size(); ++at) {
        auto altered = frame;
        altered[at] ^= 0x20;
        CHECK_FALSE(wire::open_frame(altered, wire::FrameKind::request));
    }
    // Signed by an enrolled but hostile laptop: the body itself is nonsense.
    // At one length it is the message of an earlier version, without what was appended.
    int whole = 0;
    for (std::size_t length = 0; length < body.size(); ++length) {
        const auto cut = wire::decode_request(body.substr(0, length));
        if (!cut) continue;
        CHECK(*cut == request);
        ++whole;
    }
    CHECK(whole == 1);
    CHECK_FALSE(wire::open_frame(frame, wire::FrameKind::reply));
}

}  // namespace yuanquan::support

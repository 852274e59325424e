#include <doctest/doctest.h>

#include <filesystem>

#include "sync/hq/server.hpp"
#include "sync/hq/tls_identity.hpp"
#include "sync/link/http_link.hpp"
#include "sync/session/offline.hpp"
#include "sync/wire/bundle.hpp"
#include "tests/support/exchange_team.hpp"

// What carries an exchange: TLS with a pinned key, what stands in headquarters' place, and files on a stick.

namespace yuanquan::support {

using base::ErrorCode;

TEST_CASE("TLS: whoever answers must hold the pinned key, whatever it says and whatever the clock is") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    const auto tls = hq::make_tls_identity(), other = hq::make_tls_identity();
    REQUIRE(tls);
    REQUIRE(other);
    const auto answer = [&](std::string_view request) { return office.answer(request); };
    const auto server = hq::Server::start("127.0.0.1", 0, answer, &*tls);
    REQUIRE(server);
    const auto address = "https://127.0.0.1:" + std::to_string((*server)->port());
    {
        link::HttpLink wrong(address, other->pin), none(address);
        CHECK(laptop.exchange(wrong).status.error().code == ErrorCode::bad_signature);
        CHECK(laptop.exchange(none).status.error().code == ErrorCode::wrong_use);
        CHECK(office.scratch.store->counts()->changes == 0);
        CHECK(laptop.scratch.store->counts()->unsent == 1);
    }
    link::HttpLink pinned(address, tls->pin);
    CHECK(laptop.exchange(pinned).summary.sent == 1);
    CHECK(laptop.scratch.store->counts()->unsent == 0);
}

TEST_CASE("a headquarters founded before it served TLS gets its key when it is opened, once") {
    const ScratchFolder folder;
    Office office(folder.file("hq.db"));
    REQUIRE(office.headquarters->set_address("https://127.0.0.1:1"));
    REQUIRE(office.scratch.store->set_setting("hq.tls_key", ""));
    REQUIRE(office.scratch.store->set_setting("hq.tls_certificate", ""));
    office.open();
    REQUIRE(office.headquarters->tls() != nullptr);
    const auto pin = office.headquarters->tls()->pin;
    CHECK(pin.starts_with("sha256//"));
    office.open();
    CHECK(office.headquarters->tls()->pin == pin);
}

TEST_CASE("S5: what a portal, a proxy or a cache answers is told apart, and nothing counts as sent") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop laptop(folder.file("one.db"), 1, office, "one");
    laptop.scratch.set(laptop.scratch.new_id(), "head_name", "张三");
    std::string page;
    const auto portal = hq::Server::start("127.0.0.1", 0, [&](std::string_view) { return page; });
    REQUIRE(portal);
    link::HttpLink link("http://127.0.0.1:" + std::to_string((*portal)->port()));
    for (const char* shown : {"<html>Please log in</html>", "", "{}", "YQ", "YQM", "YQB and more"}) {
        page = shown;
        const auto outcome = laptop.exchange(link);
        REQUIRE_FALSE(outcome.status);
        CHECK(laptop.scratch.store->counts()->unsent == 1);
    }
    // An old reply of headquarters itself.
    MemoryLink memory(office);
    TeamLaptop second(folder.file("two.db"), 2, office, "two");
    second.scratch.set(second.scratch.new_id(), "head_name", "x");
    memory.spoil = [&](std::string& reply) { page = reply; };
    REQUIRE(second.exchange(memory).status);
    CHECK(laptop.exchange(link).status.error().code == ErrorCode::bad_signature);
    CHECK(laptop.scratch.store->counts()->unsent == 1);
}

TEST_CASE("by file: all arrives, the receipt comes back, and files read twice, late or not at all cost nothing") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    const std::string page(300'000, 'x');
    for (int i = 0; i < 12; ++i) one.scratch.set(one.scratch.new_id(), "note", page + std::to_string(i));
    const std::string photo(50'000, 'p');
    const auto id = *one.scratch.store->put_blob(photo);
    one.scratch.set(one.scratch.new_id(), "photo", "blob:" + id.text() + "/a.jpg");
    two.scratch.set(two.scratch.new_id(), "head_name", "李四");
    MemoryLink link(office);
    REQUIRE(two.exchange(link).status);
    replica::StoreReplica replica(*one.scratch.store);
    const auto epoch = office.headquarters->epoch();
    auto peer = *replica.peer("hq");
    peer.epoch = epoch;  // As joining sets it.
    REQUIRE(replica.put_peer(peer));

    const auto lost = session::write_requests(replica, one.key, std::size_t{1} << 30);
    REQUIRE(lost);
    const auto out = session::write_requests(replica, one.key, std::size_t{1} << 30);
    REQUIRE(out);
    CHECK(out->changes == 13);
    CHECK(one.scratch.store->counts()->unsent == 13);
    const auto replies = session::answer_all(*office.session, out->frames, std::size_t{1} << 30);
    const auto again = session::answer_all(*office.session, out->frames, std::size_t{1} << 30);
    CHECK(office.scratch.store->counts()->changes == 14);
    CHECK(office.scratch.store->has_blob(id));

    session::Summary summary;
    SUBCASE("a reply that is altered or another's is refused") {
        auto spoilt = replies.front();
        spoilt[spoilt.size() / 2] = static_cast<char>(spoilt[spoilt.size() / 2] ^ 1);
        CHECK_FALSE(session::take_reply(replica, one.office_key, spoilt, one.scratch.clock, summary));
        CHECK_FALSE(session::take_reply(replica, two.key.public_key(), replies.front(), one.scratch.clock, summary));
        CHECK(one.scratch.store->counts()->unsent == 13);
    }
    SUBCASE("the later replies first: cursors wait for what is missing") {
        REQUIRE(session::take_reply(replica, one.office_key, replies.back(), one.scratch.clock, summary));
        CHECK(one.scratch.store->counts()->unsent == 13);
    }
    for (const auto* all : {&replies, &again}) {
        for (const auto& reply : *all) {
            REQUIRE(session::take_reply(replica, one.office_key, reply, one.scratch.clock, summary));
        }
    }
    CHECK(one.scratch.store->counts()->unsent == 0);
    CHECK(*one.scratch.store->state_hash() == *office.scratch.store->state_hash());
    CHECK(one.exchange(link).summary.requests == 1);  // A network afterwards has nothing to add.
}

TEST_CASE("by file: a laptop that was set back reads an answer to its earlier life, and what it saves next is still to be sent") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    MemoryLink link(office);
    for (int i = 0; i < 2; ++i) two.scratch.set(two.scratch.new_id(), "head_name", "李四");
    REQUIRE(two.exchange(link).status);
    const auto epoch = office.headquarters->epoch();
    const std::string page(300'000, 'x');
    std::vector<std::string> replies;
    {
        replica::StoreReplica replica(*one.scratch.store);
        auto peer = *replica.peer("hq");
        peer.epoch = epoch;
        REQUIRE(replica.put_peer(peer));
        for (int i = 0; i < 3; ++i) one.scratch.set(one.scratch.new_id(), "note", page + std::to_string(i));
    }
    one.scratch.close();
    std::filesystem::copy_file(one.scratch.file, folder.file("early.db"));
    one.scratch.open();
    {
        replica::StoreReplica replica(*one.scratch.store);
        std::vector<std::string> given;
        const auto all = office.scratch.store->changes_after(0, {}, std::size_t{1} << 30);
        for (const auto& change : all->changes) given.push_back(change.bytes);
        REQUIRE(replica.apply(record::read_changes(std::move(given)), session::headquarters_source(epoch), *replica.peer("hq")));
        one.scratch.set(one.scratch.new_id(), "note", page);
        const auto out = session::write_requests(replica, one.key, std::size_t{1} << 30);
        REQUIRE(out);
        REQUIRE(out->frames.size() == 2);
        replies = session::answer_all(*office.session, out->frames, std::size_t{1} << 30);
    }
    one.scratch.close();
    std::filesystem::copy_file(folder.file("early.db"), one.scratch.file, std::filesystem::copy_options::overwrite_existing);
    one.scratch.open();
    replica::StoreReplica replica(*one.scratch.store);
    session::Summary summary;
    REQUIRE(session::take_reply(replica, one.office_key, replies.front(), one.scratch.clock, summary));
    CHECK(one.scratch.store->counts()->unsent == 0);
    for (int i = 0; i < 2; ++i) one.scratch.set(one.scratch.new_id(), "head_name", "张三");
    CHECK(one.scratch.store->counts()->unsent == 2);
}

}  // namespace yuanquan::support

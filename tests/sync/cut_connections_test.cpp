// S3, H4: the real client and the real server over a real socket, cut by a proxy.

#include "tests/support/cut_exchanges.hpp"

using namespace yuanquan;
using namespace yuanquan::support;

TEST_CASE("H4: the same batch posted fifty times at once has one effect and fifty receipts") {
    CutTeam team;
    for (int i = 0; i < 5; ++i) team.laptop.scratch.set(team.laptop.scratch.new_id(), "name", std::to_string(i));
    replica::StoreReplica replica(*team.laptop.scratch.store);
    session::LaptopSession session(replica, team.laptop.key, team.laptop.office_key, team.laptop.scratch.clock);
    const auto request = session.next();
    REQUIRE((request && *request));
    std::vector<std::string> replies(50);
    {
        std::vector<std::jthread> posts;
        for (auto& reply : replies) {
            posts.emplace_back([&, address = team.address(team.server->port())] {
                const std::atomic<bool> never{false};
                link::HttpLink link(address);
                if (auto answered = link.exchange(**request, never)) reply = std::move(*answered);
            });
        }
    }
    for (const auto& bytes : replies) {
        const auto frame = wire::open_frame(bytes, wire::FrameKind::reply);
        REQUIRE(frame);
        const auto reply = wire::decode_reply(frame->body);
        REQUIRE(reply);
        CHECK(reply->error.empty());
        CHECK(reply->problems.empty());
        const auto receipt = wire::open_frame(reply->receipt, wire::FrameKind::receipt);
        REQUIRE(receipt);
        CHECK(receipt->key == team.laptop.office_key);
    }
    CHECK(team.office.scratch.store->counts()->changes == 5);
    CHECK(session.receive(replies.back()));
    CHECK(team.laptop.scratch.store->counts()->unsent == 0);
}

TEST_CASE("S3: a reply that is cut at any of its bytes counts for nothing, and what was sent has its effect once") {
    CutTeam team;
    team.laptop.scratch.set(team.laptop.scratch.new_id(), "name", "a");
    std::size_t longest = 1;
    for (std::size_t at = 0; at < longest; ++at) {
        REQUIRE_FALSE(team.exchange_cut(FaultProxy::kNever, at));
        REQUIRE(team.laptop.scratch.store->counts()->unsent == 1);
        if (at == 0) {  // How long it is, with HTTP's head; a few bytes longer or shorter with the time in it.
            replica::StoreReplica replica(*team.laptop.scratch.store);
            session::LaptopSession session(replica, team.laptop.key, team.laptop.office_key, team.laptop.scratch.clock);
            const auto request = session.next();
            longest = team.office.answer(**request).size() + 30;
        }
    }
    CHECK(team.exchange());
    CHECK(team.laptop.scratch.store->counts()->unsent == 0);
    CHECK(team.office.scratch.store->counts()->changes == 1);
}

TEST_CASE("S6: aborted exchanges leave no residue: a few") { CutTeam().abort(60); }

#pragma once
// A laptop and a headquarters as two ends of a real connection with a proxy that cuts between them.

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "sync/hq/server.hpp"
#include "sync/link/http_link.hpp"
#include "tests/support/exchange_team.hpp"
#include "tests/support/fault_proxy.hpp"

namespace yuanquan::support {

struct CutTeam {
    CutTeam() {
        auto started = hq::Server::start("127.0.0.1", 0, [this](std::string_view request) { return office.answer(request); });
        REQUIRE(started);
        server = std::move(*started);
        proxy.emplace(server->port());
    }
    ~CutTeam() { proxy.reset(); }
    std::string address(std::uint16_t port) const { return "http://127.0.0.1:" + std::to_string(port); }
    // Whether it came through.
    bool exchange() {
        link::HttpLink link(address(proxy->port()));
        return laptop.exchange(link).status.has_value();
    }
    bool exchange_cut(std::size_t request_bytes, std::size_t reply_bytes) {
        proxy->request_bytes = request_bytes, proxy->reply_bytes = reply_bytes;
        const bool through = exchange();
        proxy->request_bytes = proxy->reply_bytes = FaultProxy::kNever;
        return through;
    }
    std::uintmax_t bytes_on_disk() const {
        std::uintmax_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder.path)) bytes += file.file_size();
        return bytes;
    }
    // Aborted at any byte of request or reply; then one goes through.
    void abort(int count) {
        laptop.scratch.set(laptop.scratch.new_id(), "name", "a");
        CHECK_FALSE(exchange_cut(100, FaultProxy::kNever));
        const auto before = bytes_on_disk();
        for (int i = 0; i < count; ++i) {
            const auto at = laptop.scratch.random.next_u64() % 300;  // Less than the whole of either.
            if (i % 2 == 0) CHECK_FALSE(exchange_cut(at, FaultProxy::kNever));
            else CHECK_FALSE(exchange_cut(FaultProxy::kNever, at));
            REQUIRE(laptop.scratch.store->counts()->unsent == 1);
        }
        CHECK(exchange());
        CHECK(laptop.scratch.store->counts()->unsent == 0);
        CHECK(office.scratch.store->counts()->changes == 1);
        CHECK(office.scratch.store->counts()->quarantined == 0);
        CHECK(office.scratch.store->verify()->empty());
        // Closed: a log of SQLite's that is folded at 4 MB is no residue.
        proxy.reset(), server.reset();
        office.session.reset(), office.replica.reset(), office.headquarters.reset(), office.scratch.close();
        laptop.scratch.close();
        CHECK(bytes_on_disk() < before + (std::uintmax_t{1} << 20));
    }

    ScratchFolder folder;
    Office office{folder.file("hq.db")};
    TeamLaptop laptop{folder.file("one.db"), 3, office, "one"};
    std::unique_ptr<hq::Server> server;
    std::optional<FaultProxy> proxy;
};

}  // namespace yuanquan::support

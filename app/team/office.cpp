#include "app/team/office.hpp"

#include <chrono>

#include "app/team/high_water.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"

namespace yuanquan::team {

base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address) {
    if (auto done = hq::Headquarters::init(workspace.store(), workspace.random(), address); !done) return done;
    return workspace.set_identity({person, survey::Role::headquarters, {}});
}

namespace {

constexpr std::chrono::seconds kBetweenNotes{1};   // A note waits for the disk; a second of them may be missing after a kill.

}  // namespace

struct Office::Impl {
    explicit Impl(survey::Workspace& workspace, hq::Headquarters office)
        : store(workspace.store()),
          headquarters(std::move(office)),
          replica(workspace.store()),
          session(replica, headquarters.key(), headquarters.epoch(),
                  [this](const base::KeyId& key) { return headquarters.find(key); }, workspace.clock(),
                  headquarters.recovering()) {}
    ~Impl() {
        server.reset();
        note();
    }
    std::string answer(std::string_view request) {
        auto reply = session.answer(request);
        const auto now = std::chrono::steady_clock::now();
        if (now - noted_at >= kBetweenNotes) {
            noted_at = now;
            note();
        }
        return reply;
    }
    void note() {
        if (store.last_arrival() == noted) return;
        noted = store.last_arrival();
        note_high_water(store, headquarters.key().public_key());
    }

    store::Store& store;
    hq::Headquarters headquarters;
    replica::StoreReplica replica;
    session::HeadquartersSession session;
    store::Arrival noted = 0;
    std::chrono::steady_clock::time_point noted_at{};
    std::unique_ptr<hq::Server> server;  // Last: it stops before what it uses goes.
};

Office::Office() = default;
Office::~Office() = default;

base::Result<std::unique_ptr<Office>> Office::serve(survey::Workspace& workspace, const std::string& host,
                                                    std::uint16_t port) {
    auto headquarters = open_headquarters(workspace.store(), workspace.random());
    if (!headquarters) return base::fail(std::move(headquarters.error()));
    std::unique_ptr<Office> office(new Office);
    office->impl_ = std::make_unique<Impl>(workspace, std::move(*headquarters));
    const auto answer = [impl = office->impl_.get()](std::string_view request) { return impl->answer(request); };
    auto server = hq::Server::start(host, port, answer, office->impl_->headquarters.tls());
    if (!server) return base::fail(std::move(server.error()));
    office->impl_->server = std::move(*server);
    return office;
}

bool Office::recovering() const { return impl_->headquarters.recovering(); }
std::string Office::scheme() const { return impl_->headquarters.tls() != nullptr ? "https" : "http"; }
std::uint16_t Office::port() const { return impl_->server->port(); }

}  // namespace yuanquan::team

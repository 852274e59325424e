#include "app/team/office.hpp"

#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"

namespace yuanquan::team {

base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address) {
    if (auto done = hq::Headquarters::init(workspace.store(), workspace.random(), address); !done) return done;
    return workspace.set_identity({person, survey::Role::headquarters, {}});
}

struct Office::Impl {
    explicit Impl(survey::Workspace& workspace, hq::Headquarters office)
        : headquarters(std::move(office)),
          replica(workspace.store()),
          session(replica, headquarters.key(), headquarters.epoch(),
                  [this](const base::KeyId& key) { return headquarters.find(key); }, workspace.clock(),
                  headquarters.recovering()) {}
    hq::Headquarters headquarters;
    replica::StoreReplica replica;
    session::HeadquartersSession session;
    std::unique_ptr<hq::Server> server;  // Last: it stops before what it uses goes.
};

Office::Office() = default;
Office::~Office() = default;

base::Result<std::unique_ptr<Office>> Office::serve(survey::Workspace& workspace, const std::string& host,
                                                    std::uint16_t port) {
    auto headquarters = hq::Headquarters::open(workspace.store());
    if (!headquarters) return base::fail(std::move(headquarters.error()));
    std::unique_ptr<Office> office(new Office);
    office->impl_ = std::make_unique<Impl>(workspace, std::move(*headquarters));
    auto& session = office->impl_->session;
    const auto answer = [&session](std::string_view request) { return session.answer(request); };
    auto server = hq::Server::start(host, port, answer, office->impl_->headquarters.tls());
    if (!server) return base::fail(std::move(server.error()));
    office->impl_->server = std::move(*server);
    return office;
}

std::string Office::scheme() const { return impl_->headquarters.tls() != nullptr ? "https" : "http"; }
std::uint16_t Office::port() const { return impl_->server->port(); }

}  // namespace yuanquan::team

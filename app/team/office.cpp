#include "app/team/office.hpp"

#include <atomic>
#include <chrono>

#include "app/team/high_water.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"

namespace yuanquan::team {

base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address) {
    if (auto done = hq::Headquarters::init(workspace.store(), workspace.random(), address); !done) return done;
    return workspace.set_identity({person, survey::Role::headquarters, {}});
}

base::Result<std::string> enrol_laptop(survey::Workspace& workspace, hq::Headquarters& headquarters, const NewLaptop& laptop,
                                       const std::string& file, bool with_forms, const Wrapping& wrap) {
    if (!file.empty()) {
        if (base::exists(file)) return base::fail(base::ErrorCode::already_exists, file);
        if (auto there = base::see_folder(base::folder_of(file)); !there) return base::fail(std::move(there.error()));
        if (auto made = base::write_private_file(file, {}); !made) return base::fail(std::move(made.error()));
    }
    const auto person = laptop.person.empty() ? laptop.name : laptop.person;
    auto enrolment = headquarters.enrol(laptop.name, person, laptop.role, laptop.areas, workspace.random(), workspace.clock(), with_forms);
    auto bytes = enrolment && wrap ? wrap(*enrolment) : enrolment;
    if (!bytes) {
        if (!file.empty()) static_cast<void>(base::remove_file(file));
        return bytes;
    }
    if (file.empty()) return enrolment;
    if (auto written = base::write_private_file(file, *bytes); !written) return base::fail(std::move(written.error()));
    return enrolment;
}

namespace {

constexpr std::chrono::seconds kBetweenNotes{1};   // A note waits for the disk; a second of them may be missing after a kill.

}  // namespace

struct Office::Impl {
    Impl(survey::Workspace& workspace, hq::Headquarters office, link::WithStore how)
        : with_store(std::move(how)),
          store(workspace.store()),
          headquarters(std::move(office)),
          replica(workspace.store()),
          session(replica, headquarters.key(), headquarters.epoch(),
                  [this](const base::KeyId& key) { return headquarters.find(key); }, workspace.clock(),
                  headquarters.recovering()) {}
    ~Impl() {
        server.reset();
        with_store([&] { note(); });
    }
    std::string answer(std::string_view request) {
        std::string reply;
        with_store([&] {
            reply = session.answer(request);
            const auto now = std::chrono::steady_clock::now();
            if (now - noted_at < kBetweenNotes) return;
            noted_at = now;
            note();
        });
        ++answered;
        return reply;
    }
    void note() {
        if (store.last_arrival() == noted) return;
        noted = store.last_arrival();
        note_high_water(store, headquarters.key().public_key());
    }

    link::WithStore with_store;
    store::Store& store;
    hq::Headquarters headquarters;
    replica::StoreReplica replica;
    session::HeadquartersSession session;
    store::Arrival noted = 0;
    std::chrono::steady_clock::time_point noted_at{};
    std::atomic<std::uint64_t> answered{0};
    std::unique_ptr<hq::Server> server;  // Last: it stops before what it uses goes.
};

Office::Office() = default;
Office::~Office() = default;

base::Result<std::unique_ptr<Office>> Office::serve(survey::Workspace& workspace, const std::string& host,
                                                    std::uint16_t port, link::WithStore with_store) {
    if (!with_store) with_store = [](const std::function<void()>& step) { step(); };
    auto headquarters = open_headquarters(workspace.store(), workspace.random());
    if (!headquarters) return base::fail(std::move(headquarters.error()));
    std::unique_ptr<Office> office(new Office);
    office->impl_ = std::make_unique<Impl>(workspace, std::move(*headquarters), std::move(with_store));
    const auto answer = [impl = office->impl_.get()](std::string_view request) { return impl->answer(request); };
    auto server = hq::Server::start(host, port, answer, office->impl_->headquarters.tls());
    if (!server) return base::fail(std::move(server.error()));
    office->impl_->server = std::move(*server);
    return office;
}

base::Result<ServingPlace> serving_place(const std::string& address) {
    constexpr std::uint16_t kUsualPort = 8600;
    const auto begin = address.find("://");
    const bool is_web = address.starts_with("https://") || address.starts_with("http://");
    auto host = is_web ? address.substr(begin + 3) : std::string();
    std::int64_t port = kUsualPort;
    if (const auto colon = host.find(':'); colon != std::string::npos) {
        port = base::parse_integer(host.substr(colon + 1)).value_or(0);
        host.resize(colon);
    }
    if (host.empty() || port <= 0 || port > 0xffff) return base::fail(base::ErrorCode::wrong_use, address, "https://HOST:PORT");
    const bool is_here_alone = host == "localhost" || host.starts_with("127.");
    return ServingPlace{is_here_alone ? "127.0.0.1" : "0.0.0.0", static_cast<std::uint16_t>(port)};
}

hq::Headquarters& Office::headquarters() { return impl_->headquarters; }
std::uint64_t Office::answered() const { return impl_->answered; }
bool Office::recovering() const { return impl_->headquarters.recovering(); }
std::string Office::scheme() const { return impl_->headquarters.tls() != nullptr ? "https" : "http"; }
std::uint16_t Office::port() const { return impl_->server->port(); }

}  // namespace yuanquan::team

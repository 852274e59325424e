#include "app/team/meeting.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <mutex>
#include <netinet/in.h>
#include <optional>

#include "app/team/enrolment.hpp"
#include "app/team/own_addresses.hpp"
#include "model/base/text.hpp"
#include "sync/hq/server.hpp"
#include "sync/link/http_link.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/meeting.hpp"

namespace yuanquan::team {

namespace {

constexpr char kFellows[] = "team.fellows";   // One certificate a line, in hex.
constexpr std::uint32_t kCodes = 1'000'000;

std::string hex(std::string_view bytes) { return base::to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()); }

// What a meeting needs of this laptop, kept together for as long as it lasts.
struct Party {
    Membership member;
    base::KeyId headquarters;
    replica::StoreReplica replica;
    session::Fellows fellows;
    survey::Workspace& workspace;

    Party(survey::Workspace& where, Membership who)
        : member(std::move(who)), headquarters(member.headquarters), replica(where.store()), fellows(headquarters), workspace(where) {
        fellows.add(member.certificate);
        const auto known = where.store().setting(kFellows);
        if (!known) return;
        for (const auto line : base::split(*known, '\n')) {
            std::string frame(line.size() / 2, '\0');
            if (!frame.empty() && base::from_hex(line, reinterpret_cast<std::uint8_t*>(frame.data()), frame.size())) fellows.add(frame);
        }
    }
    session::Self self() { return {replica, member.key, member.certificate, headquarters, workspace.clock(), fellows}; }
    void keep_fellows() {
        std::string text;
        for (const auto& frame : fellows.frames()) text += hex(frame) + '\n';
        const auto known = workspace.store().setting(kFellows);
        if (known && *known != text) (void)workspace.store().set_setting(kFellows, text);   // Heard of again at the next meeting.
    }
};

base::Result<std::unique_ptr<Party>> party_of(survey::Workspace& workspace) {
    auto member = membership(workspace);
    if (!member) return base::fail(std::move(member.error()));
    if (member->certificate.empty()) {
        return base::fail(base::ErrorCode::wrong_use, member->laptop, "no certificate yet: exchange with headquarters once");
    }
    return std::make_unique<Party>(workspace, std::move(*member));
}

}  // namespace

struct OpenMeeting::Impl {
    std::unique_ptr<Party> party;
    std::optional<session::MeetingHost> host;
    hq::TlsIdentity tls;
    link::WithStore with_store;
    std::string code;
    std::vector<std::string> places;
    mutable std::mutex mutex;
    State state;
    std::unique_ptr<hq::Server> server;   // Last: it stops before what it uses goes.

    // A refusal in the place of an answer: the program closes, the store cannot be asked any more.
    std::string answer(std::string_view message) {
        std::string reply;
        with_store([&] {
            reply = host->answer(message);
            party->keep_fellows();
            const std::lock_guard lock(mutex);
            state.guest = host->guest() ? host->guest()->name : std::string();
            state.summary = host->summary();
            state.done = host->done();
            state.locked = host->is_locked();
        });
        return reply;
    }
};

OpenMeeting::OpenMeeting() : impl_(std::make_unique<Impl>()) {}
OpenMeeting::~OpenMeeting() = default;

base::Result<std::unique_ptr<OpenMeeting>> OpenMeeting::open(survey::Workspace& workspace, link::WithStore with_store, std::uint16_t port) {
    auto party = party_of(workspace);
    if (!party) return base::fail(std::move(party.error()));
    auto tls = hq::make_tls_identity();
    if (!tls) return base::fail(std::move(tls.error()));
    std::unique_ptr<OpenMeeting> meeting(new OpenMeeting);
    auto& impl = *meeting->impl_;
    impl.party = std::move(*party);
    impl.tls = std::move(*tls);
    impl.with_store = std::move(with_store);
    impl.code = std::to_string(kCodes + workspace.random().next_u64() % kCodes).substr(1);
    impl.host.emplace(impl.party->self(), impl.code, impl.tls.pin);
    const auto answer = [&impl](std::string_view message) { return impl.answer(message); };
    auto server = hq::Server::start("0.0.0.0", port, answer, &impl.tls);
    const bool is_taken = !server && server.error().code == base::ErrorCode::in_use;
    if (is_taken && port == kMeetingPort) server = hq::Server::start("0.0.0.0", 0, answer, &impl.tls);   // The place then names it.
    if (!server) return base::fail(std::move(server.error()));
    impl.server = std::move(*server);
    const auto where = impl.server->port() == kMeetingPort ? std::string() : ":" + std::to_string(impl.server->port());
    for (const auto& address : own_addresses()) impl.places.push_back(address + where);
    if (impl.places.empty()) impl.places.push_back("127.0.0.1" + where);
    return meeting;
}

const std::string& OpenMeeting::code() const { return impl_->code; }
const std::vector<std::string>& OpenMeeting::places() const { return impl_->places; }
OpenMeeting::State OpenMeeting::state() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->state;
}

bool is_wrong_code(const Met& met) {
    return !met.status && met.status.error().code == base::ErrorCode::refused &&
           met.status.error().detail == base::name(base::ErrorCode::not_authorised);
}

Met join_meeting(survey::Workspace& workspace, const std::string& place, const std::string& code, const link::WithStore& with_store,
                 const link::Progress& progress, const std::atomic<bool>& cancelled) {
    Met met;
    met.status = base::fail(base::ErrorCode::cancelled);
    std::unique_ptr<Party> party;
    std::optional<session::MeetingGuest> guest;
    with_store([&] {
        auto made = party_of(workspace);
        if (!made) {
            met.status = base::fail(std::move(made.error()));
            return;
        }
        party = std::move(*made);
        guest.emplace(party->self(), code);
    });
    if (!guest) return met;
    std::string address = "https://" + std::string(base::trim(place));
    if (place.find(':') == std::string::npos) address += ":" + std::to_string(kMeetingPort);
    {
        link::HttpLink first(address, link::kAnyKey);
        auto hello = first.exchange(guest->hello(), cancelled);
        met.status = hello ? guest->take_hello(*hello) : base::Status(base::fail(std::move(hello.error())));
        if (!met.status) return met;
    }
    met.host = guest->host()->name;
    link::HttpLink line(address, guest->tls_pin());
    met.status = link::run_exchange(*guest, line, with_store, progress, cancelled);
    with_store([&] {
        met.summary = guest->summary();
        party->keep_fellows();
    });
    return met;
}

}  // namespace yuanquan::team

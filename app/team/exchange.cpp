#include "app/team/exchange.hpp"

#include <optional>

#include "app/team/bundle.hpp"
#include "app/team/enrolment.hpp"
#include "sync/link/http_link.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/certificate.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/wire/frame.hpp"

namespace yuanquan::team {

// A questionnaire that cannot be used here (a newer program made it) must not cost what was exchanged: it is left out.
void install_forms(survey::Workspace& workspace, Exchanged& exchanged) {
    for (auto& file : exchanged.summary.forms) {
        store::InstalledForm form;
        form.file_name = file.file_name;
        form.source = std::move(file.source);
        form.media = std::move(file.media);
        auto installed = workspace.install_form(std::move(form));
        if (!installed) {
            exchanged.status = base::fail(std::move(installed.error()).with_context("installing " + file.file_name));
        } else if (installed->id.empty()) {
            exchanged.status = base::fail(base::ErrorCode::form_has_errors, file.file_name);
        } else {
            exchanged.new_forms.push_back(installed->id);
        }
    }
}

namespace {

// A laptop that has no certificate, or an old one, or one of another life of headquarters (it may have been given other areas,
// at this exchange or at one that was cut short), asks for another. Not getting one costs meetings, never an exchange.
void renew_certificate(survey::Workspace& workspace, const Membership& member, link::Link& link, const link::WithStore& with_store,
                       const std::atomic<bool>& cancelled) {
    constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
    const auto held = session::read_certificate(member.certificate, member.headquarters);
    std::string epoch = member.certificate_epoch;
    with_store([&] {
        if (const auto peer = workspace.store().peer(session::kHeadquartersPeer)) epoch = peer->epoch;
    });
    if (epoch == member.certificate_epoch && held && held->expires_ms - workspace.clock().now_ms() > session::kRenewDays * kDayMs) return;
    const auto given = link.exchange(wire::seal(wire::FrameKind::certificate_wanted, {}, member.key), cancelled);
    if (!given) return;
    const auto read = session::read_certificate(*given, member.headquarters);
    if (!read || read->key != member.key.public_key()) return;
    with_store([&] { (void)keep_certificate(workspace, *given); });
}

}  // namespace

Exchanged exchange(survey::Workspace& workspace, const link::WithStore& with_store, const link::Progress& progress,
                   const std::atomic<bool>& cancelled) {
    Exchanged exchanged;
    base::Result<Membership> member = base::fail(base::ErrorCode::cancelled);
    std::optional<replica::StoreReplica> replica;
    std::optional<session::LaptopSession> session;
    with_store([&] {
        member = membership(workspace);
        if (!member) return;
        replica.emplace(workspace.store());
        session.emplace(*replica, member->key, member->headquarters, workspace.clock());
    });
    if (!member) {
        exchanged.status = base::fail(std::move(member.error()));
        return exchanged;
    }
    if (!session) return exchanged;
    link::HttpLink http(member->address, member->tls_pin);
    exchanged.status = link::run_exchange(*session, http, with_store, progress, cancelled);
    if (exchanged.status) renew_certificate(workspace, *member, http, with_store, cancelled);
    with_store([&] {
        exchanged.summary = session->summary();
        if (exchanged.status) exchanged.status = note_later_word(workspace);
        install_forms(workspace, exchanged);
    });
    return exchanged;
}

Exchanged exchange(survey::Workspace& workspace) {
    const std::atomic<bool> never{false};
    return exchange(workspace, [](const std::function<void()>& step) { step(); }, {}, never);
}

}  // namespace yuanquan::team

#include "app/team/exchange.hpp"

#include <optional>

#include "app/team/enrolment.hpp"
#include "sync/link/http_link.hpp"
#include "sync/replica/store_replica.hpp"

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
    with_store([&] {
        exchanged.summary = session->summary();
        install_forms(workspace, exchanged);
    });
    return exchanged;
}

Exchanged exchange(survey::Workspace& workspace) {
    const std::atomic<bool> never{false};
    return exchange(workspace, [](const std::function<void()>& step) { step(); }, {}, never);
}

}  // namespace yuanquan::team

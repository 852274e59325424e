#include "app/team/enrolment.hpp"

#include "sync/session/certificate.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::team {

namespace {

constexpr char kLaptop[] = "team.laptop", kKey[] = "team.key", kHeadquarters[] = "team.headquarters",
               kAddress[] = "team.address", kTlsPin[] = "team.tls_pin", kCertificate[] = "team.certificate",
               kCertificateEpoch[] = "team.certificate_epoch";

base::Status install_forms(survey::Workspace& workspace, const std::vector<wire::FormFile>& forms) {
    for (const auto& form : forms) {
        store::InstalledForm installed;
        installed.file_name = form.file_name;
        installed.source = form.source;
        installed.media = form.media;
        auto done = workspace.install_form(std::move(installed));
        if (!done) return base::fail(std::move(done.error()));
        if (done->id.empty()) return base::fail(base::ErrorCode::form_has_errors, form.file_name);
    }
    return {};
}

}  // namespace

base::Status join(survey::Workspace& workspace, std::string_view enrolment_file) {
    auto frame = wire::open_frame(enrolment_file, wire::FrameKind::enrolment);
    if (!frame) return base::fail(std::move(frame.error()).with_context("reading the enrolment file"));
    auto enrolment = wire::decode_enrolment(frame->body);
    if (!enrolment) return base::fail(std::move(enrolment.error()).with_context("reading the enrolment file"));
    auto& store = workspace.store();
    if (auto known = store.setting(kHeadquarters); known && !known->empty() && *known != frame->key.text()) {
        return base::fail(base::ErrorCode::already_exists, workspace.folder(), "enrolled with another headquarters");
    }
    const auto role = survey::parse_role(enrolment->role);
    if (!role) return base::fail(base::ErrorCode::bad_input, "enrolment", "unknown role " + enrolment->role);
    if (auto done = install_forms(workspace, enrolment->forms); !done) return done;
    if (auto done = workspace.set_identity({enrolment->person, *role, enrolment->areas}); !done) return done;
    auto peer = store.peer(session::kHeadquartersPeer);
    if (!peer) return base::fail(std::move(peer.error()));
    peer->epoch = enrolment->epoch;
    if (auto done = store.put_peer(*peer); !done) return done;
    if (auto done = store.set_setting(kAddress, enrolment->address); !done) return done;
    if (auto done = store.set_setting(kTlsPin, enrolment->tls_pin); !done) return done;
    if (auto done = keep_certificate(workspace, enrolment->certificate); !done) return done;
    if (auto done = store.set_setting(kLaptop, enrolment->laptop); !done) return done;
    const auto key = base::to_hex(enrolment->laptop_key.data(), enrolment->laptop_key.size());
    if (auto done = store.set_setting(kKey, key); !done) return done;
    return store.set_setting(kHeadquarters, frame->key.text());
}

base::Status keep_certificate(survey::Workspace& workspace, std::string_view certificate) {
    if (const auto member = membership(workspace)) {
        const auto told = session::read_certificate(certificate, member->headquarters);
        auto identity = workspace.identity();
        if (told && told->key == member->key.public_key() && told->areas != identity.areas) {
            identity.areas = told->areas;
            if (auto done = workspace.set_identity(std::move(identity)); !done) return done;
        }
    }
    const auto peer = workspace.store().peer(session::kHeadquartersPeer);
    if (!peer) return base::fail(peer.error());
    const auto text = base::to_hex(reinterpret_cast<const std::uint8_t*>(certificate.data()), certificate.size());
    if (auto done = workspace.store().set_setting(kCertificate, text); !done) return done;
    return workspace.store().set_setting(kCertificateEpoch, peer->epoch);
}

bool is_member(const survey::Workspace& workspace) {
    const auto key = workspace.store().setting(kHeadquarters);
    return key && !key->empty();
}

base::Result<Membership> membership(const survey::Workspace& workspace) {
    const auto& store = workspace.store();
    auto laptop = store.setting(kLaptop), key = store.setting(kKey), headquarters = store.setting(kHeadquarters);
    auto address = store.setting(kAddress), tls_pin = store.setting(kTlsPin), certificate = store.setting(kCertificate);
    auto certificate_epoch = store.setting(kCertificateEpoch);
    for (auto* setting : {&laptop, &key, &headquarters, &address, &tls_pin, &certificate, &certificate_epoch}) {
        if (!*setting) return base::fail(std::move(setting->error()));
    }
    if (headquarters->empty()) return base::fail(base::ErrorCode::wrong_use, workspace.folder(), "not enrolled");
    Membership membership;
    const auto pinned = base::KeyId::parse(*headquarters);
    if (!pinned || !base::from_hex(*key, membership.key.bytes.data(), membership.key.bytes.size())) {
        return base::fail(base::ErrorCode::damaged, "enrolment");
    }
    membership.laptop = *laptop;
    membership.headquarters = *pinned;
    membership.address = *address;
    membership.tls_pin = *tls_pin;
    membership.certificate_epoch = *certificate_epoch;
    membership.certificate.resize(certificate->size() / 2);
    if (!base::from_hex(*certificate, reinterpret_cast<std::uint8_t*>(membership.certificate.data()), membership.certificate.size())) {
        return base::fail(base::ErrorCode::damaged, "certificate");
    }
    return membership;
}

}  // namespace yuanquan::team

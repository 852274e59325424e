#include "tests/sim/team.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/change_codec.hpp"
#include "sync/session/epoch.hpp"
#include "sync/session/poll.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::sim {

namespace {

// One certificate for every run: making one takes time and chance, and nobody here speaks TLS.
const hq::TlsIdentity& tls_identity() {
    static const hq::TlsIdentity identity = [] {
        auto made = hq::make_tls_identity();
        must(made.has_value(), "O9", "no TLS identity");
        return std::move(*made);
    }();
    return identity;
}

std::string filled(std::string text) {  // Of one length in every process, or two runs would differ in their disks.
    text.resize(4096, '\n');
    return text;
}

constexpr char kFellows[] = "team.fellows";   // As the program keeps them.

}  // namespace

bool is_within(const std::string& area, const Areas& areas) {
    return areas.empty() || std::find(areas.begin(), areas.end(), area) != areas.end();
}
bool touches(const std::vector<std::string>& of_record, const Areas& areas) {
    return areas.empty() || std::any_of(of_record.begin(), of_record.end(), [&](const auto& area) { return is_within(area, areas); });
}
bool Member::was_ever_of(const std::vector<std::string>& of_record) const {
    return std::any_of(held.begin(), held.end(), [&](const auto& some) { return touches(of_record, some); });
}
bool Member::was_ever_limited() const {
    return std::any_of(held.begin(), held.end(), [](const auto& some) { return !some.empty(); });
}

Laptop::Party::Party(Laptop& at)
    : laptop(at), certificate(at.told.certificate.empty() ? at.member.certificate : at.told.certificate), replica(at.store()), fellows(at.headquarters) {
    areas = session::read_certificate(certificate, at.headquarters)->areas;
    fellows.add(certificate);
    const auto known = at.store().setting(kFellows);
    if (!known) return;
    for (const auto line : base::split(*known, '\n')) {
        std::string frame(line.size() / 2, '\0');
        if (!frame.empty() && base::from_hex(line, reinterpret_cast<std::uint8_t*>(frame.data()), frame.size())) fellows.add(frame);
    }
}

void Laptop::Party::keep_fellows() {
    std::string text;
    for (const auto& frame : fellows.frames()) text += base::to_hex(reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()) + '\n';
    const auto known = laptop.store().setting(kFellows);
    if (known && *known != text) (void)laptop.store().set_setting(kFellows, text);
}

void Laptop::open_meeting(const std::string& code) {
    party = std::make_unique<Party>(*this);
    party->host.emplace(party->self(), code, "sha256//pin");
}

void Laptop::join_meeting(Laptop& host, const std::string& code) {
    party = std::make_unique<Party>(*this);
    party->called = &host;
    party->guest.emplace(party->self(), code);
}

void Office::found() {
    static const std::vector<std::pair<std::string, std::string>> kAreas{{"county", ""}, {"v1", "county"}, {"v2", "county"}};
    must(store().set_setting("hq.tls_key", filled(tls_identity().key)).has_value() &&
             store().set_setting("hq.tls_certificate", filled(tls_identity().certificate)).has_value() &&
             hq::Headquarters::init(store(), random, "http://127.0.0.1:1").has_value() &&
             store().set_setting("role", "hq").has_value() && store().set_areas(kAreas).has_value(),
         "O9", "headquarters cannot be founded");
    is_founded_ = true;
    must(opened(), "O9", "headquarters cannot be opened");
}

bool Office::opened() {
    if (!is_founded_) return true;
    auto opening = hq::Headquarters::open(store());
    if (!opening) return false;
    headquarters_.emplace(std::move(*opening));
    epoch_ = headquarters_->epoch();
    replica_.emplace(store());
    session_.emplace(*replica_, headquarters_->key(), headquarters_->epoch(),
                     [this](const base::KeyId& key) { return headquarters_->find(key); }, clock, headquarters_->recovering());
    return true;
}

Member Office::enrol(const std::string& name, const std::string& person, const std::string& role,
                     const std::vector<std::string>& areas) {
    const auto file = headquarters_->enrol(name, person, role, areas, random, clock);
    must(file.has_value(), "O9", "cannot enrol");
    const auto enrolment = wire::decode_enrolment(wire::open_frame(*file, wire::FrameKind::enrolment)->body);
    Member member{name, person, role, areas, {areas}, {}, enrolment->certificate, false};
    member.key.bytes = enrolment->laptop_key;
    return member;
}

std::string Office::answer(std::string_view request) {
    auto reply = session_->answer(request);
    note_receipts(request, reply);
    return reply;
}

void Office::note_receipts(std::string_view request, std::string_view reply) {
    if (session::is_poll(reply)) return;
    const auto opened = wire::open_frame(reply, wire::FrameKind::reply);
    must(opened.has_value(), "O6", "a reply that cannot be read");
    const auto said = wire::decode_reply(opened->body);
    must(said.has_value(), "O6", "a reply that cannot be decoded");
    held.insert(said->aside_held.begin(), said->aside_held.end());
    if (said->receipt.empty()) return;
    const auto asked = wire::decode_request(wire::open_frame(request, wire::FrameKind::request)->body);
    for (const auto& bytes : asked->changes) held.insert(record::change_id(bytes));
}

std::string Office::epoch_for(const Member& member) const {
    const auto laptop = headquarters_->find(member.key.public_key());
    return session::epoch_after_moves(epoch_, laptop ? laptop->moves : 0);
}

bool Office::has(const ChangeId& id) const {
    return store().has_change(id) || store().kept_aside(id).has_value();
}

std::vector<store::StoredChange> log_of(const store::Store& store) {
    auto slice = store.changes_after(0, {}, std::size_t{1} << 30);
    must(slice.has_value(), "O3", "the log cannot be read");
    return std::move(slice->changes);
}

std::vector<std::string> bytes_of(std::vector<store::StoredChange> changes) {
    std::vector<std::string> bytes;
    for (auto& change : changes) bytes.push_back(std::move(change.bytes));
    return bytes;
}

}  // namespace yuanquan::sim

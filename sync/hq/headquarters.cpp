#include "sync/hq/headquarters.hpp"

#include <algorithm>
#include <charconv>

#include "model/base/text.hpp"
#include "model/record/change_codec.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/certificate.hpp"
#include "sync/session/epoch.hpp"
#include "sync/session/judgement.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::hq {

namespace {

constexpr char kKey[] = "hq.key", kEpoch[] = "hq.epoch", kAddress[] = "hq.address", kLaptops[] = "hq.laptops",
               kSettled[] = "hq.settled", kTlsKey[] = "hq.tls_key", kTlsCertificate[] = "hq.tls_certificate";
constexpr std::size_t kEpochBytes = 8;

// One laptop a line: name, key, person, role, areas, '' or "revoked" or "revoked REPLICA SEQUENCE", and how often its areas
// were changed, when they were; tab between. Names may not hold tabs or newlines.
bool is_plain(std::string_view text) { return text.find_first_of("\t\n") == std::string_view::npos; }

std::string join(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}

std::string withdrawal(const session::Laptop& laptop) {
    if (!laptop.revoked) return {};
    if (!laptop.cut_off) return "revoked";
    return "revoked " + laptop.cut_off->replica.text() + ' ' + std::to_string(laptop.cut_off->sequence);
}

std::optional<session::Laptop> parse_laptop(std::string_view line) {
    const auto cells = base::split(line, '\t');
    if (cells.size() != 6 && cells.size() != 7) return std::nullopt;
    session::Laptop laptop;
    laptop.name = cells[0];
    const auto key = base::KeyId::parse(cells[1]);
    if (!key) return std::nullopt;
    laptop.key = *key;
    laptop.person = cells[2];
    laptop.role = cells[3];
    for (const auto area : base::split_space(cells[4])) laptop.areas.emplace_back(area);
    if (cells.size() == 7) {
        const auto* end = cells[6].data() + cells[6].size();
        if (std::from_chars(cells[6].data(), end, laptop.moves).ptr != end) return std::nullopt;
    }
    const auto revoked = base::split_space(cells[5]);
    laptop.revoked = !revoked.empty();
    if (revoked.size() == 3) {
        const auto replica = base::ReplicaId::parse(revoked[1]);
        session::CutOff cut_off;
        const auto* end = revoked[2].data() + revoked[2].size();
        if (!replica || std::from_chars(revoked[2].data(), end, cut_off.sequence).ptr != end) return std::nullopt;
        cut_off.replica = *replica;
        laptop.cut_off = cut_off;
    }
    return laptop;
}

// Once; also for a headquarters that was founded before it served TLS.
base::Status give_tls_identity(store::Store& store) {
    const auto certificate = store.setting(kTlsCertificate);
    if (!certificate) return base::fail(certificate.error());
    if (!certificate->empty()) return {};
    const auto made = make_tls_identity();
    if (!made) return base::fail(made.error());
    if (auto set = store.set_setting(kTlsKey, made->key); !set) return set;
    return store.set_setting(kTlsCertificate, made->certificate);
}

}  // namespace

base::Status Headquarters::init(store::Store& store, base::Random& random, const std::string& address) {
    if (is_headquarters(store)) return base::fail(base::ErrorCode::already_exists, "headquarters");
    const auto key = base::SigningKey::generate(random);
    std::uint8_t epoch[kEpochBytes];
    random.fill(epoch, sizeof epoch);
    for (const char* name : {kEpoch, kSettled}) {
        if (auto set = store.set_setting(name, base::to_hex(epoch, sizeof epoch)); !set) return set;
    }
    if (auto set = store.set_setting(kAddress, address); !set) return set;
    if (auto made = give_tls_identity(store); !made) return made;
    // The key last: with it the store is headquarters.
    return store.set_setting(kKey, base::to_hex(key.bytes.data(), key.bytes.size()));
}

bool Headquarters::is_headquarters(const store::Store& store) {
    const auto key = store.setting(kKey);
    return key && !key->empty();
}

base::Result<Headquarters> Headquarters::open(store::Store& store) {
    Headquarters headquarters(store);
    auto key = store.setting(kKey), epoch = store.setting(kEpoch), address = store.setting(kAddress);
    auto laptops = store.setting(kLaptops), settled = store.setting(kSettled);
    if (key && key->empty()) return base::fail(base::ErrorCode::wrong_use, "headquarters", "this workspace is not headquarters");
    if (auto given = give_tls_identity(store); !given) return base::fail(std::move(given.error()));
    auto tls_key = store.setting(kTlsKey), certificate = store.setting(kTlsCertificate);
    for (auto* setting : {&key, &epoch, &address, &laptops, &settled, &tls_key, &certificate}) {
        if (!*setting) return base::fail(std::move(setting->error()));
    }
    if (!base::from_hex(*key, headquarters.key_.bytes.data(), headquarters.key_.bytes.size())) {
        return base::fail(base::ErrorCode::damaged, "headquarters' key");
    }
    headquarters.epoch_ = *epoch;
    headquarters.settled_epoch_ = *settled;
    auto pin = tls_pin(*certificate);
    if (!pin) return base::fail(std::move(pin.error()));
    headquarters.tls_ = {std::move(*tls_key), std::move(*certificate), std::move(*pin)};
    headquarters.address_ = *address;
    for (const auto line : base::split(*laptops, '\n')) {
        if (line.empty()) continue;
        auto laptop = parse_laptop(line);
        if (!laptop) return base::fail(base::ErrorCode::damaged, "list of laptops");
        headquarters.laptops_.push_back(std::move(*laptop));
    }
    if (auto done = headquarters.read_again(); !done) return base::fail(std::move(done.error()));
    return headquarters;
}

// What an earlier program put aside as too new, and this one can read: judged as on arrival.
base::Status Headquarters::read_again() {
    const auto aside = store_->quarantine(base::name(base::ErrorCode::too_new));
    if (!aside) return base::fail(aside.error());
    replica::StoreReplica replica(*store_);
    const session::FindLaptop by_key = [this](const base::KeyId& key) { return find(key); };
    for (const auto& one : *aside) {
        const record::EncodedChange change(one.bytes);
        if (!change.change()) continue;
        const auto carrier = std::find_if(laptops_.begin(), laptops_.end(), [&](const auto& laptop) { return laptop.name == one.from; });
        if (carrier == laptops_.end()) continue;
        const wire::Request nothing;
        auto why = session::Judgement(replica, by_key, *carrier, nothing, recovering()).objection_to(change);
        if (!why) return base::fail(std::move(why.error()));
        if (why->empty()) {
            if (auto released = store_->release(one.number); !released) return base::fail(std::move(released.error()));
        } else if (auto changed = store_->change_reason(one.number, *why); !changed) {
            return changed;
        }
    }
    return {};
}

base::Status Headquarters::set_address(const std::string& address) {
    if (auto set = store_->set_setting(kAddress, address); !set) return set;
    address_ = address;
    return {};
}

base::Status Headquarters::keep(std::vector<session::Laptop> laptops) {
    std::string text;
    for (const auto& laptop : laptops) {
        text += laptop.name + '\t' + laptop.key.text() + '\t' + laptop.person + '\t' + laptop.role + '\t' +
                join(laptop.areas) + '\t' + withdrawal(laptop) + (laptop.moves == 0 ? "" : '\t' + std::to_string(laptop.moves)) + '\n';
    }
    if (auto kept = store_->set_setting(kLaptops, text); !kept) return kept;
    laptops_ = std::move(laptops);
    return {};
}

base::Result<std::string> Headquarters::enrol(const std::string& name, const std::string& person, const std::string& role,
                                              const std::vector<std::string>& areas, base::Random& random,
                                              const base::Clock& clock, bool with_forms) {
    if (name.empty() || !is_plain(name) || !is_plain(person) || !is_plain(role)) {
        return base::fail(base::ErrorCode::wrong_use, name, "a name has one line and no tab");
    }
    const bool taken = std::any_of(laptops_.begin(), laptops_.end(), [&](const auto& laptop) { return laptop.name == name; });
    if (taken) return base::fail(base::ErrorCode::already_exists, name);
    const auto key = base::SigningKey::generate(random);
    wire::Enrolment enrolment;
    enrolment.laptop = name;
    enrolment.person = person;
    enrolment.role = role;
    enrolment.areas = areas;
    enrolment.address = address_;
    enrolment.laptop_key = key.bytes;
    enrolment.epoch = epoch_;
    if (tls() != nullptr) enrolment.tls_pin = tls_.pin;
    replica::StoreReplica replica(*store_);
    auto forms = replica.forms();
    if (!forms) return base::fail(std::move(forms.error()));
    for (const auto& ref : *forms) {
        if (!with_forms) break;
        auto form = replica.form(ref);
        if (!form) return base::fail(std::move(form.error()));
        enrolment.forms.push_back(std::move(*form));
    }
    auto laptops = laptops_;
    laptops.push_back({name, key.public_key(), person, role, areas, false, {}});
    enrolment.certificate = session::write_certificate(laptops.back(), key_, clock.now_ms());
    if (auto kept = keep(std::move(laptops)); !kept) return base::fail(std::move(kept.error()));
    return wire::seal(wire::FrameKind::enrolment, wire::encode(enrolment), key_);
}

base::Status Headquarters::revoke(const std::string& name, const std::optional<session::CutOff>& cut_off) {
    auto laptops = laptops_;
    const auto it = std::find_if(laptops.begin(), laptops.end(), [&](const auto& laptop) { return laptop.name == name; });
    if (it == laptops.end()) return base::fail(base::ErrorCode::not_found, name);
    it->revoked = true;
    it->cut_off = cut_off;
    return keep(std::move(laptops));
}

base::Status Headquarters::move(const std::string& name, const std::vector<std::string>& areas) {
    auto laptops = laptops_;
    const auto it = std::find_if(laptops.begin(), laptops.end(), [&](const auto& laptop) { return laptop.name == name; });
    if (it == laptops.end()) return base::fail(base::ErrorCode::not_found, name);
    if (it->areas == areas) return {};
    if (it->moves == session::kMovesMax) return base::fail(base::ErrorCode::too_large, name, "moves");
    it->areas = areas;
    ++it->moves;
    return keep(std::move(laptops));
}

base::Status Headquarters::start_epoch(base::Random& random) {
    std::uint8_t epoch[kEpochBytes];
    random.fill(epoch, sizeof epoch);
    const auto text = base::to_hex(epoch, sizeof epoch);
    if (auto set = store_->set_setting(kEpoch, text); !set) return set;
    epoch_ = text;
    return {};
}

base::Status Headquarters::settle() {
    if (auto set = store_->set_setting(kSettled, epoch_); !set) return set;
    settled_epoch_ = epoch_;
    return {};
}

std::optional<session::Laptop> Headquarters::find(const base::KeyId& key) const {
    const auto it = std::find_if(laptops_.begin(), laptops_.end(), [&](const auto& laptop) { return laptop.key == key; });
    if (it == laptops_.end()) return std::nullopt;
    return *it;
}

}  // namespace yuanquan::hq

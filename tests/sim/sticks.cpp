// By file, and through the laptop of a team's lead. Sticks get lost, are read twice, years later, or are cut short.

#include <algorithm>

#include "sync/session/offline.hpp"
#include "sync/session/seals.hpp"
#include "sync/wire/bundle.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

namespace {

constexpr std::size_t kAll = std::size_t{8} << 20;

wire::Bundle opened(const std::string& bytes, const base::SigningKey& reader) {
    auto bundle = wire::read_bundle(bytes, reader);
    must(bundle.has_value(), "O2", "a whole file cannot be read");
    return std::move(*bundle);
}

}  // namespace

void Fleet::write_stick(Laptop& laptop) {
    note("stick of " + laptop.name());
    deed(laptop, [&] {
        const replica::StoreReplica replica(laptop.store());
        const auto out = session::write_requests(replica, laptop.member.key, chance_.one_in(3) ? 4000 : kAll);
        if (!out) return false;
        wire::BundleHeader header;
        header.project = laptop.headquarters;
        header.recipients = {laptop.headquarters};
        header.from = out->from, header.to = out->to, header.epoch = out->epoch;
        const auto bytes = wire::write_bundle(header, out->frames, laptop.member.key);
        must(bytes.has_value(), "O2", "a file cannot be written");
        sticks_.push_back({*bytes, nullptr});
        return true;
    });
}

void Fleet::read_stick() {
    if (sticks_.empty()) return;
    const auto at = chance_.one_in(3) ? chance_.pick(sticks_.size()) : sticks_.size() - 1;
    const Stick stick = sticks_[at];
    note("read stick " + std::to_string(at));
    if (at + 1 != sticks_.size()) fault("old or doubled stick");
    const bool is_damaged = chance_.one_in(5);
    if (is_damaged) fault("stick cut or spoilt");
    const auto bytes = is_damaged ? damaged(stick.bytes) : stick.bytes;
    if (stick.for_member == nullptr) read_stick_at_office(bytes, is_damaged);
    else read_answer({bytes, stick.for_member}, is_damaged);
    if (chance_.one_in(3)) sticks_.erase(sticks_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Fleet::read_stick_at_office(const std::string& bytes, bool is_damaged) {
    const auto bundle = wire::read_bundle(bytes, office_->headquarters().key());
    must(bundle.has_value() != is_damaged, "O2", is_damaged ? "a damaged file was read" : "a whole file cannot be read");
    if (!bundle) return;
    const auto laptop = office_->headquarters().find(bundle->header.sender);
    must(laptop.has_value(), "O6", "headquarters has forgotten a laptop");
    deed(*office_, [&] {
        const auto replies = session::answer_all(office_->session(), bundle->frames, kAll);
        const auto last = std::min(replies.size(), bundle->frames.size());
        for (std::size_t i = 0; i < last; ++i) office_->note_receipts(bundle->frames[i], replies[i]);
        wire::BundleHeader header;
        header.project = office_->headquarters().key().public_key();
        header.recipients = {laptop->key};
        header.epoch = office_->epoch();
        const auto answer = wire::write_bundle(header, replies, office_->headquarters().key());
        must(answer.has_value(), "O2", "an answer cannot be written");
        const auto member = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.name == laptop->name; });
        sticks_.push_back({*answer, &*member});
        const auto first = wire::decode_reply(wire::open_frame(replies.front(), wire::FrameKind::reply)->body);
        return first->error.empty() || first->error == "not_authorised";
    });
}

// Whichever machine has that laptop's key: its clone, or the laptop after it was set back.
void Fleet::read_answer(const Stick& stick, bool is_damaged) {
    std::vector<Laptop*> readers;
    for (auto& laptop : laptops_) {
        if (&laptop->member == stick.for_member) readers.push_back(laptop.get());
    }
    if (readers.empty()) return;
    Laptop& laptop = *chance_.of(readers);
    if (is_damaged) {
        must(!wire::read_bundle(stick.bytes, laptop.member.key).has_value(), "O2", "a damaged file was read");
        return;
    }
    const auto bundle = opened(stick.bytes, laptop.member.key);
    laptop.talk.reset();
    deed(laptop, [&] {
        replica::StoreReplica replica(laptop.store());
        session::Summary summary;
        for (const auto& frame : bundle.frames) {
            const auto taken = session::take_reply(replica, laptop.headquarters, frame, laptop.clock, summary);
            if (taken) continue;
            note("answer not taken: " + taken.error().describe());
            return taken.error().code == base::ErrorCode::refused || taken.error().code == base::ErrorCode::bad_signature;
        }
        if (const auto receipts = laptop.store().receipts("hq")) laptop.told.receipts = receipts->size();
        return true;
    });
    check_held(laptop);
}

// All that one laptop has, to another; its author vouches for its own.
void Fleet::relay(Laptop& from, Laptop& to) {
    note("relay " + from.name() + " to " + to.name());
    const auto changes = bytes_of(log_of(from.store()));
    const replica::StoreReplica giver(from.store());
    auto seals = session::own_seals(giver, from.member.key, changes);
    const auto carried = giver.seals();
    must(carried.has_value(), "O3", "the seals cannot be read");
    seals.insert(seals.end(), carried->begin(), carried->end());
    to.talk.reset();
    deed(to, [&] {
        return replica::StoreReplica(to.store()).keep_seals(seals).has_value() && to.store().apply(changes, "stick").has_value();
    });
}

}  // namespace yuanquan::sim

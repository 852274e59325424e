// By file. Sticks get lost, are read twice, years later, or are cut short.

#include <algorithm>

#include "sync/session/offline.hpp"
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
    std::vector<Asked> before;   // Each with what the requests in front of it bring.
    for (const auto& frame : bundle->frames) {
        auto one = asked(frame);
        if (!before.empty()) one.changes.insert(one.changes.begin(), before.back().changes.begin(), before.back().changes.end());
        before.push_back(std::move(one));
    }
    deed(*office_, [&] {
        const auto replies = session::answer_all(office_->session(), bundle->frames, kAll);
        for (std::size_t i = 0; i < replies.size(); ++i) check_answer(before[std::min(i, before.size() - 1)], replies[i]);
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
    take_answers(laptop, opened(stick.bytes, laptop.member.key));
}

// One after the other; meanwhile people go on, or take the stick out too early.
void Fleet::take_answers(Laptop& laptop, const wire::Bundle& bundle) {
    laptop.talk.reset();
    bool goes_on = true;
    for (std::size_t i = 0; goes_on && i < bundle.frames.size(); ++i) {
        deed(laptop, [&] {
            replica::StoreReplica replica(laptop.store());
            session::Summary summary;
            const auto taken = session::take_reply(replica, laptop.headquarters, bundle.frames[i], laptop.clock, summary);
            goes_on = taken.has_value();
            if (const auto receipts = laptop.store().receipts("hq"); taken && receipts) laptop.told.receipts = receipts->size();
            if (taken) return true;
            note("answer not taken: " + taken.error().describe());
            return taken.error().code == base::ErrorCode::refused || taken.error().code == base::ErrorCode::bad_signature;
        });
        check_held(laptop);
        goes_on = goes_on && !chance_.one_in(8);
        if (chance_.one_in(4)) edit(laptop);
    }
    check_held(laptop);
}

// A stick goes to headquarters and comes back with its answer, and neither side stands still: the laptop may be set back, or
// headquarters, or both speak by network.
void Fleet::send_courier(Laptop& laptop) {
    note("courier of " + laptop.name());
    if (chance_.one_in(2)) back_up(laptop);
    if (chance_.one_in(2)) back_up_office();
    if (chance_.one_in(2)) talk(laptop), talk(laptop);
    edit(laptop);
    const auto before = sticks_.size();
    write_stick(laptop);
    if (sticks_.size() == before) return;   // Its disk failed.
    const auto taken_along = sticks_.back().bytes;
    meanwhile(laptop);
    const auto at_office = sticks_.size();
    read_stick_at_office(taken_along, false);
    if (sticks_.size() == at_office) return;
    const auto brought_back = sticks_.back().bytes;
    meanwhile(laptop);
    take_answers(laptop, opened(brought_back, laptop.member.key));
}

void Fleet::meanwhile(Laptop& laptop) {
    switch (chance_.pick(8)) {
        case 0:
        case 1: restore(laptop); [[fallthrough]];
        case 2: edit(laptop); break;
        case 3: restore_office(); break;
        case 4: restore_office(); [[fallthrough]];
        case 5:
            for (auto turns = 1 + chance_.pick(3); turns > 0; --turns) talk(laptop);
            break;
        default: break;
    }
}

}  // namespace yuanquan::sim

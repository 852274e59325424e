#include "tests/sim/fleet.hpp"

#include <iostream>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"

namespace yuanquan::sim {

constexpr int kSteps = 170;
constexpr std::uint64_t kFirstWithMoves = 2001;   // Odd seeds from there on.

Fleet::Fleet(std::uint64_t seed, const std::string& folder, bool tells)
    : seed_(seed), folder_(folder), tells_(tells), chance_(seed), has_moves_(seed >= kFirstWithMoves && seed % 2 == 1),
      moves_(~seed), office_(std::make_unique<Office>(folder, seed * 64 + 1)) {
    office_->clock.set(world_ms_);
    must(office_->open(), "O3", "headquarters' store does not open");
    office_->found();
    const auto count = 3 + chance_.pick(3);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string name = "laptop" + std::to_string(i);
        const bool is_lead = i == 0;
        const bool is_of_village = i + 1 == count && chance_.pick(3) != 0;
        const Areas areas = is_of_village ? Areas{"v1"} : Areas{};
        members_.push_back(office_->enrol(name, "person" + std::to_string(i), is_lead ? "lead" : "member",
                                          has_moves_ && !is_lead ? some_areas() : areas));
        laptops_.push_back(std::make_unique<Laptop>(folder, name, seed * 64 + 2 + i, members_.back(),
                                                    office_->headquarters().key().public_key()));
        laptops_.back()->clock.set(world_ms_);
        must(laptops_.back()->open(), "O3", "a new store does not open");
    }
}

void Fleet::run() {
    for (int i = 0; i < kSteps; ++i) {
        pass_time();
        step();
    }
    settle();
    check_all();
}

void Fleet::pass_time() {
    let_pass(static_cast<std::int64_t>(chance_.pick(std::uint64_t{12} * 3600 * 1000)));
}

void Fleet::let_pass(std::int64_t ms) {
    world_ms_ += ms;
    office_->clock.set(world_ms_ + office_->clock_is_off);
    for (auto& laptop : laptops_) laptop->clock.set(world_ms_ + laptop->clock_is_off);
    tally_.device_ms += ms * static_cast<std::int64_t>(laptops_.size() + 1);
}

void Fleet::note(const std::string& words) {
    // An error names its file; where the simulation's folder lies is no part of the tale.
    const auto what = base::replace_all(words, folder_, "");
    const auto digest = base::blake2b_256(tally_.trace + what);
    tally_.trace = base::to_hex(digest.data(), 16);
    if (tells_) std::cerr << what << "\n";
}

void Fleet::step() {
    if (has_moves_ && moves_.one_in(12)) {
        const auto deed = moves_.pick(6);
        return deed == 0 ? lose_author() : deed == 1 ? forge_colleague() : move_somebody();
    }
    Laptop& laptop = any_laptop();
    const auto what = chance_.pick(200);
    if (tells_) std::cerr << what << ' ' << laptop.name() << ": ";
    if (what < 56) edit(laptop);
    else if (what < 60) office_edit();
    else if (what < 66) write_draft(laptop);
    else if (what < 119) talk(laptop);
    else if (what < 122) send_courier(laptop);
    else if (what < 132) meet(laptop);
    else if (what < 138) deliver_late();
    else if (what < 142) poison(laptop);
    else if (what < 143) forge(laptop);
    else if (what < 144) trespass(laptop);
    else if (what < 149) write_stick(laptop);
    else if (what < 157) read_stick();
    else if (what < 160) meet(laptop);
    else if (what < 161) deliver_late_turn();
    else if (what < 168) lose_machine(laptop);
    else if (what < 171) lose_machine(*office_);
    else if (what < 178) set_clock(chance_.one_in(5) ? static_cast<Machine&>(*office_) : laptop);
    else if (what < 183) back_up(laptop);
    else if (what < 186) restore(laptop);
    else if (what < 188) clone(laptop);
    else if (what < 190) back_up_office();
    else if (what < 191) restore_office();
    else if (what < 192) revoke();
    else {
        Machine& machine = chance_.one_in(4) ? static_cast<Machine&>(*office_) : laptop;
        machine.coming = Machine::Fault{static_cast<support::DiskFault>(chance_.pick(3)), chance_.pick(40), chance_.one_in(3)};
        note("disk " + machine.name());
    }
}

// Does it under the fault that is due on that machine. After an error people go on, until it happens again, or start anew.
bool Fleet::deed(Machine& machine, const std::function<bool()>& what) {
    static const char* const kNames[] = {"disk: EIO", "disk: ENOSPC", "disk: failed sync"};
    const auto kind = machine.coming ? machine.coming->kind : support::DiskFault{};
    const auto outcome = machine.under_fault(what);
    if (outcome.met_fault) fault(kNames[static_cast<int>(kind)]);
    const bool goes_on = outcome.met_fault ? chance_.one_in(outcome.done ? 2 : 3) : outcome.done;
    if (!goes_on) recover(machine);
    return outcome.done;
}

void Fleet::recover(Machine& machine) {
    const auto how = chance_.pick(3);
    note("recover " + machine.name() + ' ' + std::to_string(how));
    if (how == 0) machine.close();
    else if (how == 1) machine.kill();
    else machine.lose_power(chance_.pick(8));
    bring_up(machine);
}

void Fleet::bring_up(Machine& machine) {
    must(machine.open(), "O3", "the store does not open again: " + machine.name());
    check_told(machine);
}

void Fleet::check_told(Machine& machine) {
    if (chance_.one_in(3)) check_store(machine.store(), machine.name());
    if (&machine == office_.get()) {
        for (const auto& id : office_->held) must(office_->has(id), "O6", "receipted and gone: " + id.text());
        return;
    }
    auto& laptop = static_cast<Laptop&>(machine);
    for (const auto& id : laptop.told.saved) must(laptop.store().has_change(id), "O1", "saved and gone: " + id.text());
    for (const auto& id : laptop.told.photos) must(laptop.store().has_blob(id), "O1", "a photo is gone: " + id.text());
    must(laptop.store().receipts("hq")->size() >= laptop.told.receipts, "O6", "a receipt is gone");
    check_draft(laptop);
}

// A save that failed has closed its draft or has not happened.
void Fleet::check_draft(Laptop& laptop) {
    auto& told = laptop.told;
    if (told.closing) {
        if (laptop.store().last_arrival() == told.closing->second) told.draft = told.closing->first;
        told.closing.reset();
    }
    if (!told.draft) return;
    const auto entries = laptop.store().draft_entries(told.draft->id);
    must(entries && entries->size() >= told.draft->answers, "O1", "answers of a draft are gone");
}

}  // namespace yuanquan::sim

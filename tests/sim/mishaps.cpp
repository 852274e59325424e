// What happens to machines.

#include <algorithm>

#include "model/record/change_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

void Fleet::set_clock(Machine& machine) {
    constexpr std::int64_t kYear = 31'557'600'000;
    const auto to = static_cast<std::int64_t>(chance_.pick(130)) * kYear;  // 1970 to 2099.
    machine.clock_is_off = chance_.one_in(3) ? 0 : to - world_ms_;
    machine.clock.set(world_ms_ + machine.clock_is_off);
    fault("clock jumps");
    note("clock " + machine.name() + ' ' + std::to_string(machine.clock_is_off / kYear));
}

void Fleet::lose_machine(Machine& machine) {
    const auto damage = chance_.pick(10);
    note("stop " + machine.name() + ' ' + std::to_string(damage));
    fault(damage >= 8 ? "program killed" : "power lost");
    if (damage >= 8) machine.kill();
    else machine.lose_power(damage);
    bring_up(machine);
}

void Fleet::back_up(Laptop& laptop) {
    note("backup " + laptop.name());
    laptop.backup.emplace(laptop.copy(), laptop.told);
}

// By the program's own command, or by someone who copies the file back.
void Fleet::restore(Laptop& laptop) {
    if (!laptop.backup) return;
    const bool by_command = chance_.one_in(2);
    note("restore " + laptop.name() + (by_command ? " by command" : " by hand"));
    fault("old backup of a laptop");
    laptop.replace(laptop.backup->first);
    laptop.told = laptop.backup->second;
    bring_up(laptop);
    if (by_command) must(laptop.store().start_incarnation().has_value(), "O3", "no new incarnation");
}

void Fleet::clone(Laptop& laptop) {
    if (laptops_.size() + lost_.size() >= 8) return;
    note("clone " + laptop.name());
    fault("cloned laptop");
    const auto number = laptops_.size() + lost_.size();
    auto copy = std::make_unique<Laptop>(folder_, "clone" + std::to_string(number), seed_ * 64 + 20 + number, laptop.member, laptop.headquarters);
    copy->replace(laptop.copy());
    copy->told = laptop.told;
    copy->clock.set(world_ms_);
    bring_up(*copy);
    laptops_.push_back(std::move(copy));
}

void Fleet::back_up_office() {
    note("backup office");
    office_->backup.emplace(office_->copy(), office_->held);
}

void Fleet::restore_office() {
    if (!office_->backup) return;
    note("restore office");
    fault("old backup of headquarters");
    office_->replace(office_->backup->first);
    office_->held = office_->backup->second;
    bring_up(*office_);
    must(office_->headquarters().start_epoch(office_->random).has_value(), "O3", "no new epoch");
    office_->was_restored = true;
    office_->close();
    bring_up(*office_);
    for (auto& member : members_) read_areas(member);
}

// With work that nobody has yet. Two laptops stay.
void Fleet::revoke() {
    if (members_.size() < 4 || !withdrawn_.empty()) return;
    Member& member = members_[members_.size() - 1 - chance_.pick(members_.size() - 2)];
    note("revoke " + member.name);
    fault("revoked laptop");
    Withdrawal withdrawal;
    std::vector<record::Change> known;
    for (const auto& change : log_of(office_->store())) {
        auto decoded = record::decode(change.bytes);
        if (!decoded || decoded->author != member.person) continue;
        withdrawal.stood.insert(change.id);
        known.push_back(std::move(*decoded));
    }
    if (!known.empty() && chance_.one_in(2)) {
        withdrawal.cut_off = session::CutOff{known.back().replica, known.back().sequence + chance_.pick(3)};
    }
    // A disk that says no may have written it all the same: what counts is what headquarters knows afterwards.
    deed(*office_, [&] { return office_->headquarters().revoke(member.name, withdrawal.cut_off).has_value(); });
    const auto& known_laptops = office_->headquarters().laptops();
    const bool is_revoked = std::any_of(known_laptops.begin(), known_laptops.end(), [&](const auto& laptop) { return laptop.name == member.name && laptop.revoked; });
    if (!is_revoked) return;
    member.revoked = true;
    withdrawn_.emplace(&member, std::move(withdrawal));
}

}  // namespace yuanquan::sim

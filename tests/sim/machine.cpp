#include "tests/sim/machine.hpp"

namespace yuanquan::sim {

Machine::Machine(const std::string& folder, std::string name, std::uint64_t seed)
    : random(seed), name_(std::move(name)), folder_(folder + '/' + name_), disk_(folder_) {}
Machine::~Machine() = default;

bool Machine::open() {
    auto opening = store::Store::open(folder_ + "/workspace.db", clock, random);
    if (!opening) return false;
    store_ = std::move(*opening);
    if (opened()) return true;
    kill();
    return false;
}

void Machine::close() {
    closing();
    store_.reset();
    disk_.forget_past();
}

void Machine::kill() {
    closing();
    disk_.stop();
    store_.reset();
    disk_.start_again();
    disk_.forget_past();
}

void Machine::lose_power(std::uint64_t damage) {
    closing();
    disk_.stop();
    store_.reset();
    disk_.lose_power(damage, random);
}

support::DiskImage Machine::copy() const {
    support::DiskImage copied;
    for (const auto& [path, bytes] : disk_.files()) copied[path.substr(folder_.size())] = bytes;
    return copied;
}

void Machine::replace(const support::DiskImage& copy) {
    closing();
    disk_.stop();
    store_.reset();
    support::DiskImage image;
    for (const auto& [path, bytes] : copy) image[folder_ + path] = bytes;
    disk_.replace(std::move(image));
}

Machine::Outcome Machine::under_fault(const std::function<bool()>& deed) {
    const auto before = disk_.faults();
    if (coming) disk_.fail_at(disk_.calls() + coming->at, coming->kind, coming->for_ever);
    Outcome outcome;
    outcome.done = deed();
    outcome.met_fault = disk_.faults() != before;
    disk_.heal();
    if (outcome.met_fault) coming.reset();
    return outcome;
}

}  // namespace yuanquan::sim

#pragma once
// A computer in the simulation: a disk with faults, a clock of its own, and a store that is open or not. It can be
// killed, lose its power with what was not synced, be copied whole, and be set back to such a copy.

#include <functional>
#include <memory>
#include <string>

#include "model/base/clock.hpp"
#include "model/store/store.hpp"
#include "tests/sim/violation.hpp"
#include "tests/support/fault_disk.hpp"

namespace yuanquan::sim {

class Machine {
  public:
    Machine(const std::string& folder, std::string name, std::uint64_t seed);
    virtual ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    const std::string& name() const { return name_; }
    store::Store& store() const { return *store_; }
    bool is_open() const { return store_ != nullptr; }
    // False when the disk said no.
    bool open();
    void close();
    void kill();
    void lose_power(std::uint64_t damage);

    support::DiskImage copy() const;              // Names without the folder, so that it fits any machine.
    void replace(const support::DiskImage& copy);

    // The next deed is to meet this fault at its nth call to the disk.
    struct Fault {
        support::DiskFault kind{};
        std::uint64_t at = 0;
        bool for_ever = false;
    };
    std::optional<Fault> coming;
    // Runs it under that fault. deed: gives false when it could not be done. What came of it:
    struct Outcome {
        bool done = true, met_fault = false;
    };
    Outcome under_fault(const std::function<bool()>& deed);

    base::FixedClock clock{0};
    std::int64_t clock_is_off = 0;                // From the time of the world.
    base::SeededRandom random;

  protected:
    virtual bool opened() { return true; }        // What stands on the store comes up again.
    virtual void closing() {}

  private:
    std::string name_, folder_;
    support::FaultDisk disk_;
    std::unique_ptr<store::Store> store_;
};

}  // namespace yuanquan::sim

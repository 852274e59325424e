#pragma once
// A monkey at the whole program: presses keys, types, clicks on what is in sight, turns the wheel, drops files, changes size.
// Only chance decides, so the program must stand whatever comes, and the store must be whole after it.

#include <cstdint>

#include "tests/support/screen_driver.hpp"

namespace yuanquan::support {

struct MonkeyTale {
    std::uint64_t events = 0, saves = 0, clicks = 0;
};
// On a copy of what the demo leaves at headquarters or on a laptop; same seed, same deeds. CHECKs that the log and what is
// computed from it agree at the end.
MonkeyTale play(const std::string& workspace, std::uint64_t seed, std::uint64_t events, const ScreenDriver::Options& options);

}  // namespace yuanquan::support

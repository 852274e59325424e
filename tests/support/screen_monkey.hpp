#pragma once
// A monkey at the whole program: presses keys, types, clicks on what is in sight, turns the wheel, drops files on the window,
// changes its size, the language, the look and the clock, rests until the window locks, closes it, is killed, and goes on.
// Only chance decides, so the program must stand whatever comes, the store must be whole after it, and what was entered into
// questionnaires must stand in drafts and records as it was entered (screen_ledger.hpp).

#include <cstdint>
#include <map>
#include <string>

#include "tests/support/screen_driver.hpp"
#include "tests/support/screen_tour.hpp"

namespace yuanquan::support {

struct MonkeyTale {
    std::uint64_t events = 0, saves = 0, clicks = 0, typed = 0, locks = 0, closings = 0, kills = 0, drops = 0;
    std::uint64_t drafts = 0, records = 0, answers = 0, marks = 0;   // Compared with what was entered.
    std::map<std::string, std::uint64_t> seen;            // Events per screen that was on top, palette and lock included.
    void add(const MonkeyTale& other);
};
// From one stop of the tour on, on a copy of its workspace; same seed, same deeds. CHECKs that the log and what is computed from it
// agree at the end, and that all that was entered is kept.
MonkeyTale play(const TourStop& stop, std::uint64_t seed, std::uint64_t events, const ScreenDriver::Options& options);

}  // namespace yuanquan::support

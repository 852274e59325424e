#pragma once
// A tour of every screen, each in the states that matter. For pictures of them and for the test that all words fit.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/screen_driver.hpp"
#include "tests/support/tour_team.hpp"

namespace yuanquan::support {

struct TourStop {
    std::string name;                            // "household-timeline": pictures are named so.
    std::string workspace;                       // "hq", "laptop-1"; "new" belongs to nobody yet.
    std::function<void(ScreenDriver&)> go;       // From the program as it opens.
};
const std::vector<TourStop>& tour_stops();

// The program at one stop, on a copy of the workspace that is gone with it.
class AtStop {
  public:
    AtStop(const TourStop& stop, ScreenDriver::Options options);
    ScreenDriver& driver() { return *driver_; }

  private:
    TourTeam team_;
    std::unique_ptr<survey::Workspace> workspace_;
    std::unique_ptr<ScreenDriver> driver_;
};

}  // namespace yuanquan::support

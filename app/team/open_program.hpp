#pragma once
// Starts this program once more beside itself: the demo, or a window on another workspace.

#include <string>
#include <vector>

namespace yuanquan::team {

// False where it could not be started. Returns at once.
bool open_program(const std::vector<std::string>& arguments);

}  // namespace yuanquan::team

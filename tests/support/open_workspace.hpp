#pragma once
// A workspace in a folder, with the system's clock and randomness, for tests of whole teams.

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "model/survey/workspace.hpp"

namespace yuanquan::support {

inline std::unique_ptr<survey::Workspace> open_workspace(const std::string& path) {
    auto workspace = survey::Workspace::open(path, base::system_clock(), base::system_random());
    REQUIRE_MESSAGE(workspace.has_value(), workspace.error().describe());
    return std::move(*workspace);
}

}  // namespace yuanquan::support

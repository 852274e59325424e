#pragma once
// What `yuanquan demo` leaves: headquarters and two laptops on scratch disks, twelve households, one of them with two
// versions. Made once a process by the program itself and copied from there, closed, for each test.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "model/base/files.hpp"
#include "tests/support/open_workspace.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::support {

class DemoTeam {
  public:
    DemoTeam() {
        static const store::ScratchFolder made;
        const std::string demo = made.path + "/demo", state = made.path + "/state";
        if (!base::exists(demo)) {
            setenv("XDG_STATE_HOME", state.c_str(), 1);
            const std::string command = std::string("'") + YUANQUAN_PROGRAM + "' demo --json --dir '" + demo + "' >'" + made.path + "/demo.json' 2>&1";
            REQUIRE_MESSAGE(std::system(command.c_str()) == 0, *base::read_file(made.path + "/demo.json"));
        }
        std::filesystem::copy(demo, folder.path + "/demo", std::filesystem::copy_options::recursive);
        // What headquarters noted of itself goes along: the copy is to be the team's own headquarters, not one put back.
        std::filesystem::copy(state, folder.path + "/state", std::filesystem::copy_options::recursive);
        setenv("XDG_STATE_HOME", (folder.path + "/state").c_str(), 1);
    }
    std::string path(const std::string& name) const { return folder.path + "/demo/" + name; }
    std::unique_ptr<survey::Workspace> open(const std::string& name) const {
        return open_workspace(path(name));
    }

    store::ScratchFolder folder;
};

}  // namespace yuanquan::support

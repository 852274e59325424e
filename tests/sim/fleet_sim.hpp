#pragma once
// build/tests/fleet_sim, run as a process.

#include <string>

namespace yuanquan::sim {

struct Played {
    int status = 0;
    std::string said;
};
inline Played play(const std::string& arguments) {
    Played played;
    FILE* pipe = ::popen((std::string(YUANQUAN_FLEET_SIM) + ' ' + arguments + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return {-1, "cannot be run"};
    char bytes[4096];
    for (std::size_t count; (count = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) played.said.append(bytes, count);
    played.status = ::pclose(pipe);
    return played;
}

}  // namespace yuanquan::sim

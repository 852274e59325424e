#pragma once
// The bugs that can be switched on in the simulation's build of the libraries (YQ_PLANTED in model/base/planted.hpp).

#include <span>
#include <string>
#include <string_view>

namespace yuanquan::sim {

struct PlantedBug {
    std::string_view name;
    std::string_view what;
};
std::span<const PlantedBug> planted_bugs();
bool plant(std::string_view name);  // From here on; false when there is none of that name. '' for none.

}  // namespace yuanquan::sim

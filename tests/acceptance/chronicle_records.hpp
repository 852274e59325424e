#pragma once
// What the offices of Jiuquan recorded in the chronicle's year, as entries of the programmes' forms: invented persons,
// units and dates whose totals are the chronicle's figures. Split as offices keep them: by county, list and return.

#include <string>
#include <utility>
#include <vector>

namespace yuanquan::acceptance {

using Answers = std::vector<std::pair<std::string, std::string>>;  // Question name, value; in the order of asking.
struct Roster {
    std::string name;
    std::vector<Answers> rows;
};
struct Entry {
    std::string form, area;
    Answers answers;
    std::vector<Roster> rosters;
};
inline constexpr const char* kCity = "620900";
inline constexpr const char* kCounties[] = {"620902", "620921", "620922", "620923", "620924", "620981", "620982"};

// Of the townships' codes, by county, from the area list.
std::vector<Entry> chronicle_entries(const std::vector<std::string>& townships);

}  // namespace yuanquan::acceptance

#pragma once
// A small form with a question of every kind that programs of statistics tell apart, two people, and their exports.

#include "app/export/data_export.hpp"
#include "tests/app/export/export_desk.hpp"

namespace yuanquan::exports {

inline constexpr char kPeople[] = R"(
| survey |
| | type | name | label | bind::yq:mask |
| | text | name | Name | |
| | text | number | Number | yes |
| | date | born | Born | year |
| | integer | income | Income | |
| | decimal | mu | Land | |
| | select_one cause | cause | Cause | |
| | geopoint | house | House | |
| | geoshape | field | Field | |
| | text | string | Reserved | |
| choices |
| | list_name | name | label |
| | cause | 1 | Illness |
| | cause | 2 | No water, no land |
| settings |
| | form_title | form_id | version | instance_name | namespaces |
| | People | people | 1 | ${name} | yq="http://yuanquan.org/xforms" |
)";

struct PeopleDesk {
    std::string form() {
        const auto path = scratch.file("people.md");
        REQUIRE(base::write_file(path, kPeople));
        return path;
    }
    std::vector<std::string> files(DataFormat format, Privacy privacy = Privacy::whole, DataLayout layout = DataLayout::tables) {
        const auto texts = ExportDesk::texts("en");
        const auto folder = scratch.file("out" + std::to_string(++runs));
        auto exported = export_data(*desk.workspace, {"people", format, privacy, folder, &texts, layout, {}, {}});
        REQUIRE_MESSAGE(exported.has_value(), exported.error().describe());
        return exported->files;
    }
    void two() {
        desk.save({{"name", "马䶮"}, {"number", "620981196803129618"}, {"born", "1968-03-12"}, {"income", "-1200"}, {"mu", "12.50"},
                   {"cause", "2"}, {"house", "40.25 97.5 1500 5"}, {"field", "40 97; 41 97; 41 98; 40 97"}, {"string", "=1+1"}});
        desk.save({{"name", "𬭩\"<b>"}, {"income", "7"}});
    }
    store::ScratchFolder scratch;
    ExportDesk desk{form()};
    int runs = 0;
};

}  // namespace yuanquan::exports

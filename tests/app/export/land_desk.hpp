#pragma once
// A small form with a repeat inside a repeat and a marked question, a farm that fills it, and its export read back.

#include "app/export/data_export.hpp"
#include "model/base/sheet.hpp"
#include "tests/app/export/export_desk.hpp"

namespace yuanquan::exports {

inline constexpr char kLandForm[] = R"(
| survey |
| | type | name | label::English (en) | label::中文 (zh) | calculation | relevant | readonly | bind::yq:mask |
| | begin_group | about | About | 情况 | | | | |
| | text | head | Head | 户主 | | | | |
| | text | number | Identity number | 证件号码 | | | | yes |
| | text | words | Words | 文字 | | | | |
| | integer | change | Change | 增减 | | | | |
| | select_multiple kinds | kinds | Kinds | 种类 | | | | |
| | end_group | | | | | | | |
| | text | hidden | Hidden | 不问 | | ${change} > 1000 | | |
| | note | hello | Hello | 你好 | | | | |
| | begin_repeat | plots | Plots | 地块 | | | | |
| | text | place | Place | 地点 | | | | |
| | decimal | mu | Area | 面积 | | | | |
| | begin_repeat | crops | Crops | 作物 | | | | |
| | select_one kinds | kind | Kind | 种类 | | | | |
| | end_repeat | | | | | | | |
| | end_repeat | | | | | | | |
| | decimal | total | Total | 合计 | sum(${mu}) | | | |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh) |
| | kinds | 1 | Wheat | 小麦 |
| | kinds | 2 | Maize | 玉米 |
| settings |
| | form_title | form_id | version | default_language | instance_name | namespaces |
| | Land | land | 1 | 中文 (zh) | ${head} | yq="http://yuanquan.org/xforms" |
)";

struct LandDesk {
    static std::string form(const store::ScratchFolder& folder) {
        const auto path = folder.file("land.md");
        REQUIRE(base::write_file(path, kLandForm));
        return path;
    }
    std::vector<base::Sheet> sheets(DataFormat format, bool masked) {
        return sheets(format, masked, [](DataOptions&) {});
    }
    template <class Change>
    std::vector<base::Sheet> sheets(DataFormat format, bool masked, Change change) {
        const auto texts = ExportDesk::texts("zh");
        DataOptions options;
        options.form_id = "land";
        options.format = format;
        options.privacy = masked ? Privacy::masked : Privacy::whole;
        options.folder = scratch.file("out");
        options.texts = &texts;
        change(options);
        auto exported = export_data(*desk.workspace, options);
        REQUIRE_MESSAGE(exported.has_value(), exported.error().describe());
        done = *exported;
        std::vector<base::Sheet> all;
        for (const auto& file : exported->files) {
            bytes = *base::read_file(file);
            if (format != DataFormat::csv && format != DataFormat::xlsx) continue;
            auto book = format == DataFormat::csv ? base::read_csv(bytes, file) : base::read_xlsx(bytes);
            REQUIRE_MESSAGE(book.has_value(), book.error().describe());
            for (auto& sheet : book->sheets) all.push_back(std::move(sheet));
        }
        return all;
    }
    store::ScratchFolder scratch;
    ExportDesk desk{form(scratch)};
    Exported done;
    std::string bytes;
};

// The cell of a column by its path, in a row counted from the first record.
inline std::string cell(const base::Sheet& sheet, const std::string& path, std::size_t row = 0) {
    const auto& head = sheet.rows.at(0).cells;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] != path) continue;
        const auto& cells = sheet.rows.at(row + 2).cells;
        return i < cells.size() ? cells[i] : "";
    }
    FAIL("no column " << path);
    return {};
}

inline const Given kFarm = {{"about/head", "马䶮"},           {"about/number", "620981196803129618"}, {"about/words", "一, \"二\"\n三"},
                     {"about/change", "-5"},           {"about/kinds", "1 2"},                 {"plots[1]/place", "河边"},
                     {"plots[1]/mu", "3.5"},           {"plots[1]/crops[1]/kind", "1"},        {"plots[1]/crops[2]/kind", "2"},
                     {"plots[2]/place", "山上"},       {"plots[2]/mu", "2"},                   {"plots[2]/crops[1]/kind", "2"}};

}  // namespace yuanquan::exports

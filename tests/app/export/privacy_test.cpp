#include "app/export/data_export.hpp"
#include "app/export/dossier.hpp"
#include "app/export/dossier_html.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/unmask.hpp"
#include "tests/app/export/export_desk.hpp"

// What a masked or anonymised export must not say, in whatever format, table and column, and beside the tables: in file names,
// photos, histories. The household file of the register is what is exported, as full of numbers as people write them.

namespace yuanquan::exports {

namespace {

constexpr char kNumber[] = "620981196803129618", kOlderNumber[] = "620981197501029611";
// A PNG of one pixel, as sensitive as what it might show.
constexpr char kPhoto[] = "\x89PNG\r\n\x1a\n" "the bytes of a card";

constexpr char kForm[] = R"(
| survey |
| | type | name | label | calculation | bind::yq:mask | parameters |
| | text | name | Name | | | |
| | text | number | Number | | yes | |
| | date | born | Born | | year | |
| | calculate | digits | Digits | substr(${number}, 6, 14) | | |
| | text | remark | Remark | | | |
| | geopoint | place | Place | | | |
| | image | card | Photo of the card | | yes | |
| | image | house | Photo of the house | | | |
| | begin_repeat | members | Members | | | |
| | text | member | Member | | | |
| | text | phone | Phone | | yes | |
| | end_repeat | | | | | |
| | audit | audit | | | | track-changes=true identify-user=true |
| settings |
| | form_title | form_id | version | instance_name | namespaces |
| | Told | told | 1 | concat(${name}, ' ', ${born}) | yq="http://yuanquan.org/xforms" |
)";

std::string form_in(const store::ScratchFolder& scratch) {
    const auto path = scratch.file("told.md");
    REQUIRE(base::write_file(path, kForm));
    return path;
}

struct ToldDesk {
    ToldDesk() {
        REQUIRE(desk.workspace->set_identity({"zhang.wei", survey::Role::headquarters, {}}));
        REQUIRE(other.workspace->set_identity({"li.na", survey::Role::member, {}}));
        auto visit = survey::Visit::start(*desk.workspace, "told", "");
        REQUIRE(visit.has_value());
        (*visit)->came_to("number");
        desk.give(**visit, {{"name", "马䶮"}, {"number", kOlderNumber}, {"born", "1968-03-12"}, {"place", "40.25 97.5 0 0"},
                            {"remark", "生于1968年3月12日，身份证 620981 19680312 9618，电话 139-1234-5678"},
                            {"members[1]/member", "王小花 13912345678"}, {"members[1]/phone", "13912345678"}});
        (*visit)->came_to("");
        for (const char* question : {"card", "house"}) {
            REQUIRE((*visit)->attach(*(*visit)->form().find(question), std::string(kNumber) + ".png", std::string(kPhoto) + question));
        }
        id = (*visit)->record();
        REQUIRE((*visit)->save());
        desk.edit(id, {{"number", kNumber}});
        other.take_from(desk);
        desk.edit(id, {{"number", "620981196803120018"}});
        other.edit(id, {{"number", "620981196803120026"}});
        desk.take_from(other);
    }
    // Every file below the folder, workbooks as their texts; names of files too.
    static std::string told_in(const std::string& path) {
        if (const auto names = base::list_folder(path)) {
            std::string all;
            for (const auto& name : *names) all += name + "\n" + told_in(path + "/" + name);
            return all;
        }
        const auto bytes = *base::read_file(path);
        if (!path.ends_with(".xlsx")) return bytes;
        std::string all;
        const auto book = *base::read_xlsx(bytes);
        for (const auto& sheet : book.sheets) {
            for (const auto& row : sheet.rows) {
                for (const auto& cell : row.cells) all += cell + "\n";
            }
        }
        return all;
    }
    std::string told(DataFormat format, Privacy privacy, DataLayout layout) {
        const auto texts = ExportDesk::texts("en");
        const auto folder = scratch.file("out" + std::to_string(++runs));
        const auto done = export_data(*desk.workspace, {"told", format, privacy, folder, &texts, layout, {"codebook", "history", "conflicts", "audit"}, {}});
        REQUIRE_MESSAGE(done.has_value(), done.error().describe());
        return told_in(folder);
    }
    store::ScratchFolder scratch;
    ExportDesk desk{form_in(scratch), 1}, other{form_in(scratch), 2};
    record::RecordId id;
    int runs = 0;
};

const DataFormat kFormats[] = {DataFormat::csv,  DataFormat::xlsx, DataFormat::json_lines, DataFormat::stata,
                               DataFormat::spss, DataFormat::geojson, DataFormat::odk_xml};
const DataLayout kLayouts[] = {DataLayout::tables, DataLayout::wide, DataLayout::long_form};
// Parts of the numbers, however they are written.
const char* const kTelling[] = {"19680312", "1968-03-12", "1968年3月12", "968031", "03129", "19750102", "1975-01-02", "1234567", "1234-56", "13912345678"};

}  // namespace

TEST_CASE("a mask cannot be undone from any column, table, file name or photo of the same export") {
    ToldDesk told;
    for (const auto format : kFormats) {
        for (const auto layout : kLayouts) {
            const bool places = format == DataFormat::geojson || format == DataFormat::odk_xml;
            if (places && layout != DataLayout::tables) continue;
            const auto masked = told.told(format, Privacy::masked, layout), whole = told.told(format, Privacy::whole, layout);
            INFO("format " << static_cast<int>(format) << ", layout " << static_cast<int>(layout));
            for (const char* telling : kTelling) CHECK_MESSAGE(masked.find(telling) == std::string::npos, telling);
            CHECK(masked.find("the bytes of a cardcard") == std::string::npos);
            if (format != DataFormat::geojson) CHECK(whole.find("19680312") != std::string::npos);   // It would be found.
        }
    }
}

TEST_CASE("an anonymised extract has no photo, no name of a file and no history, in any format") {
    ToldDesk told;
    for (const auto format : kFormats) {
        if (format == DataFormat::odk_xml || format == DataFormat::geojson) continue;   // Refused: one household's, and its place.
        for (const auto layout : kLayouts) {
            const auto text = told.told(format, Privacy::anonymised, layout);
            for (const char* telling : kTelling) CHECK_MESSAGE(text.find(telling) == std::string::npos, telling);
            for (const char* telling : {"马䶮", "王小花", "blob:", ".png", "the bytes", "zhang.wei", "li.na"}) {
                CHECK_MESSAGE(text.find(telling) == std::string::npos, telling);
            }
        }
    }
}

TEST_CASE("a photo that the form marks is on no masked paper, and stays on a whole one") {
    ToldDesk told;
    const auto texts = ExportDesk::texts("en");
    DossierOptions options;
    options.texts = &texts;
    std::vector<record::BlobId> asked;
    options.blob = [&](const record::BlobId& id) {
        asked.push_back(id);
        return told.desk.workspace->store().blob(id);
    };
    for (const bool masked : {true, false}) {
        const auto view = told.desk.view(told.id, "en", masked);
        asked.clear();
        REQUIRE(write_dossier_pdf(view, options));
        CHECK(asked.size() == (masked ? 1 : 2));
        const auto html = write_dossier_html(view, options);
        if (masked) {
            for (const char* telling : kTelling) CHECK_MESSAGE(html.find(telling) == std::string::npos, telling);
        }
        CHECK((view.title.find("03-12") == std::string::npos) == masked);
    }
}

TEST_CASE("who showed numbers whole, when and why stands in the history that is exported") {
    ToldDesk told;
    const std::vector<record::RecordId> ids{told.id};
    CHECK(!survey::unmask(*told.desk.workspace, ids, ""));   // Not without a reason.
    CHECK(!survey::unmask(*told.other.workspace, ids, "because"));   // Nor as a member.
    REQUIRE(survey::unmask(*told.desk.workspace, ids, "核对低保名单"));
    const auto text = told.told(DataFormat::csv, Privacy::masked, DataLayout::tables);
    CHECK(text.find("核对低保名单") != std::string::npos);
    const auto lines = *survey::view_history(*told.desk.workspace, told.id, "zh");
    REQUIRE(!lines.empty());
    CHECK(lines.front().kind == survey::HistoryLine::Kind::unmasked);
    CHECK(lines.front().after == "核对低保名单");
    CHECK(lines.front().author == "zhang.wei");
}

TEST_CASE("the audit of visits is a table: what was asked when, what it was and became, and by whom") {
    ToldDesk told;
    const auto texts = ExportDesk::texts("en");
    for (const auto privacy : {Privacy::masked, Privacy::whole}) {
        const auto folder = told.scratch.file("audit" + std::to_string(++told.runs));
        REQUIRE(export_data(*told.desk.workspace, {"told", DataFormat::csv, privacy, folder, &texts, {}, {"audit"}, {}}));
        const auto book = *base::read_csv(*base::read_file(folder + "/told-audit.csv"), "audit");
        const auto& rows = book.sheets.front().rows;
        const std::vector<std::string> names{"record_id", "visit", "event", "node", "start", "end", "old_value", "new_value", "user"};
        CHECK(rows.at(0).cells == names);
        bool found = false;
        for (const auto& row : rows) {
            if (row.cells.size() < names.size() || !row.cells[3].ends_with("/number")) continue;
            found = true;
            CHECK(row.cells[0] == told.id.text());
            CHECK(row.cells[2] == "question");
            CHECK(row.cells[7] == (privacy == Privacy::whole ? kOlderNumber : "620981********9611"));
            CHECK(row.cells[8] == "zhang.wei");
        }
        CHECK(found);
    }
}

}  // namespace yuanquan::exports

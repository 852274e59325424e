#include "app/export/data_export.hpp"

#include "app/export/data_book.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "tests/app/export/land_desk.hpp"

// Exported tables read back: what was said is there, in the right row, and no text has become a number or a formula.

namespace yuanquan::exports {

TEST_CASE("records, repeats and repeats inside repeats are tables that join by their ids") {
    LandDesk land;
    const auto id = land.desk.save(kFarm).text();
    for (const auto format : {DataFormat::csv, DataFormat::xlsx}) {
        const auto sheets = land.sheets(format, false);
        REQUIRE(sheets.size() == 3);
        CHECK(land.done.records == 1);
        CHECK(land.done.rows == 5);
        const auto &records = sheets[0], &plots = sheets[1], &crops = sheets[2];
        CHECK(cell(records, "record_id") == id);
        CHECK(cell(records, "title") == "马䶮");
        CHECK(cell(records, "author") == "zhang.wei");
        CHECK(cell(records, "about/number") == "620981196803129618");
        CHECK(cell(records, "about/words") == "一, \"二\"\n三");
        CHECK(cell(records, "about/change") == "-5");
        CHECK(cell(records, "about/kinds") == "1 2");
        CHECK(cell(records, "about/kinds:label") == "小麦; 玉米");
        CHECK(cell(records, "total") == "5.5");  // Stored nowhere: recomputed.
        CHECK(cell(records, "hidden").empty());
        for (const auto& path : records.rows[0].cells) CHECK(path != "hello");
        REQUIRE(plots.rows.size() == 4);
        CHECK(cell(plots, "plots/place", 1) == "山上");
        CHECK(cell(plots, "plots/mu", 0) == "3.5");
        REQUIRE(crops.rows.size() == 5);
        CHECK(cell(crops, "plots/crops/kind:label", 0) == "小麦");
        CHECK(cell(crops, "record_id", 2) == id);
        CHECK(cell(crops, "parent_row_id", 0) == cell(plots, "row_id", 0));
        CHECK(cell(crops, "parent_row_id", 2) == cell(plots, "row_id", 1));
        CHECK(records.rows[1].cells[10] == "户主");
        CHECK(records.rows[1].cells[0] == "记录");
    }
}

TEST_CASE("masked exports show no whole identity number, wherever it was typed") {
    LandDesk land;
    auto farm = kFarm;
    farm.emplace_back("about/words", "证件 620981196803129618 电话 13912345678");
    land.desk.save(farm);
    for (const auto format : {DataFormat::csv, DataFormat::xlsx}) {
        const auto sheets = land.sheets(format, true);
        CHECK(cell(sheets[0], "about/number") == "620981********9618");
        CHECK(cell(sheets[0], "about/words").find("196803") == std::string::npos);
        CHECK(cell(sheets[0], "about/words").find("13912345678") == std::string::npos);
    }
}

TEST_CASE("no text becomes a formula in CSV, and no number changes") {
    const std::vector<std::string> attacks = {"=1+1", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\t=1", "\r=1", "\n=1",
                                              "＝1+1", "＋1", "－1", "＠x", "+8613912345678", "-", "=\"a\",\"b\""};
    for (const auto& attack : attacks) CHECK_MESSAGE(without_formula(attack) == "'" + attack, attack);
    for (const std::string plain : {"-5", "-5.25", "5", "马䶮", "a=b", "", "'s"}) CHECK(without_formula(plain) == plain);
    LandDesk land;
    for (const auto& attack : attacks) land.desk.save({{"about/head", "x"}, {"about/words", attack}, {"about/change", "-5"}});
    const auto csv = land.sheets(DataFormat::csv, false);
    const auto kept = land.sheets(DataFormat::xlsx, false);
    CHECK(land.bytes.find("<f>") == std::string::npos);
    REQUIRE(csv[0].rows.size() == attacks.size() + 2);
    for (std::size_t i = 0; i < attacks.size(); ++i) {
        const auto text = cell(kept[0], "about/words", i);
        const auto guarded = cell(csv[0], "about/words", i);
        CHECK_MESSAGE(guarded.find_first_of("=+-@\t\r\n") != 0, guarded);
        CHECK(cell(csv[0], "about/change", i) == "-5");
        // As stored: what a workbook says is text needs no guard.
        const record::RecordId id = *record::RecordId::parse(cell(kept[0], "record_id", i));
        CHECK(base::replace_all(std::string(land.desk.workspace->store().record(id)->value("about/words")), "\r", "") ==
              base::replace_all(text, "\r", ""));
    }
}

TEST_CASE("a text too long for a workbook's cell is whole in CSV and marked in XLSX") {
    LandDesk land;
    std::string endless;
    for (int i = 0; i < 40'000; ++i) endless += "字";
    land.desk.save({{"about/head", "x"}, {"about/words", endless}});
    CHECK(cell(land.sheets(DataFormat::csv, false)[0], "about/words") == endless);
    const auto cut = cell(land.sheets(DataFormat::xlsx, false)[0], "about/words");
    CHECK(base::count_characters(cut) == 32'767);
    CHECK(cut.ends_with("…"));
}

TEST_CASE("a form without records gives its headers, and an unknown form an error and no file") {
    LandDesk land;
    CHECK(land.sheets(DataFormat::xlsx, true).size() == 3);
    CHECK(land.done.records == 0);
    const auto texts = ExportDesk::texts("en");
    DataOptions options;
    options.form_id = "nowhere";
    options.folder = land.scratch.file("none");
    options.texts = &texts;
    CHECK(!export_data(*land.desk.workspace, options));
    CHECK(!base::exists(land.scratch.file("none")));
}

}  // namespace yuanquan::exports

#include <map>
#include <nlohmann/json.hpp>
#include <readstat.h>
#include <set>

#include "app/export/data_book.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "model/form/instance_xml.hpp"
#include "model/survey/conflict_view.hpp"
#include "tests/app/export/land_desk.hpp"
#include "tests/app/export/people_desk.hpp"

// The formats that other programs read, read back by a reader of theirs: right types, labels, and nothing lost.

namespace yuanquan::exports {

namespace {

// What readstat's own reader says of a file.
struct Statistics {
    std::map<std::string, std::string> labels, formats, sets;           // By variable.
    std::map<std::string, readstat_type_t> types;
    std::map<std::string, std::map<double, std::string>> value_labels;  // By set.
    std::vector<std::map<std::string, std::string>> rows;
};
int on_variable(int, readstat_variable_t* variable, const char* set, void* to) {
    auto& out = *static_cast<Statistics*>(to);
    const std::string name = readstat_variable_get_name(variable);
    const auto* const label = readstat_variable_get_label(variable);
    const auto* const format = readstat_variable_get_format(variable);
    out.labels[name] = label == nullptr ? "" : label;
    out.formats[name] = format == nullptr ? "" : format;
    out.types[name] = readstat_variable_get_type(variable);
    if (set != nullptr) out.sets[name] = set;
    return READSTAT_HANDLER_OK;
}
int on_value(int row, readstat_variable_t* variable, readstat_value_t value, void* to) {
    auto& out = *static_cast<Statistics*>(to);
    if (out.rows.size() <= static_cast<std::size_t>(row)) out.rows.resize(static_cast<std::size_t>(row) + 1);
    auto& cell = out.rows[static_cast<std::size_t>(row)][readstat_variable_get_name(variable)];
    if (readstat_value_is_system_missing(value)) return READSTAT_HANDLER_OK;
    if (readstat_value_type(value) == READSTAT_TYPE_STRING) {
        cell = readstat_string_value(value) == nullptr ? "" : readstat_string_value(value);
    } else {
        cell = base::format_number(readstat_double_value(value));
    }
    return READSTAT_HANDLER_OK;
}
int on_label(const char* set, readstat_value_t value, const char* label, void* to) {
    static_cast<Statistics*>(to)->value_labels[set][readstat_double_value(value)] = label;
    return READSTAT_HANDLER_OK;
}
Statistics read_statistics(const std::string& path) {
    Statistics out;
    auto* const parser = readstat_parser_init();
    readstat_set_variable_handler(parser, on_variable);
    readstat_set_value_handler(parser, on_value);
    readstat_set_value_label_handler(parser, on_label);
    const auto error = path.ends_with(".dta") ? readstat_parse_dta(parser, path.c_str(), &out) : readstat_parse_sav(parser, path.c_str(), &out);
    readstat_parser_free(parser);
    REQUIRE_MESSAGE(error == READSTAT_OK, readstat_error_message(error));
    return out;
}

// Of the row of that person, whatever order the ids gave.
const std::map<std::string, std::string>& row_of(const Statistics& file, const std::string& name) {
    for (const auto& row : file.rows) {
        if (row.at("name") == name) return row;
    }
    FAIL("no row of " << name);
    return file.rows.front();
}

}  // namespace

TEST_CASE("Stata and SPSS files have labels, value labels, dates and numbers") {
    PeopleDesk people;
    people.two();
    for (const auto format : {DataFormat::stata, DataFormat::spss}) {
        const auto files = people.files(format);
        REQUIRE(files.size() == 1);
        const auto data = read_statistics(files[0]);
        REQUIRE(data.rows.size() == 2);
        CHECK(data.labels.at("income") == "Income");
        CHECK(data.types.at("income") == READSTAT_TYPE_DOUBLE);
        CHECK(data.types.at("number") == READSTAT_TYPE_STRING);
        CHECK(data.value_labels.at(data.sets.at("cause")).at(2) == "No water, no land");
        CHECK_FALSE(data.labels.contains("cause_label"));   // Its words are the value labels.
        const auto &first = row_of(data, "马䶮"), &second = row_of(data, "𬭩\"<b>");
        CHECK(first.at("income") == "-1200");
        CHECK(first.at("mu") == "12.5");
        CHECK(first.at("cause") == "2");
        CHECK(first.at("number") == "620981196803129618");
        CHECK(first.at("string_") == "=1+1");   // A program's own word gets an underscore; text is text here.
        CHECK(second.at("cause").empty());
        CHECK(second.at("income") == "7");
        // 1968-03-12 is day 2993 of Stata; SPSS counts seconds from 1582-10-14.
        CHECK(first.at("born") == (format == DataFormat::stata ? "2993" : "12162355200"));
    }
}

TEST_CASE("a value that is no number makes a variable of text, and none is lost") {
    PeopleDesk people;
    people.two();
    const auto data = read_statistics(people.files(DataFormat::stata, Privacy::masked)[0]);
    CHECK(data.types.at("born") == READSTAT_TYPE_STRING);
    CHECK(row_of(data, "马䶮").at("born") == "1968-**-**");
    CHECK(row_of(data, "马䶮").at("number") == "620981********9618");
}

TEST_CASE("every line of JSON lines is an object with numbers as numbers") {
    PeopleDesk people;
    people.two();
    const auto lines = *base::read_file(people.files(DataFormat::json_lines)[0]);
    std::vector<nlohmann::json> rows;
    for (const auto line : base::split(lines, '\n')) {
        if (!line.empty()) rows.push_back(nlohmann::json::parse(line));
    }
    REQUIRE(rows.size() == 2);
    const auto& row = rows[0].at("name") == "马䶮" ? rows[0] : rows[1];
    const auto& other = rows[0].at("name") == "马䶮" ? rows[1] : rows[0];
    CHECK(row.at("income") == -1200);
    CHECK(row.at("mu") == 12.5);
    CHECK(row.at("number") == "620981196803129618");
    CHECK(row.at("cause:label") == "No water, no land");
    CHECK(other.at("name") == "𬭩\"<b>");
    CHECK(other.at("number").is_null());
}

TEST_CASE("GeoJSON has a feature for each row with a place, longitude first and rings anticlockwise") {
    PeopleDesk people;
    people.two();
    const auto files = people.files(DataFormat::geojson);
    REQUIRE(files.size() == 1);
    const auto map = nlohmann::json::parse(*base::read_file(files[0]));
    REQUIRE(map.at("features").size() == 1);
    const auto& feature = map.at("features")[0];
    CHECK(feature.at("geometry").at("type") == "Point");
    CHECK(feature.at("geometry").at("coordinates") == nlohmann::json{97.5, 40.25, 1500});
    CHECK(feature.at("properties").at("name") == "马䶮");
    CHECK(feature.at("properties").at("field") == "40.0 97.0 0.0 0.0; 41.0 97.0 0.0 0.0; 41.0 98.0 0.0 0.0; 40.0 97.0 0.0 0.0");
}

TEST_CASE("submissions are read back as they were, with the id of their record") {
    LandDesk land;
    const auto id = land.desk.save(kFarm);
    const auto texts = ExportDesk::texts("en");
    const auto folder = land.scratch.file("odk");
    const auto exported = export_data(*land.desk.workspace, {"land", DataFormat::odk_xml, Privacy::whole, folder, &texts, {}, {}, {}});
    REQUIRE_MESSAGE(exported.has_value(), exported.error().describe());
    const auto folders = *base::list_folder(folder);
    REQUIRE(folders.size() == 1);
    const auto xml = base::read_xml(*base::read_file(folder + "/" + folders[0] + "/submission.xml"));
    REQUIRE(xml.has_value());
    CHECK(*xml->attribute("id") == "land");
    CHECK(xml->child("meta")->child("instanceID")->text_content() == land.desk.workspace->store().record(id)->value("meta/instanceID"));
    CHECK(base::replace_all(folders[0], "-", "") == "uuid" + id.text());
    const auto form = land.desk.workspace->form("land");
    const auto answers = form::read_instance(*form->form, *xml, land.desk.random);
    REQUIRE(answers.has_value());
    CHECK(answers->rows.size() == 5);
    std::multiset<std::string> values;
    for (const auto& cell : answers->cells) values.insert(cell.value);
    CHECK(values.contains("620981196803129618"));
    CHECK(values.contains("一, \"二\"\n三"));
    CHECK(values.count("2") == 3);
}

TEST_CASE("a wide table has a column for every row that any record has, a long one a line for every answer") {
    LandDesk land;
    land.desk.save(kFarm);
    land.desk.save({{"about/head", "甲"}, {"plots[1]/place", "一"}, {"plots[2]/place", "二"}, {"plots[3]/place", "三"}});
    const auto wide = land.sheets(DataFormat::csv, false, [](DataOptions& options) { options.layout = DataLayout::wide; });
    REQUIRE(wide.size() == 1);
    REQUIRE(wide[0].rows.size() == 4);
    const std::size_t farm = cell(wide[0], "about/head", 0) == "甲" ? 1 : 0;
    CHECK(cell(wide[0], "plots[2]/place", farm) == "山上");
    CHECK(cell(wide[0], "plots[1]/crops[2]/kind:label", farm) == "玉米");
    CHECK(cell(wide[0], "plots[2]/crops[1]/kind", farm) == "2");
    CHECK(cell(wide[0], "plots[3]/place", 1 - farm) == "三");
    CHECK(cell(wide[0], "plots[3]/place", farm).empty());
    const auto lines = land.sheets(DataFormat::csv, false, [](DataOptions& options) { options.layout = DataLayout::long_form; });
    REQUIRE(lines.size() == 1);
    std::size_t places = 0;
    for (const auto& row : lines[0].rows) places += row.cells.size() > 2 && row.cells[2] == "plots/place" ? 1 : 0;
    CHECK(places == 5);
}

TEST_CASE("codebook, history and conflicts are tables of their own") {
    LandDesk land, other;
    const auto id = land.desk.save(kFarm);
    other.desk.take_from(land.desk);
    land.desk.edit(id, {{"about/words", "one"}});
    other.desk.edit(id, {{"about/words", "two"}});
    land.desk.take_from(other.desk);
    const auto sheets = land.sheets(DataFormat::xlsx, true, [](DataOptions& options) { options.with = {"codebook", "history", "conflicts"}; });
    std::map<std::string, base::Sheet> by_name;
    for (const auto& sheet : sheets) by_name[sheet.name] = sheet;
    CHECK(by_name.at("conflicts").rows.size() == 4);
    CHECK(cell(by_name.at("conflicts"), "path") == "about/words");
    CHECK(by_name.at("history").rows.size() > 15);
    bool masked = false, whole = false;
    for (const auto& row : by_name.at("history").rows) {
        for (const auto& text : row.cells) {
            masked = masked || text == "620981********9618";
            whole = whole || text == "620981196803129618";
        }
    }
    CHECK(masked);
    CHECK_FALSE(whole);
    bool kinds = false;
    for (std::size_t i = 0; i + 2 < by_name.at("codebook").rows.size(); ++i) {
        if (cell(by_name.at("codebook"), "column", i) != "about/kinds") continue;
        kinds = cell(by_name.at("codebook"), "choices", i) == "1 = 小麦; 2 = 玉米" && cell(by_name.at("codebook"), "type", i) == "select_multiple";
    }
    CHECK(kinds);
}

TEST_CASE("an anonymised extract names nobody and shows nothing rare") {
    PeopleDesk people;
    for (int i = 0; i < 12; ++i) {
        people.desk.save({{"name", "张三"}, {"number", "620981196803129618"}, {"born", i < 8 ? "1968-03-12" : "1934-03-12"}, {"income", "1200"},
                          {"cause", i < 6 ? "1" : "2"}, {"house", "40.25 97.5 0 0"}});
    }
    people.desk.save({{"name", "李四"}, {"born", "2001-01-01"}, {"cause", "1"}});
    const auto files = people.files(DataFormat::csv, Privacy::anonymised);
    const auto bytes = *base::read_file(files[0]);
    for (const char* telling : {"张三", "李四", "6209", "9618", "40.25", "1968-", "zhang.wei", "number", "name\"", "house"}) {
        CHECK_MESSAGE(bytes.find(telling) == std::string::npos, telling);
    }
    const auto sheet = base::read_csv(bytes, "records")->sheets.front();
    REQUIRE(sheet.rows.size() == 15);
    std::map<std::string, int> ages, causes;
    std::set<std::string> ids;
    for (std::size_t i = 0; i < 13; ++i) {
        ++ages[cell(sheet, "born:age", i)];
        ++causes[cell(sheet, "cause", i)];
        ids.insert(cell(sheet, "record_id", i));
        CHECK(people.desk.workspace->store().record(*record::RecordId::parse(cell(sheet, "record_id", i) + cell(sheet, "record_id", i))).has_value() == false);
    }
    // The clock stands in January 2027: 58, 90 and over, and one of 26, who is hidden together with the next rare ones.
    CHECK(ages == std::map<std::string, int>{{"58", 8}, {"*", 5}});
    CHECK(causes == std::map<std::string, int>{{"1", 7}, {"2", 6}});
    CHECK(ids.size() == 13);
    CHECK(*base::read_file(people.files(DataFormat::csv, Privacy::anonymised)[0]) == bytes);   // Pseudonyms stay.
}

TEST_CASE("no column of a masked export gives a masked number back") {
    PeopleDesk people;
    people.desk.save({{"name", "1968-03-12 马䶮"}, {"number", "620981196803129618"}, {"born", "1968-03-12"}, {"string", "生于1968年3月12日 620981 19680312 9618"}});
    for (const auto layout : {DataLayout::tables, DataLayout::wide, DataLayout::long_form}) {
        for (const auto format : {DataFormat::csv, DataFormat::json_lines}) {
            const auto bytes = *base::read_file(people.files(format, Privacy::masked, layout)[0]);
            for (const char* telling : {"03-12", "0312", "3月12", "19680312"}) CHECK_MESSAGE(bytes.find(telling) == std::string::npos, telling);
        }
    }
}

}  // namespace yuanquan::exports

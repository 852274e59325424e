// Coordinates as people read them, on screens, on paper and in the terminal.
#include "app/export/place_words.hpp"

#include <doctest/doctest.h>

#include "tests/app/export/export_desk.hpp"

namespace yuanquan::exports {

namespace {

using form::DataType;

constexpr char kForm[] =
    "| survey |\n| | type | name | label |\n| | begin_group | g | Land |\n| | text | head | Head |\n| | geopoint | house | House |\n"
    "| | geotrace | way | Way |\n| | geoshape | field | Field |\n| | end_group | | |\n| settings |\n| | form_id | form_title | instance_name |\n"
    "| | land | Land | ${head} |\n";
// A kilometre and a bit to the north; a square of about a hundred metres.
const std::string kWay = "39.7 98.5 0.0 0.0; 39.71 98.5 0.0 0.0", kField = "39.7 98.5 0.0 0.0; 39.701 98.5 0.0 0.0; 39.701 98.501 0.0 0.0; 39.7 98.501 0.0 0.0; 39.7 98.5 0.0 0.0";

}  // namespace

TEST_CASE("a point is told by its degrees and how exact it is, in both languages and on all sides of the world") {
    const auto en = ExportDesk::texts("en"), zh = ExportDesk::texts("zh");
    CHECK(place_words(en, DataType::geopoint, "35.123454 104.2 1500.0 5.0") == "35.12345°N 104.20000°E ±5 m");
    CHECK(place_words(zh, DataType::geopoint, "35.123454 104.2 1500.0 5.0") == "北纬35.12345° 东经104.20000° ±5米");
    CHECK(place_words(en, DataType::geopoint, "-35.1 -104.2 0.0 0.0") == "35.10000°S 104.20000°W");
    CHECK(place_words(zh, DataType::geopoint, "-35.1 -104.2") == "南纬35.10000° 西经104.20000°");
    CHECK(place_words(en, DataType::geopoint, "0 0 0 1200") == "0.00000°N 0.00000°E ±1.20 km");
}

TEST_CASE("a line is told by its points and length, an area by its corners and size") {
    const auto en = ExportDesk::texts("en"), zh = ExportDesk::texts("zh");
    CHECK(place_words(en, DataType::geotrace, kWay) == "2 points, 1.11 km long");
    CHECK(place_words(zh, DataType::geotrace, kWay) == "2 个点，长 1.11公里");
    CHECK(place_words(en, DataType::geotrace, "39.7 98.5 0 0; 39.701 98.5 0 0") == "2 points, 111 m long");
    CHECK(place_words(en, DataType::geoshape, kField) == "4 points, 9534 m²");
    CHECK(place_words(zh, DataType::geoshape, kField) == "4 个点，面积 9534 平方米");
    CHECK(place_words(en, DataType::geoshape, "39.7 98.5; 39.71 98.5; 39.71 98.51; 39.7 98.5") == "3 points, 47.67 ha");
}

TEST_CASE("what is no place stays as it is: other questions, what is masked, what cannot be read") {
    const auto texts = ExportDesk::texts("en");
    CHECK(place_words(texts, DataType::string, "35.1 104.2 0 0") == "35.1 104.2 0 0");
    for (const char* text : {"", "3***2", "north", "91 0 0 0", "35.1 104.2; x"}) {
        for (const auto type : {DataType::geopoint, DataType::geotrace, DataType::geoshape}) CHECK(place_words(texts, type, text) == text);
    }
}

TEST_CASE("a record's view, its conflicts and its history are told in words, and the values stay") {
    const store::ScratchFolder folder;
    REQUIRE(base::write_file(folder.file("land.md"), kForm));
    ExportDesk desk(folder.file("land.md"));
    const auto id = desk.save({{"g/head", "马国福"}, {"g/house", "39.7 98.5 0.0 5.0"}, {"g/way", kWay}, {"g/field", kField}});
    const auto texts = ExportDesk::texts("en");
    auto view = desk.view(id, "en");
    name_places(texts, view);
    CHECK(view.fact("g/house")->text == "39.70000°N 98.50000°E ±5 m");
    CHECK(view.fact("g/house")->value == "39.7 98.5 0.0 5.0");
    CHECK(view.fact("g/field")->text == "4 points, 9534 m²");
    CHECK(view.fact("g/head")->text == "马国福");
    auto lines = *survey::view_history(*desk.workspace, id, "en");
    name_places(texts, lines);
    bool told = false;
    for (const auto& line : lines) told = told || line.after == "2 points, 1.11 km long";
    CHECK(told);
    // Somebody else measured the house at the same time.
    const auto seen = *desk.workspace->store().record(id);
    for (const char* point : {"39.8 98.5 0.0 0.0", "39.9 98.5 0.0 0.0"}) {
        record::Edit edit;
        edit.cells.push_back({"g/house", point});
        REQUIRE(desk.workspace->store().save(id, "li.na", "", seen.form_id, seen.form_version, record::edit_ops(seen, edit)).has_value());
    }
    auto conflicts = *survey::list_conflicts(*desk.workspace, {}, "en");
    REQUIRE(conflicts.size() == 1);
    name_places(texts, conflicts.front());
    REQUIRE(conflicts.front().versions.size() == 2);
    CHECK(conflicts.front().versions.front().text == "39.90000°N 98.50000°E");
    CHECK(conflicts.front().versions.back().text == "39.80000°N 98.50000°E");
}

}  // namespace yuanquan::exports

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "model/base/files.hpp"
#include "model/base/ids.hpp"
#include "model/base/sheet.hpp"
#include "model/base/xlsx_dates.hpp"
#include "model/base/zip.hpp"

using namespace yuanquan::base;

namespace {

using Cells = std::vector<std::string>;

std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i, value >>= 8) text += static_cast<char>(value & 0xff);
    return text;
}

// A ZIP without compression, so that a test can hold any parts.
std::string zip_of(const std::map<std::string, std::string>& parts) {
    std::string body, directory;
    for (const auto& [name, text] : parts) {
        std::uint32_t crc = 0xffffffff;
        for (const char c : text) {
            crc ^= static_cast<unsigned char>(c);
            for (int k = 0; k < 8; ++k) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
        }
        const auto size = static_cast<std::uint32_t>(text.size());
        const std::string about = little(20, 2) + little(0, 8) + little(~crc, 4) + little(size, 4) + little(size, 4) +
                                  little(static_cast<std::uint32_t>(name.size()), 2) + little(0, 2);
        directory += "PK\1\2" + little(20, 2) + about + little(0, 10) + little(static_cast<std::uint32_t>(body.size()), 4) + name;
        body += "PK\3\4" + about + name + text;
    }
    const auto count = static_cast<std::uint32_t>(parts.size());
    return body + directory + "PK\5\6" + little(0, 4) + little(count, 2) + little(count, 2) +
           little(static_cast<std::uint32_t>(directory.size()), 4) + little(static_cast<std::uint32_t>(body.size()), 4) +
           little(0, 2);
}

const std::string kRelations = "<Relationships xmlns='r'>";

std::map<std::string, std::string> parts_with(const std::string& rows) {
    return {
        {"_rels/.rels", kRelations + "<Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml", "<workbook xmlns:r='rel'><sheets><sheet name='survey' sheetId='1' r:id='s1'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", kRelations +
                                           "<Relationship Id='s1' Type='x/worksheet' Target='/xl/sheet1.xml'/>"
                                           "<Relationship Id='s2' Type='x/sharedStrings' Target='s.xml'/>"
                                           "<Relationship Id='s3' Type='x/styles' Target='./t.xml'/></Relationships>"},
        {"xl/s.xml", "<sst><si><t> a </t></si><si><r><t>b</t></r><r><t>c_x000A_</t></r><rPh><t>no</t></rPh></si></sst>"},
        {"xl/t.xml", "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/></numFmts>"
                     "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='164'/>"
                     "<xf numFmtId='20'/></cellXfs></styleSheet>"},
        {"xl/sheet1.xml", "<x:worksheet xmlns:x='x'><x:sheetData>" + rows + "</x:sheetData></x:worksheet>"}};
}

Result<Workbook> read_rows(const std::string& rows) { return read_xlsx(zip_of(parts_with(rows))); }

std::string shared_folder() {
    const char* given = std::getenv("YUANQUAN_SHARED");
    return given != nullptr ? given : YUANQUAN_SOURCE_DIR "/../shared";
}

void check_same(const Workbook& a, const Workbook& b) {
    REQUIRE(a.sheets.size() == b.sheets.size());
    for (std::size_t i = 0; i < a.sheets.size(); ++i) {
        CHECK(a.sheets[i].name == b.sheets[i].name);
        REQUIRE(a.sheets[i].rows.size() == b.sheets[i].rows.size());
        for (std::size_t k = 0; k < a.sheets[i].rows.size(); ++k) {
            CHECK(a.sheets[i].rows[k].number == b.sheets[i].rows[k].number);
            CHECK(a.sheets[i].rows[k].cells == b.sheets[i].rows[k].cells);
        }
    }
}

}  // namespace

TEST_CASE("cells of every type are read as a person sees them") {
    const auto workbook = read_rows(
        "<x:row r='2'><x:c r='A2' t='s'><x:v>0</x:v></x:c><x:c t='s'><x:v>1</x:v></x:c>"
        "<x:c r='D2' t='inlineStr'><x:is><x:t> in </x:t><x:r><x:t>line</x:t></x:r></x:is></x:c>"
        "<x:c t='b'><x:v>1</x:v></x:c><x:c t='b'><x:v>0</x:v></x:c><x:c t='e'><x:v>#N/A</x:v></x:c>"
        "<x:c t='str'><x:f>A1</x:f><x:v>cached</x:v></x:c></x:row>"
        "<x:row><x:c><x:v>1.0</x:v></x:c><x:c><x:v>1E3</x:v></x:c><x:c><x:v>0.1</x:v></x:c><x:c><x:v>-5</x:v></x:c>"
        "<x:c s='1'><x:v>44927</x:v></x:c><x:c s='2'><x:v>44927.5</x:v></x:c><x:c s='3'><x:v>1</x:v></x:c>"
        "<x:c s='4'><x:v>0.25</x:v></x:c></x:row>"
        "<x:row r='9'><x:c r='A9'/></x:row>");
    REQUIRE(workbook);
    const Sheet& sheet = workbook->sheets.at(0);
    CHECK(sheet.name == "survey");
    REQUIRE(sheet.rows.size() == 2);
    CHECK(sheet.rows[0].number == 2);
    CHECK(sheet.rows[0].cells == Cells{" a ", "bc\n", "", " in line", "TRUE", "FALSE", "#N/A", "cached"});
    CHECK(sheet.rows[1].number == 3);
    CHECK(sheet.rows[1].cells ==
          Cells{"1", "1000", "0.1", "-5", "2023-01-01", "2023-01-01T12:00:00", "1900-01-01", "06:00:00"});
}

TEST_CASE("formats tell dates from numbers") {
    CHECK(date_kind("yyyy/m/d") == DateKind::date);
    CHECK(date_kind("yyyy\"年\"m\"月\"d\"日\"") == DateKind::date);
    CHECK(date_kind("[$-804]yyyy-mm-dd hh:mm") == DateKind::date_time);
    CHECK(date_kind("h:mm AM/PM") == DateKind::time);
    CHECK(date_kind("[h]:mm") == DateKind::elapsed);
    CHECK(date_kind("mmm") == DateKind::date);
    for (const char* number : {"General", "0.00", "0.00E+00", "#,##0 \"days\"", "[Red]0", "\\d0", "\"unclosed d", "[d", "@"}) {
        CAPTURE(number);
        CHECK(date_kind(number) == DateKind::none);
    }
    CHECK(date_text(0, DateKind::date, true) == "1904-01-01");
    CHECK(date_text(60, DateKind::date, false) == "1900-02-28");  // 29 February 1900 never was.
    CHECK(date_text(61, DateKind::date, false) == "1900-03-01");
    CHECK(date_text(44926.999999999, DateKind::date_time, false) == "2023-01-01T00:00:00");
    CHECK(date_text(1.5, DateKind::elapsed, false) == "36:00:00");
    CHECK(date_text(-1, DateKind::date, false) == "");
    CHECK(date_text(3e6, DateKind::date, false) == "");
    CHECK(date_text(0.0000115741, DateKind::time, false) == "00:00:01");
}

TEST_CASE("what cannot be a worksheet is refused with the part's name") {
    for (const char* rows : {"<x:row r='0'/>", "<x:row><x:c r='12'><x:v>1</x:v></x:c></x:row>", "<x:row",
                             "<x:row><x:c t='s'><x:v>7</x:v></x:c></x:row>", "<x:row><x:c t='s'><x:v>-1</x:v></x:c></x:row>",
                             "<x:row r='99999999999999999999'/>", "&boom;"}) {
        CAPTURE(rows);
        const auto workbook = read_rows(rows);
        REQUIRE_FALSE(workbook);
        CHECK(workbook.error().code == ErrorCode::bad_input);
        CHECK(workbook.error().subject == "xl/sheet1.xml");
    }
    CHECK(read_rows("<x:row><x:c r='XFE1'><x:v>1</x:v></x:c></x:row>").error().code == ErrorCode::too_large);
    CHECK(read_rows("<x:row r='1048577'/>").error().code == ErrorCode::too_large);
}

TEST_CASE("a part that is missing or has a DOCTYPE is refused") {
    for (const char* part : {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/s.xml", "xl/t.xml", "xl/sheet1.xml"}) {
        CAPTURE(part);
        auto parts = parts_with("");
        parts.erase(part);
        CHECK(read_xlsx(zip_of(parts)).error().code == ErrorCode::damaged);
        CHECK(read_xlsx(zip_of(parts)).error().subject == part);
        parts = parts_with("");
        parts[part] = "<!DOCTYPE a [<!ENTITY b 'c'>]>" + parts[part];
        CHECK(read_xlsx(zip_of(parts)).error().detail == "DOCTYPE is refused");
    }
    CHECK(read_xlsx("\xd0\xcf\x11\xe0\xa1\xb1").error().detail == "an old .xls or a workbook with a password");
}

TEST_CASE("bombs are cut off by what comes out") {
    SheetLimits limits;
    const Workbook workbook{{{"s", {{1, {std::string(30'000, 'a')}}}}}};
    std::string rows;
    for (int i = 0; i < 2000; ++i) rows += "<x:row><x:c t='s'><x:v>0</x:v></x:c></x:row>";
    auto parts = parts_with(rows);
    parts["xl/s.xml"] = "<sst><si><t>" + std::string(10'000, 'a') + "</t></si></sst>";
    limits.unpacked_bytes = 10'000'000;  // 20 MB of text from a 70 KB sheet.
    CHECK(read_xlsx(zip_of(parts), limits).error().detail == "too much text, at row 1001");
    limits = {};
    limits.cells = 100;
    CHECK(read_xlsx(zip_of(parts), limits).error().detail == "too many cells, at row 101");
    limits = {};
    limits.unpacked_bytes = 50'000;
    CHECK(read_xlsx(zip_of(parts), limits).error().detail == "bytes");
    Workbook spaces{{{"s", {}}}};
    for (int i = 1; i < 100; ++i) spaces.sheets[0].rows.push_back({i, {std::string(30'000, 'a') + std::to_string(i)}});
    CHECK(read_xlsx(write_xlsx(spaces).value()).error().detail == "ratio");
    std::map<std::string, std::string> many;
    for (int i = 0; i < 10'001; ++i) many[std::to_string(i)] = "";
    CHECK(read_xlsx(zip_of(many)).error().detail == "entries");
}

TEST_CASE("what is written reads back the same") {
    const Workbook workbook{{{"survey", {{1, {"type", "name", "label::中文 (zh)"}}, {2, {"text", "a", " 户主 \n第二行 "}},
                                         {5, {"", "=1+1", "<&>\"'", "012", "1e5", "张𬭩", "a\tb\x01"}}}},
                             {"choices", {}}}};
    const auto bytes = write_xlsx(workbook);
    REQUIRE(bytes);
    const auto again = read_xlsx(*bytes);
    REQUIRE(again);
    check_same(workbook, *again);
    CHECK(write_xlsx(workbook).value() == *bytes);
}

TEST_CASE("what a spreadsheet cannot hold is refused with its place") {
    const auto with = [](std::string name, std::string cell) { return write_xlsx({{{std::move(name), {{1, {"h"}}, {2, {"", std::move(cell)}}}}}}); };
    std::string longest;
    for (int i = 0; i < 32'767; ++i) longest += "户";
    CHECK(read_xlsx(with("s", longest).value()).value().sheets[0].rows[1].cells[1] == longest);
    CHECK(with("s", longest + "x").error().code == ErrorCode::too_large);
    CHECK(with("s", longest + "x").error().subject == "s!R2C2");
    CHECK(with("a[b]", "x").error().code == ErrorCode::bad_input);
    CHECK(with("s", std::string("a\0b", 3)).error().code == ErrorCode::bad_input);
    CHECK(write_xlsx({{{"s", {{1'048'577, {"x"}}}}}}).error().code == ErrorCode::too_large);
}

TEST_CASE("a damaged workbook gives an error or its text, never a crash") {
    const Workbook workbook{{{"survey", {{1, {"type", "name"}}, {2, {"text", "户"}}}}, {"choices", {{1, {"a", "b", "c"}}}}}};
    const std::string bytes = write_xlsx(workbook).value();
    for (std::size_t size = 0; size < bytes.size(); size += 64) CHECK_FALSE(read_xlsx(std::string_view(bytes).substr(0, size)));
    SeededRandom random(5);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 + random.next_u64() % 255));
        const auto result = read_xlsx(damaged);
        if (!result) CHECK_FALSE(result.error().subject.empty());
    }
    const std::map<std::string, std::string> parts = parts_with("<x:row><x:c s='1'><x:v>5</x:v></x:c></x:row>");
    for (const auto& [name, text] : parts) {  // Past the checksums: broken XML inside a whole ZIP.
        for (std::size_t at = 0; at < text.size(); ++at) {
            auto damaged = parts;
            damaged[name][at] = static_cast<char>(text[at] ^ (1 + random.next_u64() % 127));
            const auto result = read_xlsx(zip_of(damaged));
            if (!result) CHECK_FALSE(result.error().subject.empty());
            damaged[name] = text.substr(0, at);
            CHECK_FALSE(read_xlsx(zip_of(damaged)));
        }
    }
}

TEST_CASE("pyxform's own workbooks, as XLSX and as Markdown, hold the cells that openpyxl sees") {
    const std::string folder = shared_folder() + "/conformance/";
    std::ifstream lines(folder + "xlsform.jsonl");
    if (!lines) {
        MESSAGE("skipped: no " << folder << "xlsform.jsonl");
        return;
    }
    int compared = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto sample = nlohmann::ordered_json::parse(line);
        if (!sample.contains("xlsx") || sample["xlsx"].is_null()) continue;
        CAPTURE(sample["id"].get<std::string>());
        Workbook expected;
        for (const auto& [name, rows] : sample["sheets"].items()) {
            Sheet& sheet = expected.sheets.emplace_back(Sheet{name, {}});
            for (std::size_t i = 0; i < rows.size(); ++i) {
                Row row{static_cast<int>(i + 1), {}};
                for (const auto& cell : rows[i]) row.cells.push_back(cell.is_null() ? "" : cell.get<std::string>());
                while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
                if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
            }
        }
        const auto read = read_xlsx(read_file(folder + sample["xlsx"].get<std::string>()).value());
        REQUIRE(read);
        check_same(expected, *read);
        check_same(*read, read_markdown(write_markdown(*read)).value());
        check_same(*read, read_xlsx(write_xlsx(*read).value()).value());

        // Our rows keep their numbers where pyxform drops empty ones, and of two sheets of one name it keeps the last.
        const auto markdown = read_markdown(sample["md"].get<std::string>());
        REQUIRE(markdown);
        for (const Sheet& sheet : expected.sheets) {
            const auto same = [&](const Sheet& other) {
                if (other.name != sheet.name || other.rows.size() != sheet.rows.size()) return false;
                for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
                    if (other.rows[i].cells != sheet.rows[i].cells) return false;
                }
                return true;
            };
            CHECK(std::any_of(markdown->sheets.begin(), markdown->sheets.end(), same));
        }
        ++compared;
    }
    MESSAGE(compared << " workbooks compared");
    CHECK(compared > 0);
}

TEST_CASE("real questionnaires go through every format unchanged") {
    const std::string folder = shared_folder() + "/conformance/forms";
    const auto names = list_folder(folder);
    if (!names) {
        MESSAGE("skipped: no " << folder);
        return;
    }
    for (const std::string& name : *names) {
        if (!name.ends_with(".xlsx")) continue;
        CAPTURE(name);
        const auto workbook = read_workbook(name, read_file(join_path(folder, name)).value());
        REQUIRE(workbook);
        CHECK(workbook->sheets.size() >= 2);
        check_same(*workbook, read_markdown(write_markdown(*workbook)).value());
        check_same(*workbook, read_xlsx(write_xlsx(*workbook).value()).value());
    }
}

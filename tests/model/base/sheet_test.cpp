#include "model/base/sheet.hpp"

#include <doctest/doctest.h>

#include "model/base/ids.hpp"

using namespace yuanquan::base;

namespace {

using Cells = std::vector<std::string>;

Sheet csv(std::string_view text) { return read_csv(text, "s").value().sheets.at(0); }
Workbook md(std::string_view text) { return read_markdown(text).value(); }

}  // namespace

TEST_CASE("a workbook finds its sheets whatever their case") {
    const Workbook workbook = md("| Survey |\n| | a |\n");
    CHECK(workbook.sheet(" SURVEY ") == workbook.sheets.data());
    CHECK(workbook.sheet("choices") == nullptr);
}

TEST_CASE("CSV as RFC 4180 has it, and as programs write it") {
    const Sheet sheet = csv("\xef\xbb\xbf" "name,label\r\na,\"x, \"\"y\"\"\r\nz\"\r\n\r\n,,\nb , c\rd\"e,");
    CHECK(sheet.name == "s");
    REQUIRE(sheet.rows.size() == 4);
    CHECK(sheet.rows[0].cells == Cells{"name", "label"});
    CHECK(sheet.rows[1].cells == Cells{"a", "x, \"y\"\r\nz"});
    CHECK(sheet.rows[2].number == 5);
    CHECK(sheet.rows[2].cells == Cells{"b ", " c"});
    CHECK(sheet.rows[3].cells == Cells{"d\"e"});
    CHECK(csv("a;b\n1;2,5").rows[1].cells == Cells{"1", "2,5"});
    CHECK(csv("a\tb\n1\t2").rows[1].cells == Cells{"1", "2"});
    CHECK(csv("\xd0\xd5\xc3\xfb,a\n").rows[0].cells == Cells{"姓名", "a"});  // GBK, from Excel in China.
    CHECK(csv("").rows.empty());
    CHECK(read_csv("a,\"b", "s").error().position == 2);
    CHECK(read_csv("\xff\xff", "s").error().code == ErrorCode::bad_input);
}

TEST_CASE("CSV goes there and back") {
    const Sheet sheet{"s", {{1, {"a", "b;c"}}, {4, {" x ", "", "\"q\"\n"}}}};
    const Sheet again = csv(write_csv(sheet));
    REQUIRE(again.rows.size() == 2);
    CHECK(again.rows[0].cells == sheet.rows[0].cells);
    CHECK(again.rows[1].cells == sheet.rows[1].cells);
    CHECK(again.rows[1].number == 4);
}

TEST_CASE("Markdown tables read as pyxform reads them") {
    const Workbook workbook = md(R"(
# A title | with a pipe
  | survey |          |       |          |
  |--------|----------|-------|----------|
  |        | type     | name  | label    |
  |        | text     | a     | \d+\|x   |  # a comment
  |        |          |       |          |
  |        | note     | b     | 1<br>2 \<br> |

| choices | list_name | name |
| | l |  |
)");
    REQUIRE(workbook.sheets.size() == 2);
    const Sheet& survey = workbook.sheets[0];
    REQUIRE(survey.rows.size() == 3);
    CHECK(survey.rows[0].number == 1);
    CHECK(survey.rows[1].cells == Cells{"text", "a", "\\d+|x"});
    CHECK(survey.rows[2].number == 4);
    CHECK(survey.rows[2].cells[2] == "1\n2 <br>");
    CHECK(workbook.sheets[1].rows[0].cells == Cells{"list_name", "name"});
    CHECK(workbook.sheets[1].rows[1].cells == Cells{"l"});
    CHECK(read_markdown("| | a |").error().detail == "a row before the first sheet's name");
    CHECK(read_markdown("text").error().detail == "no table");
}

TEST_CASE("every text goes through Markdown unchanged") {
    const std::vector<std::string> pieces = {"\\", "|", "<br>", " ", "\n", "\t", "\r", "-", "#", "a", "户", "<", "\u00a0"};
    SeededRandom random(11);
    for (int round = 0; round < 20'000; ++round) {
        std::string cell;
        for (std::uint64_t i = 0, count = random.next_u64() % 7; i < count; ++i) {
            cell += pieces[random.next_u64() % pieces.size()];
        }
        const Workbook workbook{{{"s", {{1, {"h", "i"}}, {3, {cell, "x"}}, {4, {"y", cell, "z"}}}}}};
        const Workbook again = md(write_markdown(workbook));
        CAPTURE(cell);
        REQUIRE(again.sheets.size() == 1);
        REQUIRE(again.sheets[0].rows.size() == 3);
        REQUIRE(again.sheets[0].rows[1].number == 3);
        REQUIRE(again.sheets[0].rows[1].cells == workbook.sheets[0].rows[1].cells);
        REQUIRE(again.sheets[0].rows[2].cells == workbook.sheets[0].rows[2].cells);
    }
}

TEST_CASE("limits hold in CSV and Markdown") {
    SheetLimits limits;
    limits.cells = 3;
    CHECK(read_csv("a,b\nc,d", "s", limits).error().code == ErrorCode::too_large);
    CHECK(read_markdown("| s |\n| | a | b |\n| | c | d |", limits).error().code == ErrorCode::too_large);
    limits = {};
    limits.rows = 1;
    CHECK(read_csv("a\nb", "s", limits).error().code == ErrorCode::too_large);
    limits.bytes = 2;
    CHECK(read_csv("a\nb", "s", limits).error().code == ErrorCode::too_large);
}

TEST_CASE("the ending of the name chooses the reader") {
    CHECK(read_workbook("x/Villages.CSV", "a,b").value().sheets[0].name == "Villages");
    CHECK(read_workbook("f.md", "| survey |\n").value().sheets[0].name == "survey");
    CHECK(read_workbook("f.xlsx", "no").error().code == ErrorCode::bad_input);
    CHECK(read_workbook("f.doc", "no").error().describe().find("while reading f.doc") != std::string::npos);
}

#include "model/survey/run_report.hpp"

#include <doctest/doctest.h>

#include <set>

#include "model/survey/report_tree.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::survey;

namespace {

constexpr const char* kForm = R"(
| survey |
| | type | name | label | calculation | bind::yq:mask | choice_filter |
| | begin_group | base | Base | | | |
| | select_one kind | kind | Kind | | | |
| | integer | year | Year | | | |
| | decimal | amount | Amount | | | |
| | text | card | Card | | yes | |
| | date | born | Born | | year | |
| | calculate | double | | ${amount} * 2 | | |
| | end_group | | | | | |
| | begin_repeat | people | People | | | |
| | text | name | Name | | | |
| | date | due | Due | | | |
| | end_repeat | | | | | |

| choices |
| | list_name | name | label |
| | kind | winter | Warmth in winter |
| | kind | summer | Cool in summer |

| settings |
| | form_id | version | form_title | namespaces |
| | aid | 1 | Aid | yq="http://yuanquan.org/xforms" |
)";

std::string report_of(const std::string& figures, const std::string& body = "| | text | | | | |", const std::string& columns = "") {
    return "| report |\n| | name | title::English (en) |\n| | r | Report of {year} |\n\n| figures |\n| | name | expression | format |\n" + figures +
           "\n| body |\n| | type | name | rows | figures | text::English (en) |\n" + body +
           "\n\n| columns |\n| | table | expression | format | label::English (en) |\n" + columns + "\n";
}

struct Desk {
    Desk() {
        auto opened = Workspace::open(folder.path + "/w", clock, random);
        REQUIRE(opened);
        workspace = std::move(*opened);
        store::InstalledForm form;
        form.file_name = "aid.md";
        form.source = kForm;
        const auto installed = workspace->install_form(std::move(form));
        REQUIRE(installed);
        REQUIRE_MESSAGE(installed->id == "aid", (installed->findings.empty() ? "" : installed->findings.front().code));
        add("winter", "2016", "100", {{"An", "2016-01-01"}, {"Bo", "2099-01-01"}});
        add("winter", "2015", "50", {});
        add("summer", "2016", "7.5", {{"Cy", ""}});
    }
    void add(const std::string& kind, const std::string& year, const std::string& amount,
             const std::vector<std::pair<std::string, std::string>>& people) {
        auto visit = Visit::start(*workspace, "aid", "");
        REQUIRE(visit);
        const auto put = [&](const std::string& path, const std::string& value) {
            REQUIRE((*visit)->answer(*(*visit)->form().find(path), value));
        };
        put("base/kind", kind);
        put("base/year", year);
        put("base/amount", amount);
        put("base/card", "620981196803129618");
        put("base/born", "1968-03-12");
        const auto repeat = *(*visit)->form().find("people");
        for (const auto& row : (*visit)->form().children(repeat, false)) REQUIRE((*visit)->remove_row(row));
        for (const auto& [name, due] : people) {
            const auto row = (*visit)->add_row(repeat);
            REQUIRE(row);
            const auto at = (*visit)->form().cell_path(*row);
            put(at + "/name", name);
            put(at + "/due", due);
        }
        REQUIRE((*visit)->save());
    }
    ComputedReport run(const std::string& text, const std::string& language = "en") {
        const auto read = read_report("r.md", text);
        REQUIRE(read);
        REQUIRE_MESSAGE(read->findings.empty(), (read->findings.empty() ? "" : read->findings.front().code));
        ReportOptions options;
        options.language = language;
        auto computed = run_report(*workspace, read->report, options);
        REQUIRE_MESSAGE(computed.has_value(), computed.error().describe());
        return std::move(*computed);
    }
    double figure(const std::string& expression) {
        const auto computed = run(report_of("| | x | " + expression + " | |\n"));
        REQUIRE(computed.findings.empty());
        return computed.figures.front().value;
    }

    store::ScratchFolder folder;
    base::FixedClock clock{1'480'000'000'000};
    base::SeededRandom random{7};
    std::unique_ptr<Workspace> workspace;
};

}  // namespace

TEST_CASE("figures are expressions over the records, with groups left out") {
    Desk desk;
    CHECK(desk.figure("count(aid)") == 3);
    CHECK(desk.figure("sum(aid[kind = 'winter']/amount)") == 150);
    CHECK(desk.figure("sum(aid[kind = 'winter' and year = /report/year]/amount)") == 100);
    CHECK(desk.figure("count(aid/people)") == 3);
    CHECK(desk.figure("count(aid/people[due != '' and due < today()])") == 1);
    CHECK(desk.figure("sum(aid/double)") == 315);   // Calculated, so not in any record.
}

TEST_CASE("of a birth date beside a masked number the year is shown, and the whole is counted with") {
    Desk desk;
    const auto computed = desk.run(report_of("| | born | count(aid[born = '1968-03-12']) | |\n", "| | table | t | aid | | Aid |\n",
                                             "| | t | card | text | Card |\n| | t | born | date | Born |\n| | t | concat('*', born) | text | Born |\n"));
    REQUIRE(computed.findings.empty());
    CHECK(computed.figures.front().value == 3);
    const auto& rows = computed.parts.front().rows;
    REQUIRE(rows.size() == 3);
    CHECK(rows[0][0].text == "620981********9618");
    CHECK(rows[0][1].text == "1968-**-**");
    CHECK(rows[0][2].text.find("03-12") == std::string::npos);
}

TEST_CASE("a table has one row a node, in words") {
    Desk desk;
    const auto computed = desk.run(report_of("", "| | table | t | aid/people | | People |\n",
                                             "| | t | name | text | Name |\n| | t | ../kind | choice | Kind |\n| | t | ../amount | decimal | Amount |\n| | t | due | date | Due |\n| | t | ../card | text | Card |\n"));
    REQUIRE(computed.findings.empty());
    CHECK(computed.title == "Report of 2016");
    const auto& rows = computed.parts.front().rows;
    REQUIRE(rows.size() == 3);
    std::set<std::string> kinds;
    for (const auto& row : rows) {
        kinds.insert(row[1].text);
        CHECK(row[2].kind == ReportCell::Kind::number);
        CHECK(row[3].kind == (row[0].text == "Cy" ? ReportCell::Kind::text : ReportCell::Kind::date));
        CHECK(row[4].text.find("19680312") == std::string::npos);   // Masked.
    }
    CHECK(kinds == std::set<std::string>{"Warmth in winter", "Cool in summer"});
}

TEST_CASE("rows stand area by area and by title, whatever came in first") {
    store::ScratchFolder folder;
    base::FixedClock clock(1'800'000'000'000);
    base::SeededRandom random(3);
    auto workspace = std::move(*Workspace::open(folder.file("w"), clock, random));
    store::InstalledForm form;
    form.file_name = "aid.md";
    form.source = kForm;
    REQUIRE(workspace->install_form(std::move(form)));
    REQUIRE(workspace->set_identity({"zhang.wei", Role::headquarters, {}}));
    for (const auto& [area, amount] : {std::pair{"620982", "1"}, {"620902", "2"}, {"620982", "3"}, {"620902", "4"}, {"620921", "5"}}) {
        auto visit = Visit::start(*workspace, "aid", area);
        REQUIRE((*visit)->answer(*(*visit)->form().find("base/amount"), amount));
        REQUIRE((*visit)->save());
    }
    const auto read = read_report("r.md", report_of("| | n | count(aid) | integer |", "| | table | t | aid | | |", "| | t | _area | text | Area |"));
    REQUIRE(read);
    REQUIRE(read->findings.empty());
    const auto computed = run_report(*workspace, read->report, {});
    REQUIRE(computed);
    std::vector<std::string> areas;
    for (const auto& row : computed->parts.at(0).rows) areas.push_back(row.at(0).text);
    CHECK(areas == std::vector<std::string>{"620902", "620902", "620921", "620982", "620982"});
}

TEST_CASE("what is wrong in a report is told with its place") {
    const auto syntax = read_report("r.md", report_of("| | x | sum(aid[ | |\n"));
    REQUIRE(syntax);
    REQUIRE(syntax->findings.size() == 1);
    CHECK(syntax->findings[0].code == "report.bad_expression");
    CHECK(syntax->findings[0].place.sheet == "figures");
    CHECK(syntax->findings[0].place.column == "expression");
    CHECK(syntax->findings[0].place.row > 0);
    CHECK(syntax->findings[0].place.position >= 8);
    const auto figure = read_report("r.md", report_of("", "| | text | | | | of ${nothing} |\n"));
    REQUIRE(figure->findings.size() == 1);
    CHECK(figure->findings[0].code == "report.unknown_figure");
    Desk desk;
    const auto name = desk.run(report_of("| | x | count(aid[kid = 'winter']) | |\n"));
    REQUIRE(name.findings.size() == 1);
    CHECK(name.findings[0].code == "report.unknown_name");
    CHECK(name.findings[0].parameters.at("name") == "kid");
    CHECK(name.findings[0].place.position == 10);
    CHECK(name.figures.empty());
}

TEST_CASE("money is written as the language does") {
    CHECK(figure_text(46'200, ReportFormat::yuan, "zh") == "4.62万元");
    CHECK(figure_text(5'000, ReportFormat::yuan, "zh") == "5000元");
    CHECK(figure_text(4'310'000, ReportFormat::yuan, "en") == "4,310,000 yuan");
    CHECK(figure_text(-1'234.5, ReportFormat::decimal, "en") == "-1,234.5");
    CHECK(figure_text(0.0 / 0.0, ReportFormat::integer, "en") == "—");
}

TEST_CASE("the tree finds children by value as walking does") {
    ReportTree tree;
    for (int i = 0; i < 50; ++i) {
        tree.open("aid");
        tree.leaf("kind", i % 3 == 0 ? "winter" : "summer");
        tree.close();
    }
    tree.open("fund");
    tree.leaf("kind", "winter");
    tree.close();
    std::vector<xpath::NodeId> found;
    REQUIRE(tree.find_children(1, "aid", "kind", "winter", found));
    CHECK(found.size() == 17);
    const auto walked = xpath::Expression::compile("count(aid[string(kind) = 'winter'])");
    xpath::Context context;
    context.node = tree.report();
    CHECK(walked->evaluate_number(context) == 17.0);
}

#include "app/export/dossier_html.hpp"
#include "app/export/household_card.hpp"
#include "app/export/report_book.hpp"
#include "app/export/report_paper.hpp"
#include "model/base/text.hpp"
#include "model/survey/run_report.hpp"
#include "tests/app/export/people_desk.hpp"

// Exports as programs of others read them: openpyxl, Python's csv, pandas (Stata files, a reader of its own) and PSPP. None is
// needed to use the program; where one is missing, its test says so and is skipped.

namespace yuanquan::exports {

namespace {

// What a Python script says of the files that it is given; false where it or a library that it imports is missing.
bool ask_python(const store::ScratchFolder& scratch, const std::string& script, const std::vector<std::string>& files, std::string& out) {
    const auto path = scratch.file("read.py");
    REQUIRE(base::write_file(path, "import sys\ntry:\n" + script.substr(0, script.find("\n\n")) + "\nexcept ImportError:\n    sys.exit(127)\n" +
                                       script.substr(script.find("\n\n"))));
    std::string arguments;
    for (const auto& file : files) arguments += " '" + file + "'";
    const auto read = run_on_pdf("PATH=/usr/bin:$PATH PYTHONIOENCODING=utf-8 PYTHONWARNINGS=ignore python3", path, arguments);
    out = read.out;
    if (!read.available) MESSAGE("SKIPPED: python3 or a library of it is not installed: " << script.substr(0, script.find('\n')));
    return read.available;
}

// What a spreadsheet, a browser or a reader of papers might take for more than words.
const char* const kAttacks[] = {"=cmd|' /C calc'!A0", "=1+1", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1", "=DDE(\"cmd\";\"/C calc\";\"x\")",
                                "=HYPERLINK(\"http://x.example\",\"y\")", "=WEBSERVICE(\"http://x.example\")", "＝1+1", "http://x.example/", "mailto:a@x.example",
                                "internal:Sheet1!A1", "external:c:\\x.xlsx", "javascript:alert(1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
                                "<a href=\"http://x.example\">x</a>", "]]><x/>", "--><script>alert(1)</script>", "\x01=1", "'=1+1", "\"=1+1", ";=1+1"};

}  // namespace

TEST_CASE("openpyxl finds text, numbers and dates as such, frozen heads, filters, and no formula or link") {
    PeopleDesk people;
    people.two();
    for (const char* attack : kAttacks) people.desk.save({{"name", attack}, {"string", attack}});
    std::string out;
    if (!ask_python(people.scratch, R"(    import openpyxl, zipfile

book = openpyxl.load_workbook(sys.argv[1])
told = 0
for sheet in book:
    print(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref)
    for row in sheet.iter_rows():
        told += sum(1 for cell in row if cell.data_type == 'f' or cell.hyperlink)
print('formulas', told)
print('parts', sum(1 for name in zipfile.ZipFile(sys.argv[1]).namelist() if 'external' in name or name.endswith('sheet1.xml.rels') or 'vba' in name))
sheet = book['records']
names = [cell.value for cell in sheet[1]]
for row in sheet.iter_rows(min_row=3):
    if row[names.index('name')].value == '马䶮':
        for name in ('number', 'born', 'income', 'mu', 'cause'):
            cell = row[names.index(name)]
            print(name, type(cell.value).__name__, cell.value, cell.number_format)
)", {people.files(DataFormat::xlsx)[0]}, out)) return;
    CHECK(out.find("records B3 A2:") != std::string::npos);
    CHECK(out.find("formulas 0\n") != std::string::npos);
    CHECK(out.find("parts 0\n") != std::string::npos);
    CHECK(out.find("number str 620981196803129618 ") != std::string::npos);
    CHECK(out.find("born datetime 1968-03-12 00:00:00 yyyy-mm-dd") != std::string::npos);
    CHECK(out.find("income int -1200 ") != std::string::npos);
    CHECK(out.find("mu float 12.5 ") != std::string::npos);
    CHECK(out.find("cause str 2 ") != std::string::npos);
}

TEST_CASE("Python's csv reads every field, and none begins as a formula but negative numbers") {
    PeopleDesk people;
    people.two();
    for (const char* attack : kAttacks) people.desk.save({{"name", attack}, {"string", attack}});
    std::string out;
    if (!ask_python(people.scratch, R"(    import csv

rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline=''), strict=True))
print('rows', len(rows), 'widths', len(set(len(row) for row in rows)))
def number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False
print('formulas', sum(1 for row in rows for text in row if text[:1] in tuple('=+-@\t\r\n＝＋－＠') and text and not number(text)))
name, income = rows[0].index('name'), rows[0].index('income')
for row in rows:
    if row[name] in ('马䶮', '𬭩"<b>'):
        print(row[name], row[rows[0].index('number')], row[income])
)", {people.files(DataFormat::csv)[0]}, out)) return;
    CHECK(out.find("rows " + std::to_string(4 + std::size(kAttacks)) + " widths 1\n") != std::string::npos);
    CHECK(out.find("formulas 0\n") != std::string::npos);
    CHECK(out.find("马䶮 620981196803129618 -1200\n") != std::string::npos);
    CHECK(out.find("𬭩\"<b>  7\n") != std::string::npos);
}

TEST_CASE("pandas reads a Stata file with its dates, labels and words of codes") {
    PeopleDesk people;
    people.two();
    std::string out;
    if (!ask_python(people.scratch, R"(    import pandas.io.stata

reader = pandas.io.stata.StataReader(sys.argv[1])
table = reader.read()
print(reader.variable_labels()['income'], '|', reader.variable_labels()['string_'])
row = table[table['name'] == '马䶮'].iloc[0]
print(row['number'], row['born'].date(), row['income'], row['mu'], row['cause'])
print(table['income'].dtype, table['name'].dtype, str(table['cause'].dtype), table['cause'].isna().sum())
)", {people.files(DataFormat::stata)[0]}, out)) return;
    CHECK(out.find("Income | Reserved\n") != std::string::npos);
    CHECK(out.find("620981196803129618 1968-03-12 -1200.0 12.5 No water, no land\n") != std::string::npos);
    CHECK(out.find("float64 object category 1\n") != std::string::npos);
}

TEST_CASE("PSPP reads an SPSS file with its dates, labels and words of codes") {
    PeopleDesk people;
    people.two();
    const auto script = people.scratch.file("read.sps");
    REQUIRE(base::write_file(script, "GET FILE='" + people.files(DataFormat::spss)[0] + "'.\nDISPLAY DICTIONARY.\nSELECT IF income < 0.\nLIST number born income mu cause.\n"));
    const auto read = run_on_pdf("pspp -O format=csv", script);
    if (!read.available) {
        MESSAGE("SKIPPED: pspp is not installed");
        return;
    }
    CHECK_MESSAGE(read.out.find("Income") != std::string::npos, read.out);
    CHECK(read.out.find("No water, no land") != std::string::npos);
    CHECK_MESSAGE(read.out.find("620981196803129618,12-MAR-1968,-1200.00,12.50,") != std::string::npos, read.out);
}

TEST_CASE("a report's workbook has its figures as numbers in their formats, frozen heads, filters and areas to print") {
    const std::string assets = std::string(YUANQUAN_SOURCE_DIR) + "/assets/";
    ExportDesk desk(assets + "forms/household.md");
    REQUIRE(desk.workspace->install_form(assets + "forms/duty.md"));
    for (const char* attack : {"=1+1", "@SUM(1)", "马䶮"}) desk.save({{"identity/head_name", attack}, {"plan[1]/content", attack}, {"plan[1]/due", "2016-05-01"}, {"plan[1]/money", "5000.5"}});
    const auto texts = ExportDesk::texts("zh");
    std::vector<std::string> files;
    for (const char* name : {"responsibility", "tasks"}) {
        const auto path = assets + "reports/" + name + ".md";
        const auto report = survey::read_report(path, *base::read_file(path));
        REQUIRE(report.has_value());
        const auto computed = survey::run_report(*desk.workspace, report->report, {});
        REQUIRE(computed.has_value());
        REQUIRE(computed->findings.empty());
        files.push_back(desk.folder.file(std::string(name) + ".xlsx"));
        REQUIRE(write_report_xlsx(*computed, {&texts, 0, 480, "office"}, files.back()));
    }
    std::string out;
    if (!ask_python(desk.folder, R"(    import openpyxl

for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path)
    formulas = 0
    for sheet in book:
        for row in sheet.iter_rows():
            formulas += sum(1 for cell in row if cell.data_type == 'f' or cell.hyperlink)
        if sheet.title in ('责任清', '任务清'):
            for row in sheet.iter_rows():
                if row[0].value in ('考评平均分', '计划措施（项）', '计划资金'):
                    print(row[0].value, type(row[1].value).__name__, row[1].value, row[1].number_format)
        if sheet.title == '未完成任务':
            print(sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_area, sheet.print_title_rows)
            print([type(cell.value).__name__ + ' ' + cell.number_format for cell in sheet[2]])
    print('formulas', formulas)
)", files, out)) return;
    CHECK_MESSAGE(out.find("考评平均分 str — ") != std::string::npos, out);   // None was assessed: no number is written.
    CHECK(out.find("计划措施（项） int 3 #,##0\n") != std::string::npos);
    CHECK(out.find("计划资金 float 15001.5 #,##0.00\n") != std::string::npos);
    CHECK_MESSAGE(out.find("A2 A1:I4 ['$A$1:$I$4'] $1:$1") != std::string::npos, out);
    CHECK(out.find("datetime yyyy-mm-dd") != std::string::npos);
    CHECK(out.find("formulas 1") == std::string::npos);
}

TEST_CASE("a report's table of many columns breaks no word, number or name while the page is wide enough") {
    const std::vector<std::string> heads{"Township", "Village", "Group", "Household number", "Head", "Type", "Members", "Main cause", "Net income per person", "Registered", "Lifted out"};
    const std::vector<std::string> words{"Dushanzi Dongxiang Township", "Yuanquan Village", "Group 2", "6209812082002029", "杨秀兰", "Minimum living allowance household", "3",
                                         "Lack of skill", "12400", "2013", "2016"};
    survey::ComputedReport report;
    report.title = "Base clear";
    survey::ReportPart part;
    part.kind = survey::ReportBlock::Kind::table;
    part.rows.resize(3);
    for (std::size_t i = 0; i < heads.size(); ++i) {
        part.heads.push_back({heads[i]});
        for (auto& row : part.rows) {
            survey::ReportCell cell;
            cell.text = words[i];
            row.push_back(cell);
        }
    }
    report.parts.push_back(part);
    const auto texts = ExportDesk::texts("en");
    store::ScratchFolder scratch;
    const auto path = scratch.file("report.pdf");
    const auto pdf = write_report_pdf(report, {&texts, 0, 480, "office"});
    REQUIRE(pdf.has_value());
    REQUIRE(base::write_file(path, *pdf));
    const auto read = run_on_pdf("pdftotext -layout", path, "-");
    if (!read.available) {
        MESSAGE("SKIPPED: pdftotext (poppler-utils) is not installed");
        return;
    }
    for (const char* whole : {"Dongxiang", "Township", "Yuanquan", "6209812082002029", "杨秀兰", "allowance", "household", "Registered", "12400"}) {
        std::size_t count = 0;
        for (auto at = read.out.find(whole); at != std::string::npos; at = read.out.find(whole, at + 1)) ++count;
        CHECK_MESSAGE(count >= (std::string(whole) == "Registered" ? 1 : 3), whole << " stands whole " << count << " times");
    }
}

TEST_CASE("no answer becomes a link, a script or an element on paper or on a page") {
    ExportDesk desk(std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/household.md");
    Given given;
    for (std::size_t i = 0; i < std::size(kAttacks); ++i) {
        given.emplace_back("ledger[" + std::to_string(i + 1) + "]/done", kAttacks[i]);
        given.emplace_back("members[" + std::to_string(i + 1) + "]/name", kAttacks[i]);
    }
    given.insert(given.end(), {{"identity/head_name", "<script>alert(1)</script>"}, {"identity/address", "\" onload=\"alert(1)"}});
    const auto view = desk.view(desk.save(given), "zh");
    const auto texts = ExportDesk::texts("zh");
    DossierOptions options;
    options.texts = &texts;
    options.office = "<script>";
    for (const auto& pdf : {write_dossier_pdf(view, options), write_household_card(view, options)}) {
        REQUIRE(pdf.has_value());
        for (const char* active : {"/URI", "/JavaScript", "/JS", "/Launch", "/AA", "/OpenAction", "/EmbeddedFile"}) CHECK_MESSAGE(pdf->find(active) == std::string::npos, active);
    }
    const auto page = desk.folder.file("page.html");
    REQUIRE(base::write_file(page, write_dossier_html(view, options)));
    std::string out;
    if (!ask_python(desk.folder, R"(    import html.parser

seen = set()
class Reader(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        seen.add(tag)
        for name, value in attributes:
            if name not in ('lang', 'charset', 'name', 'content', 'http-equiv', 'class'):
                print('attribute', tag, name, value)
Reader().feed(open(sys.argv[1], encoding='utf-8').read())
print(' '.join(sorted(seen)))
)", {page}, out)) return;
    CHECK_MESSAGE(out == "body dd div dl dt footer h1 h2 head header html meta p style table tbody td th thead title tr\n", out);
}

}  // namespace yuanquan::exports

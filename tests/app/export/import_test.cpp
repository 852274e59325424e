#include "app/export/data_book.hpp"
#include "model/base/text.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/import_submission.hpp"
#include "tests/app/export/land_desk.hpp"

// Lists and submissions come in as records: once, with an author, and out again as they were.

namespace yuanquan::exports {

namespace {

base::Workbook tables_of(const std::vector<base::Sheet>& sheets) {
    base::Workbook book;
    book.sheets = sheets;
    for (auto& sheet : book.sheets) {
        if (const auto slash = sheet.name.rfind('/'); slash != std::string::npos) sheet.name = sheet.name.substr(slash + 1);
        if (sheet.name.ends_with(".csv")) sheet.name.resize(sheet.name.size() - 4);
        for (auto& row : sheet.rows) {
            for (auto& text : row.cells) text = with_formula(text);
        }
    }
    return book;
}

survey::Imported import_into(LandDesk& land, const base::Workbook& book, survey::ImportOptions options = {}) {
    options.form_id = "land";
    const auto form = land.desk.workspace->form("land");
    const auto plan = survey::propose_plan(*form->form, book);
    auto imported = survey::import_rows(*land.desk.workspace, book, plan, options);
    REQUIRE_MESSAGE(imported.has_value(), imported.error().describe());
    return std::move(*imported);
}

base::Workbook list(const std::string& csv) { return *base::read_csv(csv, "list"); }

}  // namespace

TEST_CASE("what was exported whole is imported equal, from every kind of table, and twice makes no doubles") {
    LandDesk from;
    from.desk.save(kFarm);
    from.desk.save({{"about/head", "=1+1"}, {"about/words", "'+2"}, {"about/number", "620981197501029611"}, {"plots[1]/place", "@x"}});
    for (const auto format : {DataFormat::csv, DataFormat::xlsx}) {
        for (const auto layout : {DataLayout::tables, DataLayout::wide}) {
            const auto as = [&](DataOptions& options) { options.layout = layout; };
            const auto sheets = from.sheets(format, false, as);
            LandDesk to;
            const auto book = format == DataFormat::csv ? tables_of(sheets) : base::Workbook{sheets};
            const auto imported = import_into(to, book);
            for (const auto& finding : imported.findings) MESSAGE(finding.code << " " << finding.place.column);
            CHECK(imported.added == 2);
            CHECK(imported.refused == 0);
            const auto again = to.sheets(format, false, as);
            REQUIRE(again.size() == sheets.size());
            for (std::size_t s = 0; s < sheets.size(); ++s) {
                REQUIRE(again[s].rows.size() == sheets[s].rows.size());
                for (std::size_t r = 0; r < sheets[s].rows.size(); ++r) {
                    for (std::size_t c = 0; c < sheets[s].rows[0].cells.size(); ++c) {
                        const auto& name = sheets[s].rows[0].cells[c];
                        const bool ids = layout == DataLayout::wide && name == "record_id";   // There too, but rows get ids of their own.
                        if (name == "changed" || name == "author" || ids) continue;
                        const auto at = [&](const base::Sheet& sheet) { return c < sheet.rows[r].cells.size() ? sheet.rows[r].cells[c] : ""; };
                        CHECK_MESSAGE(at(again[s]) == at(sheets[s]), name << " in row " << r);
                    }
                }
            }
            const auto changes = to.desk.workspace->store().counts()->changes;
            const auto twice = import_into(to, book);
            CHECK(twice.added == 0);
            CHECK(twice.unchanged == 2);
            CHECK(to.desk.workspace->store().counts()->changes == changes);
        }
    }
}

TEST_CASE("the household file of the register comes back whole, rosters and all") {
    const auto form = std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/household.md";
    ExportDesk from(form, 1), to(form, 2);
    from.save({{"identity/survey_year", "2016"}, {"identity/household_number", "H-1"}, {"identity/head_name", "马䶮"}, {"identity/phone", "13912345678"},
               {"members[1]/name", "马䶮"}, {"members[1]/document_type", "111"}, {"members[1]/document_number", "620981196803129618"},
               {"members[1]/birth_date", "1968-03-12"}, {"members[2]/name", "塞力克·阿不都拉"}, {"ledger[1]/done", "=送化肥"}});
    const auto texts = ExportDesk::texts("zh");
    const auto read = [&](ExportDesk& desk, DataFormat format) {
        const auto exported = export_data(*desk.workspace, {"household", format, Privacy::whole, desk.folder.file("out"), &texts, {}, {}, {}});
        REQUIRE_MESSAGE(exported.has_value(), exported.error().describe());
        base::Workbook book;
        for (const auto& file : exported->files) {
            auto part = *base::read_workbook(file, *base::read_file(file));
            if (format == DataFormat::csv) part.sheets[0].name = file;
            for (auto& sheet : part.sheets) book.sheets.push_back(std::move(sheet));
        }
        return book;
    };
    const auto plan = [&](const base::Workbook& book) { return survey::propose_plan(*from.workspace->form("household")->form, book); };
    for (const auto format : {DataFormat::xlsx, DataFormat::csv}) {
        const auto before = read(from, format);
        const auto book = format == DataFormat::csv ? tables_of(before.sheets) : before;
        survey::ImportOptions options;
        options.form_id = "household";
        const auto imported = survey::import_rows(*to.workspace, book, plan(book), options);
        REQUIRE(imported.has_value());
        for (const auto& finding : imported->findings) {
            if (finding.severity == base::Severity::error) MESSAGE(finding.code << " " << finding.place.sheet << " " << finding.place.column);
        }
        CHECK(imported->refused == 0);
        CHECK(imported->added == (format == DataFormat::xlsx ? 1 : 0));
        const auto after = read(to, format);
        REQUIRE(after.sheets.size() == before.sheets.size());
        for (std::size_t i = 1; i < before.sheets.size(); ++i) {   // The first says who wrote it when.
            REQUIRE(after.sheets[i].rows.size() == before.sheets[i].rows.size());
            for (std::size_t row = 0; row < before.sheets[i].rows.size(); ++row) CHECK(after.sheets[i].rows[row].cells == before.sheets[i].rows[row].cells);
        }
    }
}

TEST_CASE("a list as offices keep it: a title above, words for codes, merged cells, one line a plot") {
    LandDesk land;
    const auto book = list("土地台账,,,,\n户主,证件号码,种类,地点,面积（亩）\n王小花,620981196803129618,小麦、玉米,河边,\"1,203.5\"\n,,,山上,2\n李四,,玉米,井边,３\n");
    const auto form = land.desk.workspace->form("land");
    const auto plan = survey::propose_plan(*form->form, book);
    std::map<std::string, std::string> to;
    for (const auto& column : plan.columns) to[column.heading] = column.to;
    CHECK(to.at("户主") == "about/head");
    CHECK(to.at("证件号码") == "about/number");
    CHECK(to.at("地点") == "plots/place");
    CHECK(to.at("面积（亩）") == "plots/mu");
    const auto kept = survey::read_plan(survey::write_plan(plan, *form->form));
    REQUIRE(kept.has_value());
    CHECK(kept->columns.size() == plan.columns.size());
    CHECK(kept->columns[0].key == plan.columns[0].key);
    const auto dry = import_into(land, book, {{}, {}, {}, true, false});
    CHECK(dry.added == 2);
    CHECK(land.desk.workspace->store().counts()->records == 0);
    const auto imported = import_into(land, book);
    CHECK(imported.added == 2);
    const auto ids = *land.desk.workspace->store().record_ids("land");
    REQUIRE(ids.size() == 2);
    const auto one = *land.desk.workspace->store().record(ids[0]), two = *land.desk.workspace->store().record(ids[1]);
    const auto& wang = one.value("about/head") == "王小花" ? one : two;
    CHECK(wang.value("about/kinds") == "1 2");
    REQUIRE(wang.rows("plots").size() == 2);
    CHECK(wang.value(wang.rows("plots")[0] + "/mu") == "1203.5");
    CHECK(wang.last_author == "zhang.wei");
    CHECK(import_into(land, book).unchanged == 2);
}

TEST_CASE("a fault names its sheet, row and column, and only its record stays out") {
    LandDesk land;
    const auto imported = import_into(land, list("户主,增减,种类\n甲,x,小麦\n乙,3,水稻\n丙,4,小麦\n丁,6.20981E+17,小麦\n"));
    CHECK(imported.added == 1);
    CHECK(imported.refused == 3);
    REQUIRE(imported.findings.size() == 3);
    CHECK(imported.findings[0].code == "import.wrong_type");
    CHECK(imported.findings[0].place.sheet == "list");
    CHECK(imported.findings[0].place.row == 2);
    CHECK(imported.findings[0].place.column == "增减");
    CHECK(imported.findings[1].code == "import.no_choice");
    CHECK(imported.findings[1].place.row == 3);
}

TEST_CASE("a record that says something else is left as it is, and changed when that is asked for") {
    LandDesk land;
    import_into(land, list("户主,证件号码,文字\n甲,620981196803129618,旧\n"));
    const auto id = land.desk.workspace->store().record_ids("land")->front();
    auto plan = survey::propose_plan(*land.desk.workspace->form("land")->form, list("户主,文字\n甲,新\n"));
    for (auto& column : plan.columns) column.key = column.to == "about/head";
    survey::ImportOptions options;
    options.form_id = "land";
    auto imported = survey::import_rows(*land.desk.workspace, list("户主,文字\n甲,新\n"), plan, options);
    CHECK(imported->differing == 1);
    CHECK(land.desk.workspace->store().record(id)->value("about/words") == "旧");
    options.update = true;
    imported = survey::import_rows(*land.desk.workspace, list("户主,文字\n甲,新\n"), plan, options);
    CHECK(imported->updated == 1);
    CHECK(land.desk.workspace->store().record(id)->value("about/words") == "新");
    CHECK(land.desk.workspace->store().record(id)->value("about/number") == "620981196803129618");   // What the list has not stays.
}

TEST_CASE("tables of Central and Kobo join by their keys") {
    LandDesk central, kobo;
    base::Workbook book;
    book.sheets.push_back(base::read_csv("SubmissionDate,about-head,about-kinds,KEY\n2026-01-01,甲,1 2,uuid:11111111-2222-4333-8444-555555555555\n", "land")->sheets[0]);
    book.sheets.push_back(base::read_csv("place,mu,PARENT_KEY,KEY\n河边,3.5,uuid:11111111-2222-4333-8444-555555555555,uuid:11111111-2222-4333-8444-555555555555/plots[1]\n", "land-plots")->sheets[0]);
    book.sheets.push_back(base::read_csv("kind,PARENT_KEY,KEY\n2,uuid:11111111-2222-4333-8444-555555555555/plots[1],uuid:11111111-2222-4333-8444-555555555555/plots[1]/crops[1]\n", "land-crops")->sheets[0]);
    const auto imported = import_into(central, book);
    for (const auto& finding : imported.findings) MESSAGE(finding.code << " " << finding.place.sheet << " " << finding.place.column);
    REQUIRE(imported.added == 1);
    const auto record = *central.desk.workspace->store().record(*record::RecordId::parse("11111111222243338444555555555555"));
    CHECK(record.value("about/kinds") == "1 2");
    REQUIRE(record.rows("plots").size() == 1);
    REQUIRE(record.rows(record.rows("plots")[0] + "/crops").size() == 1);
    CHECK(record.value(record.rows(record.rows("plots")[0] + "/crops")[0] + "/kind") == "2");
    base::Workbook sheets;
    sheets.sheets.push_back(base::read_csv("about/head,about/kinds,about/kinds/1,_id,_uuid,_index\n乙,1,1,7,aaaaaaaa-2222-4333-8444-555555555555,1\n", "Land")->sheets[0]);
    sheets.sheets.push_back(base::read_csv("plots/place,plots/mu,_index,_parent_table_name,_parent_index,_submission__uuid\n井边,2,1,Land,1,aaaaaaaa-2222-4333-8444-555555555555\n", "plots")->sheets[0]);
    CHECK(import_into(kobo, sheets).added == 1);
    CHECK(kobo.desk.workspace->store().record(*record::RecordId::parse("aaaaaaaa222243338444555555555555"))->rows("plots").size() == 1);
}

TEST_CASE("a grant finds its household again, whichever of them comes in first, from tables and from submissions") {
    const std::string forms = std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/";
    ExportDesk from(forms + "household.md", 1);
    REQUIRE(from.workspace->install_form(forms + "fund.md"));
    const auto household = from.save({{"identity/head_name", "马䶮"}, {"identity/household_number", "H-1"}});
    auto visit = survey::Visit::start(*from.workspace, "fund", "", household);
    REQUIRE(visit.has_value());
    from.give(**visit, {{"base/amount", "5000"}});
    REQUIRE((*visit)->save());
    const auto texts = ExportDesk::texts("zh");
    for (const auto format : {DataFormat::csv, DataFormat::xlsx, DataFormat::odk_xml}) {
        ExportDesk to(forms + "household.md", 2);
        REQUIRE(to.workspace->install_form(forms + "fund.md"));
        INFO("format " << static_cast<int>(format));
        survey::Imported imported;
        survey::SubmissionImport submissions(*to.workspace);
        const auto none = [](const std::string& name) -> base::Result<std::string> { return base::fail(base::ErrorCode::not_found, name); };
        for (const char* form : {"fund", "household"}) {
            const auto folder = to.folder.file(form);
            const auto exported = export_data(*from.workspace, {form, format, Privacy::whole, folder, &texts, {}, {}, {}});
            REQUIRE_MESSAGE(exported.has_value(), exported.error().describe());
            if (format == DataFormat::odk_xml) {
                const auto names = *base::list_folder(folder);
                for (const auto& name : names) {
                    REQUIRE(submissions.take(*base::read_file(folder + "/" + name + "/submission.xml"), none, {}, imported));
                }
                continue;
            }
            base::Workbook book;
            for (const auto& file : exported->files) {
                auto part = *base::read_workbook(file, *base::read_file(file));
                for (auto& sheet : part.sheets) book.sheets.push_back(std::move(sheet));
            }
            survey::ImportOptions options;
            options.form_id = form;
            REQUIRE(survey::import_rows(*to.workspace, book, survey::propose_plan(*to.workspace->form(form)->form, book), options));
        }
        const auto grants = to.workspace->store().list({"fund", "", "", false, {}});
        REQUIRE(grants->size() == 1);
        const auto found = record::RecordId::parse(grants->front().parent);
        REQUIRE(found.has_value());
        const auto record = to.workspace->store().record(*found);
        REQUIRE(record.has_value());
        CHECK(record->value("identity/head_name") == "马䶮");
        CHECK(to.workspace->store().list({"", "", "", false, *found})->size() == 1);
    }
}

TEST_CASE("a submission comes in with its rows, once, and a broken one is a finding") {
    LandDesk land, to;
    land.desk.save(kFarm);
    const auto texts = ExportDesk::texts("en");
    const auto folder = land.scratch.file("odk");
    REQUIRE(export_data(*land.desk.workspace, {"land", DataFormat::odk_xml, Privacy::whole, folder, &texts, {}, {}, {}}));
    const auto xml = *base::read_file(folder + "/" + base::list_folder(folder)->front() + "/submission.xml");
    survey::Imported imported;
    const auto none = [](const std::string& name) -> base::Result<std::string> { return base::fail(base::ErrorCode::not_found, name); };
    survey::SubmissionImport submissions(*to.desk.workspace);
    for (int i = 0; i < 2; ++i) REQUIRE(submissions.take(xml, none, {}, imported));
    CHECK(imported.added == 1);
    CHECK(imported.unchanged == 1);
    const auto before = land.sheets(DataFormat::csv, false), after = to.sheets(DataFormat::csv, false);
    CHECK(cell(after[0], "about/words") == cell(before[0], "about/words"));
    CHECK(cell(after[0], "total") == "5.5");
    CHECK(after[2].rows.size() == before[2].rows.size());
    REQUIRE(submissions.take("<nowhere id=\"no.such\"/>", none, {}, imported));
    CHECK(imported.refused == 1);
    CHECK(imported.findings.back().code == "import.no_form");
    CHECK(!submissions.take("<data", none, {}, imported));
}

}  // namespace yuanquan::exports

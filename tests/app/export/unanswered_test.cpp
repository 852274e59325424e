#include "app/export/data_export.hpp"
#include "app/export/dossier.hpp"
#include "app/export/dossier_html.hpp"
#include "app/export/reason_words.hpp"
#include "tests/app/export/land_desk.hpp"

// "Don't know" and "refused" in exports: no answer where there is none, and the reason where an analyst looks for it.

namespace yuanquan::exports {

namespace {

const survey::Unanswered kRefused{survey::Reason::refused, "call 13912345678"}, kDontKnow{survey::Reason::dont_know, ""};

record::RecordId save_marked(ExportDesk& desk) {
    const auto id = desk.save(kFarm);
    const auto visit = std::move(*survey::Visit::open(*desk.workspace, id));
    const auto& form = visit->form();
    REQUIRE(visit->mark(*form.find("about/change"), kRefused));
    REQUIRE(visit->mark(*form.find("about/kinds"), kDontKnow));
    REQUIRE(visit->mark(*form.find("about/number"), {survey::Reason::refused, "is in the book"}));
    REQUIRE(visit->mark(*form.find_by_position("/data/plots[2]/mu"), kDontKnow));
    REQUIRE(visit->save());
    return id;
}

}  // namespace

TEST_CASE("where a question was refused its column says nothing, and a sheet of its own says why") {
    LandDesk land;
    const auto id = save_marked(land.desk).text();
    for (const auto format : {DataFormat::csv, DataFormat::xlsx}) {
        const auto sheets = land.sheets(format, false);
        REQUIRE(sheets.size() == 4);
        for (const char* path : {"about/change", "about/kinds", "about/kinds:label", "about/number"}) CHECK(cell(sheets[0], path).empty());
        CHECK(cell(sheets[1], "plots/mu", 1).empty());
        CHECK(cell(sheets[0], "total") == "3.5");
        const auto& why = sheets[3];
        REQUIRE(why.rows.size() == 2 + 4);
        CHECK(cell(why, "path", 0) == "about/change");
        CHECK(cell(why, "record_id", 0) == id);
        CHECK(cell(why, "question", 0) == "增减");
        CHECK(cell(why, "reason", 0) == "refused");
        CHECK(cell(why, "words", 0) == "拒答");
        CHECK(cell(why, "note", 0) == "call 13912345678");
        CHECK(cell(why, "reason", 1) == "dont_know");
        CHECK(cell(why, "path", 3) == "plots/mu");
        CHECK(cell(why, "row_id", 3) == cell(sheets[1], "row_id", 1));
    }
    for (const auto layout : {DataLayout::wide, DataLayout::long_form}) {
        const auto sheets = land.sheets(DataFormat::csv, false, [&](DataOptions& options) { options.layout = layout; });
        REQUIRE(sheets.size() == 2);
        CHECK(sheets[1].rows.size() == 2 + 4);
        CHECK(land.bytes.find("refused") != std::string::npos);
    }
}

TEST_CASE("where nobody refused there is no such sheet") {
    LandDesk land;
    land.desk.save(kFarm);
    CHECK(land.sheets(DataFormat::csv, false).size() == 3);
}

TEST_CASE("a note is masked like an answer, and an anonymised extract has none and hides what few said") {
    LandDesk land;
    save_marked(land.desk);
    const auto with = [](DataOptions& options) { options.with = {"history", "conflicts"}; };
    for (const auto& sheet : land.sheets(DataFormat::csv, true, with)) {
        for (const auto& row : sheet.rows) {
            for (const auto& value : row.cells) {
                CHECK(value.find("13912345678") == std::string::npos);
                CHECK(value.find("is in the book") == std::string::npos);
            }
        }
    }
    const auto whose = [](DataOptions& options) { options.privacy = Privacy::anonymised; };
    auto sheets = land.sheets(DataFormat::csv, false, whose);
    REQUIRE(!sheets.empty());
    const auto alone = sheets.back();
    REQUIRE(alone.rows.size() == 2 + 3);   // The identity number is not in it at all.
    for (std::size_t row = 0; row < 3; ++row) {
        CHECK(cell(alone, "reason", row) == "*");
        CHECK(cell(alone, "words", row) == "*");
        CHECK(cell(alone, "note", row).empty());
    }
    for (int i = 0; i < 30; ++i) save_marked(land.desk);
    sheets = land.sheets(DataFormat::csv, false, whose);
    const auto many = sheets.back();
    CHECK(cell(many, "reason", 0) == "refused");
    CHECK(cell(many, "note", 0).empty());
}

TEST_CASE("a submission for other programs is as if the question were blank") {
    LandDesk land;
    save_marked(land.desk);
    const auto texts = ExportDesk::texts("en");
    DataOptions options;
    options.form_id = "land";
    options.format = DataFormat::odk_xml;
    options.folder = land.scratch.file("out");
    options.texts = &texts;
    REQUIRE(export_data(*land.desk.workspace, options).has_value());
    const auto folders = base::list_folder(land.scratch.file("out"));
    REQUIRE(folders.has_value());
    std::string xml;
    for (const auto& name : *folders) {
        if (const auto bytes = base::read_file(land.scratch.file("out") + "/" + name + "/submission.xml")) xml += *bytes;
    }
    CHECK(xml.find("<place>") != std::string::npos);
    CHECK(xml.find("refused") == std::string::npos);
    CHECK(xml.find("unanswered") == std::string::npos);
}

TEST_CASE("a dossier says the reason in words, on paper and as a page") {
    LandDesk land;
    const auto id = save_marked(land.desk);
    const auto texts = ExportDesk::texts("zh");
    const auto form = land.desk.workspace->form("land");
    survey::ViewOptions how;
    how.language = survey::language_index(*form->form, "zh");
    how.reasons = reason_words(texts);
    const auto view = *survey::view_record(*land.desk.workspace, id, how);
    DossierOptions options;
    options.texts = &texts;
    const auto html = write_dossier_html(view, options);
    CHECK(html.find("◇ 拒答：call 139****5678") != std::string::npos);
    CHECK(html.find("◇ 不清楚") != std::string::npos);
    const auto pdf = write_dossier_pdf(view, options);
    REQUIRE(pdf.has_value());
    const auto path = land.scratch.file("dossier.pdf");
    REQUIRE(base::write_file(path, *pdf));
    const auto printed = run_on_pdf("pdftotext -layout", path, "-");
    if (!printed.available) {
        MESSAGE("SKIPPED: no pdftotext");
        return;
    }
    CHECK(printed.out.find("◇ 拒答：call 139****5678") != std::string::npos);
    CHECK(printed.out.find("◇ 不清楚") != std::string::npos);
}

}  // namespace yuanquan::exports

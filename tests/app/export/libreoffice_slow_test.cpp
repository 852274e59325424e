#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "tests/app/export/people_desk.hpp"

// LibreOffice opens a workbook and a CSV file of ours and writes what it understood: nothing was calculated, cut or rounded.

namespace yuanquan::exports {

namespace {

// The first sheet as LibreOffice sees it; false where it is missing.
bool seen_by_libreoffice(const store::ScratchFolder& scratch, const std::string& file, base::Sheet& sheet) {
    const auto profile = "-env:UserInstallation=file://" + scratch.file("profile"), to = scratch.file("seen");
    const auto run = run_on_pdf("soffice '" + profile + "' --headless --convert-to csv:'Text - txt - csv (StarCalc)':44,34,76,1,,0,false,true --outdir '" + to + "'", file);
    if (!run.available) {
        MESSAGE("SKIPPED: libreoffice-calc is not installed");
        return false;
    }
    auto name = file.substr(file.rfind('/') + 1);
    name = name.substr(0, name.rfind('.')) + ".csv";
    const auto bytes = base::read_file(to + "/" + name);
    REQUIRE_MESSAGE(bytes.has_value(), run.out);
    sheet = base::read_csv(*bytes, "seen")->sheets.front();
    return true;
}

}  // namespace

TEST_CASE("LibreOffice shows every answer of a workbook and of a CSV file as it was given") {
    PeopleDesk people;
    people.two();
    const std::vector<std::string> attacks{"=1+1", "+1+1", "@SUM(1+1)", "-2+3", "=HYPERLINK(\"http://x.example\";\"y\")"};
    for (const auto& attack : attacks) people.desk.save({{"name", attack}, {"string", attack}});
    for (const auto format : {DataFormat::xlsx, DataFormat::csv}) {
        base::Sheet sheet;
        if (!seen_by_libreoffice(people.scratch, people.files(format)[0], sheet)) return;
        const auto& names = sheet.rows.at(0).cells;
        const auto column = [&](const char* name) { return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()); };
        std::size_t whole = 0;
        for (const auto& row : sheet.rows) {
            const auto& name = row.cells.at(column("name"));
            if (name == "马䶮") {
                if (format == DataFormat::xlsx) CHECK(row.cells.at(column("number")) == "620981196803129618");   // A CSV has no types.
                CHECK(row.cells.at(column("born")) == "1968-03-12");
                CHECK(row.cells.at(column("income")) == "-1200");
            }
            for (const auto& attack : attacks) whole += name == attack || name == "'" + attack ? 1 : 0;
        }
        CHECK(whole == attacks.size());
    }
}

}  // namespace yuanquan::exports

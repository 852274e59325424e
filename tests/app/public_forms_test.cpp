// Questionnaires of other programs' authors, from Excel to paper: installed at headquarters, filled on a laptop, exchanged
// over HTTP, exported as tables and as a dossier.
#include <doctest/doctest.h>

#include <filesystem>

#include "app/export/data_export.hpp"
#include "app/export/dossier.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "app/team/office.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/form_monkey.hpp"
#include "tests/support/open_workspace.hpp"
#include "tests/support/scratch_store.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;

namespace {

using support::open_workspace;

// Answers everything that is asked, some rounds, since an answer may bring the next question.
std::size_t fill(survey::Visit& visit, base::Random& random) {
    std::size_t given = 0;
    for (int round = 0; round < 3; ++round) {
        for (const auto& question : support::questions_of(visit.form())) {
            const auto& form = visit.form();
            if (!form.relevant(question) || form.readonly(question) || !form.value(question).empty()) continue;
            if (form.control(question).kind == form::ControlKind::upload) continue;
            const auto value = support::random_answer(form, question, random);
            if (!value.empty() && visit.answer(question, value)) ++given;
        }
    }
    return given;
}

}  // namespace

TEST_CASE("public questionnaires go from Excel to headquarters' tables and paper") {
    const auto shared = support::shared_folder();
    if (!shared) {
        MESSAGE("skipped: no shared questionnaires");
        return;
    }
    for (const char* name : {"liberia-coverage-r1.fixed.xlsx", "liberia-village.fixed.xlsx", "unhcr-xlsformutil-demo.fixed.xlsx"}) {
        CAPTURE(std::string(name));
        store::ScratchFolder folder;
        auto hq = open_workspace(folder.file("hq"));
        const auto installed = hq->install_form(*shared + "/conformance/forms/" + name);
        REQUIRE(installed.has_value());
        REQUIRE(!installed->id.empty());
        REQUIRE(team::found_office(*hq, "office", "http://127.0.0.1:1").has_value());
        auto office = team::Office::serve(*hq, "127.0.0.1", 0);
        REQUIRE(office.has_value());
        const auto port = (*office)->port();
        office->reset();
        auto headquarters = hq::Headquarters::open(hq->store());
        REQUIRE(headquarters.has_value());
        REQUIRE(headquarters->set_address("http://127.0.0.1:" + std::to_string(port)).has_value());
        const auto file = headquarters->enrol("laptop-1", "zhang.wei", "member", {}, hq->random());
        REQUIRE(file.has_value());

        auto laptop = open_workspace(folder.file("laptop"));
        REQUIRE(team::join(*laptop, *file).has_value());
        auto visit = survey::Visit::start(*laptop, installed->id, "");
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        base::SeededRandom random(3);
        CHECK(fill(**visit, random) > 5);
        const auto record = (*visit)->record();
        const auto answers = (*visit)->form().answers().cells.size();
        REQUIRE((*visit)->save().has_value());

        office = team::Office::serve(*hq, "127.0.0.1", port);
        REQUIRE_MESSAGE(office.has_value(), office.error().describe());
        const auto exchanged = team::exchange(*laptop);
        CHECK_MESSAGE(exchanged.status.has_value(), exchanged.status.error().describe());
        CHECK(exchanged.summary.sent == 1);
        office->reset();

        const auto there = hq->store().record(record);
        REQUIRE(there.has_value());
        CHECK(there->cells.size() >= answers / 2);   // Calculated ones are computed, not sent.
        auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
        REQUIRE(texts.has_value());
        for (const auto format : {exports::DataFormat::csv, exports::DataFormat::xlsx}) {
            exports::DataOptions options;
            options.form_id = installed->id, options.format = format, options.folder = folder.file("tables"), options.texts = &*texts;
            const auto tables = exports::export_data(*hq, options);
            REQUIRE(tables.has_value());
            CHECK(tables->records == 1);
            for (const auto& table : tables->files) {
                const auto bytes = base::read_file(table);
                REQUIRE(bytes.has_value());
                const auto back = base::read_workbook(table, *bytes);
                REQUIRE(back.has_value());
                CHECK(back->sheets.front().rows.size() >= 2);
            }
        }
        const auto open_form = hq->form(installed->id);
        REQUIRE(open_form.has_value());
        const auto view = survey::view_record(*hq, record, {survey::language_index(*open_form->form, "en"), true, true});
        REQUIRE(view.has_value());
        exports::DossierOptions options;
        options.texts = &*texts;
        options.printed_ms = 1'800'000'000'000;
        const auto pdf = exports::write_dossier_pdf(*view, options);
        REQUIRE(pdf.has_value());
        CHECK(pdf->starts_with("%PDF"));
    }
}

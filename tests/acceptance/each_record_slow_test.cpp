// No record of the acceptance set is idle: the chronicle is computed again after every single one is added, and each time a
// figure changes, but for those that say nothing that the chronicle counts. So taking any record away changes it.

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "model/base/files.hpp"
#include "model/survey/run_report.hpp"
#include "tests/acceptance/chronicle_set.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;

namespace {

std::unique_ptr<survey::Workspace> open(const std::string& folder) {
    auto workspace = survey::Workspace::open(folder, base::system_clock(), base::system_random());
    REQUIRE_MESSAGE(workspace.has_value(), workspace.error().describe());
    return std::move(*workspace);
}

std::map<std::string, double> figures_of(survey::Workspace& workspace, const survey::Report& report) {
    survey::ReportOptions options;
    options.scope.year = "2016";
    const auto computed = survey::run_report(workspace, report, options);
    REQUIRE_MESSAGE(computed.has_value(), computed.error().describe());
    REQUIRE(computed->findings.empty());
    std::map<std::string, double> figures;
    for (const auto& figure : computed->figures) {
        if (figure.value == figure.value) figures[figure.name] = figure.value;   // An average of none is no number.
    }
    return figures;
}

// What the chronicle does not count: rotas, assignments and assessments, which are the responsibility clear's; visits of county
// leaders; services that are neither to migrant workers nor of a batch; a year long past.
bool is_idle(const record::Record& record) {
    if (record.form_id == "duty") return record.value("base/kind") != "team";
    if (record.form_id == "leadership") return record.value("base/kind") == "visit" && record.value("base/level") != "city";
    if (record.form_id == "service") return record.value("base/migrant") != "1" && record.value("base/batch").empty();
    return record.form_id == "training" && record.value("base/year") == "2013";
}

}  // namespace

TEST_CASE("every record of the acceptance set changes the chronicle") {
    store::ScratchFolder folder;
    REQUIRE(acceptance::make_chronicle(folder.path));
    auto hq = open(folder.file("hq")), grown = open(folder.file("grown"));
    const std::string assets = YUANQUAN_SOURCE_DIR "/assets/";
    const auto names = *base::list_folder(assets + "forms");
    for (const auto& name : names) {
        if (name.ends_with(".md") && name != "README.md") REQUIRE(grown->install_form(assets + "forms/" + name));
    }
    const auto report = survey::read_report("chronicle.md", *base::read_file(assets + "reports/chronicle.md"));
    REQUIRE(report);
    const auto ids = *hq->store().record_ids();
    REQUIRE(ids.size() > 600);
    auto before = figures_of(*grown, report->report);
    std::size_t idle = 0;
    for (const auto& id : ids) {
        std::vector<std::string> changes;
        const auto known = *hq->store().changes_of(id);
        for (const auto& change : known) changes.push_back(*hq->store().change(change.id));
        REQUIRE(grown->store().apply(changes, "hq"));
        auto after = figures_of(*grown, report->report);
        const auto record = *hq->store().record(id);
        if (is_idle(record)) {
            ++idle;
            CHECK(before == after);
        } else {
            CHECK_MESSAGE(before != after, record.form_id << " " << record.value("@title"));
        }
        before = std::move(after);
    }
    CHECK(idle < ids.size() / 20);
    CHECK(before == figures_of(*hq, report->report));
}

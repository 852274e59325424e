// The chronicle's figures, from records spread over laptops, through the program as a process; and that no figure stands
// without its records.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "model/base/files.hpp"
#include "model/survey/run_report.hpp"
#include "model/survey/visit.hpp"
#include "tests/acceptance/chronicle_set.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;

namespace {

// The last column of the table of programmes.
const std::map<std::string, double> kChronicle{
    {"cadres", 12},                  {"households_to_lift", 2},       {"households_lifted", 7},
    {"leader_visits", 13},           {"leadership_meetings", 5},      {"fund_total_yuan", 80'000},
    {"fund_per_household_yuan", 5'000}, {"fund_households", 16},      {"training_yuan", 46'200},
    {"training_days", 5},            {"training_people", 150},        {"training_courses_3y", 300},
    {"training_attendances_3y", 65'000}, {"migrant_workers_trained", 12'000}, {"facility_yuan", 10'000},
    {"unions", 1},                   {"homes", 1},                    {"book_rooms", 1},
    {"books_computers_yuan", 20'000}, {"model_book_rooms", 30},       {"model_book_rooms_city", 7},
    {"model_book_rooms_county", 23}, {"fair_employers", 112},         {"fair_posts", 1'300},
    {"dunhuang_employers", 240},     {"dunhuang_posts", 3'200},       {"dunhuang_visitors", 5'000},
    {"aid_people", 6'406},           {"aid_yuan", 4'310'000},         {"firms_aided", 7},
    {"firm_aid_yuan", 370'000},      {"heat_relief_yuan", 123'000},   {"tuition_people", 240},
    {"tuition_yuan", 480'000},       {"mutual_fund_yuan", 1'100'000}, {"mutual_units", 109},
    {"mutual_people", 18'000},       {"mutual_claims", 382},          {"mutual_payout_yuan", 416'000},
    {"station_levels_covered", 3},   {"events_5y", 5'000},            {"participants_5y", 325'000},
    {"supervisors", 224}};

struct Set {
    Set() {
        const auto done = acceptance::make_chronicle(folder.path);
        REQUIRE_MESSAGE(done.has_value(), done.error().describe());
        made = *done;
    }
    static Set& get() {
        static Set set;
        return set;
    }
    std::unique_ptr<survey::Workspace> open_hq() const {
        auto workspace = survey::Workspace::open(folder.file("hq"), base::system_clock(), base::system_random());
        REQUIRE_MESSAGE(workspace.has_value(), workspace.error().describe());
        return std::move(*workspace);
    }
    store::ScratchFolder folder;
    acceptance::MadeSet made;
};

std::map<std::string, double> figures_of(survey::Workspace& workspace) {
    const std::string path = YUANQUAN_SOURCE_DIR "/assets/reports/chronicle.md";
    const auto report = survey::read_report(path, *base::read_file(path));
    REQUIRE(report);
    REQUIRE(report->findings.empty());
    const auto computed = survey::run_report(workspace, report->report, {});
    REQUIRE_MESSAGE(computed.has_value(), computed.error().describe());
    REQUIRE(computed->findings.empty());
    std::map<std::string, double> figures;
    for (const auto& figure : computed->figures) figures[figure.name] = figure.value;
    return figures;
}

// Changes one answer of one record of a form, as a person at headquarters would; in a roster, of its first row.
void alter(survey::Workspace& workspace, const std::string& form, const std::string& path, const std::string& roster,
           const std::string& from, const std::string& to) {
    const auto rows = workspace.store().list({form, "", "", false, {}});
    REQUIRE(rows);
    for (const auto& row : *rows) {
        const auto record = workspace.store().record(row.id);
        std::string cell = path;
        if (!roster.empty()) {
            const auto members = record->rows(roster);
            if (members.empty()) continue;
            cell = members.front() + path.substr(roster.size());
        }
        if (!from.empty() ? record->value(cell) != from : record->value(cell).empty()) continue;
        auto visit = survey::Visit::open(workspace, row.id);
        REQUIRE(visit);
        REQUIRE((*visit)->answer(*(*visit)->form().find(cell), to));
        REQUIRE((*visit)->save());
        return;
    }
    FAIL("no record of " << form << " to alter");
}

}  // namespace

TEST_CASE("the chronicle's figures come out of records spread over forty laptops") {
    auto& set = Set::get();
    CHECK(set.made.laptops >= 40);
    CHECK(set.made.corrections > 10);
    CHECK(set.made.conflicts > 5);
    CHECK(set.made.cut_exchanges > 5);
    CHECK(set.made.late > 5);
    const auto figures = figures_of(*set.open_hq());
    for (const auto& figure : kChronicle) {
        const auto& name = figure.first;  // A binding cannot be captured by INFO.
        const auto& value = figure.second;
        INFO(name);
        REQUIRE(figures.contains(name));
        CHECK(figures.at(name) == doctest::Approx(value).epsilon(1e-12));
    }
}

TEST_CASE("the command prints the chronicle's figures as JSON") {
    auto& set = Set::get();
    const auto out = set.folder.file("chronicle.json");
    const auto command = std::string("'") + YUANQUAN_PROGRAM + "' export report chronicle --json --workspace '" + set.folder.file("hq") + "' >'" + out + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    const auto json = *base::read_file(out);
    CHECK(json.find("\"report\": \"chronicle\"") != std::string::npos);
    for (const auto& [name, value] : kChronicle) {
        const auto expected = '"' + name + "\": " + std::to_string(static_cast<long>(value));
        const auto at = json.find(expected);
        CHECK_MESSAGE(at != std::string::npos, expected);
        if (at != std::string::npos) CHECK((json[at + expected.size()] == ',' || json[at + expected.size()] == '\n'));
    }
}

TEST_CASE("altering one record of each form changes the chronicle") {
    auto& set = Set::get();
    auto hq = set.open_hq();
    struct Case {
        const char *form, *path, *roster, *from, *to, *figure;
    };
    for (const Case& one : {Case{"household", "identity/year_lifted", "", "2015", "", "households_lifted"},
                            {"household", "identity/exit_planned", "", "2016", "2017", "households_to_lift"},
                            {"duty", "base/kind", "", "team", "rota", "cadres"},
                            {"leadership", "base/level", "", "city", "county", "leader_visits"},
                            {"leadership", "base/kind", "", "meeting", "visit", "leadership_meetings"},
                            {"fund", "base/amount", "", "5000", "5001", "fund_total_yuan"},
                            {"training", "base/attendances", "", "150", "151", "training_people"},
                            {"training", "base/year", "", "2014", "2013", "training_attendances_3y"},
                            {"facility", "base/level", "", "city", "county", "model_book_rooms_city"},
                            {"fair", "employers/posts", "employers", "", "1", "fair_posts"},
                            {"aid", "base/amount", "", "", "1", "aid_yuan"},
                            {"mutual", "base/fee", "", "", "1", "mutual_fund_yuan"},
                            {"mutual", "claims/payout", "claims", "", "1", "mutual_payout_yuan"},
                            {"service", "base/migrant", "", "1", "0", "migrant_services"},
                            {"station", "base/level", "", "city", "county", "station_levels_covered"},
                            {"event", "base/participants", "", "", "1", "participants_5y"},
                            {"request", "base/year", "", "2016", "2015", "requests"}}) {
        INFO(one.form << ' ' << one.path);
        const auto before = figures_of(*hq);
        alter(*hq, one.form, one.path, one.roster, one.from, one.to);
        const auto after = figures_of(*hq);
        if (std::string(one.figure) == "aid_yuan") {   // Whichever gift came first.
            CHECK(before != after);
        } else {
            CHECK(before.at(one.figure) != after.at(one.figure));
        }
    }
}

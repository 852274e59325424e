// Which version of a questionnaire a laptop works with, however and whenever it came.

#include <doctest/doctest.h>

#include "app/team/bundle.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/office.hpp"
#include "sync/hq/headquarters.hpp"
#include "tests/support/open_workspace.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::team {

namespace {

using support::open_workspace;

struct Team {
    Team() { REQUIRE(found_office(*office, "office", "http://127.0.0.1:1").has_value()); }

    void publish(int version) {
        store::InstalledForm form;
        form.file_name = "visit.md";
        form.source = "| settings | | | |\n| | form_id | form_title | version |\n| | visit | Visit | v" + std::to_string(version) +
                      " |\n| survey | | | |\n| | type | name | label |\n| | text | q" + std::to_string(version) + " | Q |\n";
        const auto installed = office->install_form(std::move(form));
        REQUIRE(installed.has_value());
        REQUIRE(installed->version == "v" + std::to_string(version));
    }
    std::unique_ptr<survey::Workspace> enrol(const std::string& name) {
        auto headquarters = hq::Headquarters::open(office->store());
        REQUIRE(headquarters.has_value());
        const auto file = headquarters->enrol(name, name, "member", {}, office->random(), base::system_clock());
        REQUIRE(file.has_value());
        auto laptop = open_workspace(folder.file(name));
        REQUIRE(join(*laptop, *file).has_value());
        return laptop;
    }
    // Headquarters' answer to what the laptop gives.
    std::string answer(survey::Workspace& laptop, const std::string& name) {
        const auto file = folder.file(name);
        REQUIRE(write_bundle(laptop, file).has_value());
        REQUIRE(read_bundle(*office, file, "").has_value());
        return file + ".answer";
    }

    store::ScratchFolder folder;
    std::unique_ptr<survey::Workspace> office = open_workspace(folder.file("hq"));
};

std::string version_at(survey::Workspace& laptop) {
    const auto form = laptop.form("visit");
    return form ? form->form->version : std::string();
}

}  // namespace

TEST_CASE("a laptop that comes when a questionnaire has had several versions works with the newest") {
    Team team;
    for (int version = 1; version <= 3; ++version) team.publish(version);
    CHECK(version_at(*team.office) == "v3");
    CHECK(version_at(*team.enrol("one")) == "v3");
}

TEST_CASE("a laptop that missed several versions gets them all, and works with the newest") {
    Team team;
    team.publish(1);
    const auto laptop = team.enrol("one");
    CHECK(version_at(*laptop) == "v1");
    for (int version = 2; version <= 4; ++version) team.publish(version);
    REQUIRE(read_bundle(*laptop, team.answer(*laptop, "a.yqb"), "").has_value());
    CHECK(version_at(*laptop) == "v4");
    CHECK(laptop->store().forms()->size() == 4);
}

TEST_CASE("a version does not go back when an old answer of headquarters is read late") {
    Team team;
    team.publish(1);
    const auto laptop = team.enrol("one");
    team.publish(2);
    const auto old = team.answer(*laptop, "a.yqb");
    team.publish(3);
    REQUIRE(read_bundle(*laptop, team.answer(*laptop, "b.yqb"), "").has_value());
    CHECK(version_at(*laptop) == "v3");
    REQUIRE(read_bundle(*laptop, old, "").has_value());
    CHECK(version_at(*laptop) == "v3");
}

}  // namespace yuanquan::team

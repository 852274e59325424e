// Where each change is, as people are told.

#include "app/team/custody.hpp"

#include <doctest/doctest.h>

#include "tests/support/demo_team.hpp"

namespace yuanquan::team {

namespace {

void carry(const support::DemoTeam& made, survey::Workspace& laptop, survey::Workspace& office, const std::string& name) {
    const auto file = made.path(name);
    REQUIRE(write_bundle(laptop, file).has_value());
    REQUIRE(read_bundle(office, file, "").has_value());
    REQUIRE(read_bundle(laptop, file + ".answer", "").has_value());
}

void save(survey::Workspace& laptop) {
    const auto listed = laptop.store().list();
    const auto seen = laptop.store().record(listed->front().id);
    REQUIRE(laptop.store().save(seen->id, laptop.identity().person, seen->area, seen->form_id, seen->form_version,
                                record::edit_ops(*seen, {{}, {{"note", std::to_string(seen->changes)}}})).has_value());
}

}  // namespace

TEST_CASE("each change is here, on a stick, at headquarters, or in headquarters' backup as well, and says so") {
    const support::DemoTeam made;
    const auto laptop = made.open("laptop-1"), office = made.open("hq");
    const auto before = custody(*laptop);
    REQUIRE(before.has_value());
    CHECK(before->here == 0);
    CHECK(before->at_headquarters > 0);
    CHECK(before->in_backup == 0);

    const auto up_to = office->store().last_arrival();
    REQUIRE(office->store().backup(made.path("copy.db")).has_value());
    REQUIRE(office->store().note_backup(up_to).has_value());
    save(*laptop);
    CHECK(custody(*laptop)->here == 1);
    REQUIRE(write_bundle(*laptop, made.path("lost.yqb")).has_value());
    CHECK(custody(*laptop)->on_stick == 1);
    CHECK(custody(*laptop)->in_backup == 0);   // Nobody has told yet.
    carry(made, *laptop, *office, "one.yqb");
    const auto after = custody(*laptop);
    CHECK(after->at_headquarters == before->at_headquarters + 1);
    CHECK(after->in_backup == before->at_headquarters);
    CHECK(after->here == 0);

    // A backup of another life of headquarters is none.
    REQUIRE(laptop->store().set_setting("team.hq_backup", "another 1000000").has_value());
    CHECK(custody(*laptop)->in_backup == 0);
}

TEST_CASE("how far headquarters' backup goes is found among all receipts, wherever it ends") {
    const support::DemoTeam made;
    const auto laptop = made.open("laptop-1"), office = made.open("hq");
    const auto before = custody(*laptop)->at_headquarters;
    constexpr std::uint64_t kReceipts = 6;
    std::vector<store::Arrival> held{office->store().last_arrival()};
    for (std::uint64_t i = 0; i < kReceipts; ++i) {
        save(*laptop);
        carry(made, *laptop, *office, std::to_string(i) + ".yqb");
        held.push_back(office->store().last_arrival());
    }
    for (std::uint64_t i = 0; i <= kReceipts; ++i) {
        REQUIRE(laptop->store().set_setting("team.hq_backup", laptop->store().peer("hq")->epoch + " " + std::to_string(held[i])).has_value());
        CHECK(custody(*laptop)->in_backup == before + i);
        CHECK(custody(*laptop)->at_headquarters == before + kReceipts);
    }
    REQUIRE(laptop->store().set_setting("team.hq_backup", laptop->store().peer("hq")->epoch + " 0").has_value());
    CHECK(custody(*laptop)->in_backup == 0);
    const auto one = laptop->store().list()->front().id;
    CHECK(custody(*laptop, one)->at_headquarters < before + kReceipts);
    CHECK(custody(*laptop, one)->at_headquarters >= kReceipts);
}

}  // namespace yuanquan::team

// What happens to families: each event is one change of its household, merges like any other, and is taken back.
#include "model/survey/life_event.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/merge_desks.hpp"

namespace yuanquan::survey {

namespace {

struct Village {
    Village() : workspace(team.open("laptop-1")) {
        const auto listed = workspace->store().list();
        for (const auto& row : *listed) {
            if (row.title.starts_with("马占山")) a = row.id;
            if (row.title.starts_with("张")) b = row.id;
        }
        REQUIRE(!a.is_zero());
        REQUIRE(!b.is_zero());
    }
    record::Record at(const record::RecordId& id) const { return *workspace->store().record(id); }
    std::vector<Member> members(const record::RecordId& id) const { return *members_of(*workspace, at(id), "en"); }
    std::uint64_t changes() const { return workspace->store().counts()->changes; }
    bool has(const record::RecordId& id, const std::string& name) const {
        const auto all = members(id);
        return std::any_of(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
    }
    support::DemoTeam team;
    std::unique_ptr<Workspace> workspace;
    record::RecordId a, b;
};

const Happening kToday{"2016-12-01", "told by the neighbour"};

}  // namespace

TEST_CASE("a birth is one change that adds the child, and it is taken back as another") {
    Village village;
    const auto before = village.members(village.a).size(), changes = village.changes();
    const auto born = add_member(*village.workspace, village.a, LifeEventKind::birth,
                                 {{"name", "马小龙"}, {"sex", "1"}, {"birth_date", "2016-11-30"}, {"relation", "22"}}, kToday);
    REQUIRE_MESSAGE(born.has_value(), born.error().describe());
    CHECK(village.changes() == changes + 1);
    CHECK(village.members(village.a).size() == before + 1);
    CHECK(village.has(village.a, "马小龙"));
    const auto events = life_events_of(village.at(village.a));
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == LifeEventKind::birth);
    CHECK(events[0].name == "马小龙");
    CHECK(events[0].date == "2016-12-01");
    CHECK(village.workspace->store().drafts()->empty());
    REQUIRE(take_back(*village.workspace, village.a, events[0]));
    CHECK(village.members(village.a).size() == before);
    CHECK(life_events_of(village.at(village.a)).empty());
}

TEST_CASE("when the head dies another becomes head in the same change, and the title follows") {
    Village village;
    const auto members = village.members(village.a);
    REQUIRE(members.size() >= 2);
    const auto head = std::find_if(members.begin(), members.end(), [](const auto& m) { return m.head; });
    REQUIRE(head != members.end());
    const auto next = std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.head; });
    const auto changes = village.changes();
    const auto died = remove_member(*village.workspace, village.a, LifeEventKind::death, head->row, kToday, next->row);
    REQUIRE_MESSAGE(died.has_value(), died.error().describe());
    CHECK(village.changes() == changes + 1);
    CHECK(!village.has(village.a, head->name));
    CHECK(village.at(village.a).value("identity/head_name") == next->name);
    CHECK(village.at(village.a).value("@title").starts_with(next->name));
    REQUIRE(take_back(*village.workspace, village.a, life_events_of(village.at(village.a)).front()));
    CHECK(village.has(village.a, head->name));
    CHECK(village.at(village.a).value("identity/head_name") == head->name);
    CHECK(village.at(village.a).value("@title").starts_with(head->name));
}

TEST_CASE("a member moves with all answers; one op in each household names the other, and undo brings both back") {
    Village village;
    const auto members = village.members(village.a);
    const auto mover = *std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.head; });
    const auto birth = std::string(village.at(village.a).value(mover.row + "/birth_date"));
    REQUIRE(!birth.empty());
    {
        const auto visit = std::move(*Visit::open(*village.workspace, village.a));
        REQUIRE(visit->mark(*visit->form().find(mover.row + "/education"), {Reason::refused, "next year"}));
        REQUIRE(visit->save());
    }
    const auto left_before = members.size(), there_before = village.members(village.b).size(), changes = village.changes();
    const auto moved = move_member(*village.workspace, village.a, mover.row, village.b, kToday);
    REQUIRE_MESSAGE(moved.has_value(), moved.error().describe());
    CHECK(village.changes() == changes + 2);
    CHECK(village.members(village.a).size() == left_before - 1);
    CHECK(village.members(village.b).size() == there_before + 1);
    CHECK(village.at(village.b).value(mover.row + "/birth_date") == birth);
    CHECK(village.at(village.b).value(mover.row + "/education/@unanswered") == "refused\nnext year");
    CHECK(village.at(village.b).value(mover.row) == village.a.text());
    CHECK(village.at(village.a).cells.find(mover.row)->second.value() == village.b.text());
    CHECK(unfinished_moves(*village.workspace, village.at(village.b)).empty());
    REQUIRE(take_back(*village.workspace, village.b, life_events_of(village.at(village.b)).front()));
    CHECK(village.members(village.a).size() == left_before);
    CHECK(village.members(village.b).size() == there_before);
}

TEST_CASE("two people move one member to two households: a conflict at home that somebody settles") {
    Village one;
    auto other = one.team.open("laptop-2");
    const auto members = one.members(one.a);
    const auto mover = *std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.head; });
    record::RecordId c;
    const auto listed = other->store().list();
    for (const auto& row : *listed) {
        if (row.id != one.a && row.id != one.b) c = row.id;
    }
    REQUIRE(move_member(*one.workspace, one.a, mover.row, one.b, kToday));
    REQUIRE(move_member(*other, one.a, mover.row, c, kToday));
    support::merge(*one.workspace, *other);
    const auto conflicts = record::conflicts(one.at(one.a));
    REQUIRE(conflicts.size() == 1);
    CHECK(conflicts[0].path == mover.row);
    CHECK(conflicts[0].heads.size() == 2);
    CHECK(one.workspace->store().state_hash().value() == other->store().state_hash().value());
}

TEST_CASE("an edit elsewhere of somebody who moved away is a conflict and not lost, and a move cut short is finished") {
    Village village;
    auto other = village.team.open("laptop-2");
    const auto members = village.members(village.a);
    const auto mover = *std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.head; });
    auto visit = Visit::open(*other, village.a);
    REQUIRE(visit);
    REQUIRE((*visit)->answer(*(*visit)->form().find(mover.row + "/name"), "马改名"));
    REQUIRE((*visit)->save());
    REQUIRE(move_member(*village.workspace, village.a, mover.row, village.b, kToday));
    support::merge(*village.workspace, *other);
    CHECK(record::conflicts(village.at(village.a)).size() == 1);
    auto settled = record::settle_row_op(village.at(village.a), mover.row, true);
    const auto home = village.at(village.a);
    REQUIRE(village.workspace->store().save(village.a, "zhang.wei", home.area, home.form_id, home.form_version, {settled}));
    const auto unfinished = unfinished_moves(*village.workspace, village.at(village.b));
    REQUIRE(unfinished.size() == 1);
    CHECK(unfinished[0].from == village.a);
    REQUIRE(finish_move(*village.workspace, village.b, unfinished[0]));
    CHECK(unfinished_moves(*village.workspace, village.at(village.b)).empty());
    CHECK(!village.at(village.a).row_present(mover.row));
}

TEST_CASE("a household splits and two are merged; nobody is lost on the way") {
    Village village;
    const auto listed = village.workspace->store().list();
    for (const auto& row : *listed) {
        if (village.members(row.id).size() >= 4) village.a = row.id;
    }
    const auto members = village.members(village.a);
    REQUIRE(members.size() >= 4);
    std::vector<std::string> leaving;
    for (const auto& member : members) {
        if (!member.head && leaving.size() < 2) leaving.push_back(member.row);
    }
    const auto created = split_household(*village.workspace, village.a, leaving, "6209812080200299", kToday);
    REQUIRE_MESSAGE(created.has_value(), created.error().describe());
    CHECK(village.members(village.a).size() == members.size() - 2);
    const auto moved = village.members(*created);
    REQUIRE(moved.size() == 2);
    CHECK(moved.front().head);
    CHECK(village.at(*created).value("identity/household_number") == "6209812080200299");
    CHECK(village.at(*created).value("@title").starts_with(moved.front().name));
    CHECK(village.at(*created).area == village.at(village.a).area);

    const auto merged = merge_households(*village.workspace, *created, village.a, kToday);
    REQUIRE_MESSAGE(merged.has_value(), merged.error().describe());
    CHECK(village.members(*created).empty());
    CHECK(village.members(village.a).size() == members.size());
    for (const auto& member : members) CHECK(village.has(village.a, member.name));
    CHECK(life_events_of(village.at(*created)).front().kind == LifeEventKind::merged);
    REQUIRE(take_back(*village.workspace, village.a, life_events_of(village.at(village.a)).front()));
    CHECK(village.members(*created).size() == 2);
}

TEST_CASE("an open draft of the household is finished first") {
    Village village;
    auto visit = Visit::open(*village.workspace, village.a);
    REQUIRE(visit);
    REQUIRE((*visit)->answer(*(*visit)->form().find("identity/phone"), "13900001111"));
    const auto refused = new_head(*village.workspace, village.a, village.members(village.a).back().row, kToday);
    REQUIRE(!refused);
    CHECK(refused.error().code == base::ErrorCode::in_use);
}

TEST_CASE("a form started for a household has what is known filled in, also when its draft is taken up again") {
    Village village;
    REQUIRE(village.workspace->install_form(YUANQUAN_SOURCE_DIR "/assets/forms/fund.md")->id == "fund");
    auto visit = Visit::start(*village.workspace, "fund", village.at(village.a).area, village.a);
    REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
    const auto value_of = [](const Visit& open, const std::string& name) {
        for (const auto& cell : open.form().answers().cells) {
            if (cell.path.ends_with(name)) return cell.value;
        }
        return std::string();
    };
    CHECK(value_of(**visit, "head_name") == village.at(village.a).value("identity/head_name"));
    CHECK(value_of(**visit, "household_number") == village.at(village.a).value("identity/household_number"));
    CHECK(!(*visit)->has_draft());
    CHECK((*visit)->save());
    CHECK(village.workspace->store().list({"", "", "", false, village.a})->size() == 1);
}

}  // namespace yuanquan::survey

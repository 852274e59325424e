// Many conflicts by one rule: what is shown beforehand is what happens, and it is taken back whole.
#include "model/survey/conflict_rule.hpp"

#include <doctest/doctest.h>

#include "model/survey/undo.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/merge_desks.hpp"
#include "tests/support/questionnaire_desk.hpp"

namespace yuanquan::survey {

namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label |
| | text | head | Head |
| | text | phone | Phone |
| | decimal | land | Land |
| settings |
| | form_title | form_id | version | instance_name |
| | Small | small | 1 | ${head} |
)";

void answer(Visit& visit, const std::string& path, const std::string& value) {
    REQUIRE(visit.answer(*visit.form().find(path), value));
}

}  // namespace

TEST_CASE("a rule takes what it said it would, leaves the rest, and taking it back makes the conflicts anew") {
    support::Desk a, b;
    for (auto* desk : {&a, &b}) desk->install(kForm);
    b.random = base::SeededRandom(77);
    REQUIRE(a.workspace->set_identity({"zhang.wei", Role::member, {}}));
    REQUIRE(b.workspace->set_identity({"li.na", Role::member, {}}));
    std::vector<record::RecordId> ids;
    for (int i = 0; i < 3; ++i) {
        auto visit = a.start();
        answer(*visit, "head", "户" + std::to_string(i));
        answer(*visit, "phone", "1");
        answer(*visit, "land", "1");
        REQUIRE(visit->save());
        ids.push_back(visit->record());
    }
    support::merge(*a.workspace, *b.workspace);
    const auto edit = [&](support::Desk& desk, std::size_t i, const std::string& path, const std::string& value) {
        auto visit = Visit::open(*desk.workspace, ids[i]);
        REQUIRE(visit);
        answer(**visit, path, value);
        REQUIRE((*visit)->save());
    };
    edit(a, 0, "land", "12");
    edit(b, 0, "land", "9");
    edit(a, 1, "land", "3");
    edit(b, 1, "land", "30");
    edit(a, 2, "phone", "13900001111");
    edit(b, 2, "phone", "");
    support::merge(*a.workspace, *b.workspace);
    auto conflicts = list_conflicts(*a.workspace, {}, "en");
    REQUIRE(conflicts);
    REQUIRE(conflicts->size() == 3);

    const ConflictRule greater{ConflictRule::Kind::greater, {}, {}};
    auto settled = settle_by_rule(*a.workspace, *conflicts, greater);
    REQUIRE(settled);
    CHECK(settled->conflicts == 2);
    CHECK(a.workspace->store().record(ids[0])->value("land") == "12");
    CHECK(a.workspace->store().record(ids[1])->value("land") == "30");
    CHECK(list_conflicts(*a.workspace, {}, "en")->size() == 1);
    for (const auto& [record, change] : settled->changes) REQUIRE(undo_change(*a.workspace, record, change));
    conflicts = list_conflicts(*a.workspace, {}, "en");
    CHECK(conflicts->size() == 3);

    CHECK(settle_by_rule(*a.workspace, *conflicts, {ConflictRule::Kind::filled, {}, "Phone"})->conflicts == 1);
    CHECK(a.workspace->store().record(ids[2])->value("phone") == "13900001111");
    conflicts = list_conflicts(*a.workspace, {}, "en");
    REQUIRE(conflicts->size() == 2);
    for (const auto& conflict : *conflicts) {
        CHECK(!side_for(conflict, {ConflictRule::Kind::person, "nobody", {}}));
        CHECK(!side_for(conflict, {ConflictRule::Kind::smaller, {}, "Phone"}));
        const auto least = side_for(conflict, {ConflictRule::Kind::smaller, {}, {}});
        REQUIRE(least);
        CHECK((conflict.versions[*least].value == "9" || conflict.versions[*least].value == "3"));
    }
}

}  // namespace yuanquan::survey

#include "model/store/list_column.hpp"

#include <doctest/doctest.h>

#include "model/record/fold.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using store::ListColumn;

namespace {

const std::string kFirst = "plan[00000000000000a1]", kSecond = "plan[00000000000000a2]", kCheck = "supervision[00000000000000b1]",
                  kDue = "earliest plan/due unless plan/progress 2 3 ; supervision/due unless supervision/settled 2";

struct Household {
    store::ScratchFolder folder;
    store::ScratchStore desk{folder.file("store.db")};
    record::RecordId id = desk.new_id();
    Household() {
        desk.save(id, {{{kFirst, true}, {kSecond, true}, {kCheck, true}},
                       {{kFirst + "/due", "2016-10-31"}, {kFirst + "/progress", "1"}, {kSecond + "/due", "2016-06-30"}, {kSecond + "/progress", "2"},
                        {kCheck + "/due", "2016-12-01"}, {"planned", "yes"}}});
    }
    std::string shown(const std::string& column) const { return ListColumn::parse(column).value(*desk.store->record(id)); }
};

}  // namespace

TEST_CASE("a column of a list is told in a line of text and read back from it") {
    for (const std::string text : {"identity/phone", "members", "latest ledger/date", "earliest plan/due", kDue.c_str()}) {
        CHECK(ListColumn::parse(text).text() == text);
    }
    const auto due = ListColumn::parse(kDue);
    REQUIRE(due.sources.size() == 2);
    CHECK(due.sources[0].path == "plan/due");
    CHECK(due.sources[0].over == std::vector<std::string>{"2", "3"});
    CHECK(due.sources[1].state == "supervision/settled");
    CHECK(ListColumn::parse("latest").kind == ListColumn::Kind::answer);   // A question may have that name.
    for (const std::string text : {"earliest", "earliest ;", "latest a unless", "latest ; unless b", ""}) {
        CHECK(ListColumn::parse(text).value({}).empty());
    }
}

TEST_CASE("the latest and the earliest date of a repeat stand in its household's line, what is over not counted") {
    Household household;
    CHECK(household.shown("latest plan/due") == "2016-10-31");
    CHECK(household.shown("earliest plan/due") == "2016-06-30");
    CHECK(household.shown(kDue) == "2016-10-31");
    household.desk.set(household.id, kCheck + "/due", "2016-07-01");
    CHECK(household.shown(kDue) == "2016-07-01");
    household.desk.set(household.id, kCheck + "/settled", "2");
    CHECK(household.shown(kDue) == "2016-10-31");
    household.desk.save(household.id, {{{kFirst, false}}, {}});
    CHECK(household.shown(kDue).empty());
    CHECK(household.shown("latest plan/due") == "2016-06-30");
    CHECK(household.shown("latest nothing/there").empty());
}

TEST_CASE("lists are rebuilt when a new version of the questionnaire asks for such a column") {
    Household household;
    REQUIRE(household.desk.store->set_list_columns({"household", {"planned", kDue}, {}}));
    CHECK(household.desk.store->list()->front().columns == std::vector<std::string>{"yes", "2016-10-31"});
    household.desk.set(household.id, kFirst + "/progress", "3");
    CHECK(household.desk.store->list()->front().columns == std::vector<std::string>{"yes", "2016-12-01"});
    CHECK(household.desk.store->verify()->empty());
}

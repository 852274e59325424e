#include "model/survey/unmask.hpp"

#include <doctest/doctest.h>

#include "model/base/files.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::survey {

TEST_CASE("numbers are shown whole to a lead with a reason, and the history of the record keeps it") {
    store::ScratchFolder folder;
    base::FixedClock clock(1'800'000'000'000);
    base::SeededRandom random(1);
    auto workspace = *Workspace::open(folder.file("w"), clock, random);
    REQUIRE(base::write_file(folder.file("f.md"), "| survey |\n| | type | name | label |\n| | text | name | Name |\n| settings |\n| | form_id | form_title |\n| | f | F |\n"));
    REQUIRE(workspace->install_form(folder.file("f.md")));
    REQUIRE(workspace->set_identity({"zhang.wei", Role::member, {}}));
    auto visit = *Visit::start(*workspace, "f", "");
    REQUIRE(visit->answer(*visit->form().find("name"), "马䶮"));
    const auto id = visit->record();
    REQUIRE(visit->save());
    const auto before = workspace->store().counts()->changes;
    CHECK(unmask(*workspace, {&id, 1}, "audit").error().code == base::ErrorCode::not_authorised);
    REQUIRE(workspace->set_identity({"li.na", Role::lead, {}}));
    CHECK(unmask(*workspace, {&id, 1}, "  ").error().code == base::ErrorCode::wrong_use);
    CHECK(workspace->store().counts()->changes == before);
    REQUIRE(unmask(*workspace, {&id, 1}, "audit of 2026"));
    const auto history = *view_history(*workspace, id, "en");
    REQUIRE(!history.empty());
    CHECK(history.front().kind == HistoryLine::Kind::unmasked);
    CHECK(history.front().after == "audit of 2026");
    CHECK(history.front().author == "li.na");
}

}  // namespace yuanquan::survey

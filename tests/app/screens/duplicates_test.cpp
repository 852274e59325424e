// The page of possible duplicates, from the keyboard and with the mouse, on what the demo leaves and a household that was
// registered twice.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "app/screens/conflicts.hpp"
#include "app/screens/household.hpp"
#include "model/record/cell.hpp"
#include "model/record/edit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

struct OnDuplicates {
    explicit OnDuplicates(int copies = 1) : workspace(team.open("hq")), driver(*workspace) {
        original = workspace->store().list()->front().id;
        for (int i = 0; i < copies; ++i) ids.push_back(register_again(i));
        open();
        driver.click("duplicates.page");
        driver.frames(4);
    }
    void open() {
        auto screen = std::make_unique<screens::Conflicts>(driver.state());
        conflicts = screen.get();
        driver.open(std::move(screen));
    }
    // Somebody writes down the same household once more: the same cells under another number.
    record::RecordId register_again(int number) {
        const auto seen = *workspace->store().record(original);
        record::Edit edit;
        for (const auto& [path, cell] : seen.cells) {
            if (path.ends_with(']')) edit.rows.push_back({path, true});
            else if (!path.starts_with("@same") && !path.starts_with("@comment")) edit.cells.push_back({path, cell.value()});
        }
        edit.cells.push_back({"identity/address", "另一处住址"});
        edit.cells.push_back({std::string(record::kTitleCell), "又登记的户 " + std::to_string(number)});
        const auto id = record::RecordId::random(workspace->random());
        REQUIRE(workspace->store().save(id, "li.na", seen.area, seen.form_id, seen.form_version, record::edit_ops({}, edit)));
        return id;
    }
    const screens::DuplicatePage& page() const { return conflicts->duplicates(); }

    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    ScreenDriver driver;
    screens::Conflicts* conflicts = nullptr;
    record::RecordId original;
    std::vector<record::RecordId> ids;
};

}  // namespace

TEST_CASE("a household that was registered twice is shown side by side with why, its numbers masked") {
    OnDuplicates on;
    REQUIRE(on.page().shown().size() >= 1);
    const auto& records = on.page().shown().front().records;
    CHECK(std::find(records.begin(), records.end(), on.original) != records.end());
    CHECK(std::find(records.begin(), records.end(), on.ids.front()) != records.end());
    CHECK(on.driver.says("证件号码相同"));
    CHECK(on.driver.says("又登记的户 0"));
    CHECK(on.driver.says("另一处住址"));
    CHECK(on.driver.says("＝ 相同"));
    for (const auto& row : on.workspace->store().record(on.original)->rows("members")) {
        const std::string number(on.workspace->store().record(on.original)->value(row + "/document_number"));
        if (number.size() == 18) CHECK(!on.driver.says(number));
    }
}

TEST_CASE("declared the same and undone again, each as a change, and both records stay") {
    OnDuplicates on;
    const auto before = on.workspace->store().counts()->changes, records = on.workspace->store().counts()->records;
    const auto proposals = on.page().shown().size();
    on.driver.click("同一户");
    on.driver.frames(4);
    CHECK(on.page().shown().size() < proposals);
    CHECK(on.workspace->store().counts()->changes == before + 1);
    CHECK(survey::search_duplicates(*on.workspace)->same().size() == 1);
    CHECK(on.driver.says("已认定为同一户"));
    on.driver.click("撤销");
    on.driver.frames(4);
    CHECK(on.page().shown().size() == proposals);
    CHECK(survey::search_duplicates(*on.workspace)->same().empty());
    CHECK(on.workspace->store().counts()->records == records);
}

TEST_CASE("what is not the same is not proposed again, here or on another day, until that is taken back") {
    OnDuplicates on;
    const auto proposals = on.page().shown().size();
    on.driver.click("不是同一户");
    on.driver.frames(4);
    CHECK(on.page().shown().size() < proposals);
    on.open();
    on.driver.click("duplicates.page");
    on.driver.frames(4);
    CHECK(on.page().shown().size() < proposals);
    CHECK(on.driver.says("≠"));
    on.driver.click("撤销");
    on.driver.frames(4);
    CHECK(on.page().shown().size() == proposals);
}

TEST_CASE("from the keyboard: Tab to the page and to the answer, Enter declares, and the next one has the keyboard") {
    OnDuplicates on(2);
    on.open();
    const auto has_keyboard = [&](std::string_view label) {
        const auto* item = on.driver.find(label);
        return item != nullptr && ImGui::GetCurrentContext()->NavId == item->id;
    };
    for (int i = 0; i < 10 && !has_keyboard("duplicates.page"); ++i) on.driver.press(ImGuiKey_Tab);
    REQUIRE(has_keyboard("duplicates.page"));
    on.driver.press(ImGuiKey_Enter);
    on.driver.frames(4);
    REQUIRE(on.driver.says("同一户"));
    bool declared = false;
    for (int i = 0; i < 30 && !declared; ++i) {
        on.driver.press(ImGuiKey_Tab);
        if (!has_keyboard("同一户")) continue;
        on.driver.press(ImGuiKey_Enter);
        on.driver.frames(4);
        declared = true;
    }
    CHECK(declared);
    CHECK(survey::search_duplicates(*on.workspace)->same().size() == 1);
    CHECK(survey::search_duplicates(*on.workspace)->same().front().size() == 3);   // All that were ticked.
}

TEST_CASE("of three alike those that are not ticked are not meant, and a title opens its household") {
    OnDuplicates on(2);
    REQUIRE(on.page().shown().front().records.size() == 3);
    on.driver.click("meant");
    on.driver.frames(2);
    on.driver.click("同一户");
    on.driver.frames(4);
    const auto same = survey::search_duplicates(*on.workspace)->same();
    REQUIRE(same.size() == 1);
    CHECK(same.front().size() == 2);
    on.driver.click("open");
    on.driver.frames(4);
    CHECK(dynamic_cast<screens::Household*>(on.driver.top()) != nullptr);
}

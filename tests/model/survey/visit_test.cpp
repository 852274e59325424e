#include <doctest/doctest.h>

#include <filesystem>

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/record/fold.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/fault_disk.hpp"
#include "tests/support/scratch_store.hpp"

// What a person does with a questionnaire, on a real workspace: drafts, saving, editing, conflicts in words.

namespace yuanquan::survey {

namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label::English (en) | label::中文 (zh) | calculation | relevant | bind::yq:list | bind::yq:mask | bind::yq:area | bind::yq:optional |
| | text | head | Head | 户主 | | | 1 | | | |
| | text | phone | Phone | 电话 | | | | yes | | |
| | text | village | Village | 村 | | | | | yes | |
| | select_one yn | has_land | Land? | 有地？ | | | | | | |
| | decimal | land | Land | 土地 | | ${has_land} = 'yes' | | | | |
| | begin_repeat | visits | Visits | 走访 | | | | | | yes |
| | date | day | Day | 日期 | | | | | | |
| | end_repeat | | | | | | | | | |
| | begin_repeat | members | Members | 成员 | | | 2 | | | |
| | text | name | Name | 姓名 | | | | | |
| | decimal | income | Income | 收入 | | | | | |
| | end_repeat | | | | | | | | |
| | calculate | total | | | sum(${income}) | | | | |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh) |
| | yn | yes | Yes | 有 |
| | yn | no | No | 无 |
| settings |
| | form_title | form_id | version | default_language | instance_name | namespaces |
| | Visit | visit | 1 | 中文 (zh) | ${head} | yq="http://yuanquan.org/xforms" |
)";

struct Desk {
    explicit Desk(const std::string& name, std::uint64_t seed = 1) : random(seed) {
        path = folder.file(name);
        open();
        const auto form = folder.file("visit.md");
        REQUIRE(base::write_file(form, kForm));
        const auto installed = workspace->install_form(form);
        REQUIRE(installed);
        REQUIRE(installed->id == "visit");
        REQUIRE(workspace->set_identity({"zhang.wei", Role::member, {}}));
    }
    void open() {
        workspace.reset();
        auto opened = Workspace::open(path, clock, random);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        workspace = std::move(*opened);
    }
    std::unique_ptr<Visit> start() {
        auto visit = Visit::start(*workspace, "visit", "");
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        return std::move(*visit);
    }
    static void answer(Visit& visit, const std::string& path, const std::string& value) {
        const auto question = visit.form().find_by_position("/data/" + path);
        REQUIRE_MESSAGE(question.has_value(), path);
        const auto done = visit.answer(*question, value);
        REQUIRE_MESSAGE(done.has_value(), done.error().describe());
    }
    static form::Element repeat(const Visit& visit) { return *visit.form().find("members"); }

    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::string path;
    std::unique_ptr<Workspace> workspace;
};

void fill(Visit& visit) {
    Desk::answer(visit, "head", "张𬭩");
    Desk::answer(visit, "phone", "13912345678");
    while (visit.form().children(Desk::repeat(visit), false).size() < 2) REQUIRE(visit.add_row(Desk::repeat(visit)));
    Desk::answer(visit, "members[1]/name", "张𬭩");
    Desk::answer(visit, "members[1]/income", "100");
    Desk::answer(visit, "members[2]/name", "李䶮");
    Desk::answer(visit, "members[2]/income", "50.5");
}

}  // namespace

TEST_CASE("a row that an optional repeat begins with is saved once it was used; those of other repeats always are") {
    Desk desk("w");
    const auto visits = [](const Visit& visit) { return *visit.form().find("visits"); };
    const auto rows_saved = [&](const std::function<void(Visit&)>& fill_in) {
        auto visit = desk.start();
        REQUIRE(visit->form().children(visits(*visit)).size() == 1);
        CHECK(visit->is_unused(visit->form().children(visits(*visit)).front()));
        CHECK_FALSE(visit->is_unused(visit->form().children(Desk::repeat(*visit)).front()));
        Desk::answer(*visit, "head", "张𬭩");
        fill_in(*visit);
        REQUIRE(visit->save());
        const auto record = *desk.workspace->store().record(visit->record());
        CHECK(record.rows("members").size() == 1);
        return record.rows("visits").size();
    };
    CHECK(rows_saved([](Visit&) {}) == 0);
    CHECK(rows_saved([](Visit& visit) { Desk::answer(visit, "visits[1]/day", "2026-11-01"); }) == 1);
    CHECK(rows_saved([&](Visit& visit) { REQUIRE(visit.add_row(visits(visit))); }) == 1);
    auto visit = desk.start();   // And when the draft is taken up again.
    REQUIRE(visit->add_row(visits(*visit)));
    auto resumed = Visit::resume(*desk.workspace, visit->draft().id);
    REQUIRE(resumed);
    const auto rows = (*resumed)->form().children(visits(**resumed));
    REQUIRE(rows.size() == 2);
    CHECK((*resumed)->is_unused(rows[0]));
    CHECK_FALSE((*resumed)->is_unused(rows[1]));
}

TEST_CASE("P1: every answer is in a draft before the call returns, and a killed program reopens with it") {
    Desk desk("w");
    std::string place;
    {
        auto visit = desk.start();
        CHECK(desk.workspace->store().drafts()->empty());  // Looking leaves no draft.
        visit->set_place("members");
        fill(*visit);
        visit.release();  // Killed: nothing is closed in order.
    }
    desk.open();
    const auto drafts = desk.workspace->store().drafts();
    REQUIRE(drafts->size() == 1);
    CHECK(drafts->front().place == "members");
    auto visit = Visit::resume(*desk.workspace, drafts->front().id);
    REQUIRE(visit);
    CHECK((*visit)->form().value_at("head") == "张𬭩");
    CHECK((*visit)->form().value_at("total") == "150.5");
    REQUIRE((*visit)->save());
    CHECK(desk.workspace->store().drafts()->empty());
    const auto rows = desk.workspace->store().list();
    REQUIRE(rows->size() == 1);
    CHECK(rows->front().title == "张𬭩");
    CHECK(rows->front().columns == std::vector<std::string>{"张𬭩", "2"});
}

TEST_CASE("saving writes what changed and nothing else; saving the same again writes nothing") {
    Desk desk("w");
    auto visit = desk.start();
    fill(*visit);
    const auto id = visit->record();
    REQUIRE(visit->save());
    auto again = Visit::open(*desk.workspace, id);
    REQUIRE(again);
    CHECK((*again)->form().value_at("total") == "150.5");
    CHECK((*again)->save()->nothing_changed);
    auto edit = Visit::open(*desk.workspace, id);
    Desk::answer(**edit, "members[2]/income", "60");
    REQUIRE((*edit)->save());
    const auto changes = desk.workspace->store().changes_of(id);
    REQUIRE(changes->size() == 2);
    REQUIRE(changes->back().change.ops.size() == 1);
    CHECK(changes->back().change.ops[0].value == "60");
    CHECK(changes->back().change.ops[0].supersedes.size() == 1);
}

TEST_CASE("what is not relevant is not saved, and a sum is computed by whoever reads") {
    Desk desk("w");
    auto visit = desk.start();
    fill(*visit);
    Desk::answer(*visit, "has_land", "yes");
    Desk::answer(*visit, "land", "3.5");
    Desk::answer(*visit, "has_land", "no");
    REQUIRE(visit->save());
    const auto record = desk.workspace->store().record(visit->record());
    CHECK(record->value("land").empty());
    CHECK(record->cells.find("total") == record->cells.end());
}

TEST_CASE("a removed member is gone after saving and its row is kept in history") {
    Desk desk("w");
    auto visit = desk.start();
    fill(*visit);
    REQUIRE(visit->save());
    auto edit = Visit::open(*desk.workspace, visit->record());
    const auto rows = (*edit)->form().children(Desk::repeat(**edit), false);
    REQUIRE((*edit)->remove_row(rows[0]));
    REQUIRE((*edit)->save());
    const auto record = desk.workspace->store().record(visit->record());
    CHECK(record->rows("members").size() == 1);
    const auto changes = desk.workspace->store().changes_of(visit->record());
    bool kept = false;
    for (const auto& entry : record::history(*changes)) kept = kept || entry.head.value == "100";
    CHECK(kept);
}

TEST_CASE("a conflict is told in words with who and when, settled by a change, and never by saving in passing") {
    Desk one("one", 1), two("two", 2);
    REQUIRE(two.workspace->set_identity({"li.na", Role::member, {}}));
    auto visit = one.start();
    fill(*visit);
    REQUIRE(visit->save());
    const auto give = [](Desk& from, Desk& to) {
        std::vector<std::string> changes;
        const auto slice = from.workspace->store().changes_after(0, {}, 1 << 30);
        for (const auto& change : slice->changes) changes.push_back(change.bytes);
        REQUIRE(to.workspace->store().apply(changes, "peer"));
    };
    give(one, two);
    for (auto* desk : {&one, &two}) {
        auto edit = Visit::open(*desk->workspace, visit->record());
        REQUIRE_MESSAGE(edit.has_value(), edit.error().describe());
        Desk::answer(**edit, "members[1]/income", desk == &one ? "200" : "300");
        Desk::answer(**edit, desk == &one ? "phone" : "village", desk == &one ? "13900000000" : "源泉村");
        REQUIRE((*edit)->save());
    }
    give(one, two), give(two, one);
    CHECK(*one.workspace->store().state_hash() == *two.workspace->store().state_hash());
    const auto conflicts = list_conflicts(*one.workspace, {}, "zh");
    REQUIRE(conflicts);
    REQUIRE(conflicts->size() == 1);
    CHECK(conflicts->front().question_label == "收入");
    CHECK(conflicts->front().section_label == "成员");
    CHECK(conflicts->front().row_label == "张𬭩");
    REQUIRE(conflicts->front().versions.size() == 2);
    CHECK(conflicts->front().versions[0].author != conflicts->front().versions[1].author);

    auto passing = Visit::open(*one.workspace, visit->record());
    Desk::answer(**passing, "head", "张𬭩（改）");
    REQUIRE((*passing)->save());
    CHECK(list_conflicts(*one.workspace, {}, "zh")->size() == 1);

    REQUIRE(settle(*one.workspace, visit->record(), conflicts->front().path, "250"));
    give(one, two);
    for (auto* desk : {&one, &two}) {
        CHECK(list_conflicts(*desk->workspace, {}, "zh")->empty());
        CHECK(desk->workspace->store().record(visit->record())->value(conflicts->front().path) == "250");
    }
}

TEST_CASE("a record is shown in words, sensitive figures masked unless asked for") {
    Desk desk("w");
    auto visit = desk.start();
    fill(*visit);
    Desk::answer(*visit, "has_land", "yes");
    REQUIRE(visit->save());
    const auto view = view_record(*desk.workspace, visit->record(), {1, true, true});
    REQUIRE(view);
    CHECK(view->title == "张𬭩");
    REQUIRE(view->fact("phone") != nullptr);
    CHECK(view->fact("phone")->text == "139****5678");
    CHECK(view->fact("has_land")->text == "有");
    CHECK(view->fact("has_land")->label == "有地？");
    REQUIRE(view->section("members") != nullptr);
    CHECK(view->section("members")->tables.front().rows.size() == 2);
    CHECK(view_record(*desk.workspace, visit->record(), {1, false, true})->fact("phone")->text == "13912345678");
}

TEST_CASE("a repeat inside a row is shown as a table of its own, named for that row") {
    Desk desk("w");
    const auto file = desk.folder.file("plots.md");
    REQUIRE(base::write_file(file, R"(
| survey |
| | type | name | label |
| | begin_repeat | plots | Plots |
| | text | place | Place |
| | begin_repeat | crops | Crops |
| | text | kind | Kind |
| | end_repeat | | |
| | end_repeat | | |
| settings |
| | form_title | form_id |
| | Plots | plots |
)"));
    REQUIRE(desk.workspace->install_form(file)->id == "plots");
    auto visit = std::move(*Visit::start(*desk.workspace, "plots", ""));
    if (!visit->form().find_by_position("/data/plots[1]/place")) REQUIRE(visit->add_row(*visit->form().find("plots")));
    Desk::answer(*visit, "plots[1]/place", "South field");
    const auto row = visit->form().children(*visit->form().find("plots"), false).front();
    const auto crops = *visit->form().find(visit->form().cell_path(row) + "/crops");
    if (visit->form().children(crops, false).empty()) REQUIRE(visit->add_row(crops));
    Desk::answer(*visit, "plots[1]/crops[1]/kind", "Maize");
    REQUIRE(visit->save());
    const auto view = view_record(*desk.workspace, visit->record());
    REQUIRE(view);
    const auto& tables = view->section("plots")->tables;
    REQUIRE(tables.size() == 2);
    CHECK(tables[1].label == "Crops · South field");
    REQUIRE(tables[1].rows.size() == 1);
    CHECK(tables[1].rows[0].facts[0].text == "Maize");
}

TEST_CASE("a new visit is filled with the area where the person stands, and asks for what lies further in") {
    Desk desk("w");
    const auto form = std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/household.md";
    const auto installed = desk.workspace->install_form(form);
    REQUIRE(installed);
    REQUIRE(installed->id == "household");
    const auto township = Visit::start(*desk.workspace, "household", "620981208");
    REQUIRE(township);
    CHECK((*township)->form().value_at("identity/county") == "620981");
    CHECK((*township)->form().value_at("identity/township") == "620981208");
    CHECK((*township)->form().value_at("identity/village").empty());
    CHECK((*township)->form().value_at("identity/group_name").empty());
    const auto group = Visit::start(*desk.workspace, "household", "62098120820002");
    REQUIRE(group);
    CHECK((*group)->form().value_at("identity/village") == "620981208200");
    CHECK((*group)->form().value_at("identity/group_name") == "62098120820002");
}

TEST_CASE("the poverty line proposed is that of the survey year, and none where the country had none") {
    Desk desk("w");
    REQUIRE(desk.workspace->install_form(std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/household.md"));
    const auto visit = Visit::start(*desk.workspace, "household", "620981208");
    REQUIRE(visit);
    const auto line_of = [&](const char* year) {
        REQUIRE((*visit)->answer(*(*visit)->form().find("identity/survey_year"), year));
        return (*visit)->form().value_at("guarantees/poverty_line");
    };
    CHECK(line_of("2016") == "2952");
    CHECK(line_of("2020") == "4000");
    CHECK(line_of("2026").empty());
    REQUIRE((*visit)->answer(*(*visit)->form().find("guarantees/poverty_line"), "6500"));
    CHECK((*visit)->form().value_at("guarantees/poverty_line") == "6500");
}

namespace {

// The second version asks no phone any more, and an address instead.
void install_second_version(Desk& desk) {
    auto text = base::replace_all(kForm, "| | text | phone | Phone | 电话 | | | | yes | |", "| | text | address | Address | 住址 | | | | | |");
    text = base::replace_all(text, "| visit | 1 |", "| visit | 2 |");
    REQUIRE(base::write_file(desk.folder.file("visit.md"), text));
    const auto installed = desk.workspace->install_form(desk.folder.file("visit.md"));
    REQUIRE(installed);
    REQUIRE(installed->version == "2");
}

}  // namespace

TEST_CASE("a record that is edited in a newer version of its form keeps what that version does not ask") {
    Desk desk("w");
    auto visit = desk.start();
    fill(*visit);
    const auto id = visit->record();
    REQUIRE(visit->save());
    install_second_version(desk);
    auto again = Visit::open(*desk.workspace, id);
    REQUIRE(again);
    CHECK((*again)->draft().form_version == "2");
    CHECK(!(*again)->form().find("phone"));
    Desk::answer(**again, "address", "二组 3 号");
    REQUIRE((*again)->save());
    const auto record = desk.workspace->store().record(id);
    REQUIRE(record);
    CHECK(record->value("phone") == "13912345678");
    CHECK(record->value("address") == "二组 3 号");
    CHECK(record->form_version == "2");
    // The history shows no deed at the question that nobody saw.
    const auto changes = desk.workspace->store().changes_of(id);
    REQUIRE(changes);
    CHECK(record::history(*changes, "phone").size() == 1);
}

TEST_CASE("a draft stays with the version of the form that it was begun in") {
    Desk desk("w");
    {
        auto visit = desk.start();
        fill(*visit);
    }
    install_second_version(desk);
    const auto drafts = desk.workspace->store().drafts();
    auto resumed = Visit::resume(*desk.workspace, drafts->front().id);
    REQUIRE(resumed);
    CHECK((*resumed)->draft().form_version == "1");
    CHECK((*resumed)->form().value_at("phone") == "13912345678");
    REQUIRE((*resumed)->save());
    const auto list = desk.workspace->store().list();
    const auto record = desk.workspace->store().record(list->front().id);
    CHECK(record->form_version == "1");
    auto fresh = Visit::start(*desk.workspace, "visit", "");
    CHECK((*fresh)->draft().form_version == "2");
}

TEST_CASE("what a full disk refused is not taken for kept, and goes into the draft first when there is room again") {
    Desk desk("w");
    desk.workspace.reset();
    support::FaultDisk disk(desk.path, {{desk.path + "/yuanquan.db", *base::read_file(desk.path + "/yuanquan.db")}});
    desk.open();
    auto visit = desk.start();
    Desk::answer(*visit, "head", "张𬭩");
    const auto phone = *visit->form().find("phone");
    disk.fail_at(disk.calls() + 1, support::DiskFault::disk_full, true);
    CHECK_FALSE(visit->answer(phone, "139").has_value());
    CHECK_FALSE(visit->answer(phone, "139").has_value());   // The form has it; the draft has it not.
    CHECK_FALSE(visit->add_row(Desk::repeat(*visit)).has_value());
    CHECK_FALSE(visit->keep().has_value());
    CHECK_FALSE(visit->all_kept());
    disk.heal();
    Desk::answer(*visit, "members[2]/name", "张小");
    CHECK(visit->all_kept());
    const auto id = visit->draft().id;
    visit.reset();
    desk.open();
    const auto again = Visit::resume(*desk.workspace, id);
    REQUIRE_MESSAGE(again.has_value(), again.error().describe());
    CHECK((*again)->form().value_at("phone") == "139");
    CHECK((*again)->form().value_at_position("/data/members[2]/name") == "张小");
    desk.workspace.reset();
}

}  // namespace yuanquan::survey

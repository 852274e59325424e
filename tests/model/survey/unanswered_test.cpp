#include "model/survey/unanswered.hpp"

#include <doctest/doctest.h>

#include "model/base/files.hpp"
#include "model/record/cell.hpp"
#include "model/survey/conflict_rule.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/review.hpp"
#include "model/survey/timeline.hpp"
#include "model/survey/undo.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/merge_desks.hpp"
#include "tests/support/scratch_store.hpp"

// "Don't know" and "refused" beside any question: drafts, saving, merging, what is told of it.

namespace yuanquan::survey {

namespace {

using support::give;
using support::merge;

constexpr char kForm[] = R"(
| survey |
| | type | name | label | required | constraint | relevant | readonly | calculation | bind::yq:mask |
| | text | head | Head | yes | | | | | |
| | text | phone | Phone | yes | | | | | yes |
| | integer | sheep | Sheep | | . < 100 | | | | |
| | text | shepherd | Shepherd | yes | | ${sheep} > 0 | | | |
| | note | thanks | Thank you | | | | | | |
| | text | code | Code | | | | yes | | |
| | integer | legs | Legs | | | | | 4 * ${sheep} | |
| | begin_repeat | members | Members | | | | | | |
| | text | name | Name | yes | | | | | |
| | integer | income | Income | | | | | | |
| | end_repeat | | | | | | | | |
| settings |
| | form_title | form_id | version | instance_name | namespaces |
| | Visit | visit | 1 | ${head} | yq="http://yuanquan.org/xforms" |
)";

struct Desk {
    explicit Desk(const std::string& person, std::uint64_t seed) : random(seed) {
        open();
        const auto form = folder.file("visit.md");
        REQUIRE(base::write_file(form, kForm));
        REQUIRE(workspace->install_form(form)->id == "visit");
        REQUIRE(workspace->set_identity({person, Role::member, {}}));
    }
    void open() {
        workspace.reset();
        auto opened = Workspace::open(folder.file("w"), clock, random);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        workspace = std::move(*opened);
    }
    std::unique_ptr<Visit> edit(const record::RecordId& id) {
        auto visit = Visit::open(*workspace, id);
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        return std::move(*visit);
    }
    record::Record at(const record::RecordId& id) { return *workspace->store().record(id); }

    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::unique_ptr<Workspace> workspace;
};

const Unanswered kRefused{Reason::refused, {}}, kDontKnow{Reason::dont_know, "asked twice"};

form::Element at(const Visit& visit, const std::string& path) {
    auto question = visit.form().find(path);
    if (!question) question = visit.form().find_by_position("/data/" + path);
    REQUIRE_MESSAGE(question.has_value(), path);
    return *question;
}
void answer(Visit& visit, const std::string& path, const std::string& value) { REQUIRE(visit.answer(at(visit, path), value)); }
void mark(Visit& visit, const std::string& path, const Unanswered& why = kRefused) { REQUIRE(visit.mark(at(visit, path), why)); }

std::unique_ptr<Visit> filled(Desk& desk) {
    auto visit = std::move(*Visit::start(*desk.workspace, "visit", ""));
    answer(*visit, "head", "Wang");
    answer(*visit, "phone", "13912345678");
    answer(*visit, "members[1]/name", "Wang");
    return visit;
}

// One household on two laptops, where each does something to it before they meet.
struct Two {
    template <class Here, class There>
    Two(Here here, There there) {
        auto visit = filled(one);
        row = visit->form().cell_path(visit->form().children(*visit->form().find("members")).front());
        REQUIRE(visit->save());
        id = visit->record();
        give(*one.workspace, *two.workspace);
        for (auto* desk : {&one, &two}) {
            auto edit = desk->edit(id);
            desk == &one ? here(*edit) : there(*edit);
            REQUIRE(edit->save());
        }
        merge(*one.workspace, *two.workspace);
        CHECK(*one.workspace->store().state_hash() == *two.workspace->store().state_hash());
    }
    std::vector<ConflictView> conflicts(Desk& desk) {
        auto found = list_conflicts(*desk.workspace, {}, "en");
        REQUIRE(found);
        return std::move(*found);
    }
    const ConflictView& only() {
        listed = conflicts(one);
        REQUIRE(listed.size() == 1);
        CHECK(one.workspace->store().list()->front().conflicts == 1);
        return listed.front();
    }
    const Version& side(const std::string& author) {
        const auto& versions = only().versions;
        const auto found = std::find_if(versions.begin(), versions.end(), [&](const auto& v) { return v.author == author; });
        REQUIRE(found != versions.end());
        return *found;
    }
    Desk one{"zhang", 1}, two{"li", 2};
    record::RecordId id;
    std::string row;
    std::vector<ConflictView> listed;
};

}  // namespace

TEST_CASE("a reason is written and read back, and nothing else is one") {
    for (const auto& why : {kRefused, kDontKnow, Unanswered{Reason::refused, "two\nlines"}}) CHECK(read_unanswered(write_unanswered(why)) == why);
    for (const char* other : {"", "Refused", "refused ", "5", "\nnote"}) CHECK_FALSE(read_unanswered(other));
    CHECK(mark_in_words("refused\nnot\nnow", {"Don't know", "Refused", " – "}) == "Refused – not now");
    CHECK(record::unanswered_question(record::unanswered_cell("members[00000000000000ff]/name")) == "members[00000000000000ff]/name");
    for (const char* other : {"phone", "@unanswered", "members[00000000000000ff]/@unanswered", "x@unanswered"}) {
        CHECK(record::unanswered_question(other).empty());
    }
}

TEST_CASE("a mark takes the place of the answer, and the next answer that of the mark") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    mark(*visit, "phone", kDontKnow);
    CHECK(visit->form().value_at("phone").empty());
    CHECK(visit->unanswered(at(*visit, "phone")) == kDontKnow);
    answer(*visit, "phone", "");   // Still nothing: still why.
    CHECK(visit->is_unanswered(at(*visit, "phone")));
    REQUIRE(visit->save());
    const auto id = visit->record();
    CHECK(desk.at(id).value("phone").empty());
    CHECK(desk.at(id).value("phone/@unanswered") == "dont_know\nasked twice");

    auto again = desk.edit(id);
    CHECK(again->unanswered(at(*again, "phone")) == kDontKnow);
    answer(*again, "phone", "13900000000");
    CHECK_FALSE(again->unanswered(at(*again, "phone")));
    REQUIRE(again->save());
    CHECK(desk.at(id).value("phone") == "13900000000");
    CHECK(desk.at(id).value("phone/@unanswered").empty());

    auto third = desk.edit(id);
    mark(*third, "phone");
    REQUIRE(third->unmark(at(*third, "phone")));
    CHECK_FALSE(third->is_unanswered(at(*third, "phone")));
    CHECK(third->form().is_blank(at(*third, "phone")));
}

TEST_CASE("notes, calculated and read-only questions cannot be marked") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    for (const char* path : {"thanks", "code", "legs"}) {
        const auto question = visit->form().find(path);
        if (!question) continue;   // A sum that nobody sees is no question.
        CHECK_FALSE(may_be_unanswered(visit->form(), *question));
        CHECK(visit->mark(*question, kRefused).error().code == base::ErrorCode::wrong_use);
    }
    CHECK(visit->marks().empty());
}

TEST_CASE("P1: a mark in a draft is there after a kill, in rows as well") {
    Desk desk("zhang", 1);
    base::DraftId draft;
    std::string name;
    {
        auto visit = filled(desk);
        mark(*visit, "phone");
        mark(*visit, "members[1]/name", kDontKnow);
        mark(*visit, "sheep");
        answer(*visit, "sheep", "3");
        mark(*visit, "shepherd");
        REQUIRE(visit->unmark(at(*visit, "shepherd")));
        name = visit->form().cell_path(at(*visit, "members[1]/name"));
        draft = visit->draft().id;
    }
    desk.open();   // Without a word to the visit.
    auto visit = std::move(*Visit::resume(*desk.workspace, draft));
    CHECK(visit->marks() == Marks{{name, "dont_know\nasked twice"}, {"phone", "refused"}});
    CHECK(visit->form().value_at("phone").empty());
    CHECK(visit->form().value_at("sheep") == "3");
    REQUIRE(visit->save());
    CHECK(marks_of(desk.at(visit->record())).size() == 2);
}

TEST_CASE("a required question that is marked is no problem, what else is wrong still is") {
    Desk desk("zhang", 1);
    auto visit = std::move(*Visit::start(*desk.workspace, "visit", ""));
    answer(*visit, "head", "Wang");
    answer(*visit, "members[1]/name", "Wang");
    mark(*visit, "phone");
    CHECK(visit->form().problems().size() == 1);   // The form's engine knows nothing of it.
    CHECK(problems_left(visit->form(), visit->marks()).empty());
    REQUIRE(visit->save());
    const auto id = visit->record();
    CHECK(desk.at(id).value(record::kStateCell) == "complete");
    CHECK(problems_of(*desk.workspace, desk.at(id), "en")->empty());

    auto again = desk.edit(id);
    answer(*again, "sheep", "200");
    mark(*again, "shepherd", kDontKnow);
    REQUIRE(again->save());
    CHECK(desk.at(id).value(record::kStateCell) == "saved");
    const auto problems = problems_of(*desk.workspace, desk.at(id), "en");
    REQUIRE(problems->size() == 1);
    CHECK(problems->front().path == "sheep");

    auto third = desk.edit(id);   // Not asked any more: neither answer nor reason.
    answer(*third, "sheep", "0");
    REQUIRE(third->save());
    CHECK(desk.at(id).value("shepherd/@unanswered").empty());
}

TEST_CASE("a row takes its marks along") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    const auto row = visit->form().children(*visit->form().find("members")).front();
    mark(*visit, "members[1]/income");
    REQUIRE(visit->save());
    auto again = desk.edit(visit->record());
    REQUIRE(again->remove_row(at(*again, visit->form().cell_path(row))));
    CHECK(again->marks().empty());
    REQUIRE(again->save());
    CHECK(marks_of(desk.at(visit->record())).empty());
}

TEST_CASE("answered here and refused there is one conflict, told in words and settled either way") {
    const auto answers = [](Visit& visit) { answer(visit, "sheep", "5"); };
    const auto refuses = [](Visit& visit) { mark(visit, "sheep", {Reason::refused, "at the gate"}); };
    SUBCASE("the answer is chosen") {
        Two team(answers, refuses);
        CHECK(team.only().question_label == "Sheep");
        CHECK(team.side("zhang").text == "5");
        CHECK(team.side("li").text == "refused: at the gate");
        const auto& chosen = team.side("zhang");
        REQUIRE(settle(*team.one.workspace, team.id, "sheep", chosen.value, chosen.mark));
        CHECK(team.one.at(team.id).value("sheep") == "5");
        CHECK(team.one.at(team.id).value("sheep/@unanswered").empty());
    }
    SUBCASE("the reason is chosen") {
        Two team(answers, refuses);
        const auto chosen = team.side("li");
        REQUIRE(settle(*team.one.workspace, team.id, "sheep", chosen.value, chosen.mark));
        CHECK(marks_of(team.one.at(team.id)) == Marks{{"sheep", "refused\nat the gate"}});
        CHECK(team.conflicts(team.one).empty());
    }
    SUBCASE("a rule chooses what is filled in") {
        Two team(refuses, answers);
        ConflictRule rule;
        rule.kind = ConflictRule::Kind::filled;
        CHECK(settle_by_rule(*team.one.workspace, team.conflicts(team.one), rule)->conflicts == 1);
        CHECK(team.one.at(team.id).value("sheep") == "5");
        CHECK(team.one.at(team.id).value("sheep/@unanswered").empty());
    }
    SUBCASE("saving something else settles nothing") {
        Two team(answers, refuses);
        auto passing = team.one.edit(team.id);
        answer(*passing, "head", "Wang Wei");
        REQUIRE(passing->save());
        CHECK(team.conflicts(team.one).size() == 1);
        CHECK(team.side("li").text == "refused: at the gate");
    }
    SUBCASE("whoever answers anew has seen both") {
        Two team(answers, refuses);
        auto third = team.one.edit(team.id);
        answer(*third, "sheep", "6");
        REQUIRE(third->save());
        CHECK(team.conflicts(team.one).empty());
        CHECK(marks_of(team.one.at(team.id)).empty());
    }
    SUBCASE("whoever refuses anew has seen both") {
        Two team(answers, refuses);
        auto third = team.one.edit(team.id);
        if (third->form().value_at("sheep").empty()) answer(*third, "sheep", "7");
        mark(*third, "sheep", kDontKnow);
        REQUIRE(third->save());
        CHECK(team.conflicts(team.one).empty());
        CHECK(marks_of(team.one.at(team.id)) == Marks{{"sheep", "dont_know\nasked twice"}});
    }
}

TEST_CASE("two reasons are a conflict, one reason twice is none") {
    SUBCASE("two") {
        Two team([](Visit& visit) { mark(visit, "phone"); }, [](Visit& visit) { mark(visit, "phone", kDontKnow); });
        CHECK(team.only().question_label == "Phone");
        CHECK(team.side("li").text == "dont_know: asked twice");
        const auto chosen = team.side("li");
        REQUIRE(settle(*team.one.workspace, team.id, team.only().path, chosen.value, chosen.mark));
        CHECK(marks_of(team.one.at(team.id)) == Marks{{"phone", "dont_know\nasked twice"}});
        CHECK(team.conflicts(team.one).empty());
    }
    SUBCASE("one") {
        Two team([](Visit& visit) { mark(visit, "phone"); }, [](Visit& visit) { mark(visit, "phone"); });
        CHECK(team.conflicts(team.one).empty());
    }
}

TEST_CASE("a member removed here and marked there is kept as a conflict that says why") {
    Two team([](Visit& visit) { REQUIRE(visit.remove_row(visit.form().children(*visit.form().find("members")).front())); },
             [](Visit& visit) { mark(visit, "members[1]/income", kDontKnow); });
    const auto& conflict = team.only();
    CHECK(conflict.path == team.row);
    std::string all;
    for (const auto& version : conflict.versions) all += version.text + "|";
    CHECK(all.find("dont_know: asked twice") != std::string::npos);
    CHECK(conflict.versions.size() == 2);
}

TEST_CASE("the history tells a mark as one line, and undoing it brings the answer back") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    REQUIRE(visit->save());
    const auto id = visit->record();
    auto edit = desk.edit(id);
    mark(*edit, "head", {Reason::refused, "call 13912345678"});
    const auto marked = edit->save()->change;
    const auto lines = *view_history(*desk.workspace, id, "en", true, {"Don't know", "Refused", ": "});
    REQUIRE(lines.front().change == marked);
    CHECK(lines.front().path == "head");
    CHECK(lines.front().label == "Head");
    CHECK(lines.front().before == "Wang");
    CHECK(lines.front().after == "Refused: call 139****5678");
    CHECK(lines[1].change != marked);
    const auto moments = *timeline_of(*desk.workspace, *view_record(*desk.workspace, id));
    CHECK(moments.front().answers == 1);

    SUBCASE("the line alone") { REQUIRE(put_back(*desk.workspace, id, marked, "head")); }
    SUBCASE("the whole save") { REQUIRE(undo_change(*desk.workspace, id, marked)); }
    CHECK(desk.at(id).value("head") == "Wang");
    CHECK(desk.at(id).value("head/@unanswered").empty());
    CHECK(view_history(*desk.workspace, id, "en")->front().before == "refused: call 139****5678");
}

TEST_CASE("a record tells in words why there is no answer, the note masked like one") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    mark(*visit, "phone", {Reason::refused, "is in the book"});
    REQUIRE(visit->save());
    ViewOptions options;
    options.include_blank = false;
    options.reasons = {"Don't know", "Refused", ": "};
    const auto view = *view_record(*desk.workspace, visit->record(), options);
    REQUIRE(view.fact("phone") != nullptr);
    CHECK(view.fact("phone")->text == "Refused: i*************");
    CHECK(view.fact("phone")->value.empty());
    CHECK(view.fact("phone")->unanswered->reason == Reason::refused);
    options.masked = false;
    CHECK(view_record(*desk.workspace, visit->record(), options)->fact("phone")->text == "Refused: is in the book");
}

TEST_CASE("an approval does not cover a refusal that its author did not see") {
    Desk desk("zhang", 1);
    auto visit = filled(desk);
    REQUIRE(visit->save());
    REQUIRE(desk.workspace->set_identity({"li", Role::lead, {}}));
    REQUIRE(approve(*desk.workspace, visit->record()));
    auto edit = desk.edit(visit->record());
    mark(*edit, "members[1]/income");
    const auto before = answers_digest(desk.at(visit->record()));
    REQUIRE(edit->save());
    CHECK(answers_digest(desk.at(visit->record())) != before);
}

}  // namespace yuanquan::survey

// A lead's decisions: what they say of a record, what they cover, and that they merge and can be taken back.
#include "model/survey/review.hpp"

#include <doctest/doctest.h>

#include "model/survey/review_queue.hpp"
#include "model/survey/undo.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/merge_desks.hpp"
#include "tests/support/questionnaire_desk.hpp"

namespace yuanquan::survey {

namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label | required | constraint | constraint_message |
| | text | head | Head | yes | | |
| | decimal | land | Land | | . >= 0 | Not below 0 |
| settings |
| | form_title | form_id | version | instance_name |
| | Small | small | 1 | ${head} |
)";

struct Two {
    Two() {
        for (auto* desk : {&member, &lead}) desk->install(kForm);
        REQUIRE(member.workspace->set_identity({"zhang.wei", Role::member, {}}));
        REQUIRE(lead.workspace->set_identity({"wang.lead", Role::lead, {}}));
        lead.random = base::SeededRandom(99);
        auto visit = member.start();
        answer(*visit, "head", "马䶮");
        REQUIRE(visit->save());
        id = visit->record();
        support::merge(*member.workspace, *lead.workspace);
    }
    static void answer(Visit& visit, const std::string& path, const std::string& value) {
        REQUIRE(visit.answer(*visit.form().find(path), value));
    }
    void edit(support::Desk& desk, const std::string& path, const std::string& value) {
        auto visit = Visit::open(*desk.workspace, id);
        REQUIRE(visit);
        answer(**visit, path, value);
        REQUIRE((*visit)->save());
    }
    record::Record at(support::Desk& desk) { return *desk.workspace->store().record(id); }
    void meet() { support::merge(*member.workspace, *lead.workspace); }

    support::Desk member, lead;
    record::RecordId id;
};

}  // namespace

TEST_CASE("a returned record comes back to its team with the comments, and saving it again sends it to the queue") {
    Two two;
    CHECK(standing_of(two.at(two.lead)) == Standing::unchecked);
    const auto returned = send_back(*two.lead.workspace, two.id, {{"land", "Measure it again"}, {"", "See me"}});
    REQUIRE_MESSAGE(returned.has_value(), returned.error().describe());
    two.meet();
    const auto there = two.at(two.member);
    CHECK(standing_of(there) == Standing::returned);
    const auto comments = comments_of(there);
    REQUIRE(comments.size() == 2);
    CHECK(has_comments(there));
    const auto& about_land = comments[0].about == "land" ? comments[0] : comments[1];
    CHECK(about_land.text == "Measure it again");
    CHECK(about_land.author == "wang.lead");
    two.edit(two.member, "land", "3.5");
    two.meet();
    CHECK(standing_of(two.at(two.lead)) == Standing::mended);
    REQUIRE(approve(*two.lead.workspace, two.id));
    two.meet();
    CHECK(standing_of(two.at(two.member)) == Standing::approved);
    for (const auto& comment : comments_of(two.at(two.member))) CHECK(comment.done);
}

TEST_CASE("an approval does not cover an answer that its author had not seen") {
    Two two;
    two.edit(two.member, "land", "3.5");
    REQUIRE(approve(*two.lead.workspace, two.id));   // Before the new answer came.
    CHECK(standing_of(two.at(two.lead)) == Standing::approved);
    two.meet();
    CHECK(standing_of(two.at(two.lead)) == Standing::changed);
    CHECK(standing_of(two.at(two.member)) == Standing::changed);
    REQUIRE(approve(*two.lead.workspace, two.id));
    CHECK(standing_of(two.at(two.lead)) == Standing::approved);
    const auto twice = approve(*two.lead.workspace, two.id);
    REQUIRE(!twice);
    CHECK(twice.error().code == base::ErrorCode::already_exists);
}

TEST_CASE("what the questionnaire found is no dispute with a decision; two decisions are") {
    Two two;
    two.edit(two.member, "land", "-1");              // "saved" with a problem, while the lead approves what was "complete".
    REQUIRE(approve(*two.lead.workspace, two.id));
    two.meet();
    CHECK(record::conflicts(two.at(two.lead)).empty());
    CHECK((standing_of(two.at(two.lead)) == Standing::changed || standing_of(two.at(two.lead)) == Standing::mended));
    REQUIRE(two.member.workspace->set_identity({"other.lead", Role::lead, {}}));
    REQUIRE(approve(*two.lead.workspace, two.id));
    REQUIRE(send_back(*two.member.workspace, two.id, {{"land", "?"}}));
    two.meet();
    REQUIRE(record::conflicts(two.at(two.lead)).size() == 1);
    CHECK(record::conflicts(two.at(two.lead)).front().path == "@state");
}

TEST_CASE("a decision is taken back as a new change, and a comment of two people stands twice") {
    Two two;
    const auto approved = approve(*two.lead.workspace, two.id);
    REQUIRE(approved);
    const auto undone = undo_change(*two.lead.workspace, two.id, *approved);
    REQUIRE(undone);
    CHECK(!undone->change.is_zero());
    CHECK(standing_of(two.at(two.lead)) == Standing::unchecked);
    REQUIRE(comment(*two.lead.workspace, two.id, {"head", "Which name?"}));
    REQUIRE(comment(*two.member.workspace, two.id, {"head", "As on the card"}));
    two.meet();
    CHECK(comments_of(two.at(two.lead)).size() == 2);
    CHECK(record::conflicts(two.at(two.lead)).empty());
    REQUIRE(tick_off(*two.member.workspace, two.id, comments_of(two.at(two.member)).front().id, true));
    CHECK(comments_of(two.at(two.member)).front().done);
}

TEST_CASE("only a lead or headquarters decides and assigns") {
    Two two;
    for (const auto& tried : {approve(*two.member.workspace, two.id), send_back(*two.member.workspace, two.id, {}),
                              assign(*two.member.workspace, two.id, "li.na")}) {
        REQUIRE(!tried);
        CHECK(tried.error().code == base::ErrorCode::not_authorised);
    }
    REQUIRE(assign(*two.lead.workspace, two.id, "li.na"));
    CHECK(two.lead.workspace->store().list()->front().assigned == "li.na");
}

TEST_CASE("what the questionnaire finds wrong is named in its words") {
    Two two;
    two.edit(two.member, "land", "-1");
    const auto problems = problems_of(*two.member.workspace, two.at(two.member), "en");
    REQUIRE(problems);
    REQUIRE(problems->size() == 1);
    CHECK(problems->front().path == "land");
    CHECK(problems->front().message == "Not below 0");
}

TEST_CASE("a row is called by its first answer in words, and by its place while nothing is answered") {
    support::Desk desk;
    desk.install(R"(
| survey |
| | type | name | label | required |
| | text | head | Head | |
| | begin repeat | members | Members | |
| | begin group | who | Who | |
| | select_one relation | relation | Relation | yes |
| | end group | | | |
| | integer | age | Age | yes |
| | end repeat | | | |
| choices |
| | list_name | name | label |
| | relation | 05 | Daughter |
| settings |
| | form_title | form_id | version |
| | Small | small | 1 |
)");
    auto visit = desk.start();
    const auto repeat = *visit->form().find("members");
    while (visit->form().children(repeat).size() < 2) REQUIRE(visit->add_row(repeat));
    REQUIRE(visit->answer(*visit->form().find("head"), "Wang"));
    const auto first = visit->form().cell_path(visit->form().children(repeat).front());
    REQUIRE(visit->answer(*visit->form().find(first + "/who/relation"), "05"));
    REQUIRE(visit->save());
    const auto problems = problems_of(*desk.workspace, *desk.workspace->store().record(visit->record()), "en");
    REQUIRE(problems);
    std::vector<std::string> named;
    for (const auto& problem : *problems) named.push_back(problem.row_label + " · " + problem.label);
    CHECK(named == std::vector<std::string>{"Daughter · Age", "Members 2 · Relation", "Members 2 · Age"});
}

TEST_CASE("undoing a save leaves what somebody changed since and names it") {
    Two two;
    auto visit = Visit::open(*two.member.workspace, two.id);
    REQUIRE(visit);
    Two::answer(**visit, "head", "马文忠");
    Two::answer(**visit, "land", "4");
    const auto saved = (*visit)->save();
    REQUIRE(saved);
    two.edit(two.member, "land", "5");
    const auto undone = undo_change(*two.member.workspace, two.id, saved->change);
    REQUIRE(undone);
    CHECK(undone->kept == std::vector<std::string>{"land"});
    CHECK(two.at(two.member).value("head") == "马䶮");
    CHECK(two.at(two.member).value("land") == "5");
    REQUIRE(put_back(*two.member.workspace, two.id, saved->change, "land"));
    CHECK(two.at(two.member).value("land") == "");
}

TEST_CASE("the queue finds problems, far figures and what was answered again, and reads only what changed") {
    Two two;
    for (int i = 0; i < 11; ++i) {
        auto visit = two.member.start();
        Two::answer(*visit, "head", "户" + std::to_string(i));
        Two::answer(*visit, "land", i == 7 ? "900" : i == 3 ? "-1" : std::to_string(4 + i % 4));
        REQUIRE(visit->save());
    }
    two.meet();
    ReviewQueue queue(*two.lead.workspace, "small");
    while (queue.work(5), !queue.complete()) {}
    REQUIRE(queue.rows().size() == 12);
    const auto under = [&](ReviewRule rule) {
        std::vector<std::string> titles;
        for (const auto& row : queue.rows()) {
            if (falls_under(row, rule)) titles.push_back(row.title);
        }
        return titles;
    };
    CHECK(under(ReviewRule::waiting).size() == 12);
    CHECK(under(ReviewRule::outliers) == std::vector<std::string>{"户7"});
    CHECK(under(ReviewRule::problems) == std::vector<std::string>{"户3"});
    REQUIRE(send_back(*two.lead.workspace, two.id, {{"head", "?"}}));
    while (queue.work(5), !queue.complete()) {}
    CHECK(under(ReviewRule::returned) == std::vector<std::string>{"马䶮"});
    CHECK(under(ReviewRule::waiting).size() == 11);
    two.edit(two.lead, "land", "6");
    while (queue.work(5), !queue.complete()) {}
    CHECK(under(ReviewRule::mended) == std::vector<std::string>{"马䶮"});
    CHECK(under(ReviewRule::returned).empty());
}

}  // namespace yuanquan::survey

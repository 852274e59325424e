#include "sync/session/poll.hpp"

#include <doctest/doctest.h>

#include "tests/support/exchange_team.hpp"

// "Is there anything new?" and "No": the exchange of most days, and what must not come of it.

namespace yuanquan::support {

namespace {

struct PollTeam {
    ScratchFolder folder;
    Office office{folder.file("hq.db")};
    TeamLaptop one{folder.file("one.db"), 1, office, "one"}, two{folder.file("two.db"), 2, office, "two"};
    MemoryLink link{office};
    PollTeam() {
        one.scratch.set(one.scratch.new_id(), "head_name", "张三");
        REQUIRE(one.exchange(link).status);
        link.requests.clear();
    }
    std::uint64_t requests(TeamLaptop& laptop) {
        link.requests.clear();
        const auto done = laptop.exchange(link);
        REQUIRE(done.status);
        CHECK(done.summary.requests == link.requests.size());
        return link.requests.size();
    }
    bool is_only_a_question(TeamLaptop& laptop) { return requests(laptop) == 1 && session::is_poll(link.requests.front()); }
};

}  // namespace

TEST_CASE("nothing new is one question and its answer, 79 bytes of ours") {
    PollTeam team;
    const auto done = team.one.exchange(team.link);
    REQUIRE(done.status);
    CHECK(team.link.requests.size() == 1);
    CHECK(done.summary.requests == 1);
    CHECK(done.summary.bytes_sent <= 63);
    CHECK(done.summary.bytes_received == 16);
    CHECK(team.one.scratch.store->peer(session::kHeadquartersPeer)->last_ms == team.one.scratch.clock.now_ms());
}

TEST_CASE("whatever is new at headquarters comes although there was a question first") {
    PollTeam team;
    CHECK(team.is_only_a_question(team.one));
    const auto household = team.two.scratch.new_id();
    team.two.scratch.set(household, "head_name", "李四");
    REQUIRE(team.two.exchange(team.link).status);
    CHECK(team.requests(team.one) > 1);
    CHECK(team.one.scratch.store->record(household));
    CHECK(team.is_only_a_question(team.one));

    const std::string form = "| survey | | |\n| | type | name | label |\n| | text | a | A |\n";
    REQUIRE(team.office.scratch.store->install_form({"f", "1", "F", "f.md", form, {}, 0}));
    team.link.requests.clear();
    const auto with_form = team.one.exchange(team.link);
    REQUIRE(with_form.status);
    CHECK(with_form.summary.forms.size() == 1);
    REQUIRE(team.one.scratch.store->install_form({"f", "1", "F", "f.md", form, {}, 0}));
    CHECK(team.is_only_a_question(team.one));

    REQUIRE(team.office.scratch.store->note_backup(team.office.scratch.store->last_arrival()));
    CHECK(team.requests(team.one) > 1);   // What is in headquarters' backup is news.
    CHECK(team.is_only_a_question(team.one));
}

TEST_CASE("who has something to give does not ask first") {
    PollTeam team;
    team.one.scratch.set(team.one.scratch.new_id(), "head_name", "王五");
    const auto done = team.one.exchange(team.link);
    REQUIRE(done.status);
    CHECK(done.summary.sent == 1);
    CHECK_FALSE(session::is_poll(team.link.requests.front()));
}

TEST_CASE("a headquarters in another life does not say that nothing is new") {
    PollTeam team;
    const auto backup = team.folder.file("backup.db");
    REQUIRE(team.office.scratch.store->backup(backup));
    const auto household = team.one.scratch.new_id();
    team.one.scratch.set(household, "head_name", "赵六");
    REQUIRE(team.one.exchange(team.link).status);
    CHECK(team.is_only_a_question(team.one));
    team.office.set_back(backup);
    CHECK_FALSE(team.office.scratch.store->record(household));
    CHECK(team.requests(team.one) > 1);
    CHECK(team.office.scratch.store->record(household));
}

TEST_CASE("a copy of a laptop is not told that nothing is new when it lacks what its twin gave") {
    PollTeam team;
    const auto copy = team.folder.file("copy.db");
    REQUIRE(team.one.scratch.store->backup(copy));
    const auto household = team.one.scratch.new_id();
    team.one.scratch.set(household, "head_name", "钱七");
    REQUIRE(team.one.exchange(team.link).status);
    TeamLaptop twin(copy, 9, team.one);
    REQUIRE(twin.exchange(team.link).status);
    CHECK(twin.scratch.store->record(household));
}

TEST_CASE("a withdrawn laptop is refused as ever") {
    PollTeam team;
    CHECK(team.is_only_a_question(team.one));
    REQUIRE(team.office.headquarters->revoke("one"));
    const auto done = team.one.exchange(team.link);
    REQUIRE_FALSE(done.status);
    CHECK(done.status.error().code == base::ErrorCode::refused);
    CHECK(done.summary.requests == 1);
}

TEST_CASE("a question that was touched on its way is not answered with no") {
    PollTeam team;
    REQUIRE(team.is_only_a_question(team.one));
    const auto question = team.link.requests.front();
    REQUIRE(session::is_poll(team.office.answer(question)));
    for (std::size_t bit = 0; bit < question.size() * 8; ++bit) {
        auto touched = question;
        touched[bit / 8] = static_cast<char>(touched[bit / 8] ^ 1 << bit % 8);
        CHECK_FALSE(session::is_poll(team.office.answer(touched)));
    }
    for (std::size_t size = 0; size < question.size(); ++size) {
        CHECK_FALSE(session::is_poll(team.office.answer(std::string_view(question).substr(0, size))));
    }
    CHECK_FALSE(session::is_poll(team.office.answer(question + '\0')));
}

TEST_CASE("nobody else's no is believed, nor an old one, and the next exchange brings what is new") {
    PollTeam team;
    REQUIRE(team.is_only_a_question(team.one));
    const auto old_answer = team.office.answer(team.link.requests.front());
    REQUIRE(session::is_poll(old_answer));
    team.one.scratch.clock.advance(1000);
    const auto household = team.two.scratch.new_id();
    team.two.scratch.set(household, "head_name", "孙八");
    REQUIRE(team.two.exchange(team.link).status);
    base::SeededRandom random(7);
    const auto stranger = base::SigningKey::generate(random);
    const session::Poll poll{team.one.key.public_key(), 0, 0, 0};
    for (const auto& no : {old_answer, session::nothing_new(poll, stranger), std::string("YQM\x0a"), old_answer + "x", std::string("<html>")}) {
        team.link.spoil = [&](std::string& reply) { reply = no; };
        CHECK_FALSE(team.one.exchange(team.link).status);
        CHECK_FALSE(team.one.scratch.store->record(household));
    }
    team.link.spoil = nullptr;
    REQUIRE(team.one.exchange(team.link).status);
    CHECK(team.one.scratch.store->record(household));
}

TEST_CASE("a headquarters that does not know the question is exchanged with as ever") {
    PollTeam team;
    const auto household = team.two.scratch.new_id();
    team.two.scratch.set(household, "head_name", "周九");
    REQUIRE(team.two.exchange(team.link).status);
    struct OlderLink final : link::Link {
        explicit OlderLink(Office& to) : office(to) {}
        base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>&) override {
            using Gives = session::HeadquartersSession::Gives;
            const auto answer = office.session->answer(request, session::is_poll(request) ? Gives::receipts : Gives::all);
            CHECK_FALSE(session::is_poll(answer));
            return answer;
        }
        Office& office;
    } older(team.office);
    REQUIRE(team.one.exchange(older).status);
    CHECK(team.one.scratch.store->record(household));
}

}  // namespace yuanquan::support

// Every pair of things two people can do to one roster member at the same time.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "tests/model/record/make_change.hpp"

using namespace yuanquan;
using namespace yuanquan::record;

namespace {

const std::string kMember = row_path("members", 1);
const std::string kName = kMember + "/name";
const std::string kJob = row_path(kMember + "/jobs", 5);

struct Deed {
    std::string name;
    std::function<void(Writer&)> act;
};

// What can be done to a member who is there.
const std::vector<Deed>& deeds() {
    static const std::vector<Deed> all = {
        {"edit name to x", [](Writer& w) { w.set(kName, "x"); }},
        {"edit name to y", [](Writer& w) { w.set(kName, "y"); }},
        {"edit age", [](Writer& w) { w.set(kMember + "/age", "9"); }},
        {"delete", [](Writer& w) { w.remove(kMember); }},
        {"delete and undelete", [](Writer& w) { w.remove(kMember), w.add(kMember); }},
        {"edit and delete", [](Writer& w) { w.set(kName, "z"), w.remove(kMember); }},
        {"add a job", [](Writer& w) { w.save(Edit{{{kJob, true}}, {{kJob + "/kind", "1"}}}); }},
        {"reorder", [](Writer& w) { w.set(kMember + "/@position", "2"); }},
        {"add another member", [](Writer& w) { w.add(row_path("members", 2)); }},
    };
    return all;
}

// "" = nothing to settle, "values", "row" = removed here and edited or kept there.
std::string expected(const std::string& a, const std::string& b) {
    const auto is = [&](const std::string& x, const std::string& y) { return (a == x && b == y) || (a == y && b == x); };
    const auto deletes = [](const std::string& d) { return d == "delete" || d == "edit and delete"; };
    const auto edits = [](const std::string& d) { return d.starts_with("edit ") || d == "add a job"; };
    if (deletes(a) && deletes(b)) return "";
    if (deletes(a) || deletes(b)) {
        const std::string& other = deletes(a) ? b : a;
        if (other == "delete and undelete") return "row";
        return edits(other) ? "row" : "";
    }
    if (is("edit name to x", "edit name to y")) return "values";
    return "";
}

}  // namespace

TEST_CASE("each pair of concurrent roster edits gives what a person expects, in both orders") {
    for (const Deed& first : deeds()) {
        for (const Deed& second : deeds()) {
            CAPTURE(first.name);
            CAPTURE(second.name);
            Writer a(1), b(2);
            a.save(Edit{{{kMember, true}}, {{kName, "n"}, {kMember + "/age", "8"}, {kMember + "/@position", "1"}}});
            b.learn(a);
            first.act(a);
            second.act(b);
            const auto from_b = b.known();
            b.learn(a);
            for (const auto& change : from_b) a.learn(change);
            REQUIRE(state_bytes(a.record()) == state_bytes(b.record()));
            const auto open = conflicts(a.record());
            const std::string wanted = expected(first.name, second.name);
            CHECK(open.size() == (wanted.empty() ? 0 : 1));
            if (open.size() != 1) continue;
            CHECK(open[0].path == (wanted == "row" ? kMember : kName));
            CHECK(open[0].heads.size() >= 2);
            // Either decision ends it, on the other laptop too.
            for (const bool keep : {true, false}) {
                Writer judge(3);
                judge.learn(a);
                judge.save({wanted == "row" ? settle_row_op(judge.record(), kMember, keep)
                                            : settle_op(judge.record(), kName, "s")});
                const bool has_two_names = (first.name == "edit and delete" || second.name == "edit and delete") &&
                                           (first.name.starts_with("edit name") || second.name.starts_with("edit name"));
                CHECK(conflicts(judge.record()).size() == (keep && has_two_names ? 1 : 0));  // Which name, then.
                if (wanted == "row") CHECK(judge.record().row_present(kMember) == keep);
            }
        }
    }
}

TEST_CASE("a member removed here and edited there shows the removal and the edits") {
    Writer a(1), b(2);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}}});
    b.learn(a);
    a.remove(kMember);
    b.set(kName, "x");
    a.learn(b);
    const auto open = conflicts(a.record());
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == Conflict::Kind::removed_and_edited);
    CHECK(open[0].path == kMember);
    REQUIRE(open[0].heads.size() == 2);
    CHECK(open[0].heads[0].kind == OpKind::remove);
    CHECK(open[0].heads[0].author == "author1");
    CHECK(open[0].heads[1].value == "x");
    CHECK(open[0].paths == std::vector<std::string>{kMember, kName});
}

TEST_CASE("a removal that someone made after seeing the edit leaves nothing to settle") {
    Writer a(1), b(2), c(3);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}}});
    b.learn(a);
    c.learn(a);
    a.remove(kMember);      // Has not seen the edit.
    b.set(kName, "x");
    c.learn(b);
    c.remove(kMember);      // Has.
    a.learn(b);
    a.learn(c);
    CHECK(conflicts(a.record()).empty());
    CHECK_FALSE(a.record().row_present(kMember));
}

TEST_CASE("one who edits a member that is in dispute does not make a new dispute") {
    Writer a(1), b(2);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}}});
    b.learn(a);
    a.remove(kMember);
    b.remove(kMember);
    b.add(kMember);
    b.learn(a);  // Kept by b, removed by a: both heads stand.
    REQUIRE(conflicts(b.record()).size() == 1);
    b.set(kName, "x");
    const auto open = conflicts(b.record());
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == Conflict::Kind::values);
}

TEST_CASE("saving a form does not settle a conflict that nobody looked at") {
    Writer a(1), b(2);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}, {"phone", "1"}}});
    b.learn(a);
    a.set("phone", "2");
    b.set("phone", "3");
    a.learn(b);
    const Record seen = a.record();
    CHECK(edit_ops(seen, Edit{{{kMember, true}}, {{kName, "n"}, {"phone", std::string(seen.value("phone"))}}}).empty());
    const auto ops = edit_ops(seen, Edit{{}, {{"phone", "4"}}});
    REQUIRE(ops.size() == 1);
    CHECK(ops[0].supersedes.size() == 2);
}

TEST_CASE("an edit writes only what differs") {
    Writer a(1);
    a.save(Edit{{{kMember, true}}, {{kName, "n"}, {"phone", "1"}, {"never", ""}}});
    CHECK(a.known()[0].change.ops.size() == 3);
    CHECK(edit_ops(a.record(), Edit{{{kMember, true}}, {{kName, "n"}, {"phone", "1"}, {"never", ""}}}).empty());
    const auto blanked = edit_ops(a.record(), Edit{{}, {{"phone", ""}}});
    REQUIRE(blanked.size() == 1);
    CHECK(blanked[0].value.empty());
    const auto removed = edit_ops(a.record(), Edit{{{kMember, false}}, {{kName, "other"}}});
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].kind == OpKind::remove);
    CHECK(removed[0].supersedes.size() == 2);  // The row and the name below it.
    CHECK(edit_ops(Record{}, Edit{{{kMember, false}}, {}}).empty());
}

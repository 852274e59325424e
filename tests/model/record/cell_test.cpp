#include "model/record/cell.hpp"

#include <doctest/doctest.h>

using namespace yuanquan::record;

TEST_CASE("a cell path is read and written back") {
    for (const std::string path : {"phone", "identity/head_name", "members[00000000000000ff]/name", "@area",
                                   "a[0123456789abcdef]/b[fedcba9876543210]", "members[00000000000000ff]/@position"}) {
        const auto steps = parse_cell(path);
        REQUIRE(steps);
        CHECK(is_cell(path));
        CHECK(cell_text(*steps) == path);
    }
}

TEST_CASE("what is no path is refused") {
    for (const std::string path : {"", "/", "a/", "/a", "a//b", "a[]", "a[1]", "[0123456789abcdef]", "a[0123456789ABCDEF]",
                                   "a[0123456789abcdef", "a[0123456789abcdef]x", "a]b"}) {
        CAPTURE(path);
        CHECK_FALSE(parse_cell(path));
        CHECK_FALSE(is_cell(path));
    }
    CHECK_FALSE(parse_cell(std::string(4097, 'a')));
    CHECK_FALSE(parse_cell(std::string("a\0b", 3)));
    std::string deep = "a";
    for (int i = 0; i < 64; ++i) deep += "/a";
    CHECK_FALSE(parse_cell(deep));
}

TEST_CASE("rows around a cell are found from the inside out") {
    const std::string outer = "a[0123456789abcdef]", inner = outer + "/g/b[fedcba9876543210]";
    CHECK(innermost_row(inner + "/x/y") == inner);
    CHECK(innermost_row(inner) == inner);
    CHECK(enclosing_row(inner) == outer);
    CHECK(enclosing_row(outer).empty());
    CHECK(innermost_row("phone").empty());
    CHECK(question_path(inner + "/x") == "a/g/b/x");
    CHECK(is_of_question(inner + "/x", "a/g/b/x"));
    CHECK(is_of_question("phone", "phone"));
    for (const std::string other : {"a/g/b/xy", "a/g/b/", "a/g/b/y", ""}) CHECK_FALSE(is_of_question(inner + "/x", other));
    CHECK(is_below(inner, outer));
    CHECK_FALSE(is_below(outer, outer));
}

TEST_CASE("why a question has no answer stands beside it, never beside a row or the record") {
    for (const std::string question : {"phone", "identity/head_name", "members[00000000000000ff]/name"}) {
        CHECK(is_cell(unanswered_cell(question)));
        CHECK(unanswered_question(unanswered_cell(question)) == question);
        CHECK_FALSE(is_of_question(unanswered_cell(question), question));
    }
    for (const std::string other : {"phone", "@unanswered", "x@unanswered", "members[00000000000000ff]/@unanswered", "/@unanswered"}) {
        CHECK(unanswered_question(other).empty());
    }
}

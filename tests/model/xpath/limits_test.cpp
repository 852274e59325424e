// Hostile expressions: bounded, never a crash, an error with a place.

#include <doctest/doctest.h>

#include "tests/model/xpath/document.hpp"

using namespace yuanquan;
using namespace yuanquan::xpath;

namespace {

std::string repeated(std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part;
    return text;
}

std::string rows(int count) {
    std::string xml = "<r>";
    for (int i = 0; i < count; ++i) xml += "<i><k>" + std::to_string(i % 10) + "</k><v>" + std::to_string(i) + "</v></i>";
    return xml + "</r>";
}

}  // namespace

TEST_CASE("nesting is bounded, length is not") {
    for (auto const& text : {repeated("(", 100'000) + "1" + repeated(")", 100'000), repeated("not(", 100'000),
                             "a" + repeated("[a", 100'000), repeated("if(1,", 100'000)}) {
        auto const expression = Expression::compile(text);
        REQUIRE_FALSE(expression);
        CHECK(expression.error().code == base::ErrorCode::too_large);
        CHECK(expression.error().position > 0);
    }
    Document none("<r/>");
    CHECK(none("1" + repeated(" + 1", 9'999)) == "10000");
    CHECK(none(repeated("-", 10'001) + "1") == "-1");
    CHECK(none("count(" + repeated("r/", 10'000) + "r)") == "0");
    CHECK(none("count(/" + repeated("/.", 10'000) + ")") == "2");
    CHECK(none("count(r" + repeated("[1]", 10'000) + ")") == "1");
    CHECK(none("count(r" + repeated(" | r", 10'000) + ")") == "1");
    CHECK(none(repeated("(", 150) + "1" + repeated(")", 150)) == "1");
}

TEST_CASE("work is bounded") {
    Document many(rows(300));
    many.context.limits.steps = 100'000;
    auto const expression = Expression::compile("count(//i[count(//i[count(//v) > 1]) > 1])").value();
    CHECK(expression.evaluate(many.context).has_value());  // The same for every node: computed once.
    auto const heavy = Expression::compile("count(//i[count(../i[count(../i[v > current()]) > 1]) > 1])").value();
    auto const result = heavy.evaluate(many.context);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == base::ErrorCode::too_large);
}

TEST_CASE("texts are bounded") {
    Document many(rows(2000));
    many.context.limits.string_bytes = 10'000;
    CHECK(many("string-length(join('', //v))") == "6890");
    CHECK(many("string-length(join(' - ', //v, //v))").starts_with("error: longer than allowed"));
    CHECK(many("uuid(1000000000000)").starts_with("error: longer than allowed"));
}

TEST_CASE("an index answers as walking does") {
    Document many(rows(200));
    for (auto const* text : {"count(/r/i[k = '3'])", "/r/i[k = '3'][2]/v", "count(/r/i[k = /r/i[4]/k])",
                             "count(/r/i[k = '3' and v > 100])", "count(/r/i[k = //k])", "count(/r/i[k = 3])"}) {
        CAPTURE(text);
        std::string walked = text;  // `./k` is no plain name, so no index is asked.
        for (std::size_t at = 0; (at = walked.find("[k", at)) != std::string::npos; at += 3) walked.insert(at + 1, "./");
        CHECK(many(text) == many(walked));
    }
    CHECK(many("count(/r/i[k = '3'])") == "20");
}

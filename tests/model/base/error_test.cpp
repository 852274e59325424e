#include "model/base/error.hpp"

#include <doctest/doctest.h>
#include <set>

#include "model/base/finding.hpp"

using namespace yuanquan::base;

TEST_CASE("every error code has a name of its own") {
    std::set<std::string_view> names;
    for (int code = 1; code <= 21; ++code) names.insert(name(static_cast<ErrorCode>(code)));
    CHECK(names.size() == 21);
    CHECK_FALSE(names.contains("unknown"));
    CHECK(name(ErrorCode::unsafe_store) == "unsafe_store");
    CHECK(name(static_cast<ErrorCode>(999)) == "unknown");
}

TEST_CASE("an error tells code, subject, detail, position and steps") {
    const Error error = make_error(ErrorCode::damaged, "enrolment.yq", "hash differs").with_context("reading enrolment");
    CHECK(error.describe() == "damaged: enrolment.yq (hash differs) while reading enrolment");
    CHECK(make_error(ErrorCode::bad_input, "xml", "", 7).describe() == "bad_input: xml at 7");
}

TEST_CASE("only findings of severity error forbid use") {
    CHECK_FALSE(has_errors({}));
    CHECK_FALSE(has_errors({{Severity::warning, "a", {}, {}}}));
    CHECK(has_errors({{Severity::warning, "a", {}, {}}, {Severity::error, "b", {}, {}}}));
}

#include "model/form/answer_types.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace yuanquan::form;

TEST_CASE("equal answers are equal bytes, whatever was typed") {
    CHECK(canonical_answer(DataType::integer, " 007 ") == "7");
    CHECK(canonical_answer(DataType::integer, "10.9") == "10");
    CHECK(canonical_answer(DataType::decimal, "1.50") == "1.5");
    CHECK(canonical_answer(DataType::date, "2024-5-1") == "2024-05-01");
    CHECK(canonical_answer(DataType::date, "2024-05-01T10:00:00Z") == "2024-05-01");
    CHECK(canonical_answer(DataType::geopoint, "30 120.5") == "30.0 120.5 0.0 0.0");
    CHECK(canonical_answer(DataType::string, " as written ") == " as written ");
    CHECK(canonical_answer(DataType::integer, "") == "");
    CHECK(canonical_choices(" b  a b ") == "b a");
}

TEST_CASE("a text that cannot be of the type is refused") {
    CHECK_FALSE(canonical_answer(DataType::integer, "four"));
    CHECK_FALSE(canonical_answer(DataType::decimal, "1e3"));
    CHECK_FALSE(canonical_answer(DataType::date, "2023-02-29"));
    CHECK_FALSE(canonical_answer(DataType::time, "24:00"));
    CHECK_FALSE(canonical_answer(DataType::geopoint, "91 0 0 0"));
    CHECK_FALSE(canonical_answer(DataType::geoshape, "1 1;2 2;3 3;4 4"));
}

TEST_CASE("a calculation stores what its type can hold, else blank") {
    using yuanquan::xpath::Value;
    CHECK(stored_value(DataType::string, Value(std::numeric_limits<double>::quiet_NaN())) == "");
    CHECK(stored_value(DataType::integer, Value(2.75)) == "2");
    CHECK(stored_value(DataType::decimal, Value(2.75)) == "2.75");
    CHECK(stored_value(DataType::date, Value(1.0)) == "1970-01-02");
    CHECK(stored_value(DataType::integer, Value(std::string("none"))) == "");
}

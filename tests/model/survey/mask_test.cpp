#include "model/survey/mask.hpp"

#include <doctest/doctest.h>

namespace yuanquan::survey {

TEST_CASE("identity numbers, phones and other sensitive text are masked") {
    CHECK(mask("620981196803129618") == "620981********9618");
    CHECK(mask("62098119680312961X") == "620981********961X");
    CHECK(mask("13912345678") == "139****5678");
    CHECK(mask("张三丰") == "张**");
    CHECK(mask("").empty());
}

TEST_CASE("numbers of people are masked inside free text, other figures are left") {
    CHECK(mask_within("身份证 620981196803129618，电话13912345678。") == "身份证 620981********9618，电话139****5678。");
    CHECK(mask_within("户编号 6209812080200201，面积 96.5") == "户编号 6209812080200201，面积 96.5");
}

}  // namespace yuanquan::survey

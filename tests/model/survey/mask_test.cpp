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

TEST_CASE("numbers of people are masked however they are written") {
    CHECK(mask_within("６２０９８１１９６８０３１２９６１８") == "６２０９８１********９６１８");
    CHECK(mask_within("138 1234 5678") == "138 **** 5678");
    CHECK(mask_within("+86 138-1234-5678") == "+86 138-****-5678");
    CHECK(mask_within("620981 19680312 9618") == "620981 ******** 9618");
    CHECK(mask_within("卡号6222021234567890128。") == "卡号6222***********0128。");
    CHECK(mask_within("6222 0212 3456 7890 128") == "6222 **** **** ***0 128");
    // Not every row of figures is a number of a person.
    for (const std::string plain : {"1 2 3 4 5 6 7 8 9 10", "2024-05-01 12:30", "1500 2000 3000", "6222021234567890123", "12345678901234567"}) {
        CHECK_MESSAGE(mask_within(plain) == plain, plain);
    }
}

TEST_CASE("a masked identity number is not given back by a birth date beside it") {
    record::Record record;
    record::Head head;
    head.value = "620981196803129618";
    record.cells["number"].heads = {head};
    const Masking masking(record);
    CHECK(masking.show("1968-03-12") == "1968-**-**");
    CHECK(masking.show("生于1968年3月12日，属猴") == "生于1968年*月**日，属猴");
    CHECK(masking.show("19680312") == "1968****");
    CHECK(masking.show("1968-03-13") == "1968-03-13");
    CHECK(masking.show("1975-01-02", MaskRule::year) == "1975-**-**");
    CHECK(masking.show("王小花", MaskRule::whole) == "王**");
    CHECK(Masking().show("620981196803129618") == "620981196803129618");
    auto learned = Masking(record);
    learned.learn("620981197501029611");
    CHECK(learned.show("1975/1/2") == "1975/*/*");
}

}  // namespace yuanquan::survey

#include "model/base/text.hpp"

#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <thread>

#include "model/base/ids.hpp"

using namespace yuanquan::base;

TEST_CASE("white space is XML's") {
    CHECK(trim(" \t\r\n a b \n") == "a b");
    CHECK(trim(" \n") == "");
    CHECK(trim("\u00a0a") == "\u00a0a");
    CHECK(collapse_space("  a \n\t b  ") == "a b");
    CHECK(split_space(" a  b ") == std::vector<std::string_view>{"a", "b"});
    CHECK(split_space(" ").empty());
    CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("UTF-8 is told from what is not") {
    for (const char* good : {"", "a", "é", "户", "𬭩", "\xf4\x8f\xbf\xbf"}) CHECK(is_valid_utf8(good));
    for (const char* bad : {"\x80", "\xc0\xaf", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8", "\xff"}) {
        CHECK_FALSE(is_valid_utf8(bad));
        CHECK(is_valid_utf8(to_utf8(to_utf32(bad))));
    }
    CHECK(to_utf32("a𬭩\xff") == U"a𬭩\ufffd");
    CHECK(to_utf8(U"aé户𬭩") == "aé户𬭩");
    CHECK(to_utf8(std::u32string{0xd800, 0x110000}) == "\ufffd\ufffd");
    CHECK(count_characters("张𬭩\xffz") == 4);
}

TEST_CASE("decimals are read without exponent, locale or surprise") {
    CHECK(parse_decimal("1.5") == 1.5);
    CHECK(parse_decimal(" -.5 ") == -0.5);
    CHECK(parse_decimal("+7.") == 7.0);
    CHECK(parse_decimal("0.000000000001") == 1e-12);
    CHECK(parse_decimal("0." + std::string(500, '0') + "1") == 0.0);
    for (const char* bad : {"", " ", ".", "-", "+-1", "1e3", "0x1", "inf", "nan", "1,5", "1 2", "1.2.3", "--1", "１"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_decimal(bad));
    }
    CHECK_FALSE(parse_decimal(std::string(400, '9')));
    CHECK(parse_integer("-12") == -12);
    CHECK(parse_integer(" +12 ") == 12);
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    for (const char* bad : {"", "+", "+-1", "1.0", "9223372036854775808", "1a"}) CHECK_FALSE(parse_integer(bad));
}

TEST_CASE("numbers are written shortest, without exponent") {
    CHECK(format_number(0.1 + 0.2) == "0.30000000000000004");
    CHECK(format_number(1e17) == "100000000000000000");
    CHECK(format_number(1e-6) == "0.000001");
    CHECK(format_number(1e23) == "1" + std::string(23, '0'));
    CHECK(format_number(5e-324) == "0." + std::string(323, '0') + "5");
    CHECK(format_number(-0.0) == "0");
    CHECK(format_number(10) == "10");
    CHECK(format_number(-1234.5) == "-1234.5");
    CHECK(format_number(std::nan("")) == "NaN");
    CHECK(format_number(-std::numeric_limits<double>::infinity()) == "-Infinity");
}

TEST_CASE("every finite number reads back from its text") {
    SeededRandom random(3);
    for (int i = 0; i < 20'000; ++i) {
        double value;
        const std::uint64_t bits = random.next_u64();
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        REQUIRE(parse_decimal(format_number(value)) == value);
    }
}

TEST_CASE("fixed decimals round half away from zero, as people do") {
    CHECK(format_fixed(2.345, 2) == "2.35");
    CHECK(format_fixed(-2.345, 2) == "-2.35");
    CHECK(format_fixed(1.005, 2) == "1.01");
    CHECK(format_fixed(0.5, 0) == "1");
    CHECK(format_fixed(0.49, 0) == "0");
    CHECK(format_fixed(9.996, 2) == "10.00");
    CHECK(format_fixed(0.05, 1) == "0.1");
    CHECK(format_fixed(0.04, 1) == "0.0");
    CHECK(format_fixed(0.004, 1) == "0.0");
    CHECK(format_fixed(-0.001, 2) == "0.00");
    CHECK(format_fixed(1e20, 1) == "1" + std::string(20, '0') + ".0");
    CHECK(format_fixed(3, 3) == "3.000");
    CHECK(format_fixed(1.04, 1) == "1.0");
    CHECK(format_fixed(std::nan(""), 2) == "NaN");
}

TEST_CASE("patterns are filled once") {
    CHECK(fill("{a} of {b}, {c}", {{"a", "{b}"}, {"b", "x"}}) == "{b} of x, {c}");
    CHECK(fill("{", {{"", "x"}}) == "{");
    CHECK(replace_all("aaa", "a", "aa") == "aaaaaa");
    CHECK(replace_all("abc", "", "x") == "abc");
    CHECK(starts_with("abc", "ab"));
    CHECK_FALSE(ends_with("c", "bc"));
}

TEST_CASE("case folds by Unicode") {
    CHECK(fold_case("ABC") == "abc");
    CHECK(fold_case("ÉИ户") == "éи户");
}

TEST_CASE("pinyin finds people and places") {
    CHECK(pinyin("张三") == "zhang san");
    CHECK(pinyin_initials("张三") == "zs");
    CHECK(pinyin("塞力克·阿不都拉") == "sai li ke a bu dou la");
    CHECK(pinyin_initials("塞力克·阿不都拉") == "slkabdl");
    CHECK(pinyin("吕布") == "lv bu");
    CHECK(pinyin("曾国藩") == "zeng guo fan");
    CHECK(pinyin("尉迟恭") == "yu chi gong");
    CHECK(pinyin("万俟卨") == "mo qi xie");
    CHECK(pinyin("长孙无忌") == "zhang sun wu ji");
    CHECK(pinyin("解放村") == "jie fang cun");
    CHECK(pinyin("张𬭩") == "zhang weng");
    CHECK(pinyin("𠮷野") == "𠮷 ye");        // No reading known: the character itself.
    CHECK(pinyin_initials("𠮷野") == "𠮷y");
    CHECK(pinyin("Zoë Иванов") == "zoe ivanov");
    CHECK(pinyin("3组 A户") == "3 zu a hu");
    CHECK(pinyin("  Li  Si ") == "li si");
    CHECK(pinyin("") == "");
    CHECK(is_valid_utf8(pinyin("户\xff\xfe三")));
}

TEST_CASE("pinyin may be asked from several threads") {
    std::vector<std::thread> threads;
    std::vector<std::string> results(8);
    for (std::size_t i = 0; i < results.size(); ++i) {
        threads.emplace_back([&results, i] {
            for (int k = 0; k < 50; ++k) results[i] = pinyin("李四住在石头村") + std::to_string(compare_for_people("a", "b"));
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& result : results) CHECK(result == "li si zhu zai shi tou cun-1");
}

TEST_CASE("people's order: pinyin, figures by value, total") {
    CHECK(compare_for_people("李四", "张三") < 0);
    CHECK(compare_for_people("2组", "10组") < 0);
    CHECK(compare_for_people("安", "八") < 0);
    CHECK(compare_for_people("a", "a") == 0);
    CHECK(compare_for_people("a\u0301", "á") != 0);  // The same to ICU; bytes decide.
    CHECK(compare_for_people("a\u0301", "á") == -compare_for_people("á", "a\u0301"));
}

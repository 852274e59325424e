// Random expressions, sound and broken, over a small document: an answer or an error, never a crash or a hang. The
// same seed gives the same run; YUANQUAN_SEED and YUANQUAN_ROUNDS change it.

#include <doctest/doctest.h>

#include <cstdlib>

#include "model/xpath/functions.hpp"
#include "tests/model/xpath/document.hpp"

using namespace yuanquan;
using namespace yuanquan::xpath;

namespace {

class Grammar {
  public:
    explicit Grammar(std::uint64_t seed) : random_(seed) {}

    std::string expression(int depth) {
        if (depth <= 0) return pick({"1", "0.5", "'a'", "''", ".", "a", "/r/a", "//b", "@id", "..", "'2020-02-29'", "-1e3", "*"});
        switch (random_.next_u64() % 8) {
            case 0: return expression(depth - 1) + pick({" + ", " - ", " * ", " div ", " mod "}) + expression(depth - 1);
            case 1: return expression(depth - 1) + pick({" = ", " != ", " < ", " >= "}) + expression(depth - 1);
            case 2: return expression(depth - 1) + pick({" and ", " or ", " | "}) + expression(depth - 1);
            case 3: return "(" + expression(depth - 1) + ")";
            case 4: return "-" + expression(depth - 1);
            case 5: return path(depth);
            default: return call(depth);
        }
    }

    // Cuts, doubles and swaps bytes.
    std::string broken(std::string text) {
        for (int i = 0; i < 3 && !text.empty(); ++i) {
            std::size_t const at = random_.next_u64() % text.size();
            switch (random_.next_u64() % 3) {
                case 0: text.erase(at, 1); break;
                case 1: text.insert(at, 1, static_cast<char>(random_.next_u64())); break;
                default: text.insert(at, text.substr(at / 2, 5));
            }
        }
        return text;
    }

  private:
    std::string pick(std::initializer_list<const char*> words) { return *(words.begin() + random_.next_u64() % words.size()); }
    std::string path(int depth) {
        std::string text = pick({"", "/", "//", "./", "../", "current()/", "(//a)[1]/"});
        text += pick({"a", "*", "node()", "text()", "ancestor::*", "following::b", "preceding::node()", "r", "@*",
                      "descendant-or-self::b", "preceding-sibling::*", "parent::r", "self::a", "namespace::*"});
        if (random_.next_u64() % 2) text += "[" + expression(depth - 1) + "]";
        if (random_.next_u64() % 3 == 0) text += pick({"/", "//"}) + pick({"a", "b", "*", "..", "."});
        return text;
    }
    std::string call(int depth) {
        static const std::vector<std::string_view> kNames = function_names();
        std::string text(kNames[random_.next_u64() % kNames.size()]);
        text += "(";
        std::size_t const count = random_.next_u64() % 4;
        for (std::size_t i = 0; i < count; ++i) text += (i ? ", " : "") + expression(depth - 1);
        return text + ")";
    }

    base::SeededRandom random_;
};

std::uint64_t number_from(const char* name, std::uint64_t fallback) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : fallback;
}

}  // namespace

TEST_CASE("random expressions end with an answer or an error") {
    std::uint64_t const seed = number_from("YUANQUAN_SEED", 20260305);
    CAPTURE(seed);
    Grammar grammar(seed);
    Document document("<r id='1'><a>1<b>x</b>2020-01-01</a><a id='2'><b/><b>3</b></a>text<!-- c --><b>0 0;1 1;1 0;0 0</b></r>");
    document.context.limits.steps = 100'000;
    document.context.limits.string_bytes = 100'000;
    std::uint64_t answered = 0, refused = 0;
    for (std::uint64_t round = 0; round < number_from("YUANQUAN_ROUNDS", 5'000); ++round) {
        std::string text = grammar.expression(static_cast<int>(round % 5));
        if (round % 4 == 3) text = grammar.broken(std::move(text));
        CAPTURE(text);
        auto const expression = Expression::compile(text);
        if (!expression) {
            ++refused;
            CHECK(expression.error().position >= 0);
            continue;
        }
        auto const value = expression->evaluate(document.context);
        (value ? answered : refused) += 1;
        if (!value) continue;
        (void)expression->evaluate_string(document.context);
        auto const truth = expression->evaluate_boolean(document.context);
        if (truth && !expression->is_volatile() && !value->nodes()) CHECK(*truth == value->boolean());
    }
    CHECK(answered > 100);
    CHECK(refused > 100);
}

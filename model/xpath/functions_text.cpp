// Texts. Lengths and places count characters (code points), as XPath says. regex() runs on RE2, so no pattern from a form can
// explode; it must match the whole text, as in Collect. What RE2 lacks (look-around, back-references) is an error.

#include <re2/re2.h>

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <mutex>

#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

Value string_(Call& call) {
    return call.size() == 1 ? call.string(0) : call.evaluator.node_text(call.frame.node);
}

// Not XPath 1.0: one argument will do, and of a set of nodes all are taken.
Value concat(Call& call) {
    std::string result;
    for (std::size_t i = 0; i < call.size(); ++i) {
        for (auto const& text : call.strings(i)) {
            result += text;
            call.evaluator.check_size(result.size(), call.expr);
        }
    }
    return result;
}

Value join(Call& call) {
    std::string const separator = call.string(0);
    std::string result;
    bool first = true;
    for (std::size_t i = 1; i < call.size(); ++i) {
        for (auto const& text : call.strings(i)) {
            if (!first) result += separator;
            first = false;
            result += text;
            call.evaluator.check_size(result.size(), call.expr);
        }
    }
    return result;
}

Value starts_with(Call& call) { return call.string(0).starts_with(call.string(1)); }
Value ends_with(Call& call) { return call.string(0).ends_with(call.string(1)); }
Value contains(Call& call) { return call.string(0).find(call.string(1)) != std::string::npos; }

Value substring_before(Call& call) {
    std::string const text = call.string(0);
    std::size_t const at = text.find(call.string(1));
    return at == std::string::npos ? std::string() : text.substr(0, at);
}
Value substring_after(Call& call) {
    std::string const text = call.string(0), mark = call.string(1);
    std::size_t const at = text.find(mark);
    return at == std::string::npos ? std::string() : text.substr(at + mark.size());
}

bool is_ascii(std::string_view text) {
    for (char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

// Characters [begin, end).
std::string slice(const std::string& text, double begin, double end) {
    if (!(end > begin)) return {};
    bool const ascii = is_ascii(text);
    std::u32string const wide = ascii ? std::u32string() : base::to_utf32(text);
    auto const length = static_cast<double>(ascii ? text.size() : wide.size());
    auto const from = static_cast<std::size_t>(std::min(std::max(begin, 0.0), length));
    auto const to = static_cast<std::size_t>(std::min(std::max(end, 0.0), length));
    if (to <= from) return {};
    return ascii ? text.substr(from, to - from) : base::to_utf8(std::u32string_view(wide).substr(from, to - from));
}

// XPath 1.0 section 4.2: from 1, rounded, NaN takes nothing.
Value substring(Call& call) {
    std::string const text = call.string(0);
    double const start = std::floor(call.number(1) + 0.5);
    double const end = call.size() > 2 ? start + std::floor(call.number(2) + 0.5) : std::numeric_limits<double>::infinity();
    return slice(text, start - 1, end - 1);
}

// From 0, the end left out; negative ones count from the end.
Value substr(Call& call) {
    std::string const text = call.string(0);
    auto const length = static_cast<double>(base::count_characters(text));
    auto place = [&](double number) {
        number = std::isnan(number) ? 0 : std::trunc(number);
        return number < 0 ? std::max(0.0, length + number) : number;
    };
    return slice(text, place(call.number(1)), call.size() > 2 ? place(call.number(2)) : length);
}

Value string_length(Call& call) {
    std::string const text = call.size() == 1 ? call.string(0) : call.evaluator.node_text(call.frame.node);
    return static_cast<double>(base::count_characters(text));
}

Value normalize_space(Call& call) {
    return base::collapse_space(call.size() == 1 ? call.string(0) : call.evaluator.node_text(call.frame.node));
}

Value translate(Call& call) {
    std::u32string const from = base::to_utf32(call.string(1)), to = base::to_utf32(call.string(2));
    std::map<char32_t, std::size_t> places;
    for (std::size_t i = 0; i < from.size(); ++i) places.emplace(from[i], i);
    std::u32string result;
    for (char32_t c : base::to_utf32(call.string(0))) {
        auto const found = places.find(c);
        if (found == places.end()) {
            result += c;
        } else if (found->second < to.size()) {
            result += to[found->second];
        }
    }
    return base::to_utf8(result);
}

// Compiled patterns are kept: a form asks the same few again and again.
std::shared_ptr<const re2::RE2> compiled(const std::string& pattern) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const re2::RE2>> cache;
    std::lock_guard const lock(mutex);
    auto& entry = cache[pattern];
    if (entry) return entry;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    auto made = std::make_shared<const re2::RE2>(pattern, options);
    constexpr std::size_t kKept = 256;
    if (cache.size() > kKept) cache.clear();
    cache[pattern] = made;
    return made;
}

Value regex(Call& call) {
    auto const pattern = compiled(call.string(1));
    if (!pattern->ok()) call.fail("the pattern cannot be used: " + pattern->error());
    return re2::RE2::FullMatch(call.string(0), *pattern);
}

constexpr auto kAny = Function::kAny;
constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"string", 0, 1, Type::text, Function::kContextIfBare, string_},
    {"concat", 0, kAny, Type::text, kPlain, concat},
    {"join", 1, kAny, Type::text, kPlain, join},
    {"starts-with", 2, 2, Type::boolean, kPlain, starts_with},
    {"ends-with", 2, 2, Type::boolean, kPlain, ends_with},
    {"contains", 2, 2, Type::boolean, kPlain, contains},
    {"substring-before", 2, 2, Type::text, kPlain, substring_before},
    {"substring-after", 2, 2, Type::text, kPlain, substring_after},
    {"substring", 2, 3, Type::text, kPlain, substring},
    {"substr", 2, 3, Type::text, kPlain, substr},
    {"string-length", 0, 1, Type::number, Function::kContextIfBare, string_length},
    {"normalize-space", 0, 1, Type::text, Function::kContextIfBare, normalize_space},
    {"translate", 3, 3, Type::text, kPlain, translate},
    {"regex", 2, 2, Type::boolean, kPlain, regex},
};

}  // namespace

std::span<const Function> text_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

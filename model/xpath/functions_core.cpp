// Truth and choice: boolean, not, true, false, if, coalesce, once, checklist, weighted-checklist, boolean-from-string.
// The branch not taken is not evaluated. once() keeps the context node's own value when it has one. A checklist counts
// what is true as a boolean, and every node that is not empty, as both engines do (the specification's "a number > 0"
// would not count a chosen answer).

#include <cmath>

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

Value true_(Call&) { return true; }
Value false_(Call&) { return false; }
Value boolean(Call& call) { return call.boolean(0); }
Value not_(Call& call) { return !call.boolean(0); }
Value if_(Call& call) { return call.value(call.boolean(0) ? 1 : 2); }

// Only "true" and "1" (the number 1 has the text "1"), by the specification. Collect takes "True" as well.
Value boolean_from_string(Call& call) {
    std::string const text = call.string(0);
    return text == "true" || text == "1";
}

// The first that is not empty. NaN counts as empty: a calculation without its answers has no value.
Value coalesce(Call& call) {
    for (std::size_t i = 0; i < call.size(); ++i) {
        Value value = call.value(i);
        auto const* number = std::get_if<double>(&value);
        std::string text = number && std::isnan(*number) ? std::string() : value.string();
        if (!text.empty() || i + 1 == call.size()) return text;
    }
    return std::string();
}

Value once(Call& call) {
    std::string text = call.evaluator.node_text(call.frame.node);
    return text.empty() ? call.value(0) : Value(std::move(text));
}

bool within(double total, double min, double max) { return (min < 0 || total >= min) && (max < 0 || total <= max); }

// One truth for a plain argument, one for each node of a set.
std::vector<bool> truths(Call& call, std::size_t index) {
    if (!call.is_nodes(index)) return {call.boolean(index)};
    std::vector<bool> all;
    for (auto const& text : call.strings(index)) all.push_back(!text.empty());
    return all;
}

Value checklist(Call& call) {
    double total = 0;
    for (std::size_t i = 2; i < call.size(); ++i) {
        for (bool truth : truths(call, i)) total += truth ? 1 : 0;
    }
    return within(total, call.number(0), call.number(1));
}

// Pairs of value and weight; two sets of nodes pair up one by one.
Value weighted_checklist(Call& call) {
    if (call.size() % 2 != 0) call.fail("every value needs a weight");
    double total = 0;
    for (std::size_t i = 2; i < call.size(); i += 2) {
        auto const values = truths(call, i);
        auto const weights = call.strings(i + 1);
        for (std::size_t k = 0; k < values.size() && k < weights.size(); ++k) {
            if (values[k]) total += call.evaluator.text_to_number(weights[k]);
        }
    }
    return within(total, call.number(0), call.number(1));
}

constexpr auto kAny = Function::kAny;
constexpr Function kFunctions[] = {
    {"true", 0, 0, Type::boolean, Function::kPlain, true_},
    {"false", 0, 0, Type::boolean, Function::kPlain, false_},
    {"boolean", 1, 1, Type::boolean, Function::kPlain, boolean},
    {"not", 1, 1, Type::boolean, Function::kPlain, not_},
    {"boolean-from-string", 1, 1, Type::boolean, Function::kPlain, boolean_from_string},
    {"if", 3, 3, Type::any, Function::kPlain, if_},
    {"coalesce", 1, kAny, Type::text, Function::kPlain, coalesce},
    {"once", 1, 1, Type::any, Function::kContext, once},
    {"checklist", 2, kAny, Type::boolean, Function::kPlain, checklist},
    {"weighted-checklist", 2, kAny, Type::boolean, Function::kPlain, weighted_checklist},
};

}  // namespace

std::span<const Function> core_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

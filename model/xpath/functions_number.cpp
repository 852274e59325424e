// Numbers. Decided here: round() takes a half up (-1.5 is -1), as XPath 1.0 and Collect do (Web Forms: away from 0);
// sum, min and max skip unanswered nodes whose bind says number, as Collect does, and are NaN over other empty texts,
// as XPath says; min and max of nothing are NaN.

#include <cmath>
#include <limits>
#include <numbers>

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Value number(Call& call) {
    if (call.size() == 1) return call.number(0);
    return call.evaluator.node_number(call.frame.node);
}
Value int_(Call& call) { return std::trunc(call.number(0)); }
Value floor_(Call& call) { return std::floor(call.number(0)); }
Value ceiling(Call& call) { return std::ceil(call.number(0)); }
Value abs_(Call& call) { return std::abs(call.number(0)); }
Value pow_(Call& call) { return std::pow(call.number(0), call.number(1)); }
Value pi(Call&) { return std::numbers::pi; }
Value atan2_(Call& call) { return std::atan2(call.number(0), call.number(1)); }
template <double (*kFunction)(double)>
Value apply(Call& call) {
    return kFunction(call.number(0));
}
double exp10_of(double x) { return std::pow(10, x); }

double half_up(double number) { return std::copysign(std::floor(number + 0.5), number); }

Value round_(Call& call) {
    double const number = call.number(0);
    double const decimals = call.size() > 1 ? std::trunc(call.number(1)) : 0;
    if (std::isnan(decimals) || std::isnan(number)) return kNaN;
    constexpr double kWhole = 4503599627370496.0;  // From here on a double has no fraction.
    if (std::isinf(number) || (decimals >= 0 && std::abs(number) >= kWhole) || decimals > 300) return number;
    if (decimals == 0) return half_up(number);
    if (decimals < -300) return 0.0;
    double const factor = std::pow(10, std::abs(decimals));
    if (decimals < 0) return half_up(number / factor) * factor;
    // 2.15 is a little less than 2.15: the nudge of one unit makes its half a half again.
    double const scaled = number * factor;
    if (std::abs(scaled) >= kWhole) return number;
    return half_up(scaled + std::abs(scaled) * std::numeric_limits<double>::epsilon()) / factor;
}

Value random_(Call& call) {
    base::Random& random = call.evaluator.context().random ? *call.evaluator.context().random : base::system_random();
    return static_cast<double>(random.next_u64() >> 11) * 0x1.0p-53;
}

bool skipped(Evaluator& evaluator, Node node) {
    LeafType const type = node.tree->leaf_type(node.id);
    return (type == LeafType::integer || type == LeafType::decimal) && evaluator.node_text(node).empty();
}

Value sum(Call& call) {
    if (!call.is_nodes(0) && !call.value(0).nodes()) call.fail("nodes are expected here");
    double total = 0;
    auto add = [&](Node node) {
        double const number = call.evaluator.node_number(node);
        if (std::isnan(number) && skipped(call.evaluator, node)) return true;
        total += number;
        return true;
    };
    call.evaluator.each_node(call.argument(0), call.frame, add);
    return total;
}

template <bool kMax>
Value extreme(Call& call) {
    double best = kNaN;
    bool any = false, broken = false;
    auto take = [&](double number) {
        if (std::isnan(number)) broken = true;
        if (!any || (kMax ? number > best : number < best)) best = number;
        any = true;
    };
    auto take_node = [&](Node node) {
        double const number = call.evaluator.node_number(node);
        if (!std::isnan(number) || !skipped(call.evaluator, node)) take(number);
        return true;
    };
    for (std::size_t i = 0; i < call.size(); ++i) {
        if (call.is_nodes(i)) {
            call.evaluator.each_node(call.argument(i), call.frame, take_node);
        } else {
            take(call.number(i));
        }
    }
    return any && !broken ? best : kNaN;
}

constexpr auto kAny = Function::kAny;
constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"number", 0, 1, Type::number, Function::kContextIfBare, number},
    {"int", 1, 1, Type::number, kPlain, int_},
    {"floor", 1, 1, Type::number, kPlain, floor_},
    {"ceiling", 1, 1, Type::number, kPlain, ceiling},
    {"round", 1, 2, Type::number, kPlain, round_},
    {"abs", 1, 1, Type::number, kPlain, abs_},
    {"pow", 2, 2, Type::number, kPlain, pow_},
    {"log", 1, 1, Type::number, kPlain, apply<std::log>},
    {"log10", 1, 1, Type::number, kPlain, apply<std::log10>},
    {"exp", 1, 1, Type::number, kPlain, apply<std::exp>},
    {"exp10", 1, 1, Type::number, kPlain, apply<exp10_of>},
    {"sqrt", 1, 1, Type::number, kPlain, apply<std::sqrt>},
    {"sin", 1, 1, Type::number, kPlain, apply<std::sin>},
    {"cos", 1, 1, Type::number, kPlain, apply<std::cos>},
    {"tan", 1, 1, Type::number, kPlain, apply<std::tan>},
    {"asin", 1, 1, Type::number, kPlain, apply<std::asin>},
    {"acos", 1, 1, Type::number, kPlain, apply<std::acos>},
    {"atan", 1, 1, Type::number, kPlain, apply<std::atan>},
    {"atan2", 2, 2, Type::number, kPlain, atan2_},
    {"pi", 0, 0, Type::number, kPlain, pi},
    {"random", 0, 0, Type::number, Function::kVolatile, random_},
    {"sum", 1, 1, Type::number, kPlain, sum},
    {"min", 1, kAny, Type::number, kPlain, extreme<false>},
    {"max", 1, kAny, Type::number, kPlain, extreme<true>},
};

}  // namespace

std::span<const Function> number_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

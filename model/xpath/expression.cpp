#include "model/xpath/expression.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"
#include "model/xpath/parser.hpp"
#include "model/xpath/reads.hpp"

namespace yuanquan::xpath {
namespace {

// Columns count characters outside; bytes inside.
base::Error with_column(base::Error error, std::string_view text) {
    if (error.position > 0) {
        auto const byte = std::min(static_cast<std::size_t>(error.position), text.size());
        error.position = static_cast<int>(base::count_characters(text.substr(0, byte)));
    }
    return error;
}

}  // namespace

base::Result<Expression> Expression::compile(std::string_view text, const Namespaces& namespaces) {
    Expression expression;
    expression.text_ = text;
    if (base::trim(text).empty()) return expression;
    constexpr std::size_t kBytesMax = std::size_t{4} << 20;
    if (text.size() > kBytesMax) return base::fail(base::ErrorCode::too_large, "expression", "longer than allowed");
    auto parsed = parse(expression.text_, namespaces, Limits{}.depth);
    if (!parsed) return base::fail(with_column(std::move(parsed.error()), text));
    expression.root_ = std::move(parsed->root);
    expression.functions_ = std::move(parsed->functions);
    expression.volatile_ = parsed->is_volatile;
    expression.memo_slots_ = parsed->memo_slots;
    for (auto& problem : parsed->problems) expression.problems_.push_back(with_column(std::move(problem), text));
    expression.reads_ = find_reads(*expression.root_);
    return expression;
}

bool Expression::calls(std::string_view function) const {
    return std::find(functions_.begin(), functions_.end(), function) != functions_.end();
}

template <class T, class F>
base::Result<T> Expression::run(const Context& context, F&& evaluate) const {
    if (!root_) return T{};
    try {
        Evaluator evaluator(context, memo_slots_);
        return evaluate(evaluator, Frame{context.node, context.position, context.size});
    } catch (EvaluationError& fault) {
        return base::fail(with_column(std::move(fault.error), text_));
    }
}

base::Result<Value> Expression::evaluate(const Context& context) const {
    return run<Value>(context, [&](Evaluator& evaluator, const Frame& frame) { return evaluator.value(*root_, frame); });
}
base::Result<std::string> Expression::evaluate_string(const Context& context) const {
    return run<std::string>(context, [&](Evaluator& evaluator, const Frame& frame) { return evaluator.string(*root_, frame); });
}
base::Result<double> Expression::evaluate_number(const Context& context) const {
    if (!root_) return text_number("");
    return run<double>(context, [&](Evaluator& evaluator, const Frame& frame) { return evaluator.number(*root_, frame); });
}
base::Result<bool> Expression::evaluate_boolean(const Context& context) const {
    return run<bool>(context, [&](Evaluator& evaluator, const Frame& frame) { return evaluator.boolean(*root_, frame); });
}
base::Result<std::vector<Node>> Expression::evaluate_nodes(const Context& context) const {
    return run<NodeSet>(context, [&](Evaluator& evaluator, const Frame& frame) { return evaluator.nodes(*root_, frame); });
}

}  // namespace yuanquan::xpath

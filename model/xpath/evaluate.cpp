#include "model/xpath/evaluate.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "model/base/text.hpp"
#include "model/xpath/paths.hpp"

namespace yuanquan::xpath {
namespace {

using ast::Expr;
using ast::Operator;
using Kind = Expr::Kind;


}  // namespace

bool is_node_set(const Expr& expr) { return expr.type == Type::nodes; }

Evaluator::Evaluator(const Context& context, int memo_slots)
    : context_(context),
      root_(context.root),
      current_(context.current ? context.current : context.node),
      steps_left_(context.limits.steps),
      memo_(static_cast<std::size_t>(memo_slots)) {
    if (!root_ && context.node) root_ = Node{context.node.tree, context.node.tree->document()};
}

void Evaluator::fail(const Expr& where, std::string detail) {
    throw EvaluationError{base::make_error(base::ErrorCode::expression_error, where.text, std::move(detail), where.column)};
}

void Evaluator::out_of_steps(const Expr& where) {
    throw EvaluationError{base::make_error(base::ErrorCode::too_large, "work of an expression", "too many nodes", where.column)};
}

void Evaluator::check_size(std::size_t bytes, const Expr& where) const {
    if (bytes > context_.limits.string_bytes) {
        throw EvaluationError{base::make_error(base::ErrorCode::too_large, "text", "longer than allowed", where.column)};
    }
}

const LocalZone& Evaluator::zone() {
    if (!zone_) zone_.emplace(context_);
    return *zone_;
}

double Evaluator::text_to_number(std::string_view text) {
    double const number = text_number(text);
    if (!std::isnan(number)) return number;
    std::string_view const trimmed = base::trim(text);
    if (!looks_like_date(trimmed)) return number;
    // The specification's number(): dates are days since 1970 UTC.
    auto const moment = parse_moment(trimmed, zone());
    return moment ? moment->days : number;
}

double Evaluator::to_number(const Value& value) {
    if (auto const* text = std::get_if<std::string>(&value)) return text_to_number(*text);
    if (auto const* set = value.nodes()) {
        return set->empty() ? std::numeric_limits<double>::quiet_NaN() : node_number(set->front());
    }
    return value.number();
}

const std::string& Evaluator::node_text(Node node) {
    scratch_.clear();
    node.tree->append_string(node.id, scratch_);
    return scratch_;
}

double Evaluator::node_number(Node node) { return text_to_number(node_text(node)); }

bool Evaluator::node_boolean(Node node) {
    if (node.tree->leaf_type(node.id) != LeafType::boolean) return true;
    const std::string& text = node_text(node);
    return text == "true" || text == "1";
}

const Value* Evaluator::remembered(const Expr& expr, const Frame& frame) {
    if (expr.memo < 0) return nullptr;
    auto& slot = memo_[static_cast<std::size_t>(expr.memo)];
    if (!slot) slot = compute(expr, frame);
    return &*slot;
}

bool Evaluator::boolean_at(const Expr& expr, Node place) {
    Context there = context_;
    there.node = there.current = place;
    Evaluator evaluator(there, static_cast<int>(memo_.size()));
    evaluator.steps_left_ = steps_left_;
    bool const result = evaluator.boolean(expr, {place});
    steps_left_ = evaluator.steps_left_;
    spend(1, expr);
    return result;
}

Value Evaluator::value(const Expr& expr, const Frame& frame) {
    if (const Value* known = remembered(expr, frame)) return *known;
    return compute(expr, frame);
}

Value Evaluator::compute(const Expr& expr, const Frame& frame) {
    switch (expr.kind) {
        case Kind::text: return expr.text;
        case Kind::number: return expr.number;
        case Kind::sum: case Kind::product: case Kind::negation: return arithmetic(expr, frame);
        case Kind::disjunction: case Kind::conjunction: case Kind::equality: case Kind::relation:
            return comparison(expr, frame);
        case Kind::call: return call(expr, frame);
        case Kind::path: case Kind::set_union: break;
    }
    NodeSet set;
    auto collect = [&](Node node) {
        set.push_back(node);
        return true;
    };
    if (expr.kind == Kind::path) {
        PathWalk(*this, expr).each(frame, collect);
    } else {
        each_in_union(expr, frame, collect);
    }
    return set;
}

std::string Evaluator::string(const Expr& expr, const Frame& frame) {
    if (expr.kind == Kind::text) return expr.text;
    if (const Value* known = remembered(expr, frame)) return known->string();
    if (!is_node_set(expr)) return compute(expr, frame).string();
    std::string text;
    auto first = [&](Node node) {
        node.tree->append_string(node.id, text);
        return false;
    };
    each_node(expr, frame, first);
    return text;
}

double Evaluator::number(const Expr& expr, const Frame& frame) {
    if (expr.kind == Kind::number) return expr.number;
    if (const Value* known = remembered(expr, frame)) return to_number(*known);
    if (expr.kind == Kind::sum || expr.kind == Kind::product || expr.kind == Kind::negation) return arithmetic(expr, frame);
    if (!is_node_set(expr)) return to_number(compute(expr, frame));
    double number = std::numeric_limits<double>::quiet_NaN();
    auto first = [&](Node node) {
        number = node_number(node);
        return false;
    };
    each_node(expr, frame, first);
    return number;
}

bool Evaluator::boolean(const Expr& expr, const Frame& frame) {
    if (const Value* known = remembered(expr, frame)) {
        auto const* set = known->nodes();
        return set ? !set->empty() && (set->size() > 1 || node_boolean(set->front())) : known->boolean();
    }
    if (!is_node_set(expr)) {
        Value const result = compute(expr, frame);
        auto const* set = result.nodes();
        return set ? !set->empty() && (set->size() > 1 || node_boolean(set->front())) : result.boolean();
    }
    std::size_t count = 0;
    Node only;
    auto look = [&](Node node) {
        only = node;
        return ++count < 2;
    };
    each_node(expr, frame, look);
    return count > 1 || (count == 1 && node_boolean(only));
}

NodeSet Evaluator::nodes(const Expr& expr, const Frame& frame) {
    if (const Value* known = remembered(expr, frame)) {
        if (known->nodes()) return *known->nodes();
        fail(expr, "nodes are expected here");
    }
    Value result = compute(expr, frame);
    if (auto* set = std::get_if<NodeSet>(&result)) return std::move(*set);
    fail(expr, "nodes are expected here");
}

bool Evaluator::each_node(const Expr& expr, const Frame& frame, NodeVisitor visit) {
    if (expr.memo < 0) {
        if (expr.kind == Kind::path) return PathWalk(*this, expr).each(frame, visit);
        if (expr.kind == Kind::set_union) return each_in_union(expr, frame, visit);
    }
    for (Node node : nodes(expr, frame)) {
        if (!visit(node)) return false;
    }
    return true;
}

bool Evaluator::each_in_union(const Expr& expr, const Frame& frame, NodeVisitor visit) {
    NodeSet all;
    for (auto const& operand : expr.operands) {
        NodeSet const part = nodes(*operand, frame);
        all.insert(all.end(), part.begin(), part.end());
    }
    spend(all.size(), expr);
    PathWalk::sort_unique(all);
    for (Node node : all) {
        if (!visit(node)) return false;
    }
    return true;
}

double Evaluator::arithmetic(const Expr& expr, const Frame& frame) {
    double result = number(*expr.operands.front(), frame);
    if (expr.kind == Kind::negation) return expr.number < 0 ? -result : result;
    for (std::size_t i = 1; i < expr.operands.size(); ++i) {
        double const next = number(*expr.operands[i], frame);
        switch (expr.operators[i - 1]) {
            case Operator::add: result += next; break;
            case Operator::subtract: result -= next; break;
            case Operator::multiply: result *= next; break;
            case Operator::divide: result /= next; break;
            default: result = std::fmod(result, next);
        }
    }
    return result;
}

bool Evaluator::comparison(const Expr& expr, const Frame& frame) {
    if (expr.kind == Kind::disjunction || expr.kind == Kind::conjunction) {
        bool const stop = expr.kind == Kind::disjunction;
        for (auto const& operand : expr.operands) {
            if (boolean(*operand, frame) == stop) return stop;
        }
        return !stop;
    }
    bool result = compare(expr.operators.front(), *expr.operands[0], *expr.operands[1], frame);
    for (std::size_t i = 2; i < expr.operands.size(); ++i) {  // a = b = c is (a = b) = c.
        const Expr& next = *expr.operands[i];
        Operator const op = expr.operators[i - 1];
        result = is_node_set(next) ? compare_nodes(op, next, Value(result), frame, true)
                                   : compare_values(op, Value(result), value(next, frame));
    }
    return result;
}

Value Evaluator::call(const Expr& expr, const Frame& frame) {
    const Function* function = expr.function;
    if (!function) fail(expr, "unknown function");
    auto const count = static_cast<int>(expr.operands.size());
    if (count < function->arguments_min || (function->arguments_max >= 0 && count > function->arguments_max)) {
        fail(expr, "wrong number of arguments");
    }
    spend(1, expr);
    Call arguments{*this, expr, frame};
    return function->call(arguments);
}

}  // namespace yuanquan::xpath

#include "model/xpath/predicates.hpp"

#include <utility>

namespace yuanquan::xpath {
namespace {

using ast::Axis;
using ast::Expr;
using ast::NodeTest;
using ast::Predicate;
using Kind = Expr::Kind;

bool is_bare_call(const Expr& expr, std::string_view name) {
    return expr.kind == Kind::call && expr.text == name && expr.operands.empty();
}

// The one child name of a path `name`, or empty.
std::string_view child_name(const Expr& expr) {
    if (expr.kind != Kind::path || expr.start != Expr::Start::context || expr.steps.size() != 1) return {};
    auto const& step = expr.steps.front();
    bool const plain = step.axis == Axis::child && step.predicates.empty() && step.test.kind == NodeTest::Kind::name &&
                       !step.test.any_name && step.test.space != NodeTest::Space::uri &&
                       step.test.space != NodeTest::Space::prefix;
    return plain ? std::string_view(step.test.name) : std::string_view();
}

// Only texts and nodes compare as texts, which is what an index holds.
bool compares_as_text(const Expr& expr) {
    return expr.type == Type::text || expr.type == Type::nodes || expr.type == Type::any;
}

void find_key(Predicate& predicate) {
    const Expr* equality = predicate.expr.get();
    if (equality->kind == Kind::conjunction) equality = equality->operands.front().get();
    if (equality->kind != Kind::equality || equality->operands.size() != 2) return;
    if (equality->operators.front() != ast::Operator::equal) return;
    for (int side = 0; side < 2; ++side) {
        const Expr& key = *equality->operands[static_cast<std::size_t>(side)];
        const Expr& value = *equality->operands[static_cast<std::size_t>(1 - side)];
        std::string_view const name = child_name(key);
        if (name.empty() || !value.context_free || !compares_as_text(value)) continue;
        predicate.key = name;
        predicate.key_value = &value;
        return;
    }
}

// Gives the largest context-free parts a slot each.
void memoize(Expr& expr, int& slots) {
    if (expr.memo >= 0 || expr.kind == Kind::text || expr.kind == Kind::number) return;
    if (expr.context_free) {
        expr.memo = slots++;
        return;
    }
    for (auto& operand : expr.operands) memoize(*operand, slots);
}

}  // namespace

void classify(Predicate& predicate, int& memo_slots) {
    Expr& expr = *predicate.expr;
    predicate.uses_position = expr.position || expr.type == Type::number || expr.type == Type::any;
    if (expr.kind == Kind::number) {
        predicate.kind = Predicate::Kind::number;
        predicate.number = expr.number;
        return;
    }
    if (is_bare_call(expr, "last")) {
        predicate.kind = Predicate::Kind::last;
        return;
    }
    if (expr.kind == Kind::equality && expr.operands.size() == 2 && expr.operators[0] == ast::Operator::equal) {
        for (std::size_t side = 0; side < 2; ++side) {
            if (!is_bare_call(*expr.operands[side], "position")) continue;
            const Expr& other = *expr.operands[1 - side];
            if (other.kind != Kind::number) continue;
            predicate.kind = Predicate::Kind::number;
            predicate.number = other.number;
            return;
        }
    }
    if (!predicate.uses_position) find_key(predicate);
    memoize(expr, memo_slots);
}

void finish_path(ast::Expr& path) {
    // `//name` without a count of positions is one walk over all that is below.
    std::vector<ast::Step> steps;
    for (auto& step : path.steps) {
        bool counted = false;
        for (auto const& predicate : step.predicates) counted = counted || predicate.uses_position;
        bool const after_any = !steps.empty() && steps.back().axis == Axis::descendant_or_self &&
                               steps.back().test.kind == NodeTest::Kind::node && steps.back().predicates.empty();
        if (after_any && step.axis == Axis::child && !counted) {
            steps.pop_back();
            step.axis = Axis::descendant;
        }
        steps.push_back(std::move(step));
    }
    path.steps = std::move(steps);
    constexpr std::size_t kSimpleSteps = 64;  // Walked by recursion.
    path.simple = path.predicates.empty() && path.steps.size() <= kSimpleSteps;
    bool down = false;
    for (auto const& step : path.steps) {
        path.simple = path.simple && step.predicates.empty();
        if (step.axis == Axis::child || step.axis == Axis::attribute) {
            down = true;
        } else if ((step.axis != Axis::self && step.axis != Axis::parent) || down) {
            path.simple = false;
        }
    }
}

}  // namespace yuanquan::xpath

// Comparisons of XPath 1.0 section 3.4. Decided here: a boolean against nodes with < and its kin compares with the
// number of each node (as both ODK engines that have it do; libxml2 converts the set); nodes whose binds say number
// compare as numbers, so that 1 = 1.0 holds between two answers as it does in Collect.

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

using ast::Expr;
using ast::Operator;

bool is_equality(Operator op) { return op == Operator::equal || op == Operator::not_equal; }

Operator mirrored(Operator op) {
    switch (op) {
        case Operator::less: return Operator::greater;
        case Operator::less_equal: return Operator::greater_equal;
        case Operator::greater: return Operator::less;
        case Operator::greater_equal: return Operator::less_equal;
        default: return op;
    }
}

template <class T>
bool holds(Operator op, const T& a, const T& b) {
    switch (op) {
        case Operator::equal: return a == b;
        case Operator::not_equal: return a != b;
        case Operator::less: return a < b;
        case Operator::less_equal: return a <= b;
        case Operator::greater: return a > b;
        default: return a >= b;
    }
}

bool is_numeric(Node node) {
    LeafType const type = node.tree->leaf_type(node.id);
    return type == LeafType::integer || type == LeafType::decimal;
}

// One side of a comparison of two sets, read once.
struct Texts {
    std::vector<std::string> all;
    bool numeric = true;  // Every node is a number by its bind.
};

}  // namespace

bool Evaluator::compare_values(Operator op, const Value& a, const Value& b) {
    if (is_equality(op)) {
        if (std::holds_alternative<bool>(a) || std::holds_alternative<bool>(b)) {
            return holds(op, a.boolean(), b.boolean());
        }
        auto const* left = std::get_if<std::string>(&a);
        auto const* right = std::get_if<std::string>(&b);
        if (left && right) return holds(op, *left, *right);
    }
    return holds(op, to_number(a), to_number(b));
}

bool Evaluator::compare(Operator op, const Expr& a, const Expr& b, const Frame& frame) {
    bool const left = is_node_set(a), right = is_node_set(b);
    if (left && right) return compare_sets(op, a, b, frame);
    if (!left && !right) {
        if (a.type == Type::number && b.type == Type::number) return holds(op, number(a, frame), number(b, frame));
        return compare_values(op, value(a, frame), value(b, frame));
    }
    return left ? compare_nodes(op, a, value(b, frame), frame, false)
                : compare_nodes(op, b, value(a, frame), frame, true);
}

// True when the comparison holds for some node. swapped: the other value stands on the left.
bool Evaluator::compare_nodes(Operator op, const Expr& nodes, const Value& other, const Frame& frame, bool swapped) {
    if (is_equality(op) && std::holds_alternative<bool>(other)) {
        return holds(op, boolean(nodes, frame), std::get<bool>(other));
    }
    if (swapped) op = mirrored(op);
    auto const* text = is_equality(op) ? std::get_if<std::string>(&other) : nullptr;
    double const limit = text ? 0 : to_number(other);
    std::size_t const hidden_before = hidden_seen_;
    std::size_t visited = 0;
    bool found = false;
    auto test = [&](Node node) {
        ++visited;
        found = text ? holds(op, node_text(node), *text) : holds(op, node_number(node), limit);
        return !found;
    };
    each_node(nodes, frame, test);
    if (visited == 0 && hidden_seen_ > hidden_before) return compare_values(op, std::string(), other);
    return found;
}

bool Evaluator::compare_sets(Operator op, const Expr& a, const Expr& b, const Frame& frame) {
    auto read = [&](const Expr& expr) {
        Texts texts;
        std::size_t const hidden_before = hidden_seen_;
        auto add = [&](Node node) {
            texts.numeric = texts.numeric && is_numeric(node);
            texts.all.push_back(node_text(node));
            return true;
        };
        each_node(expr, frame, add);
        if (texts.all.empty() && hidden_seen_ > hidden_before) texts.all.emplace_back();
        return texts;
    };
    Texts const left = read(a), right = read(b);
    if (left.all.empty() || right.all.empty()) return false;
    if (is_equality(op) && !(left.numeric && right.numeric)) {
        if (op == Operator::equal) {
            std::unordered_set<std::string_view> const known(right.all.begin(), right.all.end());
            return std::any_of(left.all.begin(), left.all.end(), [&](auto const& text) { return known.contains(text); });
        }
        // Some pair differs unless all texts are one.
        auto differs = [&](auto const& text) { return text != left.all.front(); };
        return std::any_of(right.all.begin(), right.all.end(), differs) ||
               std::any_of(left.all.begin(), left.all.end(), [&](auto const& text) { return text != right.all.front(); });
    }
    std::vector<double> numbers;
    for (auto const& text : right.all) {
        double const number = text_to_number(text);
        if (!std::isnan(number)) numbers.push_back(number);
    }
    if (numbers.empty()) return false;
    std::sort(numbers.begin(), numbers.end());
    for (auto const& text : left.all) {
        double const number = text_to_number(text);
        bool found = false;
        if (op == Operator::equal) {
            found = std::binary_search(numbers.begin(), numbers.end(), number);
        } else if (op == Operator::not_equal) {
            found = !std::isnan(number) && (numbers.front() != number || numbers.back() != number);
        } else {
            bool const smaller = op == Operator::less || op == Operator::less_equal;
            found = holds(op, number, smaller ? numbers.back() : numbers.front());
        }
        if (found) return true;
    }
    return false;
}

}  // namespace yuanquan::xpath

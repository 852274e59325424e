#include "model/xpath/indexed_repeat.hpp"

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

using ast::Axis;
using ast::Expr;

using Names = std::vector<std::string_view>;

Names names_of(Node node, Node root) {
    Names names;
    for (NodeId id = node.id; id != kNoNode && id != root.id; id = node.tree->parent(id)) {
        names.insert(names.begin(), node.tree->local_name(id));
    }
    return names;
}

// The names from the root that an argument's path means, or false where it is more than names.
bool absolute_names(Call& call, std::size_t index, Names& names) {
    const Expr& expr = call.argument(index);
    if (expr.kind != Expr::Kind::path || expr.start == Expr::Start::operand) return false;
    names = expr.start == Expr::Start::root ? Names() : names_of(call.frame.node, call.evaluator.root());
    for (auto const& step : expr.steps) {
        if (step.axis == Axis::self && step.test.kind == ast::NodeTest::Kind::node) continue;
        if (step.axis == Axis::parent && step.test.kind == ast::NodeTest::Kind::node) {
            if (names.empty()) return false;
            names.pop_back();
            continue;
        }
        if (step.axis != Axis::child || step.test.kind != ast::NodeTest::Kind::name || step.test.any_name) return false;
        names.push_back(step.test.name);
    }
    return true;
}

bool is_prefix(const Names& prefix, const Names& names, std::size_t length) {
    return prefix.size() == length && length <= names.size() && std::equal(prefix.begin(), prefix.end(), names.begin());
}

}  // namespace

Value indexed_repeat(Call& call) {
    if (call.size() % 2 == 0) call.fail("every repeat needs an index");
    struct Row {
        Names repeat;
        double index;
    };
    Names target;
    if (!absolute_names(call, 0, target)) call.fail("the first argument must be a plain path");
    std::vector<Row> rows;
    for (std::size_t i = 1; i + 1 < call.size(); i += 2) {
        Row row;
        if (!absolute_names(call, i, row.repeat)) call.fail("a repeat must be a plain path");
        row.index = call.number(i + 1);
        rows.push_back(std::move(row));
    }
    Node const root = call.evaluator.root();
    NodeSet found;
    if (!root || call.frame.node.tree != root.tree) return found;
    const Tree& tree = *root.tree;
    std::vector<NodeId> chain;  // The context's own rows, from the root down.
    NodeId id = call.frame.node.id;
    for (; id != kNoNode && id != root.id; id = tree.parent(id)) chain.insert(chain.begin(), id);
    bool on_chain = id == root.id;
    std::vector<NodeId> at{root.id};  // Several where a repeat below has no index.
    for (std::size_t depth = 0; depth < target.size(); ++depth) {
        const Row* row = nullptr;
        for (auto const& candidate : rows) {
            if (is_prefix(candidate.repeat, target, depth + 1)) row = &candidate;
        }
        on_chain = on_chain && depth < chain.size() && tree.local_name(chain[depth]) == target[depth];
        if (!row && on_chain) {
            at = {chain[depth]};
            continue;
        }
        std::vector<NodeId> next;
        for (NodeId parent : at) {
            double place = 0;
            NodeId child = tree.first_child_named(parent, target[depth]);
            for (; child != kNoNode; child = tree.next_sibling_named(child, target[depth])) {
                call.evaluator.spend(1, call.expr);
                if (tree.hidden(child) || (row && ++place != row->index)) continue;
                next.push_back(child);
                if (row) break;
            }
        }
        if (next.empty()) return found;
        on_chain = on_chain && next.size() == 1 && next.front() == chain[depth];
        at = std::move(next);
    }
    for (NodeId each : at) found.push_back({&tree, each});
    return found;
}

}  // namespace yuanquan::xpath

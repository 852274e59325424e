#include "model/xpath/paths.hpp"

#include <algorithm>

namespace yuanquan::xpath {
namespace {

using ast::Axis;
using ast::Expr;
using ast::NodeTest;
using ast::Predicate;
using ast::Step;

bool name_matches(const NodeTest& test, const Tree& tree, NodeId id) {
    if (!test.any_name && tree.local_name(id) != test.name) return false;
    switch (test.space) {
        case NodeTest::Space::any: return true;
        case NodeTest::Space::uri: return tree.namespace_uri(id) == test.uri;
        case NodeTest::Space::prefix: return tree.prefix(id) == test.uri;
        case NodeTest::Space::none_or_uri: break;
    }
    std::string_view const uri = tree.namespace_uri(id);
    return uri.empty() || uri == test.uri;
}

// Whether a step's nodes from many starts are in order and unique again, and whether one may lie below another.
struct Order {
    bool sorted;
    bool nested;
};
Order order_after(Axis axis, bool nested) {
    switch (axis) {
        case Axis::self: return {true, nested};
        case Axis::attribute: return {true, false};
        case Axis::child: return {!nested, nested};
        case Axis::descendant: case Axis::descendant_or_self: return {!nested, true};
        default: return {false, true};
    }
}

}  // namespace

bool PathWalk::matches(const Step& step, Node node) const {
    const Tree& tree = *node.tree;
    NodeTest const& test = step.test;
    switch (test.kind) {
        case NodeTest::Kind::node: return true;
        case NodeTest::Kind::text: return tree.kind(node.id) == NodeKind::text;
        case NodeTest::Kind::comment: return tree.kind(node.id) == NodeKind::comment;
        case NodeTest::Kind::instruction:
            return tree.kind(node.id) == NodeKind::instruction && (test.name.empty() || tree.local_name(node.id) == test.name);
        case NodeTest::Kind::name: break;
    }
    return name_matches(test, tree, node.id) &&
           tree.kind(node.id) == (step.axis == Axis::attribute ? NodeKind::attribute : NodeKind::element);
}

bool PathWalk::visible(Node node) {
    if (!node.tree->hidden(node.id)) return true;
    ++evaluator_.hidden_seen_;
    return false;
}

// Everything below a node in document order; hidden branches are left out whole.
template <class F>
bool PathWalk::walk_below(Node from, F&& visit) {
    const Tree& tree = *from.tree;
    NodeId id = tree.first_child(from.id);
    while (id != kNoNode) {
        evaluator_.spend(1, path_);
        bool const open = visible({&tree, id});
        if (open && !visit(Node{&tree, id})) return false;
        NodeId next = open ? tree.first_child(id) : kNoNode;
        while (next == kNoNode) {
            next = tree.next_sibling(id);
            if (next != kNoNode) break;
            id = tree.parent(id);
            if (id == from.id || id == kNoNode) return true;
        }
        id = next;
    }
    return true;
}

// Visits the nodes of an axis that pass the test, in the order of the axis.
template <class F>
bool PathWalk::walk(const Step& step, Node from, F&& visit) {
    const Tree& tree = *from.tree;
    auto test = [&](Node node) { return !matches(step, node) || visit(node); };
    auto siblings = [&](NodeId id, auto advance, auto&& each) {
        for (; id != kNoNode; id = advance(id)) {
            evaluator_.spend(1, path_);
            if (!each(Node{&tree, id})) return false;
        }
        return true;
    };
    auto seen = [&](Node node) { return !matches(step, node) || !visible(node) || visit(node); };
    auto next = [&](NodeId id) { return tree.next_sibling(id); };
    auto previous = [&](NodeId id) { return tree.previous_sibling(id); };
    bool const is_attribute = tree.kind(from.id) == NodeKind::attribute;
    switch (step.axis) {
        case Axis::child: {
            NodeTest const& named = step.test;
            if (named.kind != NodeTest::Kind::name || named.any_name) return siblings(tree.first_child(from.id), next, seen);
            auto next_named = [&](NodeId id) { return tree.next_sibling_named(id, named.name); };
            return siblings(tree.first_child_named(from.id, named.name), next_named, seen);
        }
        case Axis::attribute:
            return siblings(tree.first_attribute(from.id), [&](NodeId id) { return tree.next_attribute(id); }, seen);
        case Axis::self: return test(from);
        case Axis::parent: {
            Node const parent{&tree, tree.parent(from.id)};
            return !parent || test(parent);
        }
        case Axis::ancestor: case Axis::ancestor_or_self: {
            NodeId const start = step.axis == Axis::ancestor ? tree.parent(from.id) : from.id;
            return siblings(start, [&](NodeId id) { return tree.parent(id); }, test);
        }
        case Axis::descendant: return walk_below(from, test);
        case Axis::descendant_or_self: return test(from) && walk_below(from, test);
        case Axis::following_sibling: return is_attribute || siblings(tree.next_sibling(from.id), next, seen);
        case Axis::preceding_sibling: return is_attribute || siblings(tree.previous_sibling(from.id), previous, seen);
        case Axis::following: {
            if (is_attribute) from.id = tree.parent(from.id);
            if (is_attribute && !walk_below(from, test)) return false;
            for (NodeId id = from.id; id != kNoNode; id = tree.parent(id)) {
                bool const on = siblings(tree.next_sibling(id), next, [&](Node node) {
                    return !visible(node) || (test(node) && walk_below(node, test));
                });
                if (!on) return false;
            }
            return true;
        }
        case Axis::preceding: {
            for (NodeId id = is_attribute ? tree.parent(from.id) : from.id; id != kNoNode; id = tree.parent(id)) {
                bool const on = siblings(tree.previous_sibling(id), previous, [&](Node node) {
                    if (!visible(node)) return true;
                    NodeSet branch{node};
                    walk_below(node, [&](Node below) { branch.push_back(below); return true; });
                    return std::all_of(branch.rbegin(), branch.rend(), test);
                });
                if (!on) return false;
            }
            return true;
        }
        case Axis::name_space: return true;  // A form instance has no namespace nodes.
    }
    return true;
}

void PathWalk::sort_unique(NodeSet& set) {
    // Other trees come after the first one's, by address: any order, as long as it is one.
    const Tree* first = set.empty() ? nullptr : set.front().tree;
    std::sort(set.begin(), set.end(), [&](Node a, Node b) {
        if (a.tree == b.tree) return a.tree->compare_order(a.id, b.id) < 0;
        if (a.tree == first || b.tree == first) return a.tree == first;
        return std::less<>()(a.tree, b.tree);
    });
    set.erase(std::unique(set.begin(), set.end()), set.end());
}

bool PathWalk::each(const Frame& frame, NodeVisitor visit) {
    if (path_.simple && path_.start != Expr::Start::operand) {
        std::size_t done = 0;
        Node const start = path_.start == Expr::Start::root ? contextual_root(done) : frame.node;
        return !start || each_simple(done, start, visit);
    }
    for (Node node : run(frame)) {
        if (!visit(node)) return false;
    }
    return true;
}

bool PathWalk::each_simple(std::size_t index, Node node, NodeVisitor visit) {
    if (index == path_.steps.size()) return visit(node);
    bool const final = index + 1 == path_.steps.size();
    return walk(path_.steps[index], node, [&](Node next) { return final ? visit(next) : each_simple(index + 1, next, visit); });
}

// Where the host asks for it, an absolute path follows the rows that the context stands in as far as the names agree.
Node PathWalk::contextual_root(std::size_t& steps_done) const {
    Node const root = evaluator_.root();
    const Host* host = evaluator_.context().host;
    Node const place = evaluator_.context().node;
    if (!host || !host->contextualises_absolute_paths() || !root || place.tree != root.tree) return root;
    std::vector<NodeId> chain;  // From below the root to the context.
    NodeId id = place.id;
    for (; id != kNoNode && id != root.id; id = root.tree->parent(id)) chain.push_back(id);
    if (id != root.id) return root;
    Node at = root;
    for (auto const& step : path_.steps) {
        bool const is_last = &step == &path_.steps.back();  // What is asked for is never narrowed: count(/data/row) counts.
        if (is_last || chain.empty() || step.axis != Axis::child || !step.predicates.empty()) break;
        Node const next{root.tree, chain.back()};
        if (!matches(step, next)) break;
        chain.pop_back();
        at = next;
        ++steps_done;
    }
    return at;
}

NodeSet PathWalk::run(const Frame& frame) {
    NodeSet set;
    std::size_t index = 0;
    switch (path_.start) {
        case Expr::Start::context: set.push_back(frame.node); break;
        case Expr::Start::root: set.push_back(contextual_root(index)); break;
        case Expr::Start::operand:
            set = evaluator_.nodes(*path_.operands.front(), frame);
            for (auto const& predicate : path_.predicates) filter(predicate, set, 0);
    }
    if (!set.empty() && !set.front()) return {};
    bool nested = set.size() > 1;
    for (; index < path_.steps.size() && !set.empty(); ++index) {
        Step const& step = path_.steps[index];
        NodeSet out;
        for (Node node : set) take_step(step, node, out);
        Order order = order_after(step.axis, nested);
        if (set.size() == 1) {
            if (ast::is_reverse(step.axis)) std::reverse(out.begin(), out.end());
            order.sorted = true;
        }
        if (!order.sorted) {
            out.erase(std::unique(out.begin(), out.end()), out.end());
            evaluator_.spend(out.size(), path_);
            sort_unique(out);
        }
        nested = order.nested && out.size() > 1;
        set = std::move(out);
    }
    return set;
}

void PathWalk::take_step(const Step& step, Node from, NodeSet& out) {
    std::size_t const begin = out.size();
    std::size_t applied = 0;
    if (!step.predicates.empty() && step.predicates.front().kind == Predicate::Kind::number) {
        double const wanted = step.predicates.front().number;
        double position = 0;
        walk(step, from, [&](Node node) {
            if (++position == wanted) out.push_back(node);
            return position < wanted;
        });
        applied = 1;
    } else if (take_indexed(step, from, out)) {
        applied = 1;
    } else {
        walk(step, from, [&](Node node) {
            out.push_back(node);
            return true;
        });
    }
    for (; applied < step.predicates.size(); ++applied) filter(step.predicates[applied], out, begin);
}

bool PathWalk::take_indexed(const Step& step, Node from, NodeSet& out) {
    if (step.axis != Axis::child || step.predicates.empty() || step.predicates.front().key.empty()) return false;
    if (step.test.kind != NodeTest::Kind::name || step.test.any_name) return false;
    if (step.test.space == NodeTest::Space::uri || step.test.space == NodeTest::Space::prefix) return false;
    Predicate const& predicate = step.predicates.front();
    Value const wanted = evaluator_.value(*predicate.key_value, Frame{from});
    std::vector<std::string> keys;
    if (auto const* text = std::get_if<std::string>(&wanted)) {
        keys.push_back(*text);
    } else if (auto const* set = wanted.nodes()) {
        for (Node node : *set) keys.push_back(evaluator_.node_text(node));
    } else {
        return false;
    }
    if (keys.size() > 1) {
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    }
    std::vector<NodeId> found;
    for (auto const& key : keys) {
        if (!from.tree->find_children(from.id, step.test.name, predicate.key, key, found)) return false;
    }
    evaluator_.spend(found.size(), path_);
    NodeSet matched;
    for (NodeId id : found) {
        if (visible({from.tree, id})) matched.push_back({from.tree, id});
    }
    if (keys.size() > 1) sort_unique(matched);
    std::size_t const begin = out.size();
    out.insert(out.end(), matched.begin(), matched.end());
    if (predicate.expr->kind != Expr::Kind::equality) filter(predicate, out, begin);
    return true;
}

void PathWalk::filter(const Predicate& predicate, NodeSet& set, std::size_t from) {
    std::size_t const size = set.size() - from;
    std::size_t kept = from;
    if (predicate.kind == Predicate::Kind::last) {
        if (size > 0) set[kept++] = set.back();
    } else if (predicate.kind == Predicate::Kind::number) {
        for (std::size_t i = 0; i < size; ++i) {
            if (static_cast<double>(i + 1) == predicate.number) set[kept++] = set[from + i];
        }
    } else {
        for (std::size_t i = 0; i < size; ++i) {
            Frame const frame{set[from + i], i + 1, size};
            bool keep = false;
            if (predicate.uses_position) {
                Value const value = evaluator_.value(*predicate.expr, frame);
                auto const* number = std::get_if<double>(&value);
                keep = number ? *number == static_cast<double>(i + 1) : value.boolean();
            } else {
                keep = evaluator_.boolean(*predicate.expr, frame);
            }
            if (keep) set[kept++] = frame.node;
        }
    }
    set.resize(kept);
}

}  // namespace yuanquan::xpath

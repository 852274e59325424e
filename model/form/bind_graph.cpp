#include "model/form/bind_graph.hpp"

#include <algorithm>
#include <queue>

#include "model/form/choices.hpp"
#include "model/form/read_targets.hpp"

namespace yuanquan::form {
namespace {

// A rule that reads more nodes than this reads "everything": it is recomputed after any change.
constexpr std::size_t kTargetsMax = 1'000;

}  // namespace

std::shared_ptr<const BindGraph> BindGraph::of(const std::shared_ptr<const Form>& form) {
    static std::mutex mutex;
    static std::map<std::weak_ptr<const Form>, std::weak_ptr<const BindGraph>, std::owner_less<>> known;
    std::lock_guard const lock(mutex);
    for (auto entry = known.begin(); entry != known.end();) {
        entry = entry->first.expired() || entry->second.expired() ? known.erase(entry) : std::next(entry);
    }
    auto& slot = known[form];
    if (auto graph = slot.lock()) return graph;
    struct Kept {  // The graph refers to the form, so it keeps it.
        explicit Kept(std::shared_ptr<const Form> its_form) : form(std::move(its_form)), graph(*form) {}
        std::shared_ptr<const Form> form;
        BindGraph graph;
    };
    auto kept = std::make_shared<Kept>(form);
    std::shared_ptr<const BindGraph> graph(kept, &kept->graph);
    slot = graph;
    return graph;
}

BindGraph::BindGraph(const Form& form)
    : shape(form),
      readers(form.nodes.size()),
      held(form.nodes.size()),
      constraint_of(form.nodes.size(), kNone),
      required_of(form.nodes.size(), kNone),
      readonly_of(form.nodes.size(), kNone),
      control(form.nodes.size(), kNone),
      repeat_control(form.nodes.size(), kNone),
      selects(form.nodes.size()),
      triggered(form.nodes.size()) {
    collect();
    order();
    connect();
}

std::shared_ptr<const xpath::Tree> BindGraph::inline_list(std::size_t instance) const {
    auto const& list = shape.form.instances[instance];
    if (!list.source.empty()) return nullptr;
    std::lock_guard const lock(mutex_);
    auto& slot = inline_lists_[instance];
    if (!slot) slot = make_instance_tree(list, {}).value_or(nullptr);
    return slot;
}

void BindGraph::add(Kind kind, NodeIndex node, const xpath::Expression& expression, ControlIndex at) {
    if (expression.empty()) return;
    Rule rule;
    rule.kind = kind;
    rule.node = node;
    rule.holder = kind == Kind::count ? shape.form.nodes[node].parent : node;
    rule.control = at;
    rule.expression = &expression;
    rule.is_volatile = expression.is_volatile();
    rules.push_back(rule);
}

void BindGraph::collect() {
    const Form& form = shape.form;
    for (ControlIndex i = 0; i < form.controls.size(); ++i) {
        auto const& asked = form.controls[i];
        if (asked.node == kNone) continue;
        bool const repeat = asked.kind == ControlKind::repeat;
        auto& first = repeat ? repeat_control[asked.node] : control[asked.node];
        if (first == kNone) first = i;
        if (repeat && asked.node != 0) add(Kind::count, asked.node, asked.repeat_count, i);
        if (asked.itemset || !asked.items.empty()) selects[asked.node].push_back(i);
        if (asked.itemset) {
            add(Kind::choices, asked.node, asked.itemset->nodeset, i);
            add(Kind::choices, asked.node, asked.itemset->seed, i);
        }
    }
    for (NodeIndex i = 0; i < form.nodes.size(); ++i) {
        auto const& node = form.nodes[i];
        add(Kind::relevant, i, node.relevant);
        add(Kind::calculate, i, node.calculate);
        add(Kind::readonly, i, node.readonly);
        add(Kind::required, i, node.required);
        add(Kind::constraint, i, node.constraint);
    }
    for (std::uint32_t i = 0; i < form.actions.size(); ++i) {
        if (form.actions[i].trigger != kNone) triggered[form.actions[i].trigger].push_back(i);
    }
}

// Kahn's order over three kinds of vertices: a rule, "it is known whether this node is there" and "its value is known".
void BindGraph::order() {
    const Form& form = shape.form;
    auto const nodes = static_cast<std::uint32_t>(form.nodes.size());
    auto there = [](NodeIndex node) { return 2 * node; };
    auto value = [](NodeIndex node) { return 2 * node + 1; };
    auto rule = [&](std::size_t i) { return 2 * nodes + static_cast<std::uint32_t>(i); };
    std::vector<std::vector<std::uint32_t>> after(2 * nodes + rules.size());
    std::vector<std::uint32_t> waiting(after.size(), 0);
    auto edge = [&](std::uint32_t from, std::uint32_t to) {
        after[from].push_back(to);
        ++waiting[to];
    };
    for (NodeIndex i = 0; i < nodes; ++i) {
        if (i != 0) edge(there(form.nodes[i].parent), there(i));
        edge(there(i), value(i));
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        auto const& made = rules[i];
        auto const targets = read_targets(shape, *made.expression, made.node, kContextualPaths);
        for (auto const& target : targets) {
            if (targets.size() > kTargetsMax) break;
            edge(value(target.node), rule(i));
        }
        if (made.kind == Kind::relevant || made.kind == Kind::count) {
            edge(rule(i), there(made.node));
        } else {
            edge(there(made.node), rule(i));
            if (made.kind == Kind::calculate || made.kind == Kind::choices) edge(rule(i), value(made.node));
        }
    }
    std::queue<std::uint32_t> ready;
    for (std::uint32_t i = 0; i < waiting.size(); ++i) {
        if (waiting[i] == 0) ready.push(i);
    }
    std::vector<Rule> ordered;
    std::vector<bool> done(rules.size(), false);
    for (; !ready.empty(); ready.pop()) {
        std::uint32_t const vertex = ready.front();
        if (vertex >= 2 * nodes) {
            ordered.push_back(rules[vertex - 2 * nodes]);
            done[vertex - 2 * nodes] = true;
        }
        for (std::uint32_t next : after[vertex]) {
            if (--waiting[next] == 0) ready.push(next);
        }
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!done[i]) ordered.push_back(rules[i]);
    }
    rules = std::move(ordered);
}

void BindGraph::connect() {
    const Form& form = shape.form;
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
        auto& rule = rules[i];
        auto& own = held[rule.holder];
        rule.bit = own.size() < 32 ? 1U << own.size() : 0;
        own.push_back(i);
        if (rule.kind == Kind::constraint) constraint_of[rule.node] = i;
        if (rule.kind == Kind::required) required_of[rule.node] = i;
        if (rule.kind == Kind::readonly) readonly_of[rule.node] = i;

        auto targets = read_targets(shape, *rule.expression, rule.node, kContextualPaths);
        if (targets.size() > kTargetsMax) {
            targets.clear();
            for (NodeIndex node = 0; node < form.nodes.size(); ++node) targets.push_back({node, 0});
        }
        std::map<NodeIndex, NodeIndex> anchors;  // The highest where a node is read in two ways.
        auto read = [&](NodeIndex node, NodeIndex anchor) {
            if (shape.depth[anchor] > shape.depth[rule.holder]) anchor = rule.holder;
            auto const [entry, is_new] = anchors.try_emplace(node, anchor);
            if (!is_new && shape.depth[anchor] < shape.depth[entry->second]) entry->second = anchor;
        };
        for (auto const& target : targets) {
            read(target.node, target.anchor);
            // A group's text is that of all below it, and the items of a list are read by their parts.
            if (shape.leaf[target.node] || (form.nodes[target.node].repeat && rule.kind != Kind::choices) || target.node == 0) continue;
            std::vector<NodeIndex> open = form.nodes[target.node].children;
            while (!open.empty()) {
                NodeIndex const node = open.back();
                open.pop_back();
                read(node, target.anchor);
                open.insert(open.end(), form.nodes[node].children.begin(), form.nodes[node].children.end());
            }
        }
        for (auto const& [node, anchor] : anchors) {
            Reader reader{i, anchor, {}};
            for (NodeIndex at = rule.holder; at != anchor; at = form.nodes[at].parent) reader.way.push_back(at);
            std::reverse(reader.way.begin(), reader.way.end());
            readers[node].push_back(std::move(reader));
        }
    }
}

}  // namespace yuanquan::form

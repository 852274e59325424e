// Running rules: what changed marks its readers, and the marked run in the order of the graph.
#include "model/form/answer_types.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

// Rules that chase each other (a cycle the checks let pass) end after this many runs per rule and node.
constexpr std::size_t kRunsMax = 64;

bool is_lazy(BindGraph::Kind kind) { return kind >= BindGraph::Kind::readonly; }

}  // namespace

xpath::Context Filling::context(xpath::Node at) const {
    xpath::Context made;
    made.node = at;
    made.current = at;
    made.root = xpath::Node{&tree, tree.document()};
    made.host = this;
    made.clock = environment.clock;
    made.random = environment.random;
    return made;
}

void Filling::mark(std::uint32_t index, InstanceId holder) {
    auto const& rule = graph->rules[index];
    auto& item = tree.item(holder);
    if (rule.bit != 0) {
        if (item.dirty & rule.bit) return;
        item.dirty |= rule.bit;
    }
    if (rule.kind == Kind::choices) ++item.choices_epoch;
    if (!is_lazy(rule.kind)) {
        due_.push({index, holder});
    } else if (rule.bit == 0) {
        run_flag(rule, holder);
    }
}

void Filling::mark_own(InstanceId id) {
    for (std::uint32_t rule : graph->held[tree.item(id).def]) mark(rule, id);
}

void Filling::mark_all_below(InstanceId id) {
    tree.each_below(id, [&](InstanceId below) { mark_own(below); });
}

void Filling::mark_way(const BindGraph::Reader& reader, std::size_t step, InstanceId at) {
    for (; step < reader.way.size(); ++step) {
        NodeIndex const next = reader.way[step];
        if (form->nodes[next].repeat) {
            for (InstanceId row : tree.rows(at, next)) mark_way(reader, step + 1, row);
            return;
        }
        at = tree.child(at, next);
    }
    mark(reader.rule, at);
}

void Filling::mark_readers(InstanceId id, const std::vector<BindGraph::Reader>& readers, std::uint32_t depth_min,
                           std::uint32_t depth_max) {
    for (auto const& reader : readers) {
        std::uint32_t const depth = graph->shape.depth[reader.anchor];
        if (depth < depth_min || depth > depth_max) continue;
        InstanceId at = id;
        while (tree.item(at).def != reader.anchor) at = tree.item(at).parent;
        mark_way(reader, 0, at);
    }
}

void Filling::changed(InstanceId id) { mark_readers(id, graph->readers[tree.item(id).def], 0, ~0U); }

// A row that only stands at another place: what reads its position.
void Filling::moved(InstanceId row) {
    NodeIndex const def = tree.item(row).def;
    mark_readers(row, graph->readers[def], graph->shape.depth[def], ~0U);
}

bool Filling::settle() {
    std::size_t runs_left = kRunsMax * (tree.size() + 16) * 4;
    while (!due_.empty()) {
        if (runs_left-- == 0) {
            due_ = {};
            return false;
        }
        Due const next = due_.top();
        due_.pop();
        tree.item(next.holder).dirty &= ~graph->rules[next.rule].bit;
        if (tree.item(next.holder).alive) run(next.rule, next.holder);
    }
    return true;
}

void Filling::run(std::uint32_t index, InstanceId holder) {
    auto const& rule = graph->rules[index];
    if (rule.kind == Kind::relevant) return run_relevant(rule, holder);
    if (!tree.item(holder).relevant) return;  // Marked again when it comes back.
    if (rule.kind == Kind::count) return fit_count(index, holder);
    if (rule.kind == Kind::choices) return drop_unoffered(holder);
    auto const value = rule.expression->evaluate(context(tree.handle(holder)));
    set_value(holder, value ? stored_value(form->nodes[rule.node].type, *value, offset_minutes()) : std::string());
}

void Filling::run_relevant(const BindGraph::Rule& rule, InstanceId id) {
    auto& item = tree.item(id);
    bool const above = item.parent == kNoInstance || tree.item(item.parent).relevant;
    if (!above) return;  // Marked again when what stands above it comes back.
    bool const own = rule.expression->evaluate_boolean(context(tree.handle(id))).value_or(true);
    if (own == item.own_relevant) return;
    item.own_relevant = own;
    spread_relevance(id, above);
}

void Filling::spread_relevance(InstanceId id, bool above) {
    auto& item = tree.item(id);
    bool const now = above && item.own_relevant;
    if (above) mark_own(id);  // Also when it stays hidden: its own relevance was not followed while all above was.
    if (now == item.relevant) return;
    item.relevant = now;
    changed(id);
    for (NodeIndex child : form->nodes[item.def].children) {
        if (!form->nodes[child].repeat) {
            spread_relevance(tree.child(id, child), now);
        } else {
            for (InstanceId row : tree.rows(id, child)) spread_relevance(row, now);
        }
    }
}

void Filling::set_value(InstanceId id, std::string value) {
    auto& item = tree.item(id);
    if (item.value == value) return;
    item.value = std::move(value);
    changed(id);
}

void Filling::answer(InstanceId id, std::string value) {
    if (tree.item(id).value == value) return;
    set_value(id, std::move(value));
    settle();
    fire_value_changed(id);
    ++revision;
}

void Filling::recompute_all() {
    tree.each_below(Instance::kRoot, [&](InstanceId id) {
        for (std::uint32_t rule : graph->held[tree.item(id).def]) {
            if (!graph->rules[rule].is_volatile) mark(rule, id);
        }
    });
    settle();
    ++revision;
}

// Words turn at once. Calculations that quote them do not: what is stored must not depend on who looks at it.
void Filling::switch_language(std::size_t index) {
    if (index >= form->languages.size() || index == language) return;
    language = index;
    ++revision;
}

void Filling::run_flag(const BindGraph::Rule& rule, InstanceId id) {
    auto& item = tree.item(id);
    item.dirty &= ~rule.bit;
    auto const at = context(tree.handle(id));
    switch (rule.kind) {
        case Kind::readonly: item.readonly = rule.expression->evaluate_boolean(at).value_or(false); return;
        case Kind::required: item.required = rule.expression->evaluate_boolean(at).value_or(false); return;
        default: item.constraint_holds = item.value.empty() || rule.expression->evaluate_boolean(at).value_or(true);
    }
}

bool Filling::flag(InstanceId id, Kind kind) {
    auto& item = tree.item(id);
    auto const& index = kind == Kind::readonly ? graph->readonly_of : kind == Kind::required ? graph->required_of : graph->constraint_of;
    std::uint32_t const rule = index[item.def];
    if (rule != kNone && (item.dirty & graph->rules[rule].bit)) run_flag(graph->rules[rule], id);
    return kind == Kind::readonly ? item.readonly : kind == Kind::required ? item.required : item.constraint_holds;
}

bool Filling::readonly(InstanceId id) {
    for (; id != kNoInstance; id = tree.item(id).parent) {
        if (flag(id, Kind::readonly)) return true;
    }
    return false;
}

Validity Filling::validity(InstanceId id) {
    auto const& item = tree.item(id);
    if (!item.relevant) return Validity::valid;
    if (item.value.empty()) return flag(id, Kind::required) ? Validity::required : Validity::valid;
    if (!canonical_answer(form->nodes[item.def].type, item.value)) return Validity::type;
    return flag(id, Kind::constraint) ? Validity::valid : Validity::constraint;
}

}  // namespace yuanquan::form

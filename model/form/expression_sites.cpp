#include "model/form/expression_sites.hpp"

#include <algorithm>

namespace yuanquan::form {

namespace {

using Use = ExpressionSite::Use;
using Visit = std::function<void(const ExpressionSite&)>;

void visit_text(const Text& text, NodeIndex context, const base::Place& place, const Visit& visit) {
    for (const auto& phrase : text.by_language) {
        if (!phrase) continue;
        for (const TextPart& part : phrase->parts) {
            if (!part.output.empty()) visit({&part.output, context, Use::other, "label", &place});
        }
    }
}

void visit_node(const FormNode& node, NodeIndex index, const Visit& visit) {
    const auto one = [&](const xpath::Expression& expression, Use use, std::string_view column) {
        if (!expression.empty()) visit({&expression, index, use, column, &node.place});
    };
    one(node.relevant, Use::relevant, "relevant");
    one(node.readonly, Use::readonly, "readonly");
    one(node.required, Use::required, "required");
    one(node.calculate, Use::calculate, "calculate");
    one(node.constraint, Use::constraint, "constraint");
    visit_text(node.constraint_message, index, node.place, visit);
    visit_text(node.required_message, index, node.place, visit);
}

void visit_control(const Control& control, NodeIndex context, const Visit& visit) {
    visit_text(control.label, context, control.place, visit);
    visit_text(control.hint, context, control.place, visit);
    visit_text(control.guidance, context, control.place, visit);
    for (const Item& item : control.items) visit_text(item.label, context, control.place, visit);
    const auto one = [&](const xpath::Expression& expression, std::string_view column) {
        if (!expression.empty()) visit({&expression, context, Use::other, column, &control.place});
    };
    if (control.itemset) {
        one(control.itemset->nodeset, "nodeset");
        one(control.itemset->seed, "nodeset");
    }
    one(control.repeat_count, "jr:count");
}

}  // namespace

void for_each_expression(const Form& form, const Visit& visit) {
    for (NodeIndex i = 0; i < form.nodes.size(); ++i) visit_node(form.nodes[i], i, visit);
    std::vector<NodeIndex> contexts(form.controls.size(), 0);  // Parents stand before their children.
    for (ControlIndex i = 0; i < form.controls.size(); ++i) {
        const Control& control = form.controls[i];
        if (control.node != kNone) contexts[i] = control.node;
        else if (control.parent != kNone) contexts[i] = contexts[control.parent];
        visit_control(control, contexts[i], visit);
    }
    for (const Action& action : form.actions) {
        if (!action.value.empty()) visit({&action.value, action.target, Use::other, "value", &action.place});
    }
    for (const auto& [id, text] : form.texts) {
        static const base::Place kNowhere{};
        visit_text(text, kNone, kNowhere, visit);
    }
}

namespace {

constexpr std::size_t kNodesMax = 20'000;  // Past this a path is taken as reading anything.

std::string key_of(NodeIndex parent, bool attribute, std::string_view name) {
    std::string key = std::to_string(parent) + (attribute ? "/@" : "/");
    key += name;
    return key;
}

}  // namespace

PathNodes::PathNodes(const Form& form) : form_(form) {
    for (NodeIndex i = 1; i < form.nodes.size(); ++i) {
        const FormNode& node = form.nodes[i];
        by_name_.emplace(key_of(node.parent, node.attribute, node.name), i);
    }
}

void PathNodes::add_children(NodeIndex parent, const xpath::ReadStep& step, std::vector<NodeIndex>& out) const {
    const bool attribute = step.axis == xpath::ReadStep::Axis::attribute;
    if (step.name != "*") {
        const auto [begin, end] = by_name_.equal_range(key_of(parent, attribute, step.name));
        for (auto it = begin; it != end; ++it) out.push_back(it->second);
        return;
    }
    for (NodeIndex child : form_.nodes[parent].children) {
        if (form_.nodes[child].attribute == attribute) out.push_back(child);
    }
}

void PathNodes::add_all_below(NodeIndex node, std::vector<NodeIndex>& out) const {
    std::vector<NodeIndex> open{node};
    while (!open.empty() && out.size() <= kNodesMax) {
        const NodeIndex at = open.back();
        open.pop_back();
        out.push_back(at);
        const auto& children = form_.nodes[at].children;
        open.insert(open.end(), children.rbegin(), children.rend());
    }
}

ReadNodes PathNodes::nodes(const xpath::PathRead& read, NodeIndex context) const {
    using From = xpath::PathRead::From;
    using Axis = xpath::ReadStep::Axis;
    ReadNodes out;
    if (read.from == From::instance || form_.nodes.empty()) return {{}, false};
    auto step = read.steps.begin();
    if (read.from == From::root) {
        if (step == read.steps.end() || step->axis != Axis::child) return {{}, false};
        if (step->name != "*" && step->name != form_.nodes[0].name) return {{}, true};
        out.nodes = {0};
        ++step;
    } else {
        if (context == kNone) return {{}, false};
        out.nodes = {context};
    }
    for (; step != read.steps.end(); ++step) {
        std::vector<NodeIndex> next;
        for (NodeIndex at : out.nodes) {
            switch (step->axis) {
                case Axis::self:
                    if (step->name.empty() || step->name == "*" || step->name == form_.nodes[at].name) next.push_back(at);
                    break;
                case Axis::parent:
                    if (form_.nodes[at].parent != kNone) next.push_back(form_.nodes[at].parent);
                    break;
                case Axis::child: add_children(at, *step, next); break;
                case Axis::attribute: add_children(at, *step, next); break;
                case Axis::descendant_or_self: add_all_below(at, next); break;
                case Axis::ancestor:
                case Axis::other: return {{}, false};
            }
            if (next.size() > kNodesMax) return {{}, false};
        }
        // An attribute without a node may well be in the instance; text() and node() have no name.
        const bool named = step->axis == Axis::child && !step->name.empty() && step->name != "*";
        if (!named && step->axis != Axis::self && step->axis != Axis::parent) out.certain = false;
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        out.nodes = std::move(next);
    }
    return out;
}

std::string text_of(const xpath::PathRead& read) {
    using From = xpath::PathRead::From;
    using Axis = xpath::ReadStep::Axis;
    std::string out;
    if (read.from == From::instance) out = "instance('" + read.instance + "')";
    if (read.from == From::current) out = "current()";
    for (const xpath::ReadStep& step : read.steps) {
        if (!out.empty() || read.from == From::root) out += '/';
        if (step.axis == Axis::parent) out += "..";
        else if (step.axis == Axis::self) out += '.';
        else out += (step.axis == Axis::attribute ? "@" : "") + step.name;
    }
    return out.empty() ? "." : out;
}

}  // namespace yuanquan::form

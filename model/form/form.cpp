#include "model/form/form.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace yuanquan::form {

namespace {

// "orx:meta" → "meta"; "@orx:id" → "@id".
std::string_view without_prefix(std::string_view step) {
    const auto colon = step.find(':');
    return colon == std::string_view::npos ? step : step.substr(colon + 1);
}

NodeIndex find_child(const Form& form, NodeIndex parent, std::string_view step) {
    const bool attribute = base::starts_with(step, "@");
    if (attribute) step.remove_prefix(1);
    const std::string_view name = without_prefix(step);
    const std::string_view prefix = name.size() == step.size() ? "" : step.substr(0, step.size() - name.size() - 1);
    NodeIndex by_name = kNone;
    for (NodeIndex child : form.nodes[parent].children) {
        const FormNode& node = form.nodes[child];
        if (node.attribute != attribute || node.name != name) continue;
        if (node.prefix == prefix) return child;
        if (by_name == kNone) by_name = child;  // Collect compares local names only, and old forms rely on it.
    }
    return by_name;
}

}  // namespace

bool Control::has_appearance(std::string_view word) const {
    const auto words = base::split_space(appearance);
    return std::find(words.begin(), words.end(), word) != words.end();
}

NodeIndex Form::find_node(std::string_view path) const {
    if (nodes.empty()) return kNone;
    NodeIndex at = 0;
    if (path.empty()) return at;
    for (std::string_view step : base::split(path, '/')) {
        at = find_child(*this, at, step);
        if (at == kNone) return kNone;
    }
    return at;
}

std::string Form::path(NodeIndex node) const {
    std::vector<NodeIndex> chain;
    for (; node != kNone && node != 0; node = nodes[node].parent) chain.push_back(node);
    std::string out;
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        const FormNode& at = nodes[*it];
        if (!out.empty()) out += '/';
        if (at.attribute) out += '@';
        if (!at.prefix.empty()) out += at.prefix + ':';
        out += at.name;
    }
    return out;
}

std::string Form::absolute_path(NodeIndex node) const {
    std::string below = path(node);
    std::string out = "/" + root_name;
    return below.empty() ? out : out + "/" + below;
}

ControlIndex Form::control_of(NodeIndex node) const {
    for (ControlIndex i = 0; i < controls.size(); ++i) {
        if (controls[i].node == node) return i;
    }
    return kNone;
}

NodeIndex Form::innermost_repeat(NodeIndex node) const {
    while (node != kNone && !nodes[node].repeat) node = nodes[node].parent;
    return node;
}

}  // namespace yuanquan::form

#include "tests/support/equal_forms.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

namespace yuanquan::support {

namespace {

using namespace form;

// Everything of a form as lines "place: value", so that the first line that differs says where.
struct Lines {
    std::vector<std::string> all;

    void add(const std::string& place, const std::string& value) { all.push_back(place + ": '" + value + "'"); }
    void add(const std::string& place, std::size_t value) { add(place, std::to_string(value)); }
    void add(const std::string& place, const xpath::Expression& value) { add(place, value.text()); }
    void add(const std::string& place, const std::map<std::string, std::string>& values) {
        for (const auto& [key, value] : values) add(place + "[" + key + "]", value);
    }
    void add(const std::string& place, const Text& text) {
        if (!text.id.empty()) add(place + ".id", text.id);
        for (std::size_t i = 0; i < text.by_language.size(); ++i) {
            const std::string at = place + "[" + std::to_string(i) + "]";
            if (!text.by_language[i]) continue;
            add(at, text.by_language[i]->parts.size());
            for (const TextPart& part : text.by_language[i]->parts) {
                add(at + ".literal", part.literal);
                add(at + ".output", part.output);
            }
            add(at + ".media", text.by_language[i]->media);
        }
    }
    void add(const std::string& place, const base::XmlNode& node) {
        if (node.kind != base::XmlNode::Kind::element) return add(place, node.text);
        add(place, node.name() + " in " + node.namespace_uri());
        std::map<std::string, std::string> attributes;
        for (const auto& attribute : node.attributes) attributes[attribute.name] = attribute.value;
        add(place + "@", attributes);
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            add(place + "/" + node.name() + "[" + std::to_string(i) + "]", node.children[i]);
        }
    }
};

void add_head(Lines& lines, const Form& f) {
    lines.add("id", f.id);
    lines.add("version", f.version);
    lines.add("title", f.title);
    lines.add("root_name", f.root_name);
    lines.add("root_namespace", f.root_namespace);
    lines.add("root_attributes", f.root_attributes);
    lines.add("style", f.style);
    for (const auto& language : f.languages) lines.add("language", language);
    lines.add("default_language", f.default_language);
    std::map<std::string, std::string> namespaces(f.namespaces.begin(), f.namespaces.end());
    lines.add("namespaces", namespaces);
    lines.add("model_attributes", f.model_attributes);
    lines.add("submission", f.submission);
}

void add_nodes(Lines& lines, const Form& f) {
    std::map<std::string, NodeIndex> by_path;  // Attribute nodes come when something names them: order means nothing.
    for (NodeIndex i = 0; i < f.nodes.size(); ++i) by_path[f.absolute_path(i)] = i;
    for (const auto& [path, index] : by_path) {
        const FormNode& n = f.nodes[index];
        const std::string at = "node " + path;
        lines.add(at + " children", n.children.size());
        std::string order;
        for (NodeIndex child : n.children) {
            if (!f.nodes[child].attribute) order += f.nodes[child].name + " ";
        }
        lines.add(at + " order", order);
        lines.add(at + " name", n.prefix + ":" + n.name + " in " + n.namespace_uri);
        lines.add(at + " repeat", n.repeat);
        lines.add(at + " attribute", n.attribute);
        lines.add(at + " type", std::to_string(static_cast<int>(n.type)) + " " + n.type_text);
        lines.add(at + " relevant", n.relevant);
        lines.add(at + " constraint", n.constraint);
        lines.add(at + " required", n.required);
        lines.add(at + " readonly", n.readonly);
        lines.add(at + " calculate", n.calculate);
        lines.add(at + " constraint_message", n.constraint_message);
        lines.add(at + " required_message", n.required_message);
        lines.add(at + " no_app_error", n.no_app_error);
        lines.add(at + " preload", n.preload + " " + n.preload_params);
        lines.add(at + " save_to", n.save_to);
        lines.add(at + " bind_attributes", n.bind_attributes);
    }
}

std::string path_or_none(const Form& f, NodeIndex node) { return node == kNone ? "none" : f.absolute_path(node); }

void add_controls(Lines& lines, const Form& f) {
    for (ControlIndex i = 0; i < f.controls.size(); ++i) {
        const Control& c = f.controls[i];
        const std::string at = "control " + std::to_string(i) + " " + path_or_none(f, c.node);
        lines.add(at + " kind", static_cast<std::size_t>(c.kind));
        lines.add(at + " parent", c.parent);
        lines.add(at + " children", c.children.size());
        lines.add(at + " label", c.label);
        lines.add(at + " hint", c.hint);
        lines.add(at + " guidance", c.guidance);
        lines.add(at + " appearance", c.appearance);
        lines.add(at + " attributes", c.attributes);
        for (const Item& item : c.items) {
            lines.add(at + " item", item.value);
            lines.add(at + " item label", item.label);
        }
        if (c.itemset) {
            lines.add(at + " nodeset", c.itemset->nodeset);
            lines.add(at + " nodeset_text", c.itemset->nodeset_text);
            lines.add(at + " value_ref", c.itemset->value_ref);
            lines.add(at + " label_ref", c.itemset->label_ref + (c.itemset->label_is_itext ? " itext" : ""));
            lines.add(at + " randomize", c.itemset->randomize);
            lines.add(at + " seed", c.itemset->seed);
        }
        lines.add(at + " repeat_count", c.repeat_count);
        lines.add(at + " no_add_remove", c.no_add_remove);
    }
}

void add_actions(Lines& lines, const Form& f) {
    std::vector<const Action*> actions;
    for (const Action& a : f.actions) actions.push_back(&a);
    // Order counts among those of one trigger only.
    std::stable_sort(actions.begin(), actions.end(), [](const auto* a, const auto* b) { return a->trigger < b->trigger; });
    for (const Action* a : actions) {
        std::string events;
        for (const auto& event : a->events) events += event + " ";
        const std::string at = "action " + path_or_none(f, a->trigger) + " → " + path_or_none(f, a->target);
        lines.add(at, a->element + " " + events);
        lines.add(at + " value", a->value);
        lines.add(at + " literal", a->literal);
        lines.add(at + " attributes", a->attributes);
    }
}

void add_lists(Lines& lines, const Form& f) {
    for (const SecondaryInstance& list : f.instances) {
        const std::string at = "instance " + list.id;
        lines.add(at + " source", list.source);
        for (const auto& column : list.columns) lines.add(at + " column", column);
        for (const auto& row : list.rows) {
            for (const auto& cell : row) lines.add(at + " cell", cell);
        }
        if (list.xml) lines.add(at + " xml", *list.xml);
    }
    for (const auto& [id, text] : f.texts) lines.add("text " + id, text);
    for (const EntityDeclaration& e : f.entities) {
        const std::string at = "entity " + path_or_none(f, e.node);
        lines.add(at, e.dataset);
        lines.add(at + " attributes", e.attributes);
        lines.add(at + " create_if", e.create_if);
        lines.add(at + " update_if", e.update_if);
        lines.add(at + " entity_id", e.entity_id);
        lines.add(at + " label", e.label);
    }
    lines.add("initial", f.initial);
    for (const auto& [node, element] : f.templates) lines.add("template " + path_or_none(f, node), element);
}

Lines lines_of(const Form& f) {
    Lines lines;
    add_head(lines, f);
    add_nodes(lines, f);
    add_controls(lines, f);
    add_actions(lines, f);
    add_lists(lines, f);
    return lines;
}

}  // namespace

std::string difference(const Form& a, const Form& b) {
    const auto left = lines_of(a).all;
    const auto right = lines_of(b).all;
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string l = i < left.size() ? left[i] : "(nothing)";
        const std::string r = i < right.size() ? right[i] : "(nothing)";
        if (l != r) return l + " / " + r;
    }
    return {};
}

bool equal_forms(const Form& a, const Form& b) { return difference(a, b).empty(); }

}  // namespace yuanquan::support

// The model: instances, binds, actions.

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xform_vocabulary.hpp"
#include "model/form/xform_writing.hpp"

namespace yuanquan::form {

using base::XmlNode;

namespace {

struct InstanceWriter {
    XformWriting& writing;
    std::set<NodeIndex> done{};  // Repeats whose template is written.

    // Children in the order of the nodes, each template before the rows. An inner repeat's template goes where its
    // outer one's first copy is.
    void content(const XmlNode& element, NodeIndex at) {
        const Form& form = writing.form;
        std::map<NodeIndex, std::vector<const XmlNode*>> children;
        std::vector<const XmlNode*> others;
        for (const XmlNode& child : element.children) {
            const NodeIndex node = child.kind == XmlNode::Kind::element ? child_of(at, child.name()) : kNone;
            if (node == kNone) others.push_back(&child);
            else children[node].push_back(&child);
        }
        for (NodeIndex node : form.nodes[at].children) {
            const auto found = form.templates.find(node);
            if (form.nodes[node].repeat && found != form.templates.end() && done.insert(node).second) {
                writing.open_like(found->second);
                writing.attribute("jr:template", "");
                content(found->second, node);
                writing.close(found->second.name());
            }
            for (const XmlNode* child : children[node]) whole(*child, node);
        }
        for (const XmlNode* other : others) writing.element(*other);
    }

    void whole(const XmlNode& element, NodeIndex node) {
        writing.open_like(element);
        content(element, node);
        writing.close(element.name());
    }

    NodeIndex child_of(NodeIndex parent, std::string_view name) {
        auto [it, fresh] = steps.try_emplace(parent);
        if (fresh) {
            for (NodeIndex child : writing.form.nodes[parent].children) {
                const FormNode& node = writing.form.nodes[child];
                if (node.attribute) continue;
                it->second.emplace(node.prefix.empty() ? node.name : node.prefix + ":" + node.name, child);
            }
        }
        const auto found = it->second.find(name);
        return found == it->second.end() ? kNone : found->second;
    }
    std::map<NodeIndex, std::map<std::string, NodeIndex, std::less<>>> steps{};
};

void write_primary(XformWriting& writing) {
    const Form& form = writing.form;
    writing.open("instance");
    XmlNode root = form.initial;
    const std::vector<XmlNode> children = std::exchange(root.children, {});
    if (root.name().empty()) root.called = base::XmlName(form.root_name);
    const auto add = [&](const std::string& name, const std::string& value) {
        const bool has = std::any_of(root.attributes.begin(), root.attributes.end(),
                                     [&](const base::XmlAttribute& a) { return a.name == name; });
        if (!has && !value.empty()) root.attributes.push_back({name, name, "", value});
    };
    add("id", form.id);
    add("version", form.version);
    for (const auto& [name, value] : form.root_attributes) add(name, value);
    const bool named = std::any_of(root.namespaces.begin(), root.namespaces.end(), [](const auto& n) { return n.first.empty(); });
    if (!named && !form.root_namespace.empty()) root.namespaces.emplace_back("", form.root_namespace);
    writing.open_like(root);
    const std::string name = root.name();
    root.children = children;
    InstanceWriter{writing}.content(root, 0);
    writing.close(name);
    writing.close("instance");
}

void write_table(XformWriting& writing, const SecondaryInstance& instance) {
    writing.open("root");
    for (const auto& row : instance.rows) {
        writing.open("item");
        for (std::size_t i = 0; i < row.size() && i < instance.columns.size(); ++i) {
            if (row[i].empty()) continue;
            writing.open(instance.columns[i]);
            writing.text(row[i]);
            writing.close(instance.columns[i]);
        }
        writing.close("item");
    }
    writing.close("root");
}

void write_secondary(XformWriting& writing, const SecondaryInstance& instance) {
    writing.open("instance");
    writing.attribute("id", instance.id);
    if (!instance.source.empty()) writing.attribute("src", instance.source);
    if (instance.xml) writing.element(*instance.xml);
    else if (instance.source.empty() || !instance.rows.empty()) write_table(writing, instance);
    writing.close("instance");
}

bool has_bind(const FormNode& node) {
    return !node.type_text.empty() || !node.relevant.empty() || !node.constraint.empty() || !node.required.empty() ||
           !node.readonly.empty() || !node.calculate.empty() || !node.constraint_message.empty() ||
           !node.required_message.empty() || !node.no_app_error.empty() || !node.preload.empty() ||
           !node.save_to.empty() || !node.bind_attributes.empty();
}

}  // namespace

void XformWriting::write_bind(NodeIndex index) {
    const FormNode& node = form.nodes[index];
    if (!has_bind(node)) return;
    open("bind");
    attribute("nodeset", form.absolute_path(index));
    if (!node.type_text.empty()) attribute("type", node.type_text);
    expression("readonly", node.readonly);
    expression("required", node.required);
    expression("relevant", node.relevant);
    expression("constraint", node.constraint);
    expression("calculate", node.calculate);
    const auto words = [&](std::string_view name, const Text& text) {
        if (!text.empty()) attribute(name, message(text, itext_id(form, text, index, name)));
    };
    words("jr:constraintMsg", node.constraint_message);
    words("jr:requiredMsg", node.required_message);
    words("jr:noAppErrorString", node.no_app_error);
    if (!node.preload.empty()) attribute("jr:preload", node.preload);
    if (!node.preload_params.empty()) attribute("jr:preloadParams", node.preload_params);
    if (!node.save_to.empty()) attribute("entities:saveto", node.save_to);
    for (const auto& [name, value] : node.bind_attributes) attribute(name, value);
    close("bind");
}

void XformWriting::write_action(const Action& action) {
    open(action.element);
    attribute("ref", form.absolute_path(action.target));
    std::string events;
    for (const std::string& event : action.events) events += (events.empty() ? "" : " ") + event;
    attribute("event", events);
    expression("value", action.value);
    for (const auto& [name, value] : action.attributes) attribute(name, value);
    text(action.literal);
    close(action.element);
}

void XformWriting::write_model() {
    if (!form.submission.empty()) {
        open("submission");
        for (const auto& [name, value] : form.submission) attribute(name, value);
        close("submission");
    }
    write_itext();
    write_primary(*this);
    for (const SecondaryInstance& instance : form.instances) write_secondary(*this, instance);
    for (NodeIndex i = 0; i < form.nodes.size(); ++i) write_bind(i);
    std::set<NodeIndex> asked;
    for (const Control& control : form.controls) asked.insert(control.node);
    for (const Action& action : form.actions) {
        if (action.trigger == kNone || !asked.contains(action.trigger)) write_action(action);
    }
}

}  // namespace yuanquan::form

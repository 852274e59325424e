// The model: instances, binds, actions, submission, entities.

#include <algorithm>
#include <set>
#include <utility>

#include "model/base/text.hpp"
#include "model/form/xform_reading.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

using base::Severity;
using base::XmlNode;

namespace {

bool is_template(const XmlNode& element) { return find_attribute(element, "jr:template") != nullptr; }

bool is_blank(std::string_view text) { return base::trim(text).empty(); }

// Without what means nothing in an instance: comments, instructions, indentation between elements.
void tidy(XmlNode& element) {
    const bool has_elements = std::any_of(element.children.begin(), element.children.end(),
                                          [](const XmlNode& c) { return c.kind == XmlNode::Kind::element; });
    std::erase_if(element.children, [&](const XmlNode& child) {
        if (child.kind == XmlNode::Kind::element) return false;
        return child.kind != XmlNode::Kind::text || has_elements || is_blank(child.text);
    });
    for (XmlNode& child : element.children) tidy(child);
}

std::string_view prefix_of(const XmlNode& element) {
    const auto colon = element.name().find(':');
    return colon == std::string::npos ? std::string_view{} : std::string_view(element.name()).substr(0, colon);
}

// Nodes for an element's children, taken together over all rows and templates; templates are moved out of the tree.
struct PrimaryInstance {
    XformReading& reading;

    void add_children(XmlNode& element, NodeIndex parent) {
        std::set<NodeIndex> seen;
        for (XmlNode& child : element.children) {
            if (child.kind != XmlNode::Kind::element) continue;
            const NodeIndex node = node_of(child, parent);
            const bool was_template = is_template(child);
            add_children(child, node);
            if (was_template) {
                keep_template(child, node);
            } else if (!seen.insert(node).second) {
                reading.doubled.insert(node);
            }
        }
        std::erase_if(element.children,
                      [](const XmlNode& c) { return c.kind == XmlNode::Kind::element && is_template(c); });
    }

    NodeIndex node_of(const XmlNode& element, NodeIndex parent) {
        const auto it = reading.steps.find(std::to_string(parent) + "/" + element.name());
        const std::string_view prefix = prefix_of(element);
        if (it != reading.steps.end() && reading.form.nodes[it->second].prefix == prefix) return it->second;
        const bool own = element.namespace_uri() != root_namespace;
        const NodeIndex node =
            reading.add_node(parent, prefix, element.local_name(), own ? element.namespace_uri() : "", false);
        reading.form.nodes[node].place = reading.place(element);
        return node;
    }

    void keep_template(const XmlNode& element, NodeIndex node) {
        XmlNode copy = element;
        std::erase_if(copy.attributes, [](const base::XmlAttribute& a) { return canonical_name(a) == "jr:template"; });
        reading.form.nodes[node].repeat = true;  // With or without a control, as in Collect.
        reading.form.templates.emplace(node, std::move(copy));
    }

    std::string root_namespace;
};

}  // namespace

void XformReading::read_primary_instance(const XmlNode& model) {
    for (const base::XmlAttribute& attribute : model.attributes) {
        const std::string name = canonical_name(attribute);
        if (name != "odk:xforms-version") form.model_attributes[name] = attribute.value;
    }
    const XmlNode* root = nullptr;
    for (const XmlNode* instance : model.children_named("instance")) {
        const auto elements = instance->child_elements();
        if (!elements.empty()) root = elements.front();
        break;
    }
    if (root == nullptr) return find(Severity::error, "form.no_instance", place(model));
    form.initial = *root;
    tidy(form.initial);
    form.root_name = root->local_name();
    for (const auto& [prefix, uri] : root->namespaces) {
        if (prefix.empty() && uri != kXformsNamespace) form.root_namespace = uri;
    }
    for (const base::XmlAttribute& attribute : root->attributes) {
        const std::string name = canonical_name(attribute);
        if (name == "id") form.id = attribute.value;
        else if (name == "version") form.version = attribute.value;
        else form.root_attributes[name] = attribute.value;
    }
    if (form.id.empty()) form.id = form.root_namespace;  // As Collect does where there is no id.
    if (form.id.empty()) form.id = options.file_name.substr(0, options.file_name.rfind('.'));
    if (root->attribute("id") == nullptr) form.initial.attributes.push_back({"id", "id", "", form.id});
    const NodeIndex top = add_node(kNone, prefix_of(*root), root->local_name(), "", false);
    form.nodes[top].place = place(*root);
    PrimaryInstance{*this, root->namespace_uri()}.add_children(form.initial, top);
}

namespace {

// root/item/columns: nothing but leaves, no attributes, each column at most once, none present and blank.
bool read_table(const XmlNode& root, SecondaryInstance& out) {
    if (root.name() != "root" || !root.attributes.empty()) return false;
    std::map<std::string, std::size_t, std::less<>> column_of;
    for (const XmlNode& item : root.children) {
        if (item.kind != XmlNode::Kind::element) continue;
        if (item.name() != "item" || !item.attributes.empty()) return false;
        std::vector<std::string> row(out.columns.size());
        for (const XmlNode& cell : item.children) {
            if (cell.kind != XmlNode::Kind::element) continue;
            if (!cell.attributes.empty() || !cell.child_elements().empty()) return false;
            const auto [it, fresh] = column_of.emplace(cell.name(), out.columns.size());
            if (fresh) {
                out.columns.push_back(cell.name());
                row.resize(out.columns.size());
            }
            std::string text = cell.text_content();
            if (text.empty() || !row[it->second].empty()) return false;
            row[it->second] = std::move(text);
        }
        out.rows.push_back(std::move(row));
    }
    for (auto& row : out.rows) row.resize(out.columns.size());
    return !out.rows.empty();
}

}  // namespace

void XformReading::read_secondary_instances(const XmlNode& model) {
    bool primary = true;
    std::set<std::string> ids;
    for (const XmlNode* element : model.children_named("instance")) {
        if (std::exchange(primary, false)) continue;
        SecondaryInstance instance;
        const std::string* id = element->attribute("id");
        const std::string* source = element->attribute("src");
        if (id == nullptr) continue;
        if (!ids.insert(*id).second) {
            find(Severity::error, "form.duplicate_list", place(*element), {{"list", *id}});
            continue;
        }
        instance.id = *id;
        instance.place = place(*element);
        if (source != nullptr) instance.source = *source;
        const auto roots = element->child_elements();
        if (!roots.empty() && !read_table(*roots.front(), instance)) {
            instance.columns.clear();
            instance.rows.clear();
            instance.xml = *roots.front();
            tidy(*instance.xml);
        }
        form.instances.push_back(std::move(instance));
    }
}

void XformReading::read_submission(const XmlNode& model) {
    const XmlNode* submission = model.child("submission");
    if (submission == nullptr) return;
    for (const base::XmlAttribute& attribute : submission->attributes) {
        form.submission[canonical_name(attribute)] = attribute.value;
    }
}

void XformReading::read_binds(const XmlNode& model) {
    static const std::set<std::string, std::less<>> kKnown{
        "nodeset", "ref", "type", "relevant", "constraint", "required", "readonly", "calculate", "jr:constraintMsg",
        "jr:requiredMsg", "jr:noAppErrorString", "jr:preload", "jr:preloadParams", "entities:saveto"};
    for (const XmlNode* bind : model.children_named("bind")) {
        const std::string reference = reference_of(*bind);
        const NodeIndex index = resolve(reference, 0);
        if (index == kNone) {
            find(Severity::warning, "form.bind_nowhere", place(*bind), {{"path", shortened(reference)}});
            continue;
        }
        if (const std::string* id = bind->attribute("id")) bind_ids.emplace(*id, index);
        const auto text = [&](std::string_view name) {
            const std::string* value = find_attribute(*bind, name);
            return value == nullptr ? std::string{} : *value;
        };
        const auto set = [&](xpath::Expression FormNode::*slot, std::string_view name) {
            xpath::Expression expression = compile_attribute(*bind, name);
            if (!expression.empty()) form.nodes[index].*slot = std::move(expression);
        };
        set(&FormNode::relevant, "relevant");
        set(&FormNode::constraint, "constraint");
        set(&FormNode::required, "required");
        set(&FormNode::readonly, "readonly");
        set(&FormNode::calculate, "calculate");
        FormNode& node = form.nodes[index];
        node.place = place(*bind);
        if (std::string type = text("type"); !type.empty()) {
            node.type = data_type(type);
            node.type_text = std::move(type);
        }
        if (Text message = read_message(*bind, "jr:constraintMsg"); !message.empty()) node.constraint_message = message;
        if (Text message = read_message(*bind, "jr:requiredMsg"); !message.empty()) node.required_message = message;
        if (Text message = read_message(*bind, "jr:noAppErrorString"); !message.empty()) node.no_app_error = message;
        if (std::string preload = text("jr:preload"); !preload.empty()) {
            node.preload = preload;
            node.preload_params = text("jr:preloadParams");
        }
        if (std::string property = text("entities:saveto"); !property.empty()) node.save_to = property;
        for (const base::XmlAttribute& attribute : bind->attributes) {
            const std::string name = canonical_name(attribute);
            if (!kKnown.contains(name)) node.bind_attributes[name] = attribute.value;
        }
    }
}

bool XformReading::is_action(const XmlNode& element) const {
    return element.local_name() == "setvalue" || element.local_name() == "setgeopoint" || element.local_name() == "recordaudio";
}

void XformReading::read_action(const XmlNode& element, NodeIndex context, NodeIndex trigger, bool in_repeat) {
    static const std::set<std::string_view> kEvents{
        "odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed",
        "xforms-ready", "jr-insert", "xforms-revalidate"};  // The last three: before 2020.
    Action action;
    const bool odk = element.local_name() != "setvalue";
    action.element = (odk && !prefix_of(element).empty() ? "odk:" : "") + element.local_name();
    action.trigger = trigger;
    action.place = place(element);
    const std::string* events = element.attribute("event");
    std::string unknown;
    for (std::string_view event : base::split_space(events == nullptr ? std::string_view{} : *events)) {
        if (!kEvents.contains(event)) unknown += (unknown.empty() ? "" : ", ") + std::string(event);
        if (event == "odk-new-repeat" && !in_repeat) find(Severity::error, "form.new_repeat_outside", action.place);
        action.events.emplace_back(event);
    }
    if (!unknown.empty()) find(Severity::error, "form.unknown_event", action.place, {{"event", shortened(unknown)}});
    action.target = resolve_element(element, context);
    if (action.target == kNone) {
        find(Severity::error, "form.reference_nowhere", action.place, {{"path", shortened(reference_of(element))}});
        return;
    }
    action.value = compile_attribute(element, "value");
    if (action.value.empty()) action.literal = std::string(base::trim(element.text_content()));
    for (const base::XmlAttribute& attribute : element.attributes) {
        const std::string name = canonical_name(attribute);
        if (attribute.local_name == "event" || name == "ref" || name == "bind" || name == "value") continue;
        action.attributes[name] = attribute.value;
    }
    form.actions.push_back(std::move(action));
}

void XformReading::read_model_actions(const XmlNode& model) {
    for (const XmlNode* element : model.child_elements()) {
        if (is_action(*element)) read_action(*element, 0, kNone, false);
    }
}

namespace {

// The first row of each repeat that has no template of its own.
void take_templates(XformReading& reading, const XmlNode& element, NodeIndex node) {
    for (const XmlNode& child : element.children) {
        if (child.kind != XmlNode::Kind::element) continue;
        const NodeIndex index = reading.child_of(node, child.name());
        if (index == kNone) continue;
        if (reading.form.nodes[index].repeat) reading.form.templates.emplace(index, child);
        take_templates(reading, child, index);
    }
}

}  // namespace

void XformReading::finish_repeats() {
    take_templates(*this, form.initial, 0);
    const auto written = form.templates;
    for (const auto& [node, element] : written) take_templates(*this, element, node);
    for (NodeIndex node : doubled) {
        if (form.nodes[node].repeat) continue;
        find(Severity::error, "form.duplicate_node", form.nodes[node].place, {{"path", form.absolute_path(node)}});
    }
    for (FormNode& node : form.nodes) {
        const bool inner = std::any_of(node.children.begin(), node.children.end(),
                                       [&](NodeIndex child) { return !form.nodes[child].attribute; });
        if (inner || node.repeat) node.type = DataType::none;
    }
}

namespace {

void take_entities(XformReading& reading, const XmlNode& element, NodeIndex node) {
    Form& form = reading.form;
    for (const XmlNode& child : element.children) {
        if (child.kind != XmlNode::Kind::element) continue;
        const NodeIndex index = reading.child_of(node, child.name());
        if (index == kNone) continue;
        const std::string* dataset = child.attribute("dataset");
        const bool known = std::any_of(form.entities.begin(), form.entities.end(),
                                       [&](const EntityDeclaration& e) { return e.node == index; });
        if (child.local_name() != "entity" || dataset == nullptr || element.local_name() != "meta" || known) {
            take_entities(reading, child, index);
            continue;
        }
        EntityDeclaration entity;
        entity.dataset = *dataset;
        entity.node = index;
        for (const base::XmlAttribute& attribute : child.attributes) {
            if (attribute.name != "dataset") entity.attributes[canonical_name(attribute)] = attribute.value;
        }
        const auto calculation = [&](std::string_view step) {
            const NodeIndex at = reading.child_of(index, step);
            return at == kNone ? xpath::Expression{} : form.nodes[at].calculate;
        };
        entity.create_if = calculation("@create");
        entity.update_if = calculation("@update");
        entity.entity_id = calculation("@id");
        entity.label = calculation("label");
        form.entities.push_back(std::move(entity));
    }
}

}  // namespace

void XformReading::read_entities() {
    take_entities(*this, form.initial, 0);
    for (const auto& [node, element] : form.templates) take_entities(*this, element, node);
}

}  // namespace yuanquan::form

// The body: controls in order, their words, choices and lists.

#include <algorithm>
#include <optional>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xform_reading.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

using base::Severity;
using base::XmlNode;

namespace {

std::optional<ControlKind> control_kind(const XmlNode& element) {
    for (const auto& [name, kind] : kControlNames) {
        if (element.local_name() == name) return kind;
    }
    return std::nullopt;
}

bool is_select(ControlKind kind) {
    return kind == ControlKind::select_one || kind == ControlKind::select_multiple || kind == ControlKind::rank;
}

struct Randomized {
    std::string nodeset;
    std::string seed;
};

// randomize(NODESET) or randomize(NODESET, SEED).
std::optional<Randomized> parse_randomize(std::string_view text) {
    text = base::trim(text);
    if (!base::starts_with(text, "randomize") || !base::ends_with(text, ")")) return std::nullopt;
    std::string_view arguments = base::trim(text.substr(9));
    if (!base::starts_with(arguments, "(")) return std::nullopt;
    arguments = arguments.substr(1, arguments.size() - 2);
    std::size_t comma = std::string_view::npos;
    int depth = 0;
    char quote = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const char c = arguments[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[') {
            ++depth;
        } else if (c == ')' || c == ']') {
            if (--depth < 0) return std::nullopt;  // randomize(a) | randomize(b)
        } else if (c == ',' && depth == 0) {
            comma = i;
            break;
        }
    }
    Randomized out;
    out.nodeset = base::trim(arguments.substr(0, comma));
    if (comma != std::string_view::npos) out.seed = base::trim(arguments.substr(comma + 1));
    return out;
}

// itextId of jr:itext(itextId); the reference itself otherwise.
std::string label_reference(std::string_view reference, bool& is_itext) {
    reference = base::trim(reference);
    is_itext = base::starts_with(reference, "jr:itext(") && base::ends_with(reference, ")");
    if (is_itext) reference = base::trim(reference.substr(9, reference.size() - 10));
    return std::string(reference);
}

struct Body {
    XformReading& reading;

    Control& control(ControlIndex index) { return reading.form.controls[index]; }

    ControlIndex add(const XmlNode& element, ControlKind kind, ControlIndex parent, NodeIndex node) {
        Control made;
        made.kind = kind;
        made.parent = parent;
        made.node = node;
        made.place = reading.place(element);
        const auto index = static_cast<ControlIndex>(reading.form.controls.size());
        reading.form.controls.push_back(std::move(made));
        if (parent != kNone) control(parent).children.push_back(index);
        return index;
    }

    // The children of an element that holds controls. context: the node that relative references start from.
    void read_children(const XmlNode& element, ControlIndex parent, NodeIndex context) {
        for (const XmlNode& child : element.children) {
            if (child.kind != XmlNode::Kind::element) continue;
            if (child.local_name() == "label" || child.local_name() == "hint") continue;
            if (reading.is_action(child)) {
                const ControlIndex repeat = innermost_repeat(parent);
                const bool in_repeat = repeat != kNone;
                reading.read_action(child, context, in_repeat ? control(repeat).node : kNone, in_repeat);
            } else if (const auto kind = control_kind(child)) {
                read_control(child, *kind, parent, context);
            } else {
                reading.find(Severity::warning, "form.unknown_element", reading.place(child), {{"element", child.name()}});
            }
        }
    }

    ControlIndex innermost_repeat(ControlIndex index) {
        while (index != kNone && control(index).kind != ControlKind::repeat) index = control(index).parent;
        return index;
    }

    void read_control(const XmlNode& element, ControlKind kind, ControlIndex parent, NodeIndex context) {
        NodeIndex node = reading.resolve_element(element, context);
        const std::string reference = reading.reference_of(element);
        const bool optional = kind == ControlKind::group && base::trim(reference).empty();
        if (node == kNone && !optional) {
            reading.find(Severity::error, "form.reference_nowhere", reading.place(element),
                         {{"path", shortened(reference)}});
            return;
        }
        if (kind == ControlKind::group) {
            if (const XmlNode* repeat = repeat_of(element, node, context)) {
                return read_repeat(*repeat, &element, parent, node);
            }
        }
        if (kind == ControlKind::repeat) return read_repeat(element, nullptr, parent, node);
        const ControlIndex index = add(element, kind, parent, node);
        read_words(element, index);
        read_attributes(element, index);
        if (kind == ControlKind::group) return read_children(element, index, node == kNone ? context : node);
        read_question(element, index);
    }

    // <group ref="R"><label/><repeat nodeset="R">: how forms give a repeat its words. One control here.
    const XmlNode* repeat_of(const XmlNode& group, NodeIndex node, NodeIndex context) {
        const XmlNode* repeat = nullptr;
        for (const XmlNode* child : group.child_elements()) {
            if (child->local_name() == "label" || child->local_name() == "hint") continue;
            if (child->local_name() != "repeat" || repeat != nullptr) return nullptr;
            repeat = child;
        }
        if (repeat == nullptr || node == kNone) return nullptr;
        const bool same = reading.resolve_element(*repeat, node) == node ||
                          reading.resolve_element(*repeat, context) == node;
        return same ? repeat : nullptr;
    }

    void read_repeat(const XmlNode& element, const XmlNode* group, ControlIndex parent, NodeIndex node) {
        if (node == 0 || reading.form.nodes[node].attribute) {
            return reading.find(Severity::error, "form.bad_repeat", reading.place(element));
        }
        const ControlIndex index = add(element, ControlKind::repeat, parent, node);
        reading.form.nodes[node].repeat = true;
        if (group != nullptr) {
            read_words(*group, index);
            read_attributes(*group, index);
        }
        if (control(index).label.empty()) read_words(element, index);
        read_attributes(element, index);
        control(index).repeat_count = reading.compile_attribute(element, "jr:count");
        const std::string* fixed = find_attribute(element, "jr:noAddRemove");
        control(index).no_add_remove = fixed != nullptr && base::starts_with(base::trim(*fixed), "true");
        read_children(element, index, node);
    }

    void read_words(const XmlNode& element, ControlIndex index) {
        if (const XmlNode* label = element.child("label")) control(index).label = reading.read_text(*label);
        const XmlNode* hint = element.child("hint");
        if (hint == nullptr) return;
        Text text = reading.read_text(*hint);
        const auto guidance = reading.guidances.find(text.id);
        if (!text.id.empty() && guidance != reading.guidances.end()) control(index).guidance = guidance->second;
        control(index).hint = std::move(text);
    }

    void read_attributes(const XmlNode& element, ControlIndex index) {
        static const std::set<std::string, std::less<>> kOwn{"ref",      "nodeset",  "bind",
                                                             "jr:count", "jr:noAddRemove", "jr:template"};
        for (const base::XmlAttribute& attribute : element.attributes) {
            const std::string name = canonical_name(attribute);
            if (kOwn.contains(name)) continue;
            if (name == "appearance") control(index).appearance = attribute.value;
            else control(index).attributes[name] = attribute.value;
        }
    }

    void read_question(const XmlNode& element, ControlIndex index) {
        for (const XmlNode* child : element.child_elements()) {
            const NodeIndex node = control(index).node;
            if (child->local_name() == "item") {
                read_item(*child, index);
            } else if (child->local_name() == "itemset") {
                read_itemset(*child, index);
            } else if (child->local_name() == "choices") {  // XForms groups of choices; only their items count.
                for (const XmlNode* item : child->children_named("item")) read_item(*item, index);
            } else if (child->local_name() == "tag" && control(index).kind == ControlKind::upload) {
                read_tag(*child, index);
            } else if (reading.is_action(*child)) {
                reading.read_action(*child, node, node, innermost_repeat(index) != kNone);
            } else if (child->local_name() != "label" && child->local_name() != "hint" && child->local_name() != "help" &&
                       child->local_name() != "alert") {
                reading.find(Severity::warning, "form.unknown_element", reading.place(*child), {{"element", child->name()}});
            }
        }
        const Control& made = control(index);
        if (is_select(made.kind) && made.items.empty() && !made.itemset) {
            reading.find(Severity::error, "form.select_without_choices", reading.place(element),
                         {{"path", reading.form.absolute_path(made.node)}});
        }
    }

    void read_item(const XmlNode& element, ControlIndex index) {
        Item item;
        if (const XmlNode* label = element.child("label")) item.label = reading.read_text(*label);
        if (const XmlNode* value = element.child("value")) item.value = std::string(base::trim(value->text_content()));
        control(index).items.push_back(std::move(item));
    }

    void read_tag(const XmlNode& element, ControlIndex index) {
        Item item;
        if (const std::string* key = element.attribute("key")) item.value = *key;
        if (const XmlNode* label = element.child("label")) item.label = reading.read_text(*label);
        control(index).items.push_back(std::move(item));
    }

    void read_itemset(const XmlNode& element, ControlIndex index) {
        const std::string* nodeset = element.attribute("nodeset");
        if (nodeset == nullptr) {
            return reading.find(Severity::error, "form.select_without_choices", reading.place(element),
                                {{"path", reading.form.absolute_path(control(index).node)}});
        }
        Itemset itemset;
        itemset.nodeset_text = *nodeset;
        if (const auto random = parse_randomize(*nodeset)) {
            itemset.randomize = true;
            itemset.nodeset = reading.compile(random->nodeset, element, "nodeset");
            itemset.seed = reading.compile(random->seed, element, "nodeset");
        } else {
            itemset.nodeset = reading.compile(*nodeset, element, "nodeset");
        }
        itemset.value_ref = child_reference(element, "value");
        itemset.label_ref = label_reference(child_reference(element, "label"), itemset.label_is_itext);
        control(index).itemset = std::move(itemset);
    }

    static std::string child_reference(const XmlNode& element, std::string_view name) {
        const XmlNode* child = element.child(name);
        const std::string* reference = child == nullptr ? nullptr : child->attribute("ref");
        return reference == nullptr ? std::string{} : std::string(base::trim(*reference));
    }
};

}  // namespace

void XformReading::read_body(const XmlNode& body) {
    Body reader{*this};
    if (const std::string* style = body.attribute("class")) form.style = *style;
    const ControlIndex top = reader.add(body, ControlKind::group, kNone, kNone);
    reader.read_children(body, top, 0);
}

}  // namespace yuanquan::form

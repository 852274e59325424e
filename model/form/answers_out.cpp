// What is kept and sent: cells and rows, and the instance as submission XML.
#include "model/base/xml.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

class XmlOut {
  public:
    explicit XmlOut(const Filling& filling) : filling_(filling) {}

    base::XmlNode element(InstanceId id) const {
        auto const& tree = filling_.tree;
        auto const& node = tree.def(id);
        base::XmlNode out;
        out.called = base::XmlName(node.prefix.empty() ? node.name : node.prefix + ":" + node.name, node.namespace_uri);
        attributes(id, out);
        if (tree.is_leaf(id)) {
            add_text(tree.item(id).value, out);
            return out;
        }
        for (NodeIndex child : node.children) {
            auto const& def = filling_.form->nodes[child];
            if (def.attribute) continue;
            if (!def.repeat) {
                add_child(tree.child(id, child), out);
            } else {
                for (InstanceId row : tree.rows(id, child)) add_child(row, out);
            }
        }
        return out;
    }

  private:
    void add_child(InstanceId id, base::XmlNode& out) const {
        if (filling_.tree.item(id).relevant) out.children.push_back(element(id));
    }
    static void add_text(const std::string& value, base::XmlNode& out) {
        if (value.empty()) return;
        base::XmlNode text;
        text.kind = base::XmlNode::Kind::text;
        text.text = value;
        out.children.push_back(std::move(text));
    }
    void attributes(InstanceId id, base::XmlNode& out) const {
        auto const& tree = filling_.tree;
        for (NodeIndex child : tree.def(id).children) {
            auto const& def = filling_.form->nodes[child];
            if (!def.attribute || !tree.item(tree.child(id, child)).relevant) continue;
            std::string const name = def.prefix.empty() ? def.name : def.prefix + ":" + def.name;
            out.attributes.push_back({name, def.name, def.namespace_uri, tree.item(tree.child(id, child)).value});
        }
        auto const* origin = tree.item(id).origin;
        if (!origin) return;
        for (auto const& attribute : origin->attributes) {
            bool known = attribute.local_name == "template";
            for (auto const& made : out.attributes) known = known || made.local_name == attribute.local_name;
            if (!known) out.attributes.push_back(attribute);
        }
    }

    const Filling& filling_;
};

}  // namespace

Answers LiveForm::answers(bool include_blank) const {
    Answers out;
    auto const& filling = impl_->filling;
    filling.tree.each_below(Instance::kRoot, [&](InstanceId id) {
        auto const& node = filling.tree.def(id);
        auto const& item = filling.tree.item(id);
        if (node.repeat) out.rows.push_back({filling.cell_path(id), filling.tree.place_text(id)});
        if (!filling.tree.is_leaf(id) && !node.attribute) return;
        if (item.value.empty() && !include_blank) return;
        out.cells.push_back({filling.cell_path(id), item.value, item.relevant});
    });
    return out;
}

std::string LiveForm::instance_xml() const {
    auto const& filling = impl_->filling;
    base::XmlNode root = XmlOut(filling).element(Instance::kRoot);
    auto declare = [&](const std::string& prefix, const std::string& uri) {
        if (prefix == "xml") return;
        for (auto const& known : root.namespaces) {
            if (known.first == prefix) return;
        }
        root.namespaces.emplace_back(prefix, uri);
    };
    if (!filling.form->root_namespace.empty()) declare("", filling.form->root_namespace);
    for (auto const& node : filling.form->nodes) {
        if (!node.prefix.empty()) declare(node.prefix, node.namespace_uri);
    }
    for (auto const& [prefix, uri] : filling.form->initial.namespaces) declare(prefix, uri);
    for (auto const& [prefix, uri] : filling.form->namespaces) {
        if (!prefix.empty()) declare(prefix, uri);
    }
    return base::write_xml(root);
}

}  // namespace yuanquan::form

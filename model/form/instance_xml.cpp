#include "model/form/instance_xml.hpp"

#include <map>

namespace yuanquan::form {
namespace {

class InstanceReading {
  public:
    InstanceReading(const Form& form, base::Random& random) : form_(form), random_(random) {}

    void read(const base::XmlNode& element, NodeIndex def, const std::string& path) {
        for (auto const& attribute : element.attributes) {
            for (NodeIndex child : form_.nodes[def].children) {
                auto const& node = form_.nodes[child];
                if (node.attribute && node.name == attribute.local_name) cell(below(path, "@" + name_of(node)), attribute.value);
            }
        }
        std::map<NodeIndex, int> rows;
        bool has_elements = false;
        for (auto const& child : element.children) {
            if (child.kind != base::XmlNode::Kind::element) continue;
            has_elements = true;
            NodeIndex const known = find(def, child);
            if (known == kNone) {
                keep_unknown(child, below(path, child.name()));
                continue;
            }
            std::string at = below(path, name_of(form_.nodes[known]));
            if (form_.nodes[known].repeat) {
                at += "[" + base::RowId::random(random_).text() + "]";
                answers.rows.push_back({at, std::to_string(++rows[known])});
            }
            read(child, known, at);
        }
        if (!has_elements && def != 0 && !form_.nodes[def].repeat) cell(path, element.text_content());
    }
    Answers answers;

  private:
    static std::string below(const std::string& path, const std::string& name) { return path.empty() ? name : path + "/" + name; }
    static std::string name_of(const FormNode& node) { return node.prefix.empty() ? node.name : node.prefix + ":" + node.name; }
    NodeIndex find(NodeIndex def, const base::XmlNode& element) const {
        for (NodeIndex child : form_.nodes[def].children) {
            if (!form_.nodes[child].attribute && form_.nodes[child].name == element.local_name()) return child;
        }
        return kNone;
    }
    void cell(std::string path, std::string value) { answers.cells.push_back({std::move(path), std::move(value), true}); }
    void keep_unknown(const base::XmlNode& element, const std::string& path) {
        auto const children = element.child_elements();
        if (children.empty()) return cell(path, element.text_content());
        for (auto const* child : children) keep_unknown(*child, below(path, child->name()));
    }

    const Form& form_;
    base::Random& random_;
};

}  // namespace

base::Result<Answers> read_instance(const Form& form, const base::XmlNode& root, base::Random& random) {
    if (root.local_name() != form.nodes.front().name) {
        return base::fail(base::ErrorCode::bad_input, root.name(), "not the root element of " + form.id);
    }
    InstanceReading reading(form, random);
    reading.read(root, 0, {});
    return std::move(reading.answers);
}

}  // namespace yuanquan::form

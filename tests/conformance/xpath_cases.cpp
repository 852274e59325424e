// XPath cases: a document, a context node, an expression, the wanted type. The host is the document itself: its
// instances, its itext, nothing more.

#include <cmath>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "tests/conformance/cases.hpp"
#include "model/base/xml.hpp"
#include "model/xpath/expression.hpp"
#include "model/xpath/xml_tree.hpp"

namespace yuanquan::conformance {
namespace {

using nlohmann::json;
using xpath::kNoNode;
using xpath::Node;
using xpath::NodeId;
using xpath::NodeKind;
using xpath::Tree;

// Zones of the cases that have no rule for summer.
int offset_of(const std::string& zone) { return zone == "America/Phoenix" ? -7 * 60 : 0; }

class ZoneClock final : public base::Clock {
  public:
    explicit ZoneClock(int offset) : offset_(offset) {}
    std::int64_t now_ms() const override { return base::system_clock().now_ms(); }
    int offset_minutes(std::int64_t) const override { return offset_; }

  private:
    int offset_;
};

// Calls visit for every element below, the node included.
template <class F>
void each_element(const Tree& tree, NodeId node, F&& visit) {
    if (tree.kind(node) == NodeKind::element) visit(node);
    for (NodeId child = tree.first_child(node); child != kNoNode; child = tree.next_sibling(child)) each_element(tree, child, visit);
}

std::string attribute(const Tree& tree, NodeId node, std::string_view name) {
    for (NodeId at = tree.first_attribute(node); at != kNoNode; at = tree.next_attribute(at)) {
        if (tree.local_name(at) == name) return tree.string_value(at);
    }
    return {};
}

class DocumentHost final : public xpath::Host {
  public:
    DocumentHost(const Tree& tree, std::string language) : tree_(tree), language_(std::move(language)) {}

    std::optional<Node> instance(std::string_view id) const override {
        std::optional<Node> found;
        each_element(tree_, tree_.document(), [&](NodeId node) {
            if (!found && tree_.local_name(node) == "instance" && attribute(tree_, node, "id") == id) found = Node{&tree_, node};
        });
        return found;
    }
    std::string itext(std::string_view id) const override {
        std::string text;
        each_element(tree_, tree_.document(), [&](NodeId translation) {
            if (tree_.local_name(translation) != "translation") return;
            bool const is_default = is_default_language(translation);
            if (language_.empty() ? !is_default : attribute(tree_, translation, "lang") != language_) return;
            each_element(tree_, translation, [&](NodeId value) {
                bool const mine = tree_.local_name(value) == "value" && attribute(tree_, tree_.parent(value), "id") == id;
                if (mine && attribute(tree_, value, "form").empty()) text = tree_.string_value(value);
            });
        });
        return text;
    }

  private:
    // The one that says so, else the first.
    bool is_default_language(NodeId translation) const {
        auto marked = [&](NodeId node) {
            for (NodeId at = tree_.first_attribute(node); at != kNoNode; at = tree_.next_attribute(at)) {
                if (tree_.local_name(at) == "default") return true;
            }
            return false;
        };
        bool any = false;
        NodeId first = kNoNode;
        for (NodeId at = tree_.first_child(tree_.parent(translation)); at != kNoNode; at = tree_.next_sibling(at)) {
            if (tree_.kind(at) != NodeKind::element) continue;
            if (first == kNoNode) first = at;
            any = any || marked(at);
        }
        return any ? marked(translation) : first == translation;
    }

    const Tree& tree_;
    std::string language_;
};

bool is_wanted(const Tree& tree, NodeId node, std::string_view test) {
    NodeKind const kind = tree.kind(node);
    if (test == "*") return kind == NodeKind::element;
    if (test == "text()") return kind == NodeKind::text;
    if (test == "comment()") return kind == NodeKind::comment;
    return kind == NodeKind::instruction;
}

// "/*[1]/text()[2]" and "/*[1]/@id": the n-th of its kind at each level.
std::optional<Node> find_node(const xpath::XmlTree& tree, std::string_view path) {
    NodeId at = 0;
    while (path.size() > 1) {
        path.remove_prefix(1);
        std::size_t const slash = std::min(path.find('/'), path.size());
        std::string_view step = path.substr(0, slash);
        path.remove_prefix(slash);
        NodeId next = kNoNode;
        if (step.front() == '@') {
            step.remove_prefix(1);
            for (next = tree.first_attribute(at); next != kNoNode; next = tree.next_attribute(next)) {
                std::string name(tree.prefix(next));
                if (!name.empty()) name += ':';
                if (name.append(tree.local_name(next)) == step) break;
            }
        } else {
            std::size_t const bracket = step.find('[');
            int count = std::atoi(std::string(step.substr(bracket + 1)).c_str());
            for (next = tree.first_child(at); next != kNoNode; next = tree.next_sibling(next)) {
                if (is_wanted(tree, next, step.substr(0, bracket)) && --count == 0) break;
            }
        }
        if (next == kNoNode) return std::nullopt;
        at = next;
    }
    return Node{&tree, at};
}

std::string path_of(const Tree& tree, NodeId node) {
    std::string path;
    for (; node != tree.document(); node = tree.parent(node)) {
        NodeKind const kind = tree.kind(node);
        if (kind == NodeKind::attribute) {
            std::string name(tree.prefix(node));
            if (!name.empty()) name += ':';
            path = "/@" + name.append(tree.local_name(node)) + path;
            continue;
        }
        int place = 1;
        for (NodeId at = tree.previous_sibling(node); at != kNoNode; at = tree.previous_sibling(at)) place += tree.kind(at) == kind;
        std::string const test = kind == NodeKind::element   ? "*"
                                 : kind == NodeKind::text    ? "text()"
                                 : kind == NodeKind::comment ? "comment()" : "processing-instruction()";
        path = "/" + test + "[" + std::to_string(place) + "]" + path;
    }
    return path.empty() ? "/" : path;
}

json number_json(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
    if (number == 0 && std::signbit(number)) return "-0";
    return number;
}

json nodes_json(const xpath::NodeSet& nodes, bool first_only) {
    json paths = json::array();
    for (Node node : nodes) {
        paths.push_back(path_of(*node.tree, node.id));
        if (first_only) break;
    }
    return paths;
}

template <class T>
const T& checked(const base::Result<T>& result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return *result;
}

std::string text_of(const json& object, const char* key) {
    auto const found = object.find(key);
    return found == object.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

// Our reader refuses DOCTYPE; some cases open with a bare one, which says nothing about the nodes.
std::string without_doctype(std::string xml) {
    std::size_t const begin = xml.find("<!DOCTYPE");
    if (begin != std::string::npos) xml.erase(begin, xml.find('>', begin) + 1 - begin);
    return xml;
}

void answer(const json& test, json& reply) {
    xpath::XmlTree const tree(checked(base::read_xml(without_doctype(text_of(test, "context_xml")))));
    xpath::Namespaces namespaces;
    json const declared = test.value("namespaces", json::object());
    for (auto const& [prefix, uri] : declared.items()) namespaces.emplace_back(prefix, uri.get<std::string>());
    DocumentHost const host(tree, text_of(test, "itext_language"));
    ZoneClock const clock(offset_of(text_of(test, "timezone")));
    xpath::Context context;
    auto const node = find_node(tree, text_of(test, "context_node_xpath"));
    if (!node) throw std::runtime_error("no context node");
    context.node = *node;
    if (std::string const root = text_of(test, "root_node_xpath"); !root.empty()) context.root = find_node(tree, root).value();
    context.host = &host;
    context.clock = &clock;
    auto const expression = checked(xpath::Expression::compile(text_of(test, "expr"), namespaces));
    std::string const type = text_of(test, "requested_type");
    if (type == "number") {
        reply["number"] = number_json(checked(expression.evaluate_number(context)));
    } else if (type == "string") {
        reply["string"] = checked(expression.evaluate_string(context));
    } else if (type == "boolean") {
        reply["boolean"] = checked(expression.evaluate_boolean(context));
    } else if (type == "nodeset" || type == "node") {
        reply["nodes"] = nodes_json(checked(expression.evaluate_nodes(context)), type == "node");
    } else {
        auto const value = checked(expression.evaluate(context));
        if (auto const* number = std::get_if<double>(&value)) {
            reply["number"] = number_json(*number);
        } else if (auto const* truth = std::get_if<bool>(&value)) {
            reply["boolean"] = *truth;
        } else if (auto const* nodes = value.nodes()) {
            reply["nodes"] = nodes_json(*nodes, false);
        } else {
            reply["string"] = value.string();
        }
    }
}

}  // namespace

int run_xpath_cases(std::istream& in, std::ostream& out) {
    std::string line;
    while (std::getline(in, line)) {
        json reply;
        try {
            json const test = json::parse(line);
            reply["id"] = test.at("id");
            answer(test, reply);
        } catch (const std::exception& fault) {
            reply["error"] = fault.what();
        }
        out << reply.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    }
    return 0;
}

}  // namespace yuanquan::conformance

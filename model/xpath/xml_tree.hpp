#pragma once
// A Tree over a parsed XML document: secondary instances in XML and the conformance cases. Nodes are numbered in
// document order when the tree is made (element, its attributes, its children), so order is a comparison of numbers.
// Immutable; the index behind find_children() is built when first asked for and is safe between threads.

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/xml.hpp"
#include "model/xpath/tree.hpp"

namespace yuanquan::xpath {

class XmlTree final : public Tree {
  public:
    explicit XmlTree(base::XmlNode root);
    ~XmlTree() override;
    XmlTree(const XmlTree&) = delete;
    XmlTree& operator=(const XmlTree&) = delete;

    Node document_node() const { return {this, 0}; }
    NodeId document() const override { return 0; }
    NodeKind kind(NodeId node) const override { return nodes_[node].kind; }
    std::string_view local_name(NodeId node) const override { return nodes_[node].local_name; }
    std::string_view namespace_uri(NodeId node) const override { return nodes_[node].namespace_uri; }
    std::string_view prefix(NodeId node) const override;
    NodeId parent(NodeId node) const override { return nodes_[node].parent; }
    NodeId first_child(NodeId node) const override { return nodes_[node].first_child; }
    NodeId next_sibling(NodeId node) const override { return is_attribute(node) ? kNoNode : nodes_[node].next; }
    NodeId previous_sibling(NodeId node) const override { return nodes_[node].previous; }
    NodeId first_attribute(NodeId node) const override { return nodes_[node].first_attribute; }
    NodeId next_attribute(NodeId node) const override { return is_attribute(node) ? nodes_[node].next : kNoNode; }
    void append_string(NodeId node, std::string& out) const override;
    int compare_order(NodeId a, NodeId b) const override { return a < b ? -1 : a > b ? 1 : 0; }
    bool find_children(NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                       std::vector<NodeId>& out) const override;

  private:
    struct Record {
        NodeKind kind = NodeKind::element;
        std::string_view name, local_name, namespace_uri, text;
        NodeId parent = kNoNode, first_child = kNoNode, next = kNoNode, previous = kNoNode, first_attribute = kNoNode;
    };
    using Index = std::unordered_multimap<std::string, NodeId>;

    bool is_attribute(NodeId node) const { return nodes_[node].kind == NodeKind::attribute; }
    static Record record_of(std::string_view name, std::string_view local_name, std::string_view uri, std::string_view text);
    NodeId add(Record record);
    void add_attributes(const base::XmlNode& source, NodeId element);
    Index make_index(NodeId parent, std::string_view child, std::string_view key) const;

    std::unique_ptr<base::XmlNode> root_;  // Owns all texts.
    std::vector<Record> nodes_;
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::string, Index> indexes_;
};

}  // namespace yuanquan::xpath

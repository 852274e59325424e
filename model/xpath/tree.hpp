#pragma once
// What XPath sees: a tree of nodes behind small virtual steps. The live form's answers, choice tables read from CSV
// and XML documents implement it, so an expression runs over the program's own data without a copy. A Node is a
// handle, valid until its tree changes shape. Trees never change while an expression runs.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::xpath {

enum class NodeKind : std::uint8_t { document, element, attribute, text, comment, instruction };

// How a leaf's text reads as a value (ODK binds); decides comparisons and sums.
enum class LeafType : std::uint8_t { text, integer, decimal, boolean, date, time, date_time, geo };

using NodeId = std::uint64_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

class Tree;
struct Node {
    const Tree* tree = nullptr;
    NodeId id = kNoNode;
    explicit operator bool() const { return tree != nullptr && id != kNoNode; }
    bool operator==(const Node&) const = default;
};

class Tree {
  public:
    virtual ~Tree() = default;
    virtual NodeId document() const = 0;  // The node above the root element.
    virtual NodeKind kind(NodeId node) const = 0;
    virtual std::string_view local_name(NodeId node) const = 0;     // "" for text and document.
    virtual std::string_view namespace_uri(NodeId node) const = 0;  // "" for none.
    virtual std::string_view prefix(NodeId) const { return {}; }
    virtual NodeId parent(NodeId node) const = 0;
    virtual NodeId first_child(NodeId node) const = 0;
    virtual NodeId next_sibling(NodeId node) const = 0;
    virtual NodeId previous_sibling(NodeId node) const = 0;
    // Children by local name, for trees that know better than to walk.
    virtual NodeId first_child_named(NodeId node, std::string_view name) const {
        NodeId child = first_child(node);
        while (child != kNoNode && local_name(child) != name) child = next_sibling(child);
        return child;
    }
    virtual NodeId next_sibling_named(NodeId node, std::string_view name) const {
        NodeId next = next_sibling(node);
        while (next != kNoNode && local_name(next) != name) next = next_sibling(next);
        return next;
    }
    virtual NodeId first_attribute(NodeId) const { return kNoNode; }
    virtual NodeId next_attribute(NodeId) const { return kNoNode; }
    // Appends the string-value: own text for leaves, all text below for others. A node that is not relevant
    // reads as ''.
    virtual void append_string(NodeId node, std::string& out) const = 0;
    virtual LeafType leaf_type(NodeId) const { return LeafType::text; }
    // A node that paths must not see at all (not relevant, or a repeat's template). Where a comparison finds only
    // hidden nodes it sees one empty text, as Collect does: ${not_relevant} = '' holds.
    virtual bool hidden(NodeId) const { return false; }
    // position(node): 1-based place among the siblings of its name, hidden ones included; 0 = count by walking.
    // A repeat with a thousand rows wants it at once.
    virtual std::size_t sibling_position(NodeId) const { return 0; }
    // Document order: < 0, 0, > 0.
    virtual int compare_order(NodeId a, NodeId b) const = 0;

    // Shortcut for `parent/child[key = value]`: appends the matching children in document order and returns true, or
    // returns false when this tree has no index for it (the caller then walks). Lists of 700,000 villages need it.
    virtual bool find_children(NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                               std::vector<NodeId>& out) const {
        (void)parent, (void)child, (void)key, (void)value, (void)out;
        return false;
    }

    std::string string_value(NodeId node) const {
        std::string text;
        append_string(node, text);
        return text;
    }
};

}  // namespace yuanquan::xpath

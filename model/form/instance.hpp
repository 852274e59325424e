#pragma once
// The one tree of answers of a filling: nodes of the form's model with their values and rows, seen by XPath as a Tree.
// Knows nothing of expressions: live_form's recompute decides what is relevant and what a value is. Nodes live in one
// array and find their children by slot (place among the form's children), so that a path costs no search; ids are never
// reused. Used by the .cpp files of live_form only.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/ids.hpp"
#include "model/form/form.hpp"
#include "model/form/live_form.hpp"
#include "model/xpath/tree.hpp"

namespace yuanquan::form {

// Facts of a Form that every instance of it needs; made once per Form (see bind_graph.hpp).
struct Shape {
    explicit Shape(const Form& form);
    const Form& form;
    std::vector<std::uint32_t> slot;    // Of each node: its place among its parent's children.
    std::vector<std::uint32_t> depth;   // The root has 0.
    std::vector<bool> leaf;             // Holds a value: no rows, nothing below but attributes.
    std::vector<std::unordered_map<std::string_view, std::uint32_t>> by_name;  // Of each node: slots of its first child elements.
    std::vector<std::uint32_t> next_same_name;  // Of each node: slot of the next sibling of its name, kNone without one.
    bool is_below(NodeIndex node, NodeIndex ancestor) const;  // Or itself.
    NodeIndex common(NodeIndex a, NodeIndex b) const;         // The deepest node above both, or one of them.
};

class Instance final : public xpath::Tree {
  public:
    struct Item {
        NodeIndex def = kNone;
        InstanceId parent = kNoInstance;
        std::uint32_t slots = 0;       // First of its children's slots.
        std::uint32_t position = 0;    // Of a row: 0-based among its rows.
        std::uint32_t dirty = 0;       // Bits of the rules to compute (BindGraph::Rule::bit).
        std::uint32_t choices_epoch = 0;  // Grows when what its choices read has changed.
        bool own_relevant = true;
        bool relevant = true;          // With all above it.
        bool readonly = false;         // Own rule only, like those below.
        bool required = false;
        bool constraint_holds = true;
        bool alive = true;
        const base::XmlNode* origin = nullptr;  // Where its other attributes and default stand.
        std::string value;
    };
    struct Rows {
        std::vector<InstanceId> rows;
        std::vector<InstanceId> resting;  // Beyond a count that shrank: they return when it grows again.
    };

    explicit Instance(const Shape& shape);
    void build(const base::XmlNode& initial);  // Once: the whole tree with its first rows.

    static constexpr InstanceId kRoot = 0;
    Item& item(InstanceId id) { return items_[id]; }
    const Item& item(InstanceId id) const { return items_[id]; }
    std::size_t size() const { return items_.size(); }
    const FormNode& def(InstanceId id) const { return shape_.form.nodes[items_[id].def]; }
    bool is_leaf(InstanceId id) const { return shape_.leaf[items_[id].def]; }

    // The child that is not a repeat.
    InstanceId child(InstanceId parent, NodeIndex def) const;
    const std::vector<InstanceId>& rows(InstanceId parent, NodeIndex repeat) const { return list(parent, repeat).rows; }
    Rows& list(InstanceId parent, NodeIndex repeat) { return row_lists_[slots_[items_[parent].slots + shape_.slot[repeat]]]; }
    const Rows& list(InstanceId parent, NodeIndex repeat) const {
        return row_lists_[slots_[items_[parent].slots + shape_.slot[repeat]]];
    }
    // The instance of def nearest to a node: in the rows that both share, else the first row; kNoInstance where none.
    InstanceId nearest(NodeIndex def, InstanceId context) const;
    // The container of a repeat (the instance of its parent) nearest to a node.
    InstanceId container(NodeIndex repeat, InstanceId context) const;
    template <class F>
    void each_below(InstanceId id, F&& visit) const;  // The node itself, then all below, rows included, in order.

    InstanceId insert_row(InstanceId parent, NodeIndex repeat, std::size_t index, const base::XmlNode* origin, const base::RowId& id);
    void take_row(InstanceId row);   // Out of its list; marks all below as dead.
    void rest_row(InstanceId row);   // Out of its list, into the resting ones.
    InstanceId wake_row(InstanceId parent, NodeIndex repeat);  // The row that rested last, at the end of the list.

    const base::RowId* row_id(InstanceId row) const;
    InstanceId find_row(const base::RowId& id) const;
    void set_row_id(InstanceId row, const base::RowId& id);
    // Where it stands among its rows as records keep it: a decimal text between those of its neighbours, so that a row
    // put between two others changes nothing of theirs.
    const std::string& place_text(InstanceId row) const;
    void set_place_text(InstanceId row, std::string text) { row_facts_[row].place = std::move(text); }
    void place_row(InstanceId row);  // By its neighbours.

    // Handles for XPath. A place for a repeat that has no row yet: jr:count and labels are computed at it.
    xpath::Node handle(InstanceId id) const { return {this, id}; }
    xpath::Node place_of_repeat(InstanceId parent, NodeIndex repeat) const;
    // kNoInstance for texts, attributes without a bind and places.
    InstanceId instance_of(xpath::Node node) const;

    xpath::NodeId document() const override { return kDocument; }
    xpath::NodeKind kind(xpath::NodeId node) const override;
    std::string_view local_name(xpath::NodeId node) const override;
    std::string_view namespace_uri(xpath::NodeId node) const override;
    std::string_view prefix(xpath::NodeId node) const override;
    xpath::NodeId parent(xpath::NodeId node) const override;
    xpath::NodeId first_child(xpath::NodeId node) const override;
    xpath::NodeId next_sibling(xpath::NodeId node) const override;
    xpath::NodeId previous_sibling(xpath::NodeId node) const override;
    xpath::NodeId first_child_named(xpath::NodeId node, std::string_view name) const override;
    xpath::NodeId next_sibling_named(xpath::NodeId node, std::string_view name) const override;
    xpath::NodeId first_attribute(xpath::NodeId node) const override;
    xpath::NodeId next_attribute(xpath::NodeId node) const override;
    void append_string(xpath::NodeId node, std::string& out) const override;
    xpath::LeafType leaf_type(xpath::NodeId node) const override;
    bool hidden(xpath::NodeId node) const override { return node < kPlain && !items_[node].relevant; }
    std::size_t sibling_position(xpath::NodeId node) const override;
    int compare_order(xpath::NodeId a, xpath::NodeId b) const override;

  private:
    // A NodeId below kPlain is an InstanceId. Above it: kind in the high bits, slot or number in the middle.
    static constexpr xpath::NodeId kPlain = xpath::NodeId{1} << 32;
    static constexpr xpath::NodeId kDocument = xpath::NodeId{1} << 60;
    static constexpr xpath::NodeId kText = xpath::NodeId{2} << 60;
    static constexpr xpath::NodeId kPlace = xpath::NodeId{3} << 60;
    static constexpr xpath::NodeId kOtherAttribute = xpath::NodeId{4} << 60;
    static xpath::NodeId sort_of(xpath::NodeId node) { return node & (xpath::NodeId{15} << 60); }
    static InstanceId base_of(xpath::NodeId node) { return static_cast<InstanceId>(node); }
    static std::uint32_t middle_of(xpath::NodeId node) { return static_cast<std::uint32_t>(node >> 32) & 0x0fffffff; }

    InstanceId create(NodeIndex def, InstanceId parent, const base::XmlNode* origin);
    void create_children(InstanceId id, const base::XmlNode* origin);
    void renumber(Rows& rows, std::size_t from);
    // The first node at or after (step 1) or before (step -1) a slot of a parent; attributes or elements.
    xpath::NodeId at_slot(InstanceId parent, std::int64_t slot, int step, bool attributes) const;
    xpath::NodeId in_named_slot(InstanceId parent, std::uint32_t slot) const;
    const base::XmlAttribute* other_attribute(InstanceId id, std::uint32_t index) const;
    xpath::NodeId other_attribute_from(InstanceId id, std::uint32_t index) const;
    std::pair<std::uint32_t, std::uint32_t> rank(InstanceId id) const { return {shape_.slot[items_[id].def], items_[id].position}; }

    const Shape& shape_;
    std::vector<Item> items_;
    std::vector<std::uint32_t> slots_;   // InstanceId of a child, or number of a row list.
    std::vector<Rows> row_lists_;
    struct RowFacts {
        base::RowId id;
        std::string place;
    };
    std::unordered_map<InstanceId, RowFacts> row_facts_;
    std::unordered_map<base::RowId, InstanceId> rows_by_id_;
};

template <class F>
void Instance::each_below(InstanceId id, F&& visit) const {
    visit(id);
    for (NodeIndex child_def : def(id).children) {
        if (!shape_.form.nodes[child_def].repeat) {
            each_below(child(id, child_def), visit);
            continue;
        }
        for (InstanceId row : std::vector<InstanceId>(rows(id, child_def))) each_below(row, visit);
    }
}

}  // namespace yuanquan::form

// The answers as XPath sees them: Instance's half that implements xpath::Tree.
#include "model/form/instance.hpp"

namespace yuanquan::form {

using xpath::kNoNode;
using xpath::LeafType;
using xpath::NodeId;
using xpath::NodeKind;

xpath::Node Instance::place_of_repeat(InstanceId parent, NodeIndex repeat) const {
    return {this, kPlace | NodeId{shape_.slot[repeat]} << 32 | parent};
}

InstanceId Instance::instance_of(xpath::Node node) const {
    return node.tree == this && node.id < kPlain ? static_cast<InstanceId>(node.id) : kNoInstance;
}

const base::XmlAttribute* Instance::other_attribute(InstanceId id, std::uint32_t index) const {
    auto const* origin = items_[id].origin;
    return origin && index < origin->attributes.size() ? &origin->attributes[index] : nullptr;
}

// Attributes without a node of their own, from the index on.
NodeId Instance::other_attribute_from(InstanceId id, std::uint32_t index) const {
    for (; auto const* attribute = other_attribute(id, index); ++index) {
        bool bound = false;
        for (NodeIndex child_def : def(id).children) {
            auto const& node = shape_.form.nodes[child_def];
            bound = bound || (node.attribute && node.name == attribute->local_name);
        }
        if (!bound) return kOtherAttribute | NodeId{index} << 32 | id;
    }
    return kNoNode;
}

NodeKind Instance::kind(NodeId node) const {
    if (node < kPlain) return def(base_of(node)).attribute ? NodeKind::attribute : NodeKind::element;
    NodeId const sort = sort_of(node);
    if (sort == kDocument) return NodeKind::document;
    if (sort == kText) return NodeKind::text;
    return sort == kOtherAttribute ? NodeKind::attribute : NodeKind::element;
}

std::string_view Instance::local_name(NodeId node) const {
    if (node < kPlain) return def(base_of(node)).name;
    if (sort_of(node) == kPlace) return shape_.form.nodes[def(base_of(node)).children[middle_of(node)]].name;
    if (sort_of(node) == kOtherAttribute) return other_attribute(base_of(node), middle_of(node))->local_name;
    return {};
}

std::string_view Instance::namespace_uri(NodeId node) const {
    if (node < kPlain) {
        auto const& own = def(base_of(node));
        return own.namespace_uri.empty() && !own.attribute ? std::string_view(shape_.form.root_namespace) : own.namespace_uri;
    }
    if (sort_of(node) == kPlace) return shape_.form.root_namespace;
    if (sort_of(node) == kOtherAttribute) return other_attribute(base_of(node), middle_of(node))->namespace_uri;
    return {};
}

std::string_view Instance::prefix(NodeId node) const {
    return node < kPlain ? std::string_view(def(base_of(node)).prefix) : std::string_view();
}

NodeId Instance::parent(NodeId node) const {
    if (node < kPlain) {
        InstanceId const above = items_[node].parent;
        return above == kNoInstance ? kDocument : above;
    }
    return sort_of(node) == kDocument ? kNoNode : NodeId{base_of(node)};
}

NodeId Instance::at_slot(InstanceId parent, std::int64_t slot, int step, bool attributes) const {
    auto const& children = def(parent).children;
    for (; slot >= 0 && slot < static_cast<std::int64_t>(children.size()); slot += step) {
        auto const& node = shape_.form.nodes[children[static_cast<std::size_t>(slot)]];
        if (node.attribute != attributes) continue;
        std::uint32_t const found = slots_[items_[parent].slots + static_cast<std::size_t>(slot)];
        if (!node.repeat) return found;
        auto const& all = row_lists_[found].rows;
        if (!all.empty()) return step > 0 ? all.front() : all.back();
    }
    return kNoNode;
}

NodeId Instance::first_child(NodeId node) const {
    if (node < kPlain) {
        auto const id = base_of(node);
        NodeId const element = at_slot(id, 0, 1, false);
        if (element != kNoNode) return element;
        return items_[id].value.empty() || def(id).attribute ? kNoNode : kText | node;
    }
    return sort_of(node) == kDocument ? NodeId{kRoot} : kNoNode;
}

NodeId Instance::next_sibling(NodeId node) const {
    if (node >= kPlain || items_[node].parent == kNoInstance) return kNoNode;
    auto const& own = items_[node];
    if (shape_.form.nodes[own.def].repeat) {
        auto const& all = rows(own.parent, own.def);
        if (own.position + 1 < all.size()) return all[own.position + 1];
    }
    return at_slot(own.parent, std::int64_t{shape_.slot[own.def]} + 1, 1, false);
}

// What stands in a slot, or in the next one of the same name.
NodeId Instance::in_named_slot(InstanceId parent, std::uint32_t slot) const {
    auto const& children = def(parent).children;
    for (; slot != kNone; slot = shape_.next_same_name[children[slot]]) {
        std::uint32_t const found = slots_[items_[parent].slots + slot];
        if (!shape_.form.nodes[children[slot]].repeat) return found;
        if (!row_lists_[found].rows.empty()) return row_lists_[found].rows.front();
    }
    return kNoNode;
}

NodeId Instance::first_child_named(NodeId node, std::string_view name) const {
    if (node >= kPlain) return Tree::first_child_named(node, name);
    auto const& names = shape_.by_name[items_[node].def];
    auto const slot = names.find(name);
    return slot == names.end() ? kNoNode : in_named_slot(base_of(node), slot->second);
}

NodeId Instance::next_sibling_named(NodeId node, std::string_view name) const {
    if (node >= kPlain || items_[node].parent == kNoInstance || def(base_of(node)).name != name) {
        return Tree::next_sibling_named(node, name);
    }
    auto const& own = items_[node];
    if (shape_.form.nodes[own.def].repeat) {
        auto const& all = rows(own.parent, own.def);
        if (own.position + 1 < all.size()) return all[own.position + 1];
    }
    return in_named_slot(own.parent, shape_.next_same_name[own.def]);
}

NodeId Instance::previous_sibling(NodeId node) const {
    if (node >= kPlain || items_[node].parent == kNoInstance) return kNoNode;
    auto const& own = items_[node];
    if (shape_.form.nodes[own.def].repeat && own.position > 0) return rows(own.parent, own.def)[own.position - 1];
    return at_slot(own.parent, std::int64_t{shape_.slot[own.def]} - 1, -1, false);
}

NodeId Instance::first_attribute(NodeId node) const {
    if (node >= kPlain || def(base_of(node)).attribute) return kNoNode;
    NodeId const bound = at_slot(base_of(node), 0, 1, true);
    return bound != kNoNode ? bound : other_attribute_from(base_of(node), 0);
}

NodeId Instance::next_attribute(NodeId node) const {
    if (sort_of(node) == kOtherAttribute) return other_attribute_from(base_of(node), middle_of(node) + 1);
    if (node >= kPlain) return kNoNode;
    auto const& own = items_[node];
    NodeId const bound = at_slot(own.parent, std::int64_t{shape_.slot[own.def]} + 1, 1, true);
    return bound != kNoNode ? bound : other_attribute_from(own.parent, 0);
}

void Instance::append_string(NodeId node, std::string& out) const {
    if (node < kPlain) {
        auto const& own = items_[node];
        if (!own.relevant) return;
        if (shape_.form.nodes[own.def].children.empty()) {
            out += own.value;
            return;
        }
        NodeId child = at_slot(base_of(node), 0, 1, false);
        if (child == kNoNode) out += own.value;
        for (; child != kNoNode; child = next_sibling(child)) append_string(child, out);
        return;
    }
    NodeId const sort = sort_of(node);
    if (sort == kDocument) append_string(kRoot, out);
    if (sort == kText) append_string(base_of(node), out);
    if (sort == kOtherAttribute) out += other_attribute(base_of(node), middle_of(node))->value;
}

LeafType Instance::leaf_type(NodeId node) const {
    if (node >= kPlain) return LeafType::text;
    switch (def(base_of(node)).type) {
        case DataType::integer: return LeafType::integer;
        case DataType::decimal: return LeafType::decimal;
        case DataType::boolean: return LeafType::boolean;
        case DataType::date: return LeafType::date;
        case DataType::time: return LeafType::time;
        case DataType::date_time: return LeafType::date_time;
        case DataType::geopoint: case DataType::geotrace: case DataType::geoshape: return LeafType::geo;
        default: return LeafType::text;
    }
}

std::size_t Instance::sibling_position(NodeId node) const {
    if (node < kPlain) return std::size_t{items_[node].position} + 1;
    return sort_of(node) == kPlace ? 1 : 0;
}

int Instance::compare_order(NodeId a, NodeId b) const {
    if (a == b) return 0;
    if (sort_of(a) == kDocument) return -1;
    if (sort_of(b) == kDocument) return 1;
    InstanceId left = base_of(a), right = base_of(b);
    if (left == right) return a < b ? -1 : 1;
    std::uint32_t const left_depth = shape_.depth[items_[left].def], right_depth = shape_.depth[items_[right].def];
    for (auto depth = left_depth; depth > right_depth; --depth) left = items_[left].parent;
    for (auto depth = right_depth; depth > left_depth; --depth) right = items_[right].parent;
    if (left == right) return left_depth < right_depth ? -1 : 1;
    while (items_[left].parent != items_[right].parent) {
        left = items_[left].parent;
        right = items_[right].parent;
    }
    return rank(left) < rank(right) ? -1 : 1;
}

}  // namespace yuanquan::form

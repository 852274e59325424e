#include "model/xpath/xml_tree.hpp"

#include <algorithm>
#include <utility>

namespace yuanquan::xpath {

XmlTree::XmlTree(base::XmlNode root) : root_(std::make_unique<base::XmlNode>(std::move(root))) {
    Record top;
    top.kind = NodeKind::document;
    add(top);
    struct Pending {
        const base::XmlNode* source;
        NodeId parent;
    };
    std::vector<Pending> pending{{root_.get(), 0}};
    std::vector<NodeId> last_child{kNoNode};
    while (!pending.empty()) {
        auto const [source, parent] = pending.back();
        pending.pop_back();
        Record record = record_of(source->name(), source->local_name(), source->namespace_uri(), source->text);
        record.parent = parent;
        record.previous = last_child[parent];
        switch (source->kind) {
            case base::XmlNode::Kind::element: break;
            case base::XmlNode::Kind::text: record.kind = NodeKind::text; break;
            case base::XmlNode::Kind::comment: record.kind = NodeKind::comment; break;
            case base::XmlNode::Kind::instruction:
                record.kind = NodeKind::instruction;
                record.local_name = source->name();
                break;
        }
        NodeId const id = add(record);
        if (record.previous == kNoNode) {
            nodes_[parent].first_child = id;
        } else {
            nodes_[record.previous].next = id;
        }
        last_child[parent] = id;
        add_attributes(*source, id);
        last_child.resize(nodes_.size(), kNoNode);
        for (auto child = source->children.rbegin(); child != source->children.rend(); ++child) pending.push_back({&*child, id});
    }
}

XmlTree::~XmlTree() = default;

XmlTree::Record XmlTree::record_of(std::string_view name, std::string_view local_name, std::string_view uri, std::string_view text) {
    Record record;
    record.name = name;
    record.local_name = local_name;
    record.namespace_uri = uri;
    record.text = text;
    return record;
}

NodeId XmlTree::add(Record record) {
    nodes_.push_back(record);
    return nodes_.size() - 1;
}

void XmlTree::add_attributes(const base::XmlNode& source, NodeId element) {
    NodeId previous = kNoNode;
    for (auto const& attribute : source.attributes) {
        Record record = record_of(attribute.name, attribute.local_name, attribute.namespace_uri, attribute.value);
        record.kind = NodeKind::attribute;
        record.parent = element;
        NodeId const id = add(record);
        if (previous == kNoNode) {
            nodes_[element].first_attribute = id;
        } else {
            nodes_[previous].next = id;
        }
        previous = id;
    }
}

std::string_view XmlTree::prefix(NodeId node) const {
    std::string_view const name = nodes_[node].name;
    std::size_t const colon = name.find(':');
    return colon == std::string_view::npos || nodes_[node].kind == NodeKind::instruction ? std::string_view() : name.substr(0, colon);
}

void XmlTree::append_string(NodeId node, std::string& out) const {
    Record const& record = nodes_[node];
    if (record.kind != NodeKind::element && record.kind != NodeKind::document) {
        out += record.text;
        return;
    }
    // All that is below is numbered in one run after the node.
    for (NodeId id = node + 1; id < nodes_.size(); ++id) {
        if (nodes_[id].parent < node || nodes_[id].parent == kNoNode) return;
        if (nodes_[id].kind == NodeKind::text) out += nodes_[id].text;
    }
}

XmlTree::Index XmlTree::make_index(NodeId parent, std::string_view child, std::string_view key) const {
    Index index;
    for (NodeId item = nodes_[parent].first_child; item != kNoNode; item = nodes_[item].next) {
        if (nodes_[item].kind != NodeKind::element || nodes_[item].local_name != child) continue;
        for (NodeId cell = nodes_[item].first_child; cell != kNoNode; cell = nodes_[cell].next) {
            if (nodes_[cell].kind == NodeKind::element && nodes_[cell].local_name == key) index.emplace(string_value(cell), item);
        }
    }
    return index;
}

bool XmlTree::find_children(NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                            std::vector<NodeId>& out) const {
    std::string const name = std::to_string(parent).append(" ").append(child).append(" ").append(key);
    std::lock_guard const lock(mutex_);
    auto found = indexes_.find(name);
    if (found == indexes_.end()) found = indexes_.emplace(name, make_index(parent, child, key)).first;
    std::size_t const begin = out.size();
    auto const [first, last] = found->second.equal_range(std::string(value));
    for (auto at = first; at != last; ++at) out.push_back(at->second);
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
    out.erase(std::unique(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end()), out.end());
    return true;
}

}  // namespace yuanquan::xpath

#include "model/survey/report_tree.hpp"

namespace yuanquan::survey {

using xpath::kNoNode;
using xpath::NodeId;

ReportTree::ReportTree() {
    nodes_.emplace_back();
    open_.emplace_back(0, kNone);
    open("report");
}

std::uint32_t ReportTree::add(std::string_view name) {
    auto known = name_numbers_.find(std::string(name));
    if (known == name_numbers_.end()) {
        known = name_numbers_.emplace(name, static_cast<std::uint16_t>(names_.size())).first;
        names_.emplace_back(name);
    }
    const auto node = static_cast<std::uint32_t>(nodes_.size());
    auto& [parent, last] = open_.back();
    Item item;
    item.parent = parent;
    item.name = known->second;
    nodes_.push_back(item);
    (last == kNone ? nodes_[parent].first : nodes_[last].next) = node;
    last = node;
    if (parent == 1) first_named_.emplace(name, node);
    return node;
}

void ReportTree::open(std::string_view name) { open_.emplace_back(add(name), kNone); }
void ReportTree::close() { open_.pop_back(); }

void ReportTree::leaf(std::string_view name, std::string_view text, xpath::LeafType type) {
    auto& item = nodes_[add(name)];
    item.text = text_.size();
    item.length = static_cast<std::uint32_t>(text.size());
    item.type = type;
    text_ += text;
}

NodeId ReportTree::previous_sibling(NodeId node) const {
    if (nodes_[node].parent == kNone) return kNoNode;
    std::uint32_t before = kNone;
    for (auto at = nodes_[nodes_[node].parent].first; at != node; at = nodes_[at].next) before = at;
    return up(before);
}

NodeId ReportTree::first_child_named(NodeId node, std::string_view name) const {
    if (node == 1) {
        const auto it = first_named_.find(std::string(name));
        return it == first_named_.end() ? kNoNode : it->second;
    }
    auto child = nodes_[node].first;
    while (child != kNone && names_[nodes_[child].name] != name) child = nodes_[child].next;
    return up(child);
}

NodeId ReportTree::next_sibling_named(NodeId node, std::string_view name) const {
    const auto next = nodes_[node].next;  // Children of one name stand together.
    if (next == kNone || names_[nodes_[next].name] != name) return kNoNode;
    return next;
}

void ReportTree::append_string(NodeId node, std::string& out) const {
    const auto& item = nodes_[node];
    if (item.first == kNone) {
        out += text_of(static_cast<std::uint32_t>(node));
        return;
    }
    for (auto child = item.first; child != kNone; child = nodes_[child].next) append_string(child, out);
}

ReportTree::Index ReportTree::make_index(std::uint32_t parent, std::string_view child, std::string_view key) const {
    Index index;
    for (NodeId at = first_child_named(parent, child); at != kNoNode; at = next_sibling_named(at, child)) {
        for (NodeId field = first_child_named(at, key); field != kNoNode; field = next_sibling_named(field, key)) {
            std::string value;
            append_string(field, value);
            auto& found = index[value];
            if (found.empty() || found.back() != at) found.push_back(static_cast<std::uint32_t>(at));
        }
    }
    return index;
}

bool ReportTree::find_children(NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                               std::vector<NodeId>& out) const {
    if (parent != 1) return false;
    const std::scoped_lock lock(mutex_);
    const auto name = std::string(child) + '/' + std::string(key);
    auto known = indexes_.find(name);
    if (known == indexes_.end()) known = indexes_.emplace(name, make_index(1, child, key)).first;
    if (const auto found = known->second.find(std::string(value)); found != known->second.end()) {
        out.insert(out.end(), found->second.begin(), found->second.end());
    }
    return true;
}

}  // namespace yuanquan::survey

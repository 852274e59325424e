#pragma once
// The merged records as one compact tree that a report's expressions read:
//     report
//       year, area, today               what the report is about
//       place*                          areas with records: code, name, level, parent
//       FORM*                           one per record, by the form's id: its questions, its rosters' rows
// Children of one name stand together; nodes are numbered in document order; texts lie in one string. Holds only the names
// that the report reads. find_children() is indexed for children of `report`.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/xpath/tree.hpp"

namespace yuanquan::survey {

class ReportTree final : public xpath::Tree {
  public:
    ReportTree();
    ReportTree(const ReportTree&) = delete;
    ReportTree& operator=(const ReportTree&) = delete;

    // Building, in document order: open, leaves and further opens, close.
    void open(std::string_view name);
    void close();
    void leaf(std::string_view name, std::string_view text, xpath::LeafType type = xpath::LeafType::text);

    xpath::Node document_node() const { return {this, 0}; }
    xpath::Node report() const { return {this, 1}; }
    std::size_t size() const { return nodes_.size(); }

    xpath::NodeId document() const override { return 0; }
    xpath::NodeKind kind(xpath::NodeId node) const override { return node == 0 ? xpath::NodeKind::document : xpath::NodeKind::element; }
    std::string_view local_name(xpath::NodeId node) const override { return node == 0 ? std::string_view() : names_[nodes_[node].name]; }
    std::string_view namespace_uri(xpath::NodeId) const override { return {}; }
    xpath::NodeId parent(xpath::NodeId node) const override { return up(nodes_[node].parent); }
    xpath::NodeId first_child(xpath::NodeId node) const override { return up(nodes_[node].first); }
    xpath::NodeId next_sibling(xpath::NodeId node) const override { return up(nodes_[node].next); }
    xpath::NodeId previous_sibling(xpath::NodeId node) const override;
    xpath::NodeId first_child_named(xpath::NodeId node, std::string_view name) const override;
    xpath::NodeId next_sibling_named(xpath::NodeId node, std::string_view name) const override;
    void append_string(xpath::NodeId node, std::string& out) const override;
    xpath::LeafType leaf_type(xpath::NodeId node) const override { return nodes_[node].type; }
    int compare_order(xpath::NodeId a, xpath::NodeId b) const override { return a < b ? -1 : a > b ? 1 : 0; }
    bool find_children(xpath::NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                       std::vector<xpath::NodeId>& out) const override;

  private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    struct Item {
        std::uint32_t parent = kNone, first = kNone, next = kNone;
        std::uint32_t length = 0;
        std::uint64_t text = 0;
        std::uint16_t name = 0;
        xpath::LeafType type = xpath::LeafType::text;
    };
    using Index = std::unordered_map<std::string, std::vector<std::uint32_t>>;

    static xpath::NodeId up(std::uint32_t node) { return node == kNone ? xpath::kNoNode : node; }
    std::uint32_t add(std::string_view name);
    std::string_view text_of(std::uint32_t node) const { return std::string_view(text_).substr(nodes_[node].text, nodes_[node].length); }
    Index make_index(std::uint32_t parent, std::string_view child, std::string_view key) const;

    std::vector<Item> nodes_;
    std::string text_;
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::uint16_t> name_numbers_;
    std::unordered_map<std::string, std::uint32_t> first_named_;  // Of the children of report.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open_;   // Node, its last child so far.
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::string, Index> indexes_;
};

}  // namespace yuanquan::survey

#pragma once
// A list of choices as a table that XPath sees as root/item/column. All cells stand in one text, so 700,000 villages cost
// little more than their file; a column gets an index when a filter first asks for it. Immutable, safe between threads.
// Made by choices.cpp; the checks of a form read the headings of its files.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/xpath/tree.hpp"

namespace yuanquan::form {

class ChoiceTable final : public xpath::Tree {
  public:
    // Blank cells are absent elements in rows written in a form, present ones in a CSV file.
    static std::shared_ptr<const ChoiceTable> from_rows(const std::vector<std::string>& columns,
                                                        const std::vector<std::vector<std::string>>& rows);
    // RFC 4180, with or without BOM; semicolons where the heading has them and no comma.
    static std::shared_ptr<const ChoiceTable> from_csv(std::string_view bytes);

    std::size_t rows() const { return rows_; }
    const std::vector<std::string>& columns() const { return columns_; }

    xpath::NodeId document() const override { return 0; }
    xpath::NodeKind kind(xpath::NodeId node) const override;
    std::string_view local_name(xpath::NodeId node) const override;
    std::string_view namespace_uri(xpath::NodeId) const override { return {}; }
    xpath::NodeId parent(xpath::NodeId node) const override;
    xpath::NodeId first_child(xpath::NodeId node) const override;
    xpath::NodeId next_sibling(xpath::NodeId node) const override;
    xpath::NodeId previous_sibling(xpath::NodeId node) const override;
    void append_string(xpath::NodeId node, std::string& out) const override;
    int compare_order(xpath::NodeId a, xpath::NodeId b) const override { return a < b ? -1 : a > b; }
    std::size_t sibling_position(xpath::NodeId node) const override;
    bool find_children(xpath::NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                       std::vector<xpath::NodeId>& out) const override;

  private:
    // Rows by the hash of a column's text: chains in the order of rows.
    struct Index {
        std::vector<std::uint32_t> first;  // By hash; row + 1, 0 = none.
        std::vector<std::uint32_t> next;   // By row.
    };
    struct Place {                          // What a NodeId stands for.
        enum class Sort { document, root, item, cell, text } sort;
        std::size_t row = 0, column = 0;
    };
    ChoiceTable() = default;
    void add_cell(std::string_view text);
    void finish_row(std::size_t cells);
    Place place(xpath::NodeId node) const;
    xpath::NodeId item_id(std::size_t row) const { return 2 + row * stride(); }
    xpath::NodeId cell_id(std::size_t row, std::size_t column) const { return item_id(row) + 1 + 2 * column; }
    std::size_t stride() const { return 1 + 2 * columns_.size(); }
    std::string_view cell(std::size_t row, std::size_t column) const;
    xpath::NodeId cell_from(std::size_t row, std::size_t column, int step) const;
    const Index& index(std::size_t column) const;

    std::vector<std::string> columns_;
    std::string text_;
    std::vector<std::uint32_t> ends_;  // Where each cell ends in text_, row by row.
    std::size_t rows_ = 0;
    bool blank_is_absent_ = false;
    mutable std::mutex mutex_;
    mutable std::unordered_map<std::size_t, std::unique_ptr<const Index>> indexes_;
};

}  // namespace yuanquan::form

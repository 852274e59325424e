#include "model/form/choice_table.hpp"

#include <algorithm>
#include <functional>

#include "model/base/text.hpp"

namespace yuanquan::form {

using xpath::kNoNode;
using xpath::NodeId;
using xpath::NodeKind;

namespace {

// One CSV record after another: calls cell(text) for each and row_end() after each record.
template <class Cell, class End>
void read_records(std::string_view bytes, char separator, Cell&& cell, End&& row_end) {
    std::string field;
    bool quoted = false, any = false;
    auto close_row = [&] {
        if (any) {
            cell(field);
            row_end();
        }
        field.clear();
        any = false;
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        char const c = bytes[i];
        if (quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
                field += '"', ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && field.empty()) {
            quoted = any = true;
        } else if (c == separator) {
            cell(field);
            field.clear();
            any = true;
        } else if (c == '\n' || c == '\r') {
            close_row();
        } else {
            field += c;
            any = true;
        }
    }
    close_row();
}

}  // namespace

void ChoiceTable::add_cell(std::string_view text) {
    text_ += text;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
}

// A short record is filled up, a long one cut.
void ChoiceTable::finish_row(std::size_t cells) {
    for (; cells < columns_.size(); ++cells) add_cell({});
    for (; cells > columns_.size(); --cells) {
        ends_.pop_back();
        text_.resize(ends_.empty() ? 0 : ends_.back());
    }
    ++rows_;
}

std::shared_ptr<const ChoiceTable> ChoiceTable::from_rows(const std::vector<std::string>& columns,
                                                          const std::vector<std::vector<std::string>>& rows) {
    std::shared_ptr<ChoiceTable> table(new ChoiceTable);
    table->columns_ = columns;
    table->blank_is_absent_ = true;
    for (auto const& row : rows) {
        for (auto const& cell : row) table->add_cell(cell);
        table->finish_row(row.size());
    }
    return table;
}

std::shared_ptr<const ChoiceTable> ChoiceTable::from_csv(std::string_view bytes) {
    std::shared_ptr<ChoiceTable> table(new ChoiceTable);
    if (base::starts_with(bytes, "\xef\xbb\xbf")) bytes.remove_prefix(3);
    std::string_view const heading = bytes.substr(0, bytes.find_first_of("\r\n"));
    bool const semicolons = heading.find(',') == heading.npos && heading.find(';') != heading.npos;
    table->text_.reserve(std::min<std::size_t>(bytes.size(), 0xffffffff));
    std::size_t cells = 0;
    bool in_heading = true;
    auto cell = [&](const std::string& text) {
        if (in_heading) {
            table->columns_.emplace_back(base::trim(text));
        } else {
            table->add_cell(text);
            ++cells;
        }
    };
    auto row_end = [&] {
        if (!in_heading) table->finish_row(cells);
        in_heading = false;
        cells = 0;
    };
    if (bytes.size() < 0xffffffff) read_records(bytes, semicolons ? ';' : ',', cell, row_end);
    return table;
}

std::string_view ChoiceTable::cell(std::size_t row, std::size_t column) const {
    std::size_t const number = row * columns_.size() + column;
    std::size_t const begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(text_).substr(begin, ends_[number] - begin);
}

ChoiceTable::Place ChoiceTable::place(NodeId node) const {
    if (node < 2) return {node == 0 ? Place::Sort::document : Place::Sort::root};
    std::size_t const row = (node - 2) / stride(), rest = (node - 2) % stride();
    if (rest == 0) return {Place::Sort::item, row};
    return {rest % 2 == 1 ? Place::Sort::cell : Place::Sort::text, row, (rest - 1) / 2};
}

NodeKind ChoiceTable::kind(NodeId node) const {
    switch (place(node).sort) {
        case Place::Sort::document: return NodeKind::document;
        case Place::Sort::text: return NodeKind::text;
        default: return NodeKind::element;
    }
}

std::string_view ChoiceTable::local_name(NodeId node) const {
    Place const at = place(node);
    switch (at.sort) {
        case Place::Sort::root: return "root";
        case Place::Sort::item: return "item";
        case Place::Sort::cell: return columns_[at.column];
        default: return {};
    }
}

NodeId ChoiceTable::parent(NodeId node) const {
    Place const at = place(node);
    switch (at.sort) {
        case Place::Sort::document: return kNoNode;
        case Place::Sort::root: return 0;
        case Place::Sort::item: return 1;
        case Place::Sort::cell: return item_id(at.row);
        default: return node - 1;
    }
}

NodeId ChoiceTable::cell_from(std::size_t row, std::size_t column, int step) const {
    for (; column < columns_.size(); column += static_cast<std::size_t>(step)) {  // Below zero wraps past the end.
        if (!blank_is_absent_ || !cell(row, column).empty()) return cell_id(row, column);
    }
    return kNoNode;
}

NodeId ChoiceTable::first_child(NodeId node) const {
    Place const at = place(node);
    switch (at.sort) {
        case Place::Sort::document: return 1;
        case Place::Sort::root: return rows_ > 0 ? item_id(0) : kNoNode;
        case Place::Sort::item: return cell_from(at.row, 0, 1);
        case Place::Sort::cell: return cell(at.row, at.column).empty() ? kNoNode : node + 1;
        default: return kNoNode;
    }
}

NodeId ChoiceTable::next_sibling(NodeId node) const {
    Place const at = place(node);
    if (at.sort == Place::Sort::item) return at.row + 1 < rows_ ? item_id(at.row + 1) : kNoNode;
    return at.sort == Place::Sort::cell ? cell_from(at.row, at.column + 1, 1) : kNoNode;
}

NodeId ChoiceTable::previous_sibling(NodeId node) const {
    Place const at = place(node);
    if (at.sort == Place::Sort::item) return at.row > 0 ? item_id(at.row - 1) : kNoNode;
    return at.sort == Place::Sort::cell ? cell_from(at.row, at.column - 1, -1) : kNoNode;
}

void ChoiceTable::append_string(NodeId node, std::string& out) const {
    Place const at = place(node);
    std::size_t const columns = columns_.size();
    switch (at.sort) {
        case Place::Sort::cell: case Place::Sort::text: out += cell(at.row, at.column); return;
        case Place::Sort::item:
            for (std::size_t column = 0; column < columns; ++column) out += cell(at.row, column);
            return;
        default: out += text_;
    }
}

std::size_t ChoiceTable::sibling_position(NodeId node) const {
    Place const at = place(node);
    return at.sort == Place::Sort::item ? at.row + 1 : 0;
}

const ChoiceTable::Index& ChoiceTable::index(std::size_t column) const {
    std::lock_guard const lock(mutex_);
    auto& slot = indexes_[column];
    if (slot) return *slot;
    auto made = std::make_unique<Index>();
    std::size_t size = 16;
    while (size < rows_) size *= 2;
    made->first.resize(size);
    made->next.resize(rows_);
    for (std::size_t row = rows_; row-- > 0;) {
        auto& head = made->first[std::hash<std::string_view>{}(cell(row, column)) & (size - 1)];
        made->next[row] = head;
        head = static_cast<std::uint32_t>(row + 1);
    }
    slot = std::move(made);
    return *slot;
}

bool ChoiceTable::find_children(NodeId parent, std::string_view child, std::string_view key, std::string_view value,
                                std::vector<NodeId>& out) const {
    if (place(parent).sort != Place::Sort::root) return false;
    if (child != "item") return true;
    auto const found = std::find(columns_.begin(), columns_.end(), key);
    if (found == columns_.end()) return value.empty() ? false : true;
    auto const column = static_cast<std::size_t>(found - columns_.begin());
    if (blank_is_absent_ && value.empty()) return false;  // Whether '' equals an absent element is the walker's to say.
    auto const& by_hash = index(column);
    std::uint32_t row = by_hash.first[std::hash<std::string_view>{}(value) & (by_hash.first.size() - 1)];
    for (; row != 0; row = by_hash.next[row - 1]) {
        if (cell(row - 1, column) == value) out.push_back(item_id(row - 1));
    }
    return true;
}

}  // namespace yuanquan::form

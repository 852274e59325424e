#include "app/export/paper_table.hpp"

#include <algorithm>
#include <cmath>

namespace yuanquan::exports {

namespace {

constexpr double kCellPad = 6, kRowPad = 2.5, kBarHeight = 9, kNarrowest = 26;
constexpr std::size_t kMeasuredRows = 200;   // A column is as wide as the widest of these.

std::vector<double> widths_of(const Paper& paper, const std::vector<std::string>& heads, const std::vector<PaperRow>& rows) {
    ColumnWidths widths(heads.empty() ? rows.front().size() : heads.size(), kNarrowest, kCellPad);
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
        if (!heads.empty()) widths.take(i, heads[i], paper.text(heads[i], Style::cell_label));
        for (std::size_t row = 0; row < std::min(rows.size(), kMeasuredRows); ++row) {
            if (const auto& words = rows[row][i].text; !words.empty()) widths.take(i, words, paper.text(words, Style::cell));
        }
    }
    return widths.fitted();
}

std::shared_ptr<Block> head_of(const Paper& paper, const std::vector<std::string>& heads, const std::vector<PaperRow>& rows, const std::vector<double>& widths) {
    auto header = std::make_shared<Block>();
    std::vector<Text> texts;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const bool number = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row[i].number; });
        texts.push_back(paper.text(heads[i], Style::cell_label));
        texts.back().set_width(widths[i] - kCellPad, number);
        header->height = std::max(header->height, texts.back().height() + 2 * kRowPad);
    }
    double x = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const double y = header->height - kRowPad - texts[i].height();
        header->add(std::move(texts[i]), x, y);
        x += widths[i];
    }
    header->rule(header->height);
    return header;
}

}  // namespace

void ColumnWidths::take(std::size_t column, const std::string& words, const Text& text) {
    constexpr double kName = 50;   // Chinese may break between any two characters: a name of six does not.
    const bool whole = text.natural_width() <= kName && words.find(' ') == std::string::npos;
    natural_[column] = std::max(natural_[column], text.natural_width() + pad_);
    least_[column] = std::max(least_[column], (whole ? text.natural_width() : text.least_width()) + pad_);
}

void add_rows(Paper& paper, const std::vector<std::string>& heads, const std::vector<PaperRow>& rows, std::vector<double> widths) {
    if (rows.empty()) return;
    if (widths.empty()) widths = widths_of(paper, heads, rows);
    std::shared_ptr<Block> header;
    if (!heads.empty()) {
        header = head_of(paper, heads, rows, widths);
        Block first = *header;
        first.keep_next = true;
        paper.add(std::move(first));
    }
    for (const auto& row : rows) {
        Block block;
        block.header = header;
        double x = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            Text text = paper.text(row[i].text, Style::cell);
            text.set_width(widths[i] - kCellPad, row[i].number);
            text = text.cut(kTextHeight / 3);
            block.height = std::max(block.height, text.height() + 2 * kRowPad);
            block.add(std::move(text), x, kRowPad);
            x += widths[i];
        }
        block.rule(block.height);
        paper.add(std::move(block));
    }
}

void add_bars(Paper& paper, const std::vector<PaperBar>& bars) {
    double most = 0;
    for (const auto& bar : bars) most = std::max(most, std::isfinite(bar.number) ? bar.number : 0);
    constexpr double kLabel = kTextWidth * 0.3, kBar = kTextWidth * 0.5;
    for (const auto& bar : bars) {
        Text label = paper.text(bar.label, Style::label), value = paper.text(bar.value, Style::body);
        label.set_width(kLabel - kCellPad);
        value.set_width(kTextWidth - kLabel - kBar - kCellPad);
        Mark mark;
        mark.kind = Mark::Kind::bar;
        mark.x = kLabel;
        mark.width = most > 0 && std::isfinite(bar.number) && bar.number > 0 ? std::max(0.5, kBar * bar.number / most) : 0;
        mark.height = kBarHeight;
        Block block;
        block.height = std::max({label.height(), value.height(), kBarHeight}) + 2 * kRowPad;
        mark.y = (block.height - kBarHeight) / 2;
        if (mark.width > 0) block.marks.push_back(mark);
        const double label_y = (block.height - label.height()) / 2, value_y = (block.height - value.height()) / 2;
        block.add(std::move(label), 0, label_y);
        block.add(std::move(value), kLabel + mark.width + 2 * kCellPad, value_y);
        block.keep_next = &bar != &bars.back();   // They are read beside each other.
        paper.add(std::move(block));
    }
}

}  // namespace yuanquan::exports

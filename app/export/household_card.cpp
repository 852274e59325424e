#include "app/export/household_card.hpp"

#include <algorithm>

#include "app/export/dossier_table.hpp"
#include "app/export/paper_table.hpp"
#include "app/export/qr_picture.hpp"
#include "model/base/clock.hpp"

namespace yuanquan::exports {

namespace {

constexpr double kQrSize = 72, kCellPad = 6, kRowPad = 2, kNote = 16;
constexpr std::size_t kColumns = 6, kFacts = 18, kMembers = 15, kLatest = 4;

class Card {
  public:
    Card(const survey::RecordView& record, const DossierOptions& options, Paper paper)
        : record_(record), options_(options), words_{*options.texts, options.blob}, paper_(std::move(paper)) {}

    SetDossier compose() {
        head();
        bool first = true;
        for (const auto& section : record_.sections) {
            if (!first && section.tables.empty()) {
                more_ += answered(section.facts);
                continue;
            }
            if (first) facts(section.facts);
            else more_ += answered(section.facts);
            first = false;
            for (const auto& table : section.tables) roster(table);
        }
        if (more_ > 0) note();
        Footer footer;
        footer.left = record_.title + " · " + words_.texts.tr("paper.printed", {{"date", date_time(options_.printed_ms, options_.offset_minutes)}, {"office", options_.office}});
        footer.right = [texts = options_.texts](std::size_t page, std::size_t pages) {
            return texts->tr("paper.page", {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
        };
        return {std::move(paper_), std::move(footer)};
    }

  private:
    static std::size_t answered(const std::vector<survey::Fact>& facts) {
        return static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [](const auto& fact) { return !fact.text.empty(); }));
    }
    // False where it would begin a second page.
    bool add(Block block) {
        const double height = block.height + block.gap;
        if (used_ + height > kTextHeight - kNote) return false;
        used_ += height;
        paper_.add(std::move(block));
        return true;
    }
    double line(Block& block, const std::string& text, Style style, double y, double width) const {
        Text set = paper_.text(text, style);
        set.set_width(width);
        set = set.cut(kTextHeight / 8);
        const double height = set.height();
        block.add(std::move(set), 0, y);
        return y + height;
    }

    void head() {
        Block block;
        constexpr double kWords = kTextWidth - kQrSize - 12;
        double y = line(block, words_.texts.tr("paper.card", {}) + std::string(" · ") + record_.form_title, Style::small, 0, kWords);
        y = line(block, record_.title, Style::title, y, kWords);
        if (!record_.area_name.empty()) y = line(block, record_.area_name, Style::body, y, kWords);
        y = line(block, words_.texts.tr("paper.changed", {{"author", record_.last_author}, {"date", date_time(record_.last_ms, options_.offset_minutes)},
                                                          {"count", std::to_string(record_.changes)}}), Style::small, y, kWords);
        add_record_code(block, record_.id, kQrSize);
        y = std::max(y, kQrSize);
        Mark rule;
        rule.kind = Mark::Kind::green_rule;
        rule.y = y + 5;
        rule.width = kTextWidth;
        block.marks.push_back(rule);
        block.height = y + 10;
        add(std::move(block));
    }

    void facts(const std::vector<survey::Fact>& all) {
        constexpr double kHalf = (kTextWidth - 18) / 2, kLabel = kHalf * 0.42, kLines = 3;
        Block row;
        bool half_full = false;
        std::size_t shown = 0;
        for (const auto& fact : all) {
            if (fact.text.empty() || fact.blob) continue;
            if (shown++ >= kFacts) {
                ++more_;
                continue;
            }
            Text label = paper_.text(plain_label(fact.label), Style::label), value = paper_.text(words_.value(fact), Style::body);
            label.set_width(kLabel - 8);
            const double line = value.height();
            value.set_width(kHalf - kLabel);
            const bool wide = value.height() > kLines * line;   // An address: the whole width is its own.
            if (wide && half_full) finish(row);
            if (wide) value.set_width(kTextWidth - kLabel);
            value = value.cut(kTextHeight / 10);
            const double x = half_full && !wide ? kHalf + 18 : 0, label_y = kRowPad + std::max(0.0, value.baseline() - label.baseline());
            row.height = std::max({row.height, label_y + label.height() + kRowPad, value.height() + 2 * kRowPad});
            row.add(std::move(label), x, label_y);
            row.add(std::move(value), x + kLabel, kRowPad);
            half_full = !wide && x == 0;
            if (!half_full) finish(row);
        }
        finish(row);
    }
    void finish(Block& row) {
        if (!row.marks.empty()) {
            row.rule(row.height);
            if (!add(std::move(row))) ++more_;
        }
        row = Block();
    }

    // Columns that any row has an answer for, the first of them.
    static std::vector<std::size_t> columns_of(const survey::Table& table) {
        std::vector<std::size_t> columns;
        for (std::size_t i = 0; i < table.columns.size() && columns.size() < kColumns; ++i) {
            const bool said = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return !row.facts[i].text.empty() && !row.facts[i].blob; });
            if (said) columns.push_back(i);
        }
        return columns;
    }

    void roster(const survey::Table& table) {
        const auto columns = columns_of(table);
        if (columns.empty()) return;
        const auto most = tables_++ == 0 ? kMembers : kLatest;
        const auto begin = table.rows.size() > most ? table.rows.size() - most : 0;
        const auto widths = widths_of(table, columns, begin);
        Block head;
        head.gap = 8;
        double y = line(head, table.label + " (" + std::to_string(table.rows.size()) + ")", Style::strong, 0, kTextWidth);
        double lowest = y, x = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            Text label = paper_.text(plain_label(table.columns[columns[i]]), Style::cell_label);
            label.set_width(widths[i] - kCellPad);
            lowest = std::max(lowest, y + label.height() + kRowPad);
            head.add(std::move(label), x, y + kRowPad);
            x += widths[i];
        }
        head.height = lowest + kRowPad;
        head.rule(head.height);
        // A heading with no row below it says nothing.
        std::vector<Block> rows;
        for (std::size_t at = begin; at < table.rows.size(); ++at) rows.push_back(row_of(table.rows[at], columns, widths));
        if (rows.empty() || used_ + head.gap + head.height + rows.front().height > kTextHeight - kNote) {
            more_ += table.rows.size();
            return;
        }
        add(std::move(head));
        more_ += begin;
        for (auto& row : rows) more_ += add(std::move(row)) ? 0 : 1;
    }
    std::vector<double> widths_of(const survey::Table& table, const std::vector<std::size_t>& columns, std::size_t begin) const {
        ColumnWidths widths(columns.size(), 0, kCellPad);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto label = plain_label(table.columns[columns[i]]);
            widths.take(i, label, paper_.text(label, Style::cell_label));
            for (std::size_t row = begin; row < table.rows.size(); ++row) {
                const auto words = words_.value(table.rows[row].facts[columns[i]]);
                widths.take(i, words, paper_.text(words, Style::cell));
            }
        }
        return widths.fitted();
    }
    Block row_of(const survey::TableRow& row, const std::vector<std::size_t>& columns, const std::vector<double>& widths) const {
        Block block;
        double x = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            Text text = paper_.text(words_.value(row.facts[columns[i]]), Style::cell);
            text.set_width(widths[i] - kCellPad);
            text = text.cut(kTextHeight / 14);
            block.height = std::max(block.height, text.height() + 2 * kRowPad);
            block.add(std::move(text), x, kRowPad);
            x += widths[i];
        }
        block.rule(block.height);
        return block;
    }

    void note() {
        Block block;
        block.height = line(block, words_.texts.tr("paper.card.more", {{"count", std::to_string(more_)}}), Style::small, 2, kTextWidth);
        paper_.add(std::move(block));
    }

    const survey::RecordView& record_;
    const DossierOptions& options_;
    DossierWords words_;
    Paper paper_;
    double used_ = 0;
    std::size_t more_ = 0, tables_ = 0;
};

}  // namespace

base::Result<SetDossier> set_household_card(const survey::RecordView& record, const DossierOptions& options) {
    if (options.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "card", "no texts");
    auto paper = Paper::open(options.texts->chinese() ? Script::chinese : Script::latin);
    if (!paper) return base::fail(std::move(paper.error()));
    return Card(record, options, std::move(*paper)).compose();
}

base::Result<std::string> write_household_card(const survey::RecordView& record, const DossierOptions& options) {
    auto set = set_household_card(record, options);
    if (!set) return base::fail(std::move(set.error()));
    return set->paper.finish(record.title, base::iso_date_time(options.printed_ms, options.offset_minutes).substr(0, 19), set->footer);
}

}  // namespace yuanquan::exports

#include "app/export/dossier_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/export/conflict_words.hpp"
#include "model/base/clock.hpp"
#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"

namespace yuanquan::exports {

namespace {

constexpr double kPad = 3;                     // Around a cell's text.
constexpr double kLegible = 50;                // A column narrower than this is hard to read: about six characters.
constexpr double kHighestRow = kTextHeight / 3;
constexpr std::size_t kColumnsMax = 12;
constexpr double kBlockGutter = 12;
constexpr std::size_t kBlockColumns = 3;
constexpr double kBlockColumn = (kTextWidth - (kBlockColumns - 1) * kBlockGutter) / kBlockColumns;
constexpr double kPhotoWidth = 150, kPhotoHeight = 112, kPictureGap = 10;

struct Column {
    std::size_t at = 0;        // In the table.
    bool numeric = true;
    double natural = 0, least = 0, width = 0;
};

class TableWriter {
  public:
    TableWriter(Paper& paper, const DossierWords& words, const survey::Table& table)
        : paper_(paper), words_(words), table_(table) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (is_shown(i)) columns_.push_back({.at = i});
        }
    }

    void write() {
        if (columns_.size() > kColumnsMax || !write_table()) write_blocks();
    }

  private:
    // Wholly blank columns are left out; pictures stand below their row.
    bool is_shown(std::size_t column) const {
        return std::any_of(table_.rows.begin(), table_.rows.end(), [column](const survey::TableRow& row) {
            const auto& fact = row.facts[column];
            return fact.versions.size() > 1 || (!fact.text.empty() && !fact.blob);
        });
    }

    std::string cell_words(const survey::Fact& fact) const {
        if (fact.path.empty() || (fact.blob && fact.versions.size() < 2)) return {};  // Does not apply to this row.
        return words_.value(fact);
    }

    // False where it would not be legible; nothing was added then.
    bool write_table() {
        std::vector<Text> heads;
        std::vector<std::vector<Text>> rows;
        for (const auto& column : columns_) heads.push_back(paper_.text(plain_label(table_.columns[column.at]), Style::cell_label));
        for (const auto& row : table_.rows) {
            auto& cells = rows.emplace_back();
            for (auto& column : columns_) {
                const auto& fact = row.facts[column.at];
                cells.push_back(paper_.text(cell_words(fact), Style::cell));
                if (!fact.path.empty() && !fact.numeric) column.numeric = false;
            }
        }
        if (!fit(heads, rows)) return false;
        std::vector<Block> blocks;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            blocks.push_back(table_row(rows[i]));
            if (blocks.back().height > kHighestRow) return false;
        }
        auto header = std::make_shared<Block>(table_row(heads));
        Block first = *header;
        first.keep_next = true;
        paper_.add(std::move(first));
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            blocks[i].header = header;
            add_row_with_rest(std::move(blocks[i]), table_.rows[i]);
        }
        return true;
    }

    bool fit(const std::vector<Text>& heads, const std::vector<std::vector<Text>>& rows) {
        double natural = 0, least = 0;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            auto& column = columns_[i];
            column.natural = heads[i].natural_width();
            for (const auto& cells : rows) column.natural = std::max(column.natural, cells[i].natural_width());
            column.natural += 1;
            natural += column.natural + 2 * kPad;
        }
        if (natural <= kTextWidth) {
            for (auto& column : columns_) column.width = column.natural + (kTextWidth - natural) / static_cast<double>(columns_.size());
            return true;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            auto& column = columns_[i];
            column.least = least_of(heads[i]);
            for (const auto& cells : rows) column.least = std::max(column.least, std::min(least_of(cells[i]), 2 * kLegible));
            column.least = std::min(column.natural, column.least + 1);
            least += column.least + 2 * kPad;
        }
        if (least > kTextWidth) return false;
        for (auto& column : columns_) {
            column.width = column.least + (kTextWidth - least) * (column.natural - column.least) / (natural - least);
        }
        return true;
    }

    static double least_of(const Text& text) {
        return text.natural_width() <= kLegible ? text.natural_width() : std::max(text.least_width(), kLegible);
    }

    Block table_row(const std::vector<Text>& cells) const {
        Block block;
        double x = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Text cell = cells[i];
            cell.set_width(columns_[i].width, columns_[i].numeric);
            block.height = std::max(block.height, cell.height() + 2 * kPad);
            block.add(std::move(cell), x + kPad, kPad);
            x += columns_[i].width + 2 * kPad;
        }
        block.rule(block.height);
        return block;
    }

    // What belongs to a row but is no cell: its removal elsewhere, its pictures.
    void add_row_with_rest(Block block, const survey::TableRow& row) {
        std::vector<const survey::Fact*> pictures;
        for (const auto& fact : row.facts) {
            if (fact.blob) pictures.push_back(&fact);
        }
        block.keep_next = row.conflict || !pictures.empty();
        paper_.add(std::move(block));
        if (row.conflict) {
            Block removal;
            Text text = paper_.text(words_.row_conflict(*row.conflict), Style::cell);
            text.set_width(kTextWidth - 2 * kPad);
            removal.height = text.height() + 2 * kPad;
            removal.keep_next = !pictures.empty();
            removal.add(std::move(text), kPad, kPad);
            removal.rule(removal.height);
            paper_.add(std::move(removal));
        }
        add_pictures(paper_, words_, pictures);
    }

    // ---- One block per row ----
    void write_blocks() {
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            const auto& row = table_.rows[i];
            std::vector<Block> lines = block_lines(row, std::to_string(i + 1));
            double together = 0;
            for (const auto& line : lines) together += line.height;
            const bool whole = together < kTextHeight * 0.9;
            for (std::size_t n = 0; n + 1 < lines.size(); ++n) lines[n].keep_next = whole || n == 0;
            Block last = std::move(lines.back());
            lines.pop_back();
            last.rule(last.height);
            for (auto& line : lines) paper_.add(std::move(line));
            add_row_with_rest(std::move(last), row);
        }
    }

    std::vector<Block> block_lines(const survey::TableRow& row, const std::string& number) const {
        std::vector<Block> lines(1);
        const auto name = row_name(row);
        bool named = name.empty();
        Text heading = paper_.text(number + "\u2002" + name, Style::strong);
        heading.set_width(kTextWidth);
        lines[0].gap = 4;
        lines[0].height = heading.height() + 1;
        lines[0].add(std::move(heading), 0, 0);
        Block line;
        std::size_t used = 0;
        const auto finish = [&] {
            if (!line.marks.empty()) lines.push_back(std::move(line));
            line = Block();
            used = 0;
        };
        for (const auto& column : columns_) {
            const auto& fact = row.facts[column.at];
            const auto value = cell_words(fact);
            const bool is_name = fact.versions.size() < 2 && fact.text == name;  // Stands above already.
            if (fact.path.empty() || (is_name && !named)) {
                named = named || is_name;
                continue;
            }
            Text pair = paper_.labelled(plain_label(table_.columns[column.at]), value);
            std::size_t span = fact.versions.size() > 1 ? kBlockColumns : span_of(pair.natural_width());
            if (used + span > kBlockColumns) finish();
            pair.set_width(static_cast<double>(span) * (kBlockColumn + kBlockGutter) - kBlockGutter);
            for (auto& piece : pair.height() > kHighestRow ? pair.split(kHighestRow) : std::vector<Text>{pair}) {
                if (used + span > kBlockColumns) finish();
                line.height = std::max(line.height, piece.height() + 1.5);
                line.add(std::move(piece), static_cast<double>(used) * (kBlockColumn + kBlockGutter), 0);
                used += span;
            }
        }
        finish();
        lines.back().height += 3;
        return lines;
    }

    static std::size_t span_of(double natural) {
        if (natural <= 1.9 * kBlockColumn) return 1;  // Two lines at most.
        return natural <= 3.6 * kBlockColumn ? 2 : kBlockColumns;
    }

    Paper& paper_;
    const DossierWords& words_;
    const survey::Table& table_;
    std::vector<Column> columns_;
};

}  // namespace

std::string date_time(std::int64_t ms, int offset_minutes) {
    constexpr std::size_t kDate = 10, kMinutes = 16;
    const auto text = base::iso_date_time(ms, offset_minutes);
    return text.substr(0, kDate) + " " + text.substr(kDate + 1, kMinutes - kDate - 1);
}

std::string plain_label(const std::string& label) {
    std::string out;
    for (std::size_t i = 0; i < label.size(); ++i) {
        if (label.compare(i, 2, "**") == 0 || label.compare(i, 2, "__") == 0) {
            ++i;
            continue;
        }
        const bool tag = label[i] == '<' && i + 1 < label.size() && (std::isalpha(static_cast<unsigned char>(label[i + 1])) != 0 || label[i + 1] == '/');
        if (const auto end = label.find('>', i); tag && end != std::string::npos) {
            i = end;
            continue;
        }
        out += label[i];
    }
    const auto begin = out.find_first_not_of("# ");
    return begin == std::string::npos ? out : out.substr(begin);
}

std::string row_name(const survey::TableRow& row) {
    for (const auto& fact : row.facts) {
        if (!fact.text.empty() && !fact.numeric && !fact.blob) return fact.text;
    }
    return {};
}

std::string DossierWords::value(const survey::Fact& fact) const {
    if (fact.versions.size() < 2) return fact.text.empty() ? "—" : fact.text;
    std::string all;
    for (const auto& version : fact.versions) {
        const std::string text(record::file_name_of(version.text));
        all += (all.empty() ? "" : "\n") + kConflictSign + (text.empty() ? texts.tr("paper.blank") : text) + " — " + version.author + " " +
               date_time(version.wall_ms, version.offset_minutes);
    }
    return all;
}

std::string DossierWords::row_conflict(const record::Conflict& conflict) const {
    std::string all;
    for (const auto& head : conflict.heads) {
        const bool removed = head.kind == record::OpKind::remove;
        const auto line = texts.tr(removed ? "paper.row_removed" : "paper.row_edited",
                                   {{"author", head.author}, {"date", date_time(head.wall_ms, head.offset_minutes)}});
        const auto whole = kConflictSign + line;
        if (all.find(whole) == std::string::npos) all += (all.empty() ? "" : "\n") + whole;
    }
    return all;
}

std::string DossierWords::state(const std::string& state) const {
    return state_words(texts, state);
}

void add_table(Paper& paper, const DossierWords& words, const survey::Table& table) {
    TableWriter(paper, words, table).write();
}

void add_pictures(Paper& paper, const DossierWords& words, const std::vector<const survey::Fact*>& facts) {
    constexpr std::size_t kAcross = 3;
    for (std::size_t begin = 0; begin < facts.size(); begin += kAcross) {
        Block strip;
        strip.gap = 5;
        for (std::size_t i = begin; i < std::min(begin + kAcross, facts.size()); ++i) {
            const auto& fact = *facts[i];
            const double x = static_cast<double>(i - begin) * (kPhotoWidth + kPictureGap);
            Text caption = paper.text(plain_label(fact.label), Style::small);
            caption.set_width(kPhotoWidth);
            const double top = caption.height() + 2;
            strip.add(std::move(caption), x, 0);
            Picture picture;
            if (words.blob) {
                if (const auto bytes = words.blob(*fact.blob)) picture = read_picture(*bytes);
            }
            Mark mark;
            mark.x = x;
            mark.y = top;
            if (picture.surface) {
                const double scale = std::min(kPhotoWidth / picture.width, kPhotoHeight / picture.height);
                mark.kind = Mark::Kind::picture;
                mark.width = picture.width * scale;
                mark.height = picture.height * scale;
                mark.picture = std::make_shared<const Picture>(std::move(picture));
            } else {
                Text note = paper.text(words.texts.tr("paper.picture_missing", {{"file", fact.file_name}}), Style::small);
                note.set_width(kPhotoWidth - 2 * kPad - 4);
                mark.kind = Mark::Kind::frame;
                mark.width = kPhotoWidth;
                mark.height = note.height() + 4 * kPad;
                strip.add(std::move(note), x + kPad + 2, top + 2 * kPad);
            }
            strip.height = std::max(strip.height, mark.y + mark.height);
            strip.marks.push_back(std::move(mark));
        }
        strip.height += 6;
        strip.rule(strip.height);
        strip.keep_next = false;
        paper.add(std::move(strip));
    }
}

}  // namespace yuanquan::exports

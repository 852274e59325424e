#include "app/export/dossier.hpp"

#include <algorithm>
#include <cmath>

#include "app/export/dossier_table.hpp"
#include "app/export/qr_picture.hpp"
#include "model/base/clock.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr double kGutter = 18;                 // Between the two columns of facts.
constexpr double kHalf = (kTextWidth - kGutter) / 2;
constexpr double kLabelShare = 0.42;           // Of a column of facts.
constexpr double kRowPad = 2.5;                // Above and below a row of facts.
constexpr double kCodeSide = 56;               // Of the QR code.
constexpr std::size_t kShortId = 8, kTitleMax = 30, kVillageDigits = 12;

class Composer {
  public:
    Composer(const survey::RecordView& record, const DossierOptions& options, Paper paper)
        : record_(record), paper_(std::move(paper)), words_{*options.texts, options.blob}, options_(options) {}

    SetDossier compose() {
        head();
        if (options_.changes) {
            add_changes(*options_.changes);
        } else {
            for (const auto& section : record_.sections) {
                add_section(section);
                if (section.name == "income" && options_.story && has_years(*options_.story)) {
                    heading(words_.texts.tr("paper.years", {}), Style::strong, 8);
                    add_years(paper_, options_.story->income);
                }
            }
            if (options_.story && !options_.story->decisions.empty()) {
                heading(words_.texts.tr("paper.decisions", {}) + std::string(" (") + std::to_string(options_.story->decisions.size()) + ")", Style::heading, 14);
                add_decisions(paper_, words_.texts, options_.story->decisions);
            }
            disagreements();
        }
        const auto printed = date_time(options_.printed_ms, options_.offset_minutes);
        Footer footer;
        footer.left = record_.title + " · " + short_id() + " · " + words_.texts.tr("paper.printed", {{"date", printed}, {"office", options_.office}});
        footer.right = [texts = options_.texts](std::size_t page, std::size_t pages) {
            return texts->tr("paper.page", {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
        };
        return {std::move(paper_), std::move(footer)};
    }

  private:
    std::string short_id() const { return record_.id.text().substr(0, kShortId); }

    void head() {
        constexpr double kWords = kTextWidth - kCodeSide - 12;
        Block block;
        double y = line(block, record_.form_title + " · " + words_.texts.tr("paper.record", {{"id", short_id()}}), Style::small, 0, kWords);
        y = line(block, record_.title, Style::title, y, kWords);
        if (!record_.area_name.empty()) y = line(block, record_.area_name, Style::body, y, kWords);
        add_record_code(block, record_.id, kCodeSide);
        y = std::max(y, kCodeSide);
        Mark rule;
        rule.kind = Mark::Kind::green_rule;
        rule.y = y + 5;
        rule.width = kTextWidth;
        block.marks.push_back(rule);
        y = line(block, provenance(), Style::small, y + 9);
        if (record_.conflict_count > 0) {
            y = line(block, kConflictSign + words_.texts.tr("paper.conflicts_open", {{"count", std::to_string(record_.conflict_count)}}),
                     Style::strong, y + 1);
        }
        block.height = y;
        paper_.add(std::move(block));
    }

    double line(Block& block, const std::string& words, Style style, double y, double width = kTextWidth) const {
        Text text = paper_.text(words, style);
        text.set_width(width);
        const double height = text.height();
        block.add(std::move(text), 0, y);
        return y + height;
    }

    std::string provenance() const {
        const auto at = [this](std::int64_t ms) { return date_time(ms, options_.offset_minutes); };
        std::string words = words_.texts.tr("paper.recorded", {{"author", record_.first_author}, {"date", at(record_.first_ms)}});
        if (record_.changes > 1) {
            words += " · " + words_.texts.tr("paper.changed", {{"author", record_.last_author}, {"date", at(record_.last_ms)},
                                                              {"count", std::to_string(record_.changes)}});
        }
        if (!record_.state.empty()) words += " · " + words_.state(record_.state);
        return words;
    }

    void heading(const std::string& words, Style style, double gap) {
        if (words.empty()) return;
        Block block;
        block.gap = gap;
        block.keep_next = true;
        block.height = line(block, plain_label(words), style, 0) + 2;
        paper_.add(std::move(block));
    }

    void add_section(const survey::Section& section) {
        if (section.facts.empty() && section.tables.empty()) return;
        const bool own_table = section.facts.empty() && section.tables.size() == 1 && section.tables[0].label == section.label;
        if (!own_table) heading(section.label, Style::heading, 14);
        facts(section.facts);
        for (const auto& table : section.tables) {
            const auto count = " (" + std::to_string(table.rows.size()) + ")";
            heading(table.label + count, own_table ? Style::heading : Style::strong, own_table ? 14 : 8);
            if (table.rows.empty()) {
                Block block;
                block.height = line(block, words_.texts.tr("paper.no_rows"), Style::small, 0);
                paper_.add(std::move(block));
            } else {
                add_table(paper_, words_, table);
            }
        }
    }

    // Newest first: when and who, where, what it was and is.
    void add_changes(const std::vector<survey::HistoryLine>& changes) {
        heading(words_.texts.tr("paper.since", {{"date", options_.since}, {"count", std::to_string(changes.size())}}), Style::heading, 14);
        constexpr double kWhen = 110, kWhere = 130;
        for (const auto& change : changes) {
            Text when = paper_.text(date_time(change.wall_ms, change.offset_minutes) + "\n" + change.author, Style::cell_label);
            Text where = paper_.text((change.row_label.empty() ? "" : change.row_label + " · ") + plain_label(change.label), Style::cell);
            Text said = paper_.text(change_words(words_.texts, change), Style::body);
            when.set_width(kWhen - 8);
            where.set_width(kWhere - 8);
            said.set_width(kTextWidth - kWhen - kWhere);
            said = said.cut(kTextHeight / 3);
            Block block;
            block.height = std::max({when.height(), where.height(), said.height()}) + 2 * kRowPad;
            block.add(std::move(when), 0, kRowPad);
            block.add(std::move(where), kWhen, kRowPad);
            block.add(std::move(said), kWhen + kWhere, kRowPad);
            block.rule(block.height);
            paper_.add(std::move(block));
        }
    }

    // Two columns of label and value; what is long gets the whole width.
    void facts(const std::vector<survey::Fact>& facts) {
        const auto figures = static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [](const auto& f) { return f.numeric; }));
        const bool accounts = figures * 2 > facts.size();  // A section of figures: right-aligned, as in a ledger.
        Block row;
        bool half_full = false;
        std::vector<const survey::Fact*> pictures;
        for (const auto& fact : facts) {
            if (fact.blob && fact.versions.size() < 2) {
                pictures.push_back(&fact);
                continue;
            }
            if (fact.blob) pictures.push_back(&fact);
            const bool right = accounts && fact.numeric;
            Text value = paper_.text(words_.value(fact), Style::body);
            value.set_width(kHalf * (1 - kLabelShare), right);
            const double three_lines = 3 * value.baseline() * 1.6;
            if (value.height() > three_lines || fact.versions.size() > 1) {
                finish(row, half_full);
                wide_fact(fact, std::move(value));
                continue;
            }
            Text label = paper_.text(plain_label(fact.label), Style::label);
            label.set_width(kHalf * kLabelShare - 8);
            place(row, half_full ? kHalf + kGutter : 0, kHalf, std::move(label), std::move(value));
            if (half_full) {
                finish(row, half_full);
            } else {
                half_full = true;
            }
        }
        finish(row, half_full);
        add_pictures(paper_, words_, pictures);
    }

    static void place(Block& row, double x, double width, Text label, Text value) {
        const double label_y = kRowPad + std::max(0.0, value.baseline() - label.baseline());
        row.height = std::max({row.height, label_y + label.height() + kRowPad, kRowPad + value.height() + kRowPad});
        row.add(std::move(label), x, label_y);
        row.add(std::move(value), x + width * kLabelShare, kRowPad);
    }

    void finish(Block& row, bool& half_full) {
        if (!row.marks.empty()) {
            row.rule(row.height);
            paper_.add(std::move(row));
        }
        row = Block();
        half_full = false;
    }

    void wide_fact(const survey::Fact& fact, Text value) {
        value.set_width(kTextWidth - kHalf * kLabelShare);
        const double most = kTextHeight / 2;
        auto pieces = value.height() > most ? value.split(most) : std::vector<Text>{value};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            Text label = paper_.text(i == 0 ? plain_label(fact.label) : std::string(), Style::label);
            label.set_width(kHalf * kLabelShare - 8);
            Block row;
            place(row, 0, kHalf, std::move(label), std::move(pieces[i]));
            if (i + 1 == pieces.size()) row.rule(row.height);
            paper_.add(std::move(row));
        }
    }

    // All of them once more, for the one who takes the paper to the household to settle them.
    void disagreements() {
        if (record_.conflict_count == 0) return;
        heading(words_.texts.tr("paper.conflicts"), Style::heading, 14);
        std::size_t listed = 0;
        for (const auto& section : record_.sections) {
            for (const auto& fact : section.facts) listed += disagreement(section.label, {}, fact) ? 1 : 0;
            for (const auto& table : section.tables) {
                for (const auto& row : table.rows) {
                    const auto name = row_name(row);
                    for (const auto& fact : row.facts) listed += disagreement(table.label, name, fact) ? 1 : 0;
                    if (!row.conflict) continue;
                    listed_block(table.label + " › " + name, words_.row_conflict(*row.conflict));
                    ++listed;
                }
            }
        }
        if (listed < record_.conflict_count) {
            const auto more = std::to_string(record_.conflict_count - listed);
            Block block;
            block.height = line(block, words_.texts.tr("paper.conflicts_more", {{"count", more}}), Style::small, 2);
            paper_.add(std::move(block));
        }
    }

    bool disagreement(const std::string& section, const std::string& row, const survey::Fact& fact) {
        if (fact.versions.size() < 2) return false;
        std::string place = plain_label(section);
        if (!row.empty()) place += " › " + row;
        listed_block(place + " › " + plain_label(fact.label), words_.value(fact));
        return true;
    }

    void listed_block(const std::string& place, const std::string& versions) {
        Block block;
        double y = line(block, place, Style::label, kRowPad);
        y = line(block, versions, Style::body, y);
        block.height = y + kRowPad;
        block.rule(block.height);
        paper_.add(std::move(block));
    }

    const survey::RecordView& record_;
    Paper paper_;
    DossierWords words_;
    const DossierOptions& options_;
};

}  // namespace

base::Result<SetDossier> set_dossier(const survey::RecordView& record, const DossierOptions& options) {
    if (options.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "dossier", "no texts");
    auto paper = Paper::open(options.texts->chinese() ? Script::chinese : Script::latin);
    if (!paper) return base::fail(std::move(paper.error()));
    return Composer(record, options, std::move(*paper)).compose();
}

base::Result<std::string> write_dossier_pdf(const survey::RecordView& record, const DossierOptions& options) {
    auto set = set_dossier(record, options);
    if (!set) return base::fail(std::move(set.error()));
    return set->paper.finish(record.title, base::iso_date_time(options.printed_ms, options.offset_minutes).substr(0, 19), set->footer);
}

std::string dossier_file_name(const survey::RecordView& record) {
    auto title = base::to_utf32(record.title);
    if (title.size() > kTitleMax) title.resize(kTitleMax);
    std::string name = record.area.substr(0, kVillageDigits);
    for (const auto& part : {base::to_utf8(title), record.id.text().substr(0, kShortId)}) {
        const bool said = part == record.id.text().substr(0, kShortId) && name.ends_with(part);  // A title made of the id.
        if (!said) name += (name.empty() ? "" : "-") + part;
    }
    return base::safe_file_name(name + ".pdf");
}

}  // namespace yuanquan::exports

#include "app/export/dossier_html.hpp"

#include "app/export/dossier_table.hpp"
#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kColumnsMax = 10;
constexpr char kStyle[] = R"(
:root{color-scheme:light}
body{font:14px/1.5 "Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif;color:#1F2421;background:#fff;max-width:52em;margin:2em auto;padding:0 1em}
h1{font-size:26px;margin:.2em 0}h2{font-size:18px;margin:1.4em 0 .4em;break-after:avoid}h3{font-size:15px;margin:1em 0 .3em;break-after:avoid}
header{border-bottom:2px solid #1E6F5C;padding-bottom:.5em}.quiet,dt,th{color:#5F6762;font-weight:normal}.quiet{font-size:12px}
dl{display:grid;grid-template-columns:repeat(2,minmax(7em,1fr) 2fr);gap:0 .8em;margin:0}
dt,dd{margin:0;padding:.2em 0;border-bottom:1px solid #DAD7CE;overflow-wrap:anywhere;break-inside:avoid}
dd{white-space:pre-line}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2em .5em .2em 0;border-bottom:1px solid #DAD7CE;overflow-wrap:anywhere;white-space:pre-line}
th{font-size:12px}tr{break-inside:avoid}td.n{text-align:right;font-variant-numeric:tabular-nums}figure{display:inline-block;margin:.5em 1em .5em 0;break-inside:avoid}
figure img{max-width:16em;max-height:12em;display:block}.two{color:#5E35B1}
@page{size:A4;margin:2cm}@media print{body{margin:0;max-width:none;padding:0;font-size:9.5pt}thead{display:table-header-group}}
@media(max-width:40em){dl{grid-template-columns:minmax(7em,1fr) 2fr}}
)";

class Page {
  public:
    Page(const survey::RecordView& record, const DossierOptions& options)
        : record_(record), options_(options), words_{*options.texts, options.blob} {}

    std::string write() {
        const auto& texts = words_.texts;
        out_ = "<!DOCTYPE html>\n<html lang=\"" + std::string(texts.chinese() ? "zh-CN" : "en") + "\">\n<head><meta charset=\"utf-8\">" +
               "<meta name=\"viewport\" content=\"width=device-width\">" +
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">" +
               "<title>" + safe(record_.title) + "</title>\n<style>" + kStyle + "</style></head>\n<body>\n<header>";
        element("div", "quiet", record_.form_title + " · " + texts.tr("paper.record", {{"id", record_.id.text().substr(0, 8)}}));
        element("h1", "", record_.title);
        if (!record_.area_name.empty()) element("div", "", record_.area_name);
        element("div", "quiet", texts.tr("paper.recorded", {{"author", record_.first_author}, {"date", date_time(record_.first_ms, options_.offset_minutes)}}));
        if (record_.conflict_count > 0) {
            element("div", "two", kConflictSign + texts.tr("paper.conflicts_marked", {{"count", std::to_string(record_.conflict_count)}}));
        }
        out_ += "</header>\n";
        if (options_.changes) return write_changes(*options_.changes);
        for (const auto& section : record_.sections) {
            add(section);
            if (section.name == "income" && options_.story && has_years(*options_.story)) {
                element("h3", "", texts.tr("paper.years", {}));
                add(year_rows(options_.story->income));
            }
        }
        if (options_.story && !options_.story->decisions.empty()) {
            element("h2", "", texts.tr("paper.decisions", {}));
            add(decision_rows(texts, options_.story->decisions));
        }
        return end();
    }

  private:
    std::string end() {
        out_ += "<footer>";
        element("p", "quiet", words_.texts.tr("paper.printed", {{"date", date_time(options_.printed_ms, options_.offset_minutes)}, {"office", options_.office}}));
        return out_ + "</footer>\n</body>\n</html>\n";
    }

    // Of an edition since a day: newest first, when and who once for each save.
    std::string write_changes(const std::vector<survey::HistoryLine>& changes) {
        element("h2", "", words_.texts.tr("paper.since", {{"date", options_.since}, {"count", std::to_string(changes.size())}}));
        StoryRows table;
        const survey::HistoryLine* last = nullptr;
        for (const auto& change : changes) {
            const bool same = last != nullptr && last->change == change.change;
            const auto when = same ? std::string() : date_time(change.wall_ms, change.offset_minutes);
            const auto where = (change.row_label.empty() ? "" : change.row_label + " · ") + plain_label(change.label);
            table.rows.push_back({{when}, {same ? std::string() : change.author}, {where}, {change_words(words_.texts, change)}});
            last = &change;
        }
        add(table);
        return end();
    }

    static std::string safe(const std::string& text) { return base::escape_xml(text); }
    void element(const char* name, const std::string& kind, const std::string& words) {
        out_ += "<" + std::string(name) + (kind.empty() ? "" : " class=\"" + kind + "\"") + ">" + safe(words) + "</" + name + ">\n";
    }
    static std::string kind_of(const survey::Fact& fact) { return fact.versions.size() > 1 ? "two" : fact.numeric ? "n" : ""; }

    void add(const survey::Section& section) {
        if (section.facts.empty() && section.tables.empty()) return;
        element("h2", "", plain_label(section.label));
        std::vector<const survey::Fact*> pictures;
        out_ += "<dl>\n";
        for (const auto& fact : section.facts) {
            if (fact.blob) pictures.push_back(&fact);
            element("dt", "", plain_label(fact.label));
            element("dd", fact.versions.size() > 1 ? "two" : "", words_.value(fact));
        }
        out_ += "</dl>\n";
        for (const auto* fact : pictures) add_picture(*fact);
        for (const auto& table : section.tables) add(table, section.label);
    }

    void add(const survey::Table& table, const std::string& above) {
        if (table.label != above) element("h3", "", plain_label(table.label) + " (" + std::to_string(table.rows.size()) + ")");
        if (table.rows.empty()) return element("p", "quiet", words_.texts.tr("paper.no_rows", {}));
        std::vector<std::size_t> columns;   // Those that any row has an answer for.
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            bool said = false;
            for (const auto& row : table.rows) said = said || !row.facts[i].text.empty() || !row.facts[i].versions.empty();
            if (said) columns.push_back(i);
        }
        if (columns.size() > kColumnsMax) return add_blocks(table, columns);
        out_ += "<table><thead><tr>";
        for (const auto i : columns) element("th", "", plain_label(table.columns[i]));
        out_ += "</tr></thead><tbody>\n";
        for (const auto& row : table.rows) {
            out_ += "<tr>";
            for (const auto i : columns) element("td", kind_of(row.facts[i]), row.facts[i].text.empty() && row.facts[i].versions.empty() ? "" : words_.value(row.facts[i]));
            out_ += "</tr>\n";
        }
        out_ += "</tbody></table>\n";
        for (const auto& row : table.rows) add_pictures(row);
    }
    void add_pictures(const survey::TableRow& row) {
        for (const auto& fact : row.facts) {
            if (fact.blob) add_picture(fact);
        }
    }
    // More columns than a page is wide: each row by itself, as on paper.
    void add_blocks(const survey::Table& table, const std::vector<std::size_t>& columns) {
        for (const auto& row : table.rows) {
            element("h3", "", words_.value(row.facts[columns.front()]));
            out_ += "<dl>\n";
            for (const auto i : columns) {
                const auto& fact = row.facts[i];
                if (i == columns.front() || (fact.text.empty() && fact.versions.empty())) continue;
                element("dt", "", plain_label(table.columns[i]));
                element("dd", fact.versions.size() > 1 ? "two" : "", words_.value(fact));
            }
            out_ += "</dl>\n";
            add_pictures(row);
        }
    }

    void add(const StoryRows& table) {
        out_ += "<table>";
        if (!table.heads.empty()) {
            out_ += "<thead><tr>";
            for (const auto& head : table.heads) element("th", "", head);
            out_ += "</tr></thead>";
        }
        out_ += "<tbody>\n";
        for (const auto& row : table.rows) {
            out_ += "<tr>";
            for (const auto& cell : row) element("td", cell.number ? "n" : "", cell.text);
            out_ += "</tr>\n";
        }
        out_ += "</tbody></table>\n";
    }

    void add_picture(const survey::Fact& fact) {
        if (!words_.blob) return;
        const auto bytes = words_.blob(*fact.blob);
        if (!bytes) return;
        const char* type = bytes->starts_with("\xff\xd8") ? "jpeg" : bytes->starts_with("\x89PNG") ? "png" : nullptr;
        if (type == nullptr) return;   // Its name stands with the answers.
        out_ += "<figure><img alt=\"" + safe(plain_label(fact.label)) + "\" src=\"data:image/" + type + ";base64," + base::to_base64(*bytes) + "\">";
        element("figcaption", "quiet", plain_label(fact.label));
        out_ += "</figure>\n";
    }

    const survey::RecordView& record_;
    const DossierOptions& options_;
    DossierWords words_;
    std::string out_;
};

}  // namespace

std::string write_dossier_html(const survey::RecordView& record, const DossierOptions& options) { return Page(record, options).write(); }

}  // namespace yuanquan::exports

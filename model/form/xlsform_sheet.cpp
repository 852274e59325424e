#include "model/form/xlsform_sheet.hpp"

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xlsform_headings.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

using base::Severity;

namespace {
const std::string kNothing;
const Dict kNoDict;
}  // namespace

const std::string& Localized::any() const {
    return entries.empty() ? kNothing : entries.front().second;
}

const std::string* Localized::in(std::string_view language) const {
    for (const auto& [name, text] : entries) {
        if (name == language) return &text;
    }
    return nullptr;
}

void Localized::set_plain(std::string text) {
    translated = false;
    entries.clear();
    entries.emplace_back("", std::move(text));
}

void Localized::add(std::string_view language, std::string text, std::string_view default_language) {
    if (!translated && !entries.empty()) {
        if (language == default_language)
            entries.clear();
        else
            entries.front().first = default_language;
    }
    translated = true;
    for (auto& [name, known] : entries) {
        if (name == language) {
            known = std::move(text);
            return;
        }
    }
    entries.emplace_back(language, std::move(text));
}

void Localized::add_plain(std::string text, std::string_view default_language) {
    if (!translated) return set_plain(std::move(text));
    if (in(default_language) == nullptr) entries.emplace_back(default_language, std::move(text));
}

const Localized* Dict::find(std::string_view name) const {
    for (const auto& [key, value] : entries) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::string Dict::text(std::string_view name) const {
    const Localized* value = find(name);
    return value == nullptr ? std::string{} : value->any();
}

Localized& Dict::at(std::string_view name) {
    for (auto& [key, value] : entries) {
        if (key == name) return value;
    }
    return entries.emplace_back(name, Localized{}).second;
}

void Dict::set(std::string_view name, std::string text) {
    at(name).set_plain(std::move(text));
}

void Dict::erase(std::string_view name) {
    std::erase_if(entries, [&](const auto& entry) { return entry.first == name; });
}

std::string_view sheet_name(SheetKind kind) {
    switch (kind) {
        case SheetKind::survey:
            return "survey";
        case SheetKind::choices:
            return "choices";
        case SheetKind::settings:
            return "settings";
        case SheetKind::entities:
            return "entities";
        case SheetKind::external_choices:
            return "external_choices";
        case SheetKind::osm:
            return "osm";
    }
    return {};
}

bool SheetTable::has(std::string_view first_token) const {
    return std::any_of(headings.begin(), headings.end(), [&](const Heading& h) {
        return !h.tokens.empty() && h.tokens.front() == first_token;
    });
}

const base::Row* SheetTable::first_row() const {
    return rows() == 0 ? nullptr : &row(0);
}
std::size_t SheetTable::rows() const {
    return sheet == nullptr || sheet->rows.empty() ? 0 : sheet->rows.size() - 1;
}
const base::Row& SheetTable::row(std::size_t index) const {
    return sheet->rows[index + 1];
}

base::Place SheetTable::place(const std::string& file, int row, std::string_view key) const {
    base::Place place;
    place.file = file;
    place.sheet = sheet == nullptr ? std::string(sheet_name(kind)) : sheet->name;
    place.row = row;
    const auto it = written.find(key);
    if (it != written.end()) {
        place.column = it->second;
        return place;
    }
    const std::string prefix = std::string(key) + "/";  // "label" where only "label::en" exists.
    const auto next = written.lower_bound(prefix);
    const bool inside = next != written.end() && next->first.starts_with(prefix);
    place.column =
        inside ? next->second : std::string(key.substr(key.find('/') == key.npos ? 0 : key.find('/') + 1));
    return place;
}

namespace {

std::vector<std::string> split_heading(std::string_view text, std::string_view separator) {
    std::vector<std::string> tokens;
    for (std::size_t at = 0;;) {
        const auto end = text.find(separator, at);
        tokens.emplace_back(trim_wide(text.substr(at, end == text.npos ? text.npos : end - at)));
        if (end == text.npos) return tokens;
        at = end + separator.size();
    }
}

// "jr:count" is one word even where single colons separate.
void join_jr(std::vector<std::string>& tokens) {
    const auto jr = std::find(tokens.begin(), tokens.end(), "jr");
    if (jr == tokens.end() || jr + 1 == tokens.end()) return;
    *jr += ":" + *(jr + 1);
    tokens.erase(jr + 1);
}

void understand(Heading& heading, SheetKind kind, bool double_colons) {
    const std::string_view written = heading.written;
    for (const std::string& candidate : {std::string(written), snake_case(written)}) {
        if (is_column(kind, candidate) && column_alias(kind, candidate).empty()) {
            heading.tokens = {candidate};
            heading.known = true;
            return;
        }
    }
    const bool split = double_colons || written.find("::") != written.npos;
    heading.tokens = split_heading(written, split ? "::" : ":");
    if (!split) join_jr(heading.tokens);
    const std::string first = snake_case(heading.tokens.front());
    const std::vector<std::string_view> alias = column_alias(kind, first);
    if (!alias.empty()) {
        heading.tokens.erase(heading.tokens.begin());
        heading.tokens.insert(heading.tokens.begin(), alias.begin(), alias.end());
        heading.known = true;
    } else if (is_column(kind, first)) {
        heading.tokens.front() = first;
        heading.known = true;
    }
}

std::string joined(const std::vector<std::string>& tokens) {
    std::string key;
    for (const std::string& token : tokens)
        key += (key.empty() ? "" : "/") + token;
    return key;
}

// The column that ends `headings` holds in every row what the column written `other` holds.
bool says_the_same(const base::Sheet& sheet, const std::vector<Heading>& headings, std::string_view other) {
    const auto same = std::find_if(headings.begin(), headings.end(), [&](const Heading& h) { return h.written == other; });
    const auto first = static_cast<std::size_t>(same - headings.begin()), second = headings.size() - 1;
    return std::all_of(sheet.rows.begin() + 1, sheet.rows.end(), [&](const base::Row& row) {
        const auto cell = [&](std::size_t at) { return at < row.cells.size() ? trim_wide(row.cells[at]) : std::string_view{}; };
        return cell(first) == cell(second);
    });
}

}  // namespace

const base::Sheet* find_sheet(const base::Workbook& workbook, std::string_view name) {
    const std::string wanted = lower_ascii(trim_wide(name));
    for (const base::Sheet& sheet : workbook.sheets) {
        if (lower_ascii(trim_wide(sheet.name)) == wanted) return &sheet;
    }
    return nullptr;
}

SheetTable read_headings(const base::Workbook& workbook, SheetKind kind, const std::string& file,
                         std::vector<base::Finding>& findings) {
    SheetTable table;
    table.kind = kind;
    table.sheet = find_sheet(workbook, sheet_name(kind));
    if (table.sheet == nullptr || table.sheet->rows.empty()) return table;
    const base::Row& first = table.sheet->rows.front();
    const auto place = [&](const std::string& column) {
        base::Place at = table.place(file, first.number, "");
        at.column = column;
        return at;
    };
    const bool double_colons =
        std::any_of(first.cells.begin(), first.cells.end(),
                    [](const std::string& cell) { return cell.find("::") != std::string::npos; });
    std::set<std::string> seen;
    for (const std::string& cell : first.cells) {
        Heading& heading = table.headings.emplace_back();
        heading.written = clean_cell(cell, true);
        if (heading.written.empty()) continue;
        if (!seen.insert(heading.written).second) {
            findings.push_back({Severity::error,
                                "form.column_twice",
                                {{"column", heading.written}},
                                place(heading.written)});
            continue;
        }
        understand(heading, kind, double_colons);
        const auto [it, fresh] = table.written.emplace(joined(heading.tokens), heading.written);
        if (fresh) continue;
        // As pyxform has it: a second name for a column is refused, but the column's own name after an alias of it is
        // taken, and what it says goes last, so it counts. Files that several tools have been at carry form_id and
        // id_string with the same id, which harms nobody.
        const bool own_name = heading.tokens.size() == 1 && heading.tokens.front() == heading.written;
        if (own_name || (kind == SheetKind::settings && says_the_same(*table.sheet, table.headings, it->second))) {
            it->second = heading.written;
            continue;
        }
        findings.push_back({Severity::error,
                            "form.same_column",
                            {{"column", heading.written}, {"other", it->second}},
                            place(heading.written)});
        heading.tokens.clear();
    }
    return table;
}

namespace {

void put(Record& record, const std::vector<std::string>& tokens, std::string text,
         std::string_view default_language) {
    const std::string& first = tokens.front();
    const bool is_text = first == "label" || first == "hint" || first == "guidance_hint";
    if (is_text && tokens.size() == 1) return record.texts[first].set_plain(std::move(text));
    if (is_text) return record.texts[first].add(tokens[1], std::move(text), default_language);
    if (tokens.size() == 1) {
        record.plain[first] = std::move(text);
        return;
    }
    Localized& value = record.groups[first].at(tokens[1]);
    if (tokens.size() == 2)
        value.add_plain(std::move(text), default_language);
    else
        value.add(tokens[2], std::move(text), default_language);
}

}  // namespace

Record read_record(const SheetTable& table, const base::Row& row, bool collapse,
                   std::string_view default_language) {
    Record record;
    record.row = row.number;
    const std::size_t cells = std::min(row.cells.size(), table.headings.size());
    for (std::size_t i = 0; i < cells; ++i) {
        if (table.headings[i].tokens.empty() || trim_wide(row.cells[i]).empty()) continue;
        put(record, table.headings[i].tokens, clean_cell(row.cells[i], collapse), default_language);
    }
    return record;
}

std::string Record::text(std::string_view name) const {
    const auto it = plain.find(name);
    return it == plain.end() ? std::string{} : it->second;
}

const Dict& Record::group(std::string_view name) const {
    const auto it = groups.find(name);
    return it == groups.end() ? kNoDict : it->second;
}

std::string similar_sheets(const base::Workbook& workbook, std::string_view wanted) {
    std::string similar;
    for (const base::Sheet& sheet : workbook.sheets) {
        if (sheet.name.empty() || sheet.name.front() == '_' || sheet.name.size() > 40) continue;
        bool meant = false;
        for (SheetKind kind : {SheetKind::survey, SheetKind::choices, SheetKind::settings,
                               SheetKind::entities, SheetKind::external_choices, SheetKind::osm}) {
            meant = meant || lower_ascii(trim_wide(sheet.name)) == sheet_name(kind);
        }
        if (meant || edit_distance(lower_ascii(sheet.name), wanted) > 2) continue;
        similar += (similar.empty() ? "'" : ", '") + sheet.name + "'";
    }
    return similar;
}

}  // namespace yuanquan::form

#pragma once
// One sheet of an XLSForm as records: headings understood (aliases, languages, bind::, media::), cells tidied
// and put under their names. Knows what columns are called, not what they mean. The other xlsform_*.cpp files
// call it. https://xlsform.org/en/ref-table/

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/finding.hpp"
#include "model/base/sheet.hpp"

namespace yuanquan::form {

// A text that may differ by language, as the author gave it: one plain text, or texts by language.
struct Localized {
    bool translated = false;
    std::vector<std::pair<std::string, std::string>>
        entries;  // Language → text; one entry, '' → text, when plain.

    bool empty() const { return entries.empty(); }
    const std::string* plain() const {
        return entries.empty() || translated ? nullptr : &entries.front().second;
    }
    const std::string& any() const;  // The plain text or the first; '' when empty.
    const std::string* in(std::string_view language) const;
    void set_plain(std::string text);
    // A text without language beside translated ones counts for the default language, unless that has its
    // own.
    void add(std::string_view language, std::string text, std::string_view default_language);
    void add_plain(std::string text, std::string_view default_language);
};

// Name → value in the order of the columns.
struct Dict {
    std::vector<std::pair<std::string, Localized>> entries;

    bool empty() const { return entries.empty(); }
    const Localized* find(std::string_view name) const;
    std::string text(std::string_view name) const;  // Plain or first text; '' when absent.
    Localized& at(std::string_view name);           // Added when absent.
    void set(std::string_view name, std::string text);
    void erase(std::string_view name);
};

enum class SheetKind { survey, choices, settings, entities, external_choices, osm };
std::string_view sheet_name(SheetKind kind);

struct Heading {
    std::string written;
    std::vector<std::string>
        tokens;  // "relevant" → bind, relevant; "label::中文 (zh)" → label, 中文 (zh). None: blank.
    bool known = false;  // pyxform knows what to do with it.
};

struct SheetTable {
    SheetKind kind = SheetKind::survey;
    const base::Sheet* sheet = nullptr;  // nullptr: the workbook has none.
    std::vector<Heading> headings;       // As many as the first row has cells.
    std::map<std::string, std::string, std::less<>>
        written;  // "bind/relevant", "label", "label/en" → as written.

    bool has(std::string_view first_token) const;
    const base::Row* first_row() const;  // Of data.
    std::size_t rows() const;            // Of data.
    const base::Row& row(std::size_t index) const;
    base::Place place(const std::string& file, int row, std::string_view key) const;
};

// By its name in any case, spaces around it left out.
const base::Sheet* find_sheet(const base::Workbook& workbook, std::string_view name);
// Reads the heading row; faults go to findings.
SheetTable read_headings(const base::Workbook& workbook, SheetKind kind, const std::string& file,
                         std::vector<base::Finding>& findings);

// One row of data.
struct Record {
    int row = 0;
    std::map<std::string, std::string, std::less<>> plain;  // Columns of one token, texts left out.
    std::map<std::string, Localized, std::less<>> texts;    // label, hint, guidance_hint
    std::map<std::string, Dict, std::less<>> groups;        // bind, control, instance, media, attribute …

    bool empty() const { return plain.empty() && texts.empty() && groups.empty(); }
    std::string text(std::string_view name) const;  // Of a plain column.
    bool has(std::string_view name) const { return plain.contains(std::string(name)); }
    const Dict& group(std::string_view name) const;
};
Record read_record(const SheetTable& table, const base::Row& row, bool collapse,
                   std::string_view default_language);

// Sheets whose name is nearly `wanted`, not meant as something else: "'choics', 'choice'"; '' for none.
std::string similar_sheets(const base::Workbook& workbook, std::string_view wanted);

}  // namespace yuanquan::form

#pragma once
// One reading of an XLSForm: its sheets, the tree of drafts that the survey sheet grows into, and the Form
// that comes of it, with what every part needs on the way (findings, places). Only the xlsform_*.cpp files
// use it; callers see read_xlsform in form_reader.hpp. The steps run in the order of their declarations.
//
// What pyxform refuses is an error here; what pyxform ignores in silence (an unknown column of the survey sheet) is a
// warning, so that every form of the ODK world converts, and an error with ReadOptions::strict_columns.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/finding.hpp"
#include "model/base/sheet.hpp"
#include "model/form/form.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xlsform_sheet.hpp"
#include "model/form/xlsform_types.hpp"

namespace yuanquan::form {

using Parameters = std::map<std::string, std::string, std::less<>>;

struct ChoiceDraft {
    int row = 0;
    std::string name;
    Localized label;
    Dict media;
    std::vector<std::pair<std::size_t, std::string>> extra;  // Index into ChoiceSheet::extra_columns, value.
};
struct ChoiceList {
    std::string name;
    std::vector<ChoiceDraft> choices;
    bool requires_itext = false;  // Translated, with media, or with answers in a label.
    bool used_by_search = false;  // Then it is written in place and has no instance.
};
struct ChoiceSheet {
    SheetTable table;
    std::vector<ChoiceList> lists;  // In the order of their first row.
    std::map<std::string, std::size_t, std::less<>> by_name;
    std::vector<std::string> extra_columns;

    ChoiceList* find(std::string_view name);
};

// An element of the form before it has paths: what one row of the survey sheet says, or what stands for it.
struct Draft {
    enum class Kind { survey, group, repeat, question, external, entity, attribute };
    struct Event {            // setvalue and its kind, that this element runs on itself.
        std::string element;  // "setvalue", "odk:setgeopoint", "odk:recordaudio"
        std::string event;
        std::string value;    // As the author wrote it; '' for none.
        std::string quality;  // odk:quality
    };
    struct Tag {
        std::string key;
        Localized label;
    };

    Kind kind = Kind::question;
    std::string name;
    const QuestionType* type = nullptr;
    int row = 0;  // Of the survey sheet, or of entities for what comes from there.
    SheetKind sheet = SheetKind::survey;
    Localized label, hint, guidance;
    Dict bind, control, instance, media;
    std::string default_value, choice_filter, query;
    std::string list;  // Of a select: list, file or reference, as written.
    Parameters parameters;
    std::vector<std::string> triggers;
    bool has_trigger = false;
    bool bodyless = false;
    bool meta_child = false;  // Made here, not named by the author.
    std::vector<Event> events;
    std::vector<Tag> tags;
    std::string attribute_value;
    std::vector<std::unique_ptr<Draft>> children;
    Draft* parent = nullptr;

    Draft& add(std::unique_ptr<Draft> child);
    std::string xpath() const;              // "/data/members/name", "/data/meta/entity/@id"
    const Draft* innermost_repeat() const;  // Above this one; nullptr for none.
    bool is_section() const { return kind == Kind::survey || kind == Kind::group || kind == Kind::repeat; }
};
std::unique_ptr<Draft> copy_draft(const Draft& draft);
// Some element below reads a list from a file of that name (without its ending), or from an external instance
// so named.
bool has_file_named(const Draft& draft, std::string_view name);

struct XlsformSettings {
    std::string name, id, title, default_language = "default";
    bool clean_text = true, choice_duplicates = false, omit_instance_id = false;
    Record record;  // Everything as written.
};

struct XlsformReading {
    const base::Workbook& workbook;
    const ReadOptions& options;
    std::vector<base::Finding> findings{};

    SheetTable settings_table{}, survey_table{}, entities_table{}, external_table{}, osm_table{};
    XlsformSettings settings{};
    ChoiceSheet choices{};
    std::set<std::string, std::less<>> external_lists{};
    std::map<std::string, std::vector<Draft::Tag>, std::less<>> osm_tags{};
    std::unique_ptr<Draft> root{};
    std::map<std::string, std::vector<Draft*>, std::less<>> by_name{};  // Questions, groups, repeats, meta.
    std::set<std::string, std::less<>> matrix_columns{};  // Names used in rules of a KoboToolbox matrix: many questions each.
    Form form{};

    const SheetTable& table(SheetKind kind) const;
    base::Place place(SheetKind kind, int row, std::string_view key) const;
    base::Place place(const Draft& draft, std::string_view key) const;  // By "bind/relevant", "label" …
    void error(std::string code, base::Place at, std::map<std::string, std::string> parameters = {});
    void warn(std::string code, base::Place at, std::map<std::string, std::string> parameters = {});
    bool has_errors() const { return base::has_errors(findings); }
    // A hostile file must not fill the memory with what is wrong with it.
    bool full() const { return findings.size() >= 1000; }

    void read_settings();  // xlsform_settings.cpp
    void read_choices();   // xlsform_choices.cpp
    void read_other_lists();
    void read_survey();               // xlsform_rows.cpp: rows → root
    void read_entities();             // xlsform_entities.cpp: sheet + save_to → meta/entity drafts
    void finish_meta();               // xlsform_settings.cpp: instanceID, instanceName
    void check_references();          // xlsform_references.cpp
    void check_columns();             // xlsform_settings.cpp: unknown columns, missing translations
    // xlsform_build.cpp. References that lead nowhere are left out, so that faults elsewhere are found in the same run.
    void build_form();
};

}  // namespace yuanquan::form

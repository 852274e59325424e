#pragma once
// From drafts to the Form: what the parts of that step share. Expressions are compiled here with the place of
// the cell they come from, texts are put into languages. Used by xlsform_build*.cpp and xlsform_texts.cpp
// only.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/form/xlsform_reading.hpp"
#include "model/form/xlsform_references.hpp"

namespace yuanquan::form {

// Where an expression was written, to name the position in the cell when the whole form shows a fault in it.
struct ExpressionOrigin {
    base::Place place;
    std::string written;  // The tidied cell.
    Spans spans;
};

struct FormBuilding {
    XlsformReading& reading;
    Form& form = reading.form;
    std::multimap<std::string, ExpressionOrigin, std::less<>> origins{};  // By the text of the expression.
    std::map<const Draft*, NodeIndex> nodes{};

    void build();

    // Empty where it does not compile (a finding says so).
    xpath::Expression compile(std::string_view written, const Draft& draft, std::string_view key, ReferenceStyle style = {});
    xpath::Expression compile_path(std::string text, std::string_view written, const Draft& draft, std::string_view key,
                                   Spans spans = {});
    // Still holds a reference that leads nowhere; a finding has said so.
    bool has_gap(std::string_view text) const;
    // Findings of check_form with the heading and the position in the cell as the author wrote them.
    void locate(base::Finding& finding) const;
    int position_in_cell(const ExpressionOrigin& origin, int position) const;

    // xlsform_texts.cpp
    void find_languages();
    Text text(const Localized& words, const Dict* media, const Draft* draft, std::string id,
              const base::Place& place);
    Text label(const Draft& draft);
    Text hint(const Draft& draft);
    Text guidance(const Draft& draft);
    Text message(const Draft& draft, std::string_view key);
    Phrase phrase(std::string_view words, const Draft* draft, const base::Place& place);
    Text choice_label(const ChoiceList& list, std::size_t index);
    std::size_t language(std::string_view name) const;

    // xlsform_build_model.cpp
    void add_nodes(const Draft& draft, NodeIndex parent, base::XmlNode* instance);
    void fill_bind(const Draft& draft, FormNode& node);
    void add_events(const Draft& draft);
    void add_triggered(const Draft& draft);
    void add_instances();
    void add_root();
    void add_entities();

    // xlsform_build_body.cpp
    void add_controls(const Draft& section, ControlIndex parent);
    void add_control(const Draft& draft, ControlIndex parent);
    bool is_asked(const Draft& draft) const;
    void fill_attributes(const Draft& draft, Control& control);
    void fill_choices(const Draft& draft, Control& control);
    void fill_search(ChoiceList& list, Control& control);
    Itemset itemset(const Draft& draft);
    void check_triggers(const Draft& draft);
};

bool uses_search(const Draft& draft);             // appearance search('…')
std::string list_file_id(std::string_view list);  // "cities.csv" → "cities"; '' for a list of the workbook.

}  // namespace yuanquan::form

// Questions of the survey sheet by type: selects and their lists, triggers, defaults, audits, external files.

#include <algorithm>
#include <utility>

#include "model/base/text.hpp"
#include "model/form/xlsform_lexer.hpp"
#include "model/form/xlsform_parameters.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_rows.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

std::string extension_of(std::string_view file) {
    const auto dot = file.rfind('.');
    return dot == file.npos || dot == 0 ? std::string{} : std::string(file.substr(dot));
}

bool is_list_file(std::string_view extension) {
    return extension == ".csv" || extension == ".xml" || extension == ".geojson";
}

}  // namespace

void SurveyRows::read_trigger(Draft& draft, const Record& record) {
    const std::string text = record.text("trigger");
    if (text.empty()) return;
    const base::Place at = reading.place(SheetKind::survey, record.row, "trigger");
    if (text.find("${") == std::string::npos) return reading.error("form.bad_trigger", at, {{"text", text}});
    for (std::string_view part : base::split(text, ',')) {
        const std::vector<std::string> names = referred_names(part);
        const auto begun = [&] {
            std::size_t count = 0;
            for (auto p = part.find("${"); p != part.npos; p = part.find("${", p + 2))
                ++count;
            return count;
        }();
        if (begun > names.size()) return reading.error("form.bad_trigger", at, {{"text", text}});
        if (names.size() > 1) return reading.error("form.trigger_commas", at, {{"text", text}});
        for (const std::string& name : names) {
            draft.triggers.push_back(name);
            trigger_names.emplace_back(name, record.row);
        }
    }
    draft.has_trigger = !draft.triggers.empty();
}

void SurveyRows::read_default(Draft& draft, const Record& record, std::string_view type) {
    draft.default_value = record.text("default");
    if (draft.default_value.empty() || !is_dynamic_default(draft.default_value, type)) return;
    draft.events.push_back({"setvalue", "odk-instance-first-load", draft.default_value, {}});
    const bool in_repeat =
        std::any_of(stack.begin(), stack.end(), [](const Frame& f) { return f.kind == "repeat"; });
    if (in_repeat) draft.events.push_back({"setvalue", "odk-new-repeat", draft.default_value, {}});
}

void SurveyRows::read_audit(const Record& record) {
    const std::string name = record.text("name");
    if (!name.empty() && name != "audit") {
        reading.error("form.audit_name", reading.place(SheetKind::survey, record.row, "name"),
                      {{"name", name}});
    }
    auto draft = draft_of(record, Draft::Kind::question);
    draft->name = "audit";
    draft->type = question_type("audit");
    draft->meta_child = true;
    draft->parameters = read_parameters(reading, record.text("parameters"), record.row);
    apply_audit(reading, *draft);
    Draft* meta = nullptr;
    for (const auto& child : reading.root->children) {
        if (child->bodyless) meta = child.get();
    }
    if (meta == nullptr) {
        auto group = generated("meta", "", record.row);
        group->kind = Draft::Kind::group;
        group->bodyless = true;
        group->meta_child = true;
        meta = &reading.root->add(std::move(group));
    }
    meta->add(std::move(draft));
}

void SurveyRows::read_external(const Record& record, std::string_view type) {
    const bool in_repeat =
        std::any_of(stack.begin(), stack.end(), [](const Frame& f) { return f.kind == "repeat"; });
    if (in_repeat)
        reading.error("form.external_in_repeat", reading.place(SheetKind::survey, record.row, "type"));
    auto draft = draft_of(record, Draft::Kind::external);
    draft->type = question_type(type);
    stack.back().section->add(std::move(draft));
}

void SurveyRows::read_question(const Record& record, std::string_view type) {
    question_names.insert(record.text("name"));
    if (type == "xml-external" || type == "csv-external") return read_external(record, type);
    auto draft = draft_of(record, Draft::Kind::question);
    draft->choice_filter = record.text("choice_filter");
    read_trigger(*draft, record);
    read_default(*draft, record, type);
    draft->parameters = read_parameters(reading, record.text("parameters"), record.row);
    const SelectType select = select_type(type);
    if (!select.kind.empty()) return read_select(std::move(draft), select);
    const bool osm = type == "osm" || type.starts_with("osm ");
    if (osm && type.size() > 4) {
        const auto tags = reading.osm_tags.find(trim_wide(type.substr(4)));
        if (tags != reading.osm_tags.end()) draft->tags = tags->second;
    }
    draft->type = question_type(osm ? "osm" : type);
    const base::Place at = reading.place(SheetKind::survey, record.row, "type");
    if (draft->type == nullptr || type.starts_with("select ") || type.starts_with("add select")) {
        const std::string guess =
            draft->type == nullptr ? nearest_word(type, question_type_names()) : std::string{};
        if (guess.empty())
            reading.error("form.unknown_type", at, {{"type", std::string(type)}});
        else
            reading.error("form.misspelt_type", at, {{"type", std::string(type)}, {"guess", guess}});
        return;
    }
    const std::string calculation = draft->bind.text("calculate");
    if (type == "calculate" && calculation.empty() && draft->events.empty()) {
        reading.error("form.missing_calculation",
                      reading.place(SheetKind::survey, record.row, "bind/calculate"),
                      {{"name", draft->name}});
    }
    if (type == "subscriberid" || type == "simserial")
        reading.warn("form.retired_type", at, {{"type", std::string(type)}});
    if (type == "photo" && !draft->default_value.empty() &&
        draft->default_value.find("jr://images/") == std::string::npos) {
        draft->default_value = "jr://images/" + draft->default_value;
        for (Draft::Event& event : draft->events)
            event.value = draft->default_value;
    }
    if (type == "start-geopoint")
        draft->events.push_back({"odk:setgeopoint", "odk-instance-first-load", {}, {}});
    if (type == "background-audio") draft->events.push_back({"odk:recordaudio", "odk-instance-load", {}, {}});
    if (type == "background-geopoint") {
        if (!record.has("trigger"))
            reading.error("form.geopoint_needs_trigger",
                          reading.place(SheetKind::survey, record.row, "trigger"));
        if (!calculation.empty()) {
            reading.error("form.geopoint_calculation",
                          reading.place(SheetKind::survey, record.row, "bind/calculate"));
        }
    }
    apply_parameters(reading, *draft, type, draft->control.text("appearance"));
    stack.back().section->add(std::move(draft));
}

bool SurveyRows::check_list(const Draft& draft, const SelectType& select) {
    const base::Place at = reading.place(SheetKind::survey, draft.row, "type");
    const std::string list(select.list);
    if (select.kind == "select one external") {
        if (reading.external_lists.empty()) {
            const std::string similar = similar_sheets(reading.workbook, "external_choices");
            if (similar.empty())
                reading.error("form.no_external_choices", at, {{"list", list}});
            else
                reading.error("form.no_external_choices_similar", at, {{"list", list}, {"similar", similar}});
            return false;
        }
        if (draft.choice_filter.empty()) reading.warn("form.external_without_filter", at);
        if (reading.external_lists.contains(list)) return true;
        reading.error("form.missing_external_list", at, {{"list", list}});
        return false;
    }
    if (select.from_file) {
        const auto dots = std::count(list.begin(), list.end(), '.');
        if (dots == 1 && is_list_file(extension_of(list))) return true;
        reading.error("form.list_file_ending", at, {{"file", list}});
        return false;
    }
    if (has_reference(list)) return true;
    if (reading.choices.lists.empty()) {
        const std::string similar = similar_sheets(reading.workbook, "choices");
        if (similar.empty())
            reading.error("form.no_choices", at, {{"list", list}});
        else
            reading.error("form.no_choices_similar", at, {{"list", list}, {"similar", similar}});
        return false;
    }
    const ChoiceList* choices = reading.choices.find(list);
    if (choices == nullptr) {
        std::vector<std::string_view> names;
        for (const ChoiceList& known : reading.choices.lists)
            names.push_back(known.name);
        const std::string guess = nearest_word(list, names);
        if (guess.empty())
            reading.error("form.missing_list", at, {{"list", list}});
        else
            reading.error("form.misspelt_list", at, {{"list", list}, {"guess", guess}});
        return false;
    }
    if (select.kind != "select all that apply") return true;
    for (const ChoiceDraft& choice : choices->choices) {
        if (choice.name.find(' ') == std::string::npos) continue;
        reading.error("form.choice_with_space", reading.place(SheetKind::choices, choice.row, "name"),
                      {{"list", list}, {"name", choice.name}});
        return false;
    }
    return true;
}

// or_other: a choice "other" where the list has none, and a text question beside the select.
std::unique_ptr<Draft> SurveyRows::specify_other(Draft& draft, const SelectType& select) {
    if (!select.or_other) return nullptr;
    if (!draft.choice_filter.empty()) {
        reading.error("form.other_with_filter", reading.place(SheetKind::survey, draft.row, "choice_filter"));
    }
    ChoiceList* list = reading.choices.find(select.list);
    if (list == nullptr) {
        reading.error("form.other_without_list", reading.place(SheetKind::survey, draft.row, "type"));
        return nullptr;
    }
    const bool has_other = std::any_of(list->choices.begin(), list->choices.end(),
                                       [](const ChoiceDraft& c) { return c.name == "other"; });
    if (!has_other) {
        ChoiceDraft other;
        other.name = "other";
        other.row = list->choices.empty() ? 0 : list->choices.back().row;
        for (const ChoiceDraft& choice : list->choices) {
            if (!choice.label.translated) continue;
            for (const auto& [language, text] : choice.label.entries) {
                if (other.label.in(language) == nullptr)
                    other.label.add(language, "Other", reading.settings.default_language);
            }
        }
        if (other.label.empty()) other.label.set_plain("Other");
        list->choices.push_back(std::move(other));
    }
    if (list->requires_itext)
        reading.warn("form.other_with_translations", reading.place(SheetKind::survey, draft.row, "type"));
    auto text = generated(draft.name + "_other", "text", draft.row);
    text->label.set_plain("Specify other.");
    text->bind.set("relevant", "selected(../" + draft.name + ", 'other')");
    return text;
}

// The first select of a table-list gets a heading above it that shows the labels once.
void SurveyRows::join_table_list(Draft& draft, const SelectType& select) {
    if (!table_list) return;
    const base::Place at = reading.place(SheetKind::survey, draft.row, "type");
    if (table_list->empty()) {
        table_list = std::string(select.list);
        if (!draft.choice_filter.empty()) {
            reading.error("form.table_list_filter",
                          reading.place(SheetKind::survey, draft.row, "choice_filter"));
        }
        auto heading = generated("reserved_name_for_field_list_labels_" + std::to_string(draft.row),
                                 select.kind, draft.row);
        heading->control.set("appearance", "label");
        heading->list = std::string(select.list);
        stack.back().section->add(std::move(heading));
    }
    if (*table_list != select.list) {
        reading.error("form.table_list_mixed", at,
                      {{"list", std::string(select.list)}, {"other", *table_list}});
    }
    draft.control.set("appearance", "list-nolabel");
}

void SurveyRows::read_select(std::unique_ptr<Draft> draft, const SelectType& select) {
    draft->type = question_type(select.kind);
    const bool known = check_list(*draft, select);
    draft->list = std::string(select.list);
    std::unique_ptr<Draft> other = known ? specify_other(*draft, select) : nullptr;
    if (select.kind == "select one external") {
        draft->query = std::exchange(draft->list, {});
        accept_parameters(reading, draft->parameters, draft->row, {"randomize", "seed"});
    } else {
        apply_select(reading, *draft, select.from_file);
    }
    join_table_list(*draft, select);
    stack.back().section->add(std::move(draft));
    if (other) stack.back().section->add(std::move(other));
}

}  // namespace yuanquan::form

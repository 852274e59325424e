// read_xlsform: the steps in order, and the small things that all of them use.

#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xlsform_build.hpp"
#include "model/form/xlsform_reading.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

Draft& Draft::add(std::unique_ptr<Draft> child) {
    child->parent = this;
    children.push_back(std::move(child));
    return *children.back();
}

std::string Draft::xpath() const {
    const std::string own = (kind == Kind::attribute ? "/@" : "/") + name;
    return parent == nullptr ? own : parent->xpath() + own;
}

const Draft* Draft::innermost_repeat() const {
    for (const Draft* up = parent; up != nullptr; up = up->parent) {
        if (up->kind == Kind::repeat) return up;
    }
    return nullptr;
}

std::unique_ptr<Draft> copy_draft(const Draft& draft) {
    auto copy = std::make_unique<Draft>();
    copy->kind = draft.kind;
    copy->name = draft.name;
    copy->type = draft.type;
    copy->row = draft.row;
    copy->sheet = draft.sheet;
    copy->label = draft.label;
    copy->hint = draft.hint;
    copy->guidance = draft.guidance;
    copy->bind = draft.bind;
    copy->control = draft.control;
    copy->instance = draft.instance;
    copy->media = draft.media;
    copy->default_value = draft.default_value;
    copy->choice_filter = draft.choice_filter;
    copy->query = draft.query;
    copy->list = draft.list;
    copy->parameters = draft.parameters;
    copy->triggers = draft.triggers;
    copy->has_trigger = draft.has_trigger;
    copy->events = draft.events;
    copy->tags = draft.tags;
    for (const auto& child : draft.children)
        copy->add(copy_draft(*child));
    return copy;
}

bool has_file_named(const Draft& draft, std::string_view name) {
    if (draft.kind == Draft::Kind::external && draft.name == name) return true;
    if (list_file_id(draft.list) == name) return true;
    return std::any_of(draft.children.begin(), draft.children.end(),
                       [&](const auto& c) { return has_file_named(*c, name); });
}

const SheetTable& XlsformReading::table(SheetKind kind) const {
    switch (kind) {
        case SheetKind::survey:
            return survey_table;
        case SheetKind::choices:
            return choices.table;
        case SheetKind::settings:
            return settings_table;
        case SheetKind::entities:
            return entities_table;
        case SheetKind::external_choices:
            return external_table;
        case SheetKind::osm:
            return osm_table;
    }
    return survey_table;
}

base::Place XlsformReading::place(SheetKind kind, int row, std::string_view key) const {
    return table(kind).place(options.file_name, row, key);
}

base::Place XlsformReading::place(const Draft& draft, std::string_view key) const {
    if (key == "bind/calculate" && draft.sheet == SheetKind::settings) key = "instance_name";
    if (key == "bind/calculate" && draft.sheet == SheetKind::entities) {
        key = "entity_id";  // Of the versions too, which are looked up by it.
        if (draft.name == "create") key = "create_if";
        if (draft.name == "update") key = "update_if";
        if (draft.name == "label") key = "label";
    }
    return place(draft.sheet, draft.row, key);
}

void XlsformReading::error(std::string code, base::Place at, std::map<std::string, std::string> parameters) {
    if (at.file.empty()) at.file = options.file_name;
    if (full() && has_errors()) return;
    findings.push_back({base::Severity::error, std::move(code), std::move(parameters), std::move(at)});
}

void XlsformReading::warn(std::string code, base::Place at, std::map<std::string, std::string> parameters) {
    if (at.file.empty()) at.file = options.file_name;
    if (full()) return;
    findings.push_back({base::Severity::warning, std::move(code), std::move(parameters), std::move(at)});
}

namespace {

void index_names(XlsformReading& reading, Draft& draft) {
    const bool named = draft.kind != Draft::Kind::attribute && draft.kind != Draft::Kind::external;
    if (named && draft.parent != nullptr && !(draft.meta_child && draft.sheet == SheetKind::entities)) {
        reading.by_name[draft.name].push_back(&draft);
    }
    for (const auto& child : draft.children)
        index_names(reading, *child);
}

// Before anything is built of it.
void check_size(XlsformReading& reading) {
    for (const auto& sheet : reading.workbook.sheets) {
        const std::size_t rows_max = base::fold_case(sheet.name) == "survey" ? kSurveyRowsMax : kChoiceRowsMax;
        if (sheet.rows.size() <= rows_max) continue;
        base::Place at;
        at.sheet = sheet.name;
        at.row = sheet.rows[rows_max].number;
        reading.error("form.too_many_rows", at, {{"rows", std::to_string(rows_max)}});
    }
}

// reference-geometry=… names a list, a file without its ending, or a repeat.
void check_geometries(XlsformReading& reading, const Draft& draft) {
    for (const auto& child : draft.children)
        check_geometries(reading, *child);
    const auto it = draft.parameters.find("reference-geometry");
    if (it == draft.parameters.end()) return;
    const std::string& target = it->second;
    bool known = reading.choices.find(target) != nullptr;
    const std::string repeat = only_reference(target);
    if (!repeat.empty()) {
        const auto found = reading.by_name.find(repeat);
        known = found != reading.by_name.end() &&
                std::any_of(found->second.begin(), found->second.end(),
                            [](const Draft* d) { return d->kind == Draft::Kind::repeat; });
    }
    for (std::size_t i = 0; i < reading.entities_table.rows(); ++i) {
        known = known || read_record(reading.entities_table, reading.entities_table.row(i), false, "default")
                                 .text("dataset") == target;
    }
    if (known || has_file_named(*reading.root, target)) return;
    reading.error("form.unknown_geometry", reading.place(draft, "parameters"), {{"list", target}});
}

}  // namespace

ReadForm read_xlsform(const base::Workbook& workbook, const ReadOptions& options) {
    XlsformReading reading{workbook, options};
    check_size(reading);
    if (reading.has_errors()) return {nullptr, std::move(reading.findings)};
    reading.read_settings();
    reading.read_choices();
    reading.read_other_lists();
    reading.read_survey();
    reading.read_entities();
    reading.finish_meta();
    index_names(reading, *reading.root);
    check_geometries(reading, *reading.root);
    const bool whole = !reading.has_errors();
    reading.check_references();
    reading.check_columns();
    if (whole) reading.build_form();
    ReadForm result;
    result.findings = std::move(reading.findings);
    if (!base::has_errors(result.findings))
        result.form = std::make_shared<const Form>(std::move(reading.form));
    return result;
}

}  // namespace yuanquan::form

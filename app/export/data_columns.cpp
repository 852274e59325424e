#include "app/export/data_columns.hpp"

#include <algorithm>

#include "app/export/statistics_book.hpp"
#include "model/base/text.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kChoicesMax = 1'000;   // Longer lists are files of their own: areas.

bool is_choice(const form::Form& form, form::ControlIndex control) {
    if (control == form::kNone) return false;
    const auto kind = form.controls[control].kind;
    return kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple || kind == form::ControlKind::rank;
}

// A note shows words and holds none.
bool is_note(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    const auto control = form.control_of(index);
    if (control == form::kNone || form.controls[control].kind != form::ControlKind::input) return false;
    if (node.readonly.empty() || !node.calculate.empty() || !node.preload.empty()) return false;
    return std::none_of(form.actions.begin(), form.actions.end(), [&](const auto& action) { return action.target == index; });
}

bool is_question(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    if (!node.children.empty() || node.attribute || node.repeat || node.type == form::DataType::none) return false;
    return (form.control_of(index) != form::kNone || !node.calculate.empty() || !node.preload.empty()) && !is_note(form, index);
}

std::string in_language(const form::Form& form, const form::Text& text, std::size_t language) {
    const auto& texts = text.by_language;
    for (const auto index : {language, form.default_language, std::size_t{0}}) {
        if (index >= texts.size() || !texts[index]) continue;
        std::string words;
        for (const auto& part : texts[index]->parts) words += part.output.empty() ? part.literal : "…";
        return words;
    }
    return {};
}

std::string label_of(const form::Form& form, form::NodeIndex node, std::size_t language) {
    const auto control = form.control_of(node);
    const auto label = control == form::kNone ? std::string() : in_language(form, form.controls[control].label, language);
    return label.empty() ? form.nodes[node].name : label;
}

DataKind kind_of(form::DataType type) {
    switch (type) {
        case form::DataType::integer:
        case form::DataType::decimal: return DataKind::number;
        case form::DataType::date: return DataKind::date;
        case form::DataType::geopoint: return DataKind::point;
        case form::DataType::geotrace: return DataKind::line;
        case form::DataType::geoshape: return DataKind::area;
        default: return DataKind::text;
    }
}

QuestionColumn column_of(const form::Form& form, form::NodeIndex node, std::size_t language) {
    QuestionColumn column;
    column.node = node;
    column.control = form.control_of(node);
    column.mask = survey::mask_rule(form.nodes[node]);
    column.choice = is_choice(form, column.control);
    const auto areas = survey::area_questions(form);
    column.area = std::find(areas.begin(), areas.end(), node) != areas.end();
    column.data = {form.path(node), label_of(form, node, language), kind_of(form.nodes[node].type)};
    column.choices = choices_of(form, column.control, language);
    if (column.choice && form.controls[column.control].kind == form::ControlKind::select_one) column.data.choices = column.choices;
    return column;
}

// Questions of a node's subtree into the table of the repeat around them, in the order of the form.
void collect(const form::Form& form, form::NodeIndex index, std::size_t language, std::size_t table, std::vector<FormTable>& tables) {
    for (const auto child : form.nodes[index].children) {
        const auto& node = form.nodes[child];
        if (index == 0 && node.name == "meta") continue;
        if (node.repeat) {
            tables.push_back({form.path(child), table != 0, {}});
            collect(form, child, language, tables.size() - 1, tables);
        } else if (is_question(form, child)) {
            tables[table].columns.push_back(column_of(form, child, language));
        } else {
            collect(form, child, language, table, tables);
        }
    }
}

const char* type_name(const form::Form& form, const QuestionColumn& column) {
    if (column.control != form::kNone) {
        switch (form.controls[column.control].kind) {
            case form::ControlKind::select_one: return "select_one";
            case form::ControlKind::select_multiple: return "select_multiple";
            case form::ControlKind::rank: return "rank";
            case form::ControlKind::upload: return "file";
            default: break;
        }
    }
    switch (form.nodes[column.node].type) {
        case form::DataType::integer: return "integer";
        case form::DataType::decimal: return "decimal";
        case form::DataType::boolean: return "boolean";
        case form::DataType::date: return "date";
        case form::DataType::time: return "time";
        case form::DataType::date_time: return "dateTime";
        case form::DataType::geopoint: return "geopoint";
        case form::DataType::geotrace: return "geotrace";
        case form::DataType::geoshape: return "geoshape";
        case form::DataType::binary: return "file";
        default: return "text";
    }
}

}  // namespace

std::string FormTable::sheet_name() const { return repeat.empty() ? "records" : base::replace_all(repeat, "/", "."); }

std::vector<FormTable> tables_of(const form::Form& form, std::size_t language) {
    std::vector<FormTable> tables(1);
    collect(form, 0, language, 0, tables);
    return tables;
}

std::vector<std::pair<std::string, std::string>> choices_of(const form::Form& form, form::ControlIndex index, std::size_t language) {
    std::vector<std::pair<std::string, std::string>> choices;
    if (index == form::kNone) return choices;
    const auto& control = form.controls[index];
    for (const auto& item : control.items) choices.emplace_back(item.value, in_language(form, item.label, language));
    if (!control.itemset) return choices;
    const auto& set = *control.itemset;
    constexpr std::string_view kOpen = "instance('";
    const auto open = set.nodeset_text.find(kOpen);
    if (open == std::string::npos) return choices;
    const auto from = open + kOpen.size();
    const auto id = set.nodeset_text.substr(from, set.nodeset_text.find('\'', from) - from);
    const auto list = std::find_if(form.instances.begin(), form.instances.end(), [&](const auto& instance) { return instance.id == id; });
    if (list == form.instances.end() || list->rows.size() > kChoicesMax) return choices;
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(list->columns.begin(), list->columns.end(), name) - list->columns.begin());
    };
    const auto value = column(set.value_ref), label = column(set.label_ref);
    if (value == list->columns.size() || label == list->columns.size()) return choices;
    for (const auto& row : list->rows) {
        if (!set.label_is_itext) {
            choices.emplace_back(row[value], row[label]);
        } else if (const auto text = form.texts.find(row[label]); text != form.texts.end()) {
            choices.emplace_back(row[value], in_language(form, text->second, language));
        }
    }
    return choices;
}

DataColumn named_column(const words::Texts& texts, const char* name, DataKind kind) {
    return {name, texts.tr(std::string("paper.data.") + name, {}), kind};
}

DataSheet codebook_sheet(const words::Texts& texts) {
    DataSheet sheet{"codebook", {}};
    for (const char* name : {"sheet", "column", "variable", "question", "type", "required", "relevant", "constraint", "calculation", "choices", "masked"}) {
        sheet.columns.push_back(named_column(texts, name));
    }
    return sheet;
}

std::vector<DataRow> codebook_rows(const form::Form& form, const std::vector<FormTable>& tables, const std::vector<DataSheet>& sheets) {
    std::vector<DataRow> rows;
    for (std::size_t i = 0; i < sheets.size() && i < tables.size(); ++i) {
        const auto variables = variable_names(sheets[i]);
        for (std::size_t at = 0; at < sheets[i].columns.size(); ++at) {
            const auto& column = sheets[i].columns[at];
            DataRow row{sheets[i].name, column.name, variables[at], column.label};
            const auto question = std::find_if(tables[i].columns.begin(), tables[i].columns.end(),
                                               [&](const auto& known) { return known.data.name == column.name; });
            if (question == tables[i].columns.end()) {
                row.resize(11);
            } else {
                const auto& node = form.nodes[question->node];
                std::string choices;
                for (const auto& [code, words] : question->choices) choices += (choices.empty() ? "" : "; ") + code + " = " + words;
                row.insert(row.end(), {type_name(form, *question), node.required.text(), node.relevant.text(), node.constraint.text(),
                                       node.calculate.text(), choices,
                                       question->mask == survey::MaskRule::none ? "" : question->mask == survey::MaskRule::year ? "year" : "yes"});
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

}  // namespace yuanquan::exports

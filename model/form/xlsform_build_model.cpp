// The model: nodes with their binds, the primary instance, actions, secondary instances, entities.

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xform_vocabulary.hpp"
#include "model/form/xlsform_build.hpp"
#include "model/form/xlsform_lexer.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

base::XmlNode element(const std::string& name) {
    base::XmlNode node;
    node.called = base::XmlName(name);
    return node;
}

// A new row begins without rows in the repeats right inside it, as pyxform has it.
base::XmlNode without_rows(base::XmlNode row, const Draft& repeat) {
    std::erase_if(row.children, [&](const base::XmlNode& child) {
        return std::any_of(repeat.children.begin(), repeat.children.end(), [&](const auto& draft) {
            return draft->kind == Draft::Kind::repeat && draft->name == child.name();
        });
    });
    return row;
}

bool has_bind(const Draft& draft) {
    return !draft.bind.empty() || (draft.type != nullptr && !draft.type->bind_type.empty());
}

}  // namespace

void FormBuilding::fill_bind(const Draft& draft, FormNode& node) {
    if (!has_bind(draft)) return;
    static const QuestionType kUntyped{};
    const QuestionType& type = draft.type == nullptr ? kUntyped : *draft.type;
    const auto text = [&](const char* key, std::string_view fallback) {
        const std::string own = draft.bind.text(key);
        return own.empty() ? std::string(fallback) : own;
    };
    const auto condition = [&](const char* key, std::string_view fallback) {
        const std::string key_path = "bind/" + std::string(key);
        return compile(as_condition(text(key, fallback)), draft, key_path);
    };
    node.type_text = text("type", type.bind_type);
    if (!draft.is_section()) node.type = data_type(node.type_text);
    node.relevant = condition("relevant", "");
    node.constraint = condition("constraint", type.constraint);
    node.required = condition("required", "");
    node.readonly = condition("readonly", type.readonly ? "true()" : "");
    if (!draft.has_trigger) node.calculate = condition("calculate", "");
    node.constraint_message = message(draft, "jr:constraintMsg");
    node.required_message = message(draft, "jr:requiredMsg");
    node.no_app_error = message(draft, "jr:noAppErrorString");
    node.preload = text("jr:preload", type.preload);
    node.preload_params = text("jr:preloadParams", type.preload_params);
    node.save_to = draft.bind.text("entities:saveto");
    static const std::set<std::string_view> kOwn{"type",
                                                 "relevant",
                                                 "constraint",
                                                 "required",
                                                 "readonly",
                                                 "calculate",
                                                 "jr:constraintMsg",
                                                 "jr:requiredMsg",
                                                 "jr:noAppErrorString",
                                                 "jr:preload",
                                                 "jr:preloadParams",
                                                 "entities:saveto"};
    for (const auto& [key, value] : draft.bind.entries) {
        if (!kOwn.contains(key)) node.bind_attributes[key] = replace_references(reading, value.any(), draft);
    }
}

void FormBuilding::add_nodes(const Draft& draft, NodeIndex parent, base::XmlNode* instance) {
    if (draft.kind == Draft::Kind::external) return;
    const bool attribute = draft.kind == Draft::Kind::attribute;
    if (attribute) {
        instance->attributes.push_back({draft.name, draft.name, "", draft.attribute_value});
        if (draft.bind.empty() && draft.events.empty()) return;
    }
    const auto index = static_cast<NodeIndex>(form.nodes.size());
    nodes[&draft] = index;
    FormNode node;
    const auto colon = draft.name.find(':');
    node.name = colon == std::string::npos ? draft.name : draft.name.substr(colon + 1);
    if (colon != std::string::npos) node.prefix = draft.name.substr(0, colon);
    node.parent = parent;
    node.attribute = attribute;
    node.repeat = draft.kind == Draft::Kind::repeat;
    node.type = draft.is_section() || draft.kind == Draft::Kind::entity ? DataType::none : DataType::string;
    node.place = reading.place(draft, "name");
    fill_bind(draft, node);
    form.nodes.push_back(std::move(node));
    form.nodes[parent].children.push_back(index);
    if (attribute) return;
    base::XmlNode own = element(draft.name);
    for (const auto& [name, value] : draft.instance.entries) {
        own.attributes.push_back(
            {name, name.substr(name.find(':') + 1), "", replace_references(reading, value.any(), draft)});
    }
    const std::string_view type = draft.type == nullptr ? std::string_view{} : draft.type->name;
    if (!draft.default_value.empty() && !is_dynamic_default(draft.default_value, type)) {
        base::XmlNode text;
        text.kind = base::XmlNode::Kind::text;
        text.text = draft.default_value;
        own.children.push_back(std::move(text));
    }
    for (const auto& child : draft.children)
        add_nodes(*child, index, &own);
    if (draft.kind == Draft::Kind::repeat) form.templates.emplace(index, without_rows(own, draft));
    instance->children.push_back(std::move(own));
}

// What an element runs on itself: defaults that are computed, positions, recordings.
void FormBuilding::add_events(const Draft& draft) {
    for (const Draft::Event& event : draft.events) {
        Action action;
        action.element = event.element;
        action.events = {event.event};
        action.target = nodes.at(&draft);
        action.place = reading.place(draft, "default");
        if (event.event == "odk-new-repeat") action.trigger = nodes.at(draft.innermost_repeat());
        const std::string& value = event.value.empty() ? draft.default_value : event.value;
        action.value = compile(value, draft, draft.kind == Draft::Kind::attribute ? "entity_id" : "default");
        if (!event.quality.empty()) action.attributes["odk:quality"] = event.quality;
        form.actions.push_back(std::move(action));
    }
    for (const auto& child : draft.children)
        add_events(*child);
}

// The trigger column: the question named there carries the action.
void FormBuilding::add_triggered(const Draft& draft) {
    for (const std::string& name : draft.triggers) {
        const auto it = reading.by_name.find(name);
        if (it == reading.by_name.end() || it->second.empty()) continue;
        const Draft& trigger = *it->second.front();
        Action action;
        const bool position = draft.type != nullptr && draft.type->name == "background-geopoint";
        action.element = position ? "odk:setgeopoint" : "setvalue";
        action.events = {"xforms-value-changed"};
        action.target = nodes.at(&draft);
        action.trigger = nodes.at(&trigger);
        action.place = reading.place(draft, "bind/calculate");
        const std::string calculation = draft.bind.text("calculate");
        if (!base::trim(calculation).empty()) {
            Spans spans;
            std::string text = replace_references(reading, calculation, trigger, {}, &spans);
            action.value =
                compile_path(std::move(text), calculation, draft, "bind/calculate", std::move(spans));
        }
        form.actions.push_back(std::move(action));
    }
    for (const auto& child : draft.children)
        add_triggered(*child);
}

namespace {

struct InstanceCollector {
    FormBuilding& building;
    XlsformReading& reading = building.reading;
    std::map<std::string, std::pair<std::string, bool>>
        seen{};  // id → source, and whether an external type made it.
    bool last_saved = false;

    void add(const std::string& id, const std::string& source, const base::Place& place, bool external) {
        const auto [it, fresh] = seen.emplace(id, std::pair(source, external));
        if (fresh) {
            SecondaryInstance instance;
            instance.id = id;
            instance.source = source;
            instance.place = place;
            building.form.instances.push_back(std::move(instance));
        } else if (it->second.first != source || (external && it->second.second)) {
            reading.error("form.list_conflict", place, {{"list", id}});
        }
    }

    // pulldata('fruits', …) reads fruits.csv.
    void add_pulldata(std::string_view text, const base::Place& place) {
        for (auto at = text.find("pulldata"); at != text.npos; at = text.find("pulldata", at + 8)) {
            std::string_view rest = text.substr(at + 8);
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
            const auto comma = rest.find(',');
            if (!rest.starts_with("(") || comma == rest.npos) continue;
            const std::string_view argument = base::trim(rest.substr(1, comma - 1));
            const std::string file = base::replace_all(base::replace_all(argument, "'", ""), "\"", "");
            add(std::string(base::trim(file)), "jr://file-csv/" + std::string(base::trim(file)) + ".csv",
                place, false);
        }
    }

    void collect(const Draft& draft) {
        const base::Place type = reading.place(draft, "type");
        if (draft.kind == Draft::Kind::external) {
            const bool csv = draft.type != nullptr && draft.type->name == "csv-external";
            add(draft.name, csv ? "jr://file-csv/" + draft.name + ".csv" : "jr://file/" + draft.name + ".xml",
                type, true);
            return;
        }
        for (const char* key : {"calculate", "constraint", "readonly", "required", "relevant"}) {
            const std::string text = draft.bind.text(key);
            add_pulldata(text, reading.place(draft, "bind/" + std::string(key)));
            last_saved = last_saved || text.find("${last-saved#") != text.npos;
        }
        for (const std::string* text : {&draft.choice_filter, &draft.default_value}) {
            add_pulldata(*text,
                         reading.place(draft, text == &draft.choice_filter ? "choice_filter" : "default"));
            last_saved = last_saved || text->find("${last-saved#") != text->npos;
        }
        if (const std::string id = list_file_id(draft.list); !id.empty()) {
            const bool csv = draft.list.ends_with(".csv");
            add(id, (csv ? "jr://file-csv/" : "jr://file/") + draft.list, type, false);
        }
        for (const auto& child : draft.children)
            collect(*child);
    }

    void add_list(const ChoiceList& list) {
        if (list.used_by_search || list.choices.empty()) return;
        const base::Place place = reading.place(SheetKind::choices, list.choices.front().row, "list name");
        if (seen.contains(list.name))
            return reading.error("form.list_conflict", place, {{"list", list.name}});
        seen.emplace(list.name, std::pair(std::string{}, false));
        SecondaryInstance instance;
        instance.id = list.name;
        instance.place = place;
        std::vector<std::size_t> column_of(reading.choices.extra_columns.size(),
                                           0);  // 0: not used by this list.
        if (list.requires_itext) instance.columns.push_back("itextId");
        instance.columns.push_back("name");
        const std::size_t name = instance.columns.size() - 1;
        if (!list.requires_itext) instance.columns.push_back("label");
        for (const ChoiceDraft& choice : list.choices) {
            for (const auto& [extra, value] : choice.extra) {
                if (column_of[extra] != 0) continue;
                column_of[extra] = instance.columns.size();
                instance.columns.push_back(reading.choices.extra_columns[extra]);
            }
        }
        instance.rows.reserve(list.choices.size());
        for (std::size_t i = 0; i < list.choices.size(); ++i) {
            const ChoiceDraft& choice = list.choices[i];
            auto& row = instance.rows.emplace_back(instance.columns.size());
            row[name] = choice.name;
            if (list.requires_itext)
                row[0] = list.name + "-" + std::to_string(i);
            else if (choice.label.plain() != nullptr)
                row[name + 1] = *choice.label.plain();
            for (const auto& [extra, value] : choice.extra)
                row[column_of[extra]] = value;
            if (!list.requires_itext) continue;
            Text text = building.choice_label(list, i);
            if (!text.empty()) building.form.texts[text.id] = std::move(text);
        }
        building.form.instances.push_back(std::move(instance));
    }
};

}  // namespace

void FormBuilding::add_instances() {
    InstanceCollector collector{*this};
    collector.collect(*reading.root);
    if (collector.last_saved) collector.add("__last-saved", "jr://instance/last-saved", {}, false);
    std::vector<const Draft*> open{reading.root.get()};
    while (!open.empty()) {
        const Draft* draft = open.back();
        open.pop_back();
        if (ChoiceList* list = uses_search(*draft) ? reading.choices.find(draft->list) : nullptr)
            list->used_by_search = true;
        for (const auto& child : draft->children)
            open.push_back(child.get());
    }
    for (const ChoiceList& list : reading.choices.lists)
        collector.add_list(list);
}

void FormBuilding::add_entities() {
    bool in_repeat = false;
    for (const auto& [draft, index] : nodes) {
        if (draft->kind != Draft::Kind::entity) continue;
        EntityDeclaration entity;
        entity.node = index;
        for (const auto& child : draft->children) {
            if (child->name == "dataset")
                entity.dataset = child->attribute_value;
            else if (child->kind == Draft::Kind::attribute)
                entity.attributes[child->name] = child->attribute_value;
            const auto node = nodes.find(child.get());
            if (node == nodes.end()) continue;
            const xpath::Expression& calculation = form.nodes[node->second].calculate;
            if (child->name == "create") entity.create_if = calculation;
            if (child->name == "update") entity.update_if = calculation;
            if (child->name == "id") entity.entity_id = calculation;
            if (child->name == "label") entity.label = calculation;
        }
        in_repeat = in_repeat || draft->innermost_repeat() != nullptr;
        form.entities.push_back(std::move(entity));
    }
    std::sort(form.entities.begin(), form.entities.end(),
              [](const auto& a, const auto& b) { return a.node < b.node; });
    if (form.entities.empty()) return;
    const bool newer = in_repeat || form.entities.size() > 1;
    form.model_attributes["entities:entities-version"] = newer ? "2025.1.0" : "2024.1.0";
}

}  // namespace yuanquan::form

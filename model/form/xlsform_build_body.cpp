// The body: controls with their words, attributes and choices.

#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/xform_vocabulary.hpp"
#include "model/form/xlsform_build.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

bool uses_search(const Draft& draft) {
    const std::string appearance = draft.control.text("appearance");
    const auto at = appearance.find("search(");
    return !draft.list.empty() && at != std::string::npos && appearance.find(')', at) != std::string::npos;
}

std::string list_file_id(std::string_view list) {
    for (std::string_view ending : {".csv", ".xml", ".geojson"}) {
        if (list.size() > ending.size() && list.ends_with(ending))
            return std::string(list.substr(0, list.size() - ending.size()));
    }
    return {};
}

// Calculations, metadata and what a trigger fills without words are in the model only.
bool FormBuilding::is_asked(const Draft& draft) const {
    if (draft.type == nullptr || draft.type->control.empty()) return false;
    if (draft.type->name == "calculate") return false;
    const bool computed = draft.bind.find("calculate") != nullptr || draft.has_trigger;
    return !computed || !draft.label.empty() || !draft.hint.empty();
}

void FormBuilding::add_controls(const Draft& section, ControlIndex parent) {
    for (const auto& child : section.children)
        add_control(*child, parent);
}

void FormBuilding::fill_attributes(const Draft& draft, Control& control) {
    if (draft.type != nullptr && !draft.type->mediatype.empty())
        control.attributes["mediatype"] = draft.type->mediatype;
    for (const auto& [key, value] : draft.control.entries) {
        if (key == "bodyless") continue;
        const std::string text = replace_references(reading, value.any(), draft);
        if (key == "appearance")
            control.appearance = text;
        else if (key == "jr:count" && control.kind == ControlKind::repeat) {
            control.repeat_count = compile(value.any(), draft, "control/jr:count");
        } else if (key == "jr:noAddRemove" && control.kind == ControlKind::repeat) {
            control.no_add_remove = text == "true()";
        } else {
            control.attributes[key] = text;
        }
    }
    if (draft.query.empty()) return;
    std::string query = "instance('" + draft.query + "')/root/item";
    if (!draft.choice_filter.empty()) {
        query += "[" + replace_references(reading, draft.choice_filter, draft, {.use_current = true}) + "]";
    }
    control.attributes["query"] = query;
}

void FormBuilding::add_control(const Draft& draft, ControlIndex parent) {
    if (draft.bodyless || draft.kind == Draft::Kind::external) return;
    if (!draft.is_section() && !is_asked(draft)) return;
    const auto index = static_cast<ControlIndex>(form.controls.size());
    Control control;
    control.parent = parent;
    control.node = nodes.at(&draft);
    control.place = reading.place(draft, "type");
    if (draft.kind == Draft::Kind::repeat)
        control.kind = ControlKind::repeat;
    else if (draft.is_section())
        control.kind = ControlKind::group;
    else {
        const std::string_view word = draft.type->control == "odk:rank" ? "rank" : draft.type->control;
        for (const auto& [name, kind] : kControlNames) {
            if (name == word) control.kind = kind;
        }
    }
    control.label = label(draft);
    const std::string appearance = draft.control.text("appearance");
    if (control.label.empty() && appearance == "label")
        control.label.by_language.emplace_back(Phrase{{{" ", {}}}, {}});
    if (!draft.is_section()) {  // A section has no hint in XForms.
        control.hint = hint(draft);
        control.guidance = guidance(draft);
        const base::Place at = reading.place(draft, "label");
        if (control.label.empty() && control.hint.empty() && !control.guidance.empty()) {
            reading.error("form.guidance_alone", at, {{"name", draft.name}});
        } else if (control.label.empty() && control.hint.empty()) {
            reading.error("form.question_without_label", at, {{"name", draft.name}});
        }
    }
    if (draft.media.find("big-image") != nullptr && draft.media.find("image") == nullptr) {
        reading.error("form.big_image_alone", reading.place(draft, "media/big-image"),
                      {{"name", draft.name}});
    }
    fill_attributes(draft, control);
    fill_choices(draft, control);
    form.controls.push_back(std::move(control));
    form.controls[parent].children.push_back(index);
    if (draft.is_section()) add_controls(draft, index);
}

void FormBuilding::fill_search(ChoiceList& list, Control& control) {
    for (std::size_t i = 0; i < list.choices.size(); ++i) {
        Item item{list.choices[i].name, choice_label(list, i)};
        if (!item.label.id.empty()) form.texts[item.label.id] = item.label;
        control.items.push_back(std::move(item));
    }
}

void FormBuilding::fill_choices(const Draft& draft, Control& control) {
    for (const Draft::Tag& tag : draft.tags) {
        control.items.push_back(
            {tag.key, text(tag.label, nullptr, nullptr, {}, reading.place(draft, "type"))});
    }
    if (draft.list.empty()) return;
    if (uses_search(draft)) {
        ChoiceList* list = reading.choices.find(draft.list);
        const base::Place at = reading.place(draft, "control/appearance");
        if (!list_file_id(draft.list).empty())
            return reading.error("form.search_in_file", at, {{"name", draft.name}});
        if (list != nullptr) fill_search(*list, control);
        return;
    }
    if (ChoiceList* list = reading.choices.find(draft.list); list != nullptr && list->used_by_search) {
        reading.error("form.search_shared", reading.place(draft, "type"),
                      {{"name", draft.name}, {"list", draft.list}});
        return;
    }
    control.itemset = itemset(draft);
}

Itemset FormBuilding::itemset(const Draft& draft) {
    Itemset set;
    const std::string file = list_file_id(draft.list);
    if (draft.list.ends_with(".geojson")) {
        set.value_ref = "id";
        set.label_ref = "title";
    }
    const auto parameter = [&](const char* key, const std::string& fallback) {
        const auto it = draft.parameters.find(key);
        return it == draft.parameters.end() ? fallback : it->second;
    };
    set.value_ref = parameter("value", set.value_ref);
    set.label_ref = parameter("label", set.label_ref);
    const bool previous = has_reference(draft.list);
    const ChoiceList* list = file.empty() ? reading.choices.find(draft.list) : nullptr;
    if (list != nullptr && list->requires_itext) {
        set.label_ref = "itextId";
        set.label_is_itext = true;
    }
    Spans spans;
    std::string filter = replace_references(reading, draft.choice_filter, draft,
                                            {.use_current = true, .reference_parent = previous}, &spans);
    std::string nodeset;
    const auto repeat = reading.by_name.find(only_reference(draft.list));
    const bool rows = repeat != reading.by_name.end() && repeat->second.front()->kind == Draft::Kind::repeat;
    if (rows) {  // reference-geometry=${repeat}: each row is an item, its question "geometry" the place.
        nodeset = std::string(base::trim(replace_references(reading, draft.list, draft)));
        set.value_ref = set.label_ref = "geometry";
        filter = filter.empty() ? "./geometry != ''" : base::replace_all(filter, nodeset, ".");
        spans.clear();
    } else if (previous) {
        std::string path = replace_references(reading, draft.list, draft, {.reference_parent = true});
        path = std::string(base::trim(path));
        const auto slash = path.rfind('/');
        nodeset = slash == std::string::npos ? path : path.substr(0, slash);
        set.value_ref = set.label_ref = path.substr(slash == std::string::npos ? 0 : slash + 1);
        if (filter.empty())
            filter = "./" + set.value_ref + " != ''";
        else
            filter = base::replace_all(base::replace_all(filter, "current()/" + nodeset, "."), nodeset, ".");
        spans.clear();
    } else {
        nodeset = "instance('" + (file.empty() ? draft.list : file) + "')/root/item";
    }
    if (!filter.empty()) {
        for (auto& [in_result, in_source] : spans)
            in_result += nodeset.size() + 1;
        spans.insert(spans.begin(), {nodeset.size() + 1, 0});
        nodeset += "[" + filter + "]";
    }
    set.nodeset = compile_path(nodeset, draft.choice_filter, draft, "choice_filter", std::move(spans));
    set.nodeset_text = nodeset;
    if (parameter("randomize", "") == "true") {
        set.randomize = true;
        std::string seed = replace_references(reading, parameter("seed", ""), draft);
        seed = std::string(base::trim(seed));
        if (!seed.empty()) set.seed = compile_path(seed, seed, draft, "parameters");
        set.nodeset_text = "randomize(" + nodeset + (seed.empty() ? "" : ", " + seed) + ")";
    }
    return set;
}

// A question nobody sees cannot set off anything.
void FormBuilding::check_triggers(const Draft& draft) {
    for (const std::string& name : draft.triggers) {
        const auto it = reading.by_name.find(name);
        const Draft* trigger =
            it == reading.by_name.end() || it->second.empty() ? nullptr : it->second.front();
        const bool seen = trigger == nullptr || trigger->type == nullptr || trigger->type->control.empty() ||
                          is_asked(*trigger);
        const bool computed =
            trigger != nullptr && trigger->type != nullptr && trigger->type->name == "calculate";
        if (seen && !computed) continue;
        reading.error("form.hidden_trigger", reading.place(draft, "trigger"),
                      {{"name", name}, {"target", draft.name}});
    }
    for (const auto& child : draft.children)
        check_triggers(*child);
}

}  // namespace yuanquan::form

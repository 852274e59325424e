// Rows of the survey sheet → the tree of drafts: sections by begin and end, names, and what a row of any type
// may say. Questions by type are in xlsform_questions.cpp.

#include "model/form/xlsform_rows.hpp"

#include <algorithm>
#include <map>

#include "model/base/text.hpp"
#include "model/form/xlsform_kobo.hpp"
#include "model/form/xlsform_lexer.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

std::unique_ptr<Draft> SurveyRows::draft_of(const Record& record, Draft::Kind kind) {
    auto draft = std::make_unique<Draft>();
    draft->kind = kind;
    draft->name = record.text("name");
    draft->row = record.row;
    const auto text = [&](const char* key) {
        const auto it = record.texts.find(key);
        return it == record.texts.end() ? Localized{} : it->second;
    };
    draft->label = text("label");
    draft->hint = text("hint");
    draft->guidance = text("guidance_hint");
    draft->bind = record.group("bind");
    draft->control = record.group("control");
    draft->instance = record.group("instance");
    draft->media = record.group("media");
    if (record.has("intent")) draft->control.set("intent", record.text("intent"));
    return draft;
}

std::unique_ptr<Draft> SurveyRows::generated(std::string name, std::string_view type, int row) {
    auto draft = std::make_unique<Draft>();
    draft->name = std::move(name);
    draft->type = question_type(type);
    draft->row = row;
    return draft;
}

bool SurveyRows::take_name(Frame& frame, const std::string& name, int row) {
    const base::Place at = reading.place(SheetKind::survey, row, "name");
    if (name == "meta") {
        reading.error("form.meta_name", at);
        return false;
    }
    if (!frame.names.insert(name).second) {
        reading.error("form.name_twice", at, {{"name", name}});
        return false;
    }
    if (!frame.names_lower.insert(lower_ascii(name)).second)
        reading.warn("form.name_case", at, {{"name", name}});
    return true;
}

// A row without type: a comment when it has no name and no label either.
bool SurveyRows::is_comment(const Record& record) {
    if (record.has("type")) return false;
    const base::Place at = reading.place(SheetKind::survey, record.row, "type");
    if (record.has("name") || record.texts.contains("label"))
        reading.error("form.missing_type", at);
    else
        reading.warn("form.comment_row", at);
    return true;
}

bool SurveyRows::is_disabled(const Record& record) {
    if (!record.has("disabled")) return false;
    reading.warn("form.disabled_column", reading.place(SheetKind::survey, record.row, "disabled"));
    return yes_no(record.text("disabled")).value_or(false);
}

bool SurveyRows::is_setting(const Record& record, std::string_view type) {
    static constexpr std::pair<std::string_view, std::string_view> kSettings[] = {
        {"form_title", "title"},
        {"set_form_title", "title"},
        {"form_id", "id_string"},
        {"set_form_id", "id_string"},
        {"prefix", "prefix"}};
    for (const auto& [name, setting] : kSettings) {
        if (name != type) continue;
        const std::string value = record.text("name");
        if (setting == "title")
            reading.settings.title = value;
        else if (setting == "id_string")
            reading.settings.id = value;
        else
            reading.settings.record.plain["prefix"] = value;
        return true;
    }
    return false;
}

void SurveyRows::read_row(Record& record) {
    if (is_disabled(record)) return;
    record.plain.erase("disabled");
    if (record.empty() || is_comment(record)) return;
    const std::string type(canonical_type(record.text("type")));
    if (type == "audit") return read_audit(record);
    if (is_setting(record, type)) return;
    const SectionType section = section_type(type);
    if (!section.kind.empty() && !section.begins) return end_section(record, section);
    if (!record.has("name")) {
        if (type != "note") {
            reading.error("form.missing_name", reading.place(SheetKind::survey, record.row, "name"),
                          {{"type", type}});
            if (section.kind.empty()) return;
            record.plain["name"] = "section_" + std::to_string(record.row);  // Its end must still match.
        } else {
            record.plain["name"] = "generated_note_name_" + std::to_string(record.row);
        }
    }
    const std::string name = record.text("name");
    const bool good = is_xml_name(name);
    if (!good)
        reading.error("form.bad_name", reading.place(SheetKind::survey, record.row, "name"),
                      {{"name", name}});
    if (good) take_name(stack.back(), name, record.row);
    if (!section.kind.empty()) return begin_section(record, section);
    if (good) read_question(record, type);
}

void SurveyRows::end_section(const Record& record, const SectionType& section) {
    Frame& frame = stack.back();
    const base::Place at = reading.place(SheetKind::survey, record.row, "type");
    if (record.group("bind").find("entities:saveto") != nullptr) reading.error("form.save_to_section", at);
    if (stack.size() == 1 || frame.kind != section.kind) {
        const bool known = std::any_of(stack.begin() + 1, stack.end(),
                                       [&](const Frame& f) { return f.kind == section.kind; });
        reading.error("form.unmatched_end", at,
                      {{"section", std::string(section.kind)}, {"name", record.text("name")}});
        if (!known) return;
        while (stack.back().kind != section.kind)
            stack.pop_back();  // Forgotten ends in between.
    }
    stack.pop_back();
    table_list.reset();
}

void SurveyRows::check_section(const Record& record, const SectionType& section) {
    const std::string name = record.text("name");
    const base::Place at = reading.place(SheetKind::survey, record.row, "name");
    if (section.kind == "repeat") {
        if (name == reading.settings.name)
            reading.error("form.repeat_named_as_form", at, {{"name", name}});
        else if (!repeat_names.insert(name).second)
            reading.error("form.repeat_name_twice", at, {{"name", name}});
        if (!record.texts.contains("label") && record.group("media").empty()) {
            reading.warn("form.repeat_without_label", reading.place(SheetKind::survey, record.row, "label"),
                         {{"name", name}});
        }
    }
    const std::string required = record.group("bind").text("required");
    if (!required.empty() && yes_no(required).value_or(true)) {
        reading.error("form.required_section", reading.place(SheetKind::survey, record.row, "bind/required"),
                      {{"name", name}});
    }
    if (section.kind == "loop" && section.list.empty()) {
        reading.error("form.loop_without_list", reading.place(SheetKind::survey, record.row, "type"));
    } else if (section.kind == "loop" && reading.choices.find(section.list) == nullptr) {
        reading.error("form.missing_list", reading.place(SheetKind::survey, record.row, "type"),
                      {{"list", std::string(section.list)}});
    }
}

// Anything but a plain reference gets a node of its own that computes the count.
void SurveyRows::make_count(Draft& repeat, Draft& parent) {
    const std::string count = repeat.control.text("jr:count");
    if (count.empty() || !only_reference(count).empty()) return;
    auto node = generated(repeat.name + "_count", "calculate", repeat.row);
    node->bind.set("readonly", "true()");
    node->bind.set("calculate", count);
    if (stack.back().names.contains(node->name)) {
        reading.error("form.count_name_twice",
                      reading.place(SheetKind::survey, repeat.row, "control/jr:count"),
                      {{"name", node->name}});
    } else {
        generated_names.push_back({stack.back().section, node->name, repeat.row});
    }
    repeat.control.set("jr:count", "${" + node->name + "}");
    parent.add(std::move(node));
}

// table-list: a field-list whose selects share one heading; label and hint move into a note.
void SurveyRows::open_table_list(Draft& group) {
    const std::string appearance = group.control.text("appearance");
    std::string kept = "field-list";
    bool found = false;
    for (std::string_view word : base::split_space(appearance)) {
        if (word == "table-list")
            found = true;
        else
            kept += " " + std::string(word);
    }
    if (!found) return;
    table_list = "";
    group.control.set("appearance", kept);
    if (group.label.empty() && group.hint.empty()) return;
    auto note = generated("generated_table_list_label_" + std::to_string(group.row), "note", group.row);
    note->label = std::exchange(group.label, {});
    note->hint = std::exchange(group.hint, {});
    group.add(std::move(note));
}

void SurveyRows::begin_section(const Record& record, const SectionType& section) {
    constexpr std::size_t kDepth = 100;  // Everything after this goes down the tree by recursion.
    if (stack.size() > kDepth) {
        reading.error("form.too_deep", reading.place(SheetKind::survey, record.row, "type"),
                      {{"depth", std::to_string(kDepth)}});
        given_up = true;
        return;
    }
    check_section(record, section);
    Draft& parent = *stack.back().section;
    auto draft = draft_of(record, section.kind == "repeat" ? Draft::Kind::repeat : Draft::Kind::group);
    make_count(*draft, parent);
    open_table_list(*draft);
    Draft& added = parent.add(std::move(draft));
    if (section.kind == "loop") loops.emplace_back(&added, std::string(section.list));
    stack.push_back({&added, section.kind, {}, {}, record.row});
}

void SurveyRows::finish() {
    while (stack.size() > 1) {
        const Frame& frame = stack.back();
        if (!given_up)
            reading.error("form.unmatched_begin", reading.place(SheetKind::survey, frame.row, "type"),
                          {{"section", std::string(frame.kind)}, {"name", frame.section->name}});
        stack.pop_back();
    }
    check_generated_names();
    for (auto it = loops.rbegin(); it != loops.rend(); ++it)
        expand_loop(*it->first, it->second);
    check_triggers();
}

// A name that was made here must not meet one of the author's further down.
void SurveyRows::check_generated_names() {
    std::map<std::pair<const Draft*, std::string>, int> count;
    for (const auto& [section, name, row] : generated_names)
        count[{section, name}] = 0;
    std::set<const Draft*> sections;
    for (const auto& [section, name, row] : generated_names) {
        if (!sections.insert(section).second) continue;
        for (const auto& child : section->children) {
            const auto it = count.find({section, child->name});
            if (it != count.end()) ++it->second;
        }
    }
    for (const auto& [section, name, row] : generated_names) {
        if (count[{section, name}] < 2) continue;
        reading.error("form.count_name_twice", reading.place(SheetKind::survey, row, "control/jr:count"),
                      {{"name", name}});
    }
}

namespace {

std::string fill_column(std::string_view text, const std::string& name, const std::string& label) {
    return base::replace_all(base::replace_all(text, "%(name)s", name), "%(label)s", label);
}

void fill_loop(Draft& draft, const ChoiceDraft& choice) {
    const auto fill = [&](Localized& value) {
        for (auto& [language, text] : value.entries) {
            const std::string* own = choice.label.in(language);
            text = fill_column(text, choice.name, own == nullptr ? choice.label.any() : *own);
        }
    };
    for (Localized* value : {&draft.label, &draft.hint, &draft.guidance})
        fill(*value);
    for (Dict* dict : {&draft.bind, &draft.control, &draft.instance, &draft.media}) {
        for (auto& [key, value] : dict->entries)
            fill(value);
    }
    for (std::string* text : {&draft.name, &draft.default_value, &draft.choice_filter}) {
        *text = fill_column(*text, choice.name, choice.label.any());
    }
}  // Not what lies deeper: pyxform leaves the words of inner groups alone.

}  // namespace

// begin loop over list: one group per choice, each with the questions inside.
void SurveyRows::expand_loop(Draft& loop, const std::string& list_name) {
    const ChoiceList* list = reading.choices.find(list_name);
    if (list == nullptr) return;
    std::vector<std::unique_ptr<Draft>> inside = std::exchange(loop.children, {});
    for (const ChoiceDraft& choice : list->choices) {
        if (choice.name == "none") continue;
        if (!is_xml_name(choice.name)) {
            reading.error("form.bad_name", reading.place(SheetKind::choices, choice.row, "name"),
                          {{"name", choice.name}});
            continue;
        }
        auto column = std::make_unique<Draft>();
        column->kind = Draft::Kind::group;
        column->name = choice.name;
        column->row = choice.row;
        column->sheet = SheetKind::choices;
        column->label = choice.label;
        column->media = choice.media;
        for (const auto& child : inside) {
            auto copy = copy_draft(*child);
            fill_loop(*copy, choice);
            if (copy->kind == Draft::Kind::repeat && !loop_repeats.insert(copy->name).second) {
                reading.error("form.repeat_name_twice", reading.place(*child, "name"),
                              {{"name", copy->name}});
            }
            column->add(std::move(copy));
        }
        loop.add(std::move(column));
    }
}

void SurveyRows::check_triggers() {
    for (const auto& [name, row] : trigger_names) {
        const auto& known = question_names;
        if (known.contains(name)) continue;
        reading.error("form.unknown_name", reading.place(SheetKind::survey, row, "trigger"),
                      {{"name", name}});
    }
}

void XlsformReading::read_survey() {
    root = std::make_unique<Draft>();
    root->kind = Draft::Kind::survey;
    root->name = settings.name;
    survey_table = read_headings(workbook, SheetKind::survey, options.file_name, findings);
    if (survey_table.sheet == nullptr || survey_table.headings.empty()) {
        const std::string similar = similar_sheets(workbook, "survey");
        if (similar.empty())
            error("form.no_survey", {});
        else
            error("form.no_survey_similar", {}, {{"similar", similar}});
        return;
    }
    if (!survey_table.has("type")) {
        error("form.missing_column",
              survey_table.place(options.file_name, survey_table.sheet->rows.front().number, "type"),
              {{"column", "type"}});
        return;
    }
    SurveyRows rows{*this};
    rows.stack.push_back({root.get(), {}, {}, {}, 0});
    KoboRows kobo(*this, [&rows](Record& record) { rows.read_row(record); });
    constexpr std::size_t kCell = 100'000;  // Excel's own limit is a third of this.
    for (std::size_t i = 0; i < survey_table.rows() && !rows.given_up; ++i) {
        const auto& cells = survey_table.row(i).cells;
        if (std::any_of(cells.begin(), cells.end(),
                        [](const std::string& cell) { return cell.size() > kCell; })) {
            error("form.long_cell", place(SheetKind::survey, survey_table.row(i).number, "type"));
            continue;
        }
        Record record =
            read_record(survey_table, survey_table.row(i), settings.clean_text, settings.default_language);
        kobo.take(record);
    }
    kobo.finish();
    rows.finish();
}

}  // namespace yuanquan::form

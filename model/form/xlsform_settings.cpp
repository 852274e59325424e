// The settings sheet, what it adds to the form (meta/instanceID …), and findings on columns as a whole.

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xlsform_headings.hpp"
#include "model/form/xlsform_reading.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

using base::Severity;

namespace {

bool switched(XlsformReading& reading, const char* name, bool fallback) {
    auto& plain = reading.settings.record.plain;
    const auto it = plain.find(name);
    if (it == plain.end()) return fallback;
    const auto answer = yes_no(it->second);
    if (!answer) {
        reading.warn("form.yes_or_no", reading.place(SheetKind::settings, reading.settings.record.row, name),
                     {{"setting", name}, {"value", it->second}});
    }
    it->second = answer.value_or(fallback) ? "true" : "false";
    return answer.value_or(fallback);
}

std::string stem(const std::string& file_name) {
    const auto slash = file_name.find_last_of("/\\");
    const std::string base = slash == std::string::npos ? file_name : file_name.substr(slash + 1);
    const auto dot = base.rfind('.');
    return dot == std::string::npos || dot == 0 ? base : base.substr(0, dot);
}

std::unique_ptr<Draft> meta_node(const char* name) {
    auto draft = std::make_unique<Draft>();
    draft->name = name;
    draft->type = question_type("calculate");
    draft->sheet = SheetKind::settings;
    draft->meta_child = true;
    return draft;
}

}  // namespace

void XlsformReading::read_settings() {
    settings_table = read_headings(workbook, SheetKind::settings, options.file_name, findings);
    if (const base::Row* row = settings_table.first_row())
        settings.record = read_record(settings_table, *row, false, "default");
    Record& record = settings.record;
    if (settings_table.sheet == nullptr) {
        const std::string similar = similar_sheets(workbook, "settings");
        if (!similar.empty()) warn("form.similar_sheet", {}, {{"sheet", "settings"}, {"similar", similar}});
    }
    settings.clean_text = switched(*this, "clean_text_values", true);
    settings.choice_duplicates = switched(*this, "allow_choice_duplicates", false);
    settings.omit_instance_id = switched(*this, "omit_instanceID", false);
    for (const char* name : {"auto_send", "auto_delete", "client_editable"})
        switched(*this, name, false);
    const auto or_else = [&](const char* key, std::string fallback) {
        const std::string text(trim_wide(record.text(key)));
        return text.empty() ? fallback : text;
    };
    settings.default_language = or_else("default_language", "default");
    settings.name = or_else("name", options.form_name.empty() ? "data" : options.form_name);
    if (!is_xml_name(settings.name)) {
        error("form.bad_name", place(SheetKind::settings, record.row, "name"), {{"name", settings.name}});
        settings.name = "data";
    }
    const std::string file = stem(options.file_name);
    settings.id = or_else("id_string", file.empty() ? "data" : file);
    settings.title = or_else("title", settings.id);
}

void XlsformReading::finish_meta() {
    std::vector<std::unique_ptr<Draft>> made;
    const Record& record = settings.record;
    if (!settings.omit_instance_id) {
        auto id = meta_node("instanceID");
        id->bind.set("readonly", "true()");
        const std::string preload = record.text("instance_id");
        id->bind.set("jr:preload", preload.empty() ? "uid" : preload);
        made.push_back(std::move(id));
    } else if (!record.text("public_key").empty()) {
        error("form.key_needs_id", place(SheetKind::settings, record.row, "omit_instanceID"));
    }
    if (record.has("instance_name")) {
        auto name = meta_node("instanceName");
        name->row = record.row;
        name->bind.set("calculate", record.text("instance_name"));
        made.push_back(std::move(name));
    }
    Draft* meta = nullptr;
    for (const auto& child : root->children) {
        if (child->name == "meta" && child->bodyless) meta = child.get();
    }
    if (made.empty() && meta == nullptr) return;
    if (meta == nullptr) {
        auto group = std::make_unique<Draft>();
        group->kind = Draft::Kind::group;
        group->name = "meta";
        group->bodyless = true;
        group->meta_child = true;
        meta = &root->add(std::move(group));
    }
    for (auto& node : made)
        meta->add(std::move(node));
}

namespace {

// Language → columns that it lacks, where any other language has them.
void check_translations(XlsformReading& reading, const SheetTable& table) {
    static const std::map<std::string_view, std::string_view> kTranslatable{
        {"label", "label"},
        {"hint", "hint"},
        {"guidance_hint", "guidance_hint"},
        {"media/image", "image"},
        {"media/big-image", "big-image"},
        {"media/audio", "audio"},
        {"media/video", "video"},
        {"bind/jr:constraintMsg", "constraint_message"},
        {"bind/jr:requiredMsg", "required_message"}};
    std::map<std::string, std::set<std::string_view>> seen;
    std::set<std::string_view> columns;
    for (const Heading& heading : table.headings) {
        if (heading.tokens.empty()) continue;
        const bool nested = heading.tokens.front() == "media" || heading.tokens.front() == "bind";
        const std::size_t words = nested && heading.tokens.size() > 1 ? 2 : 1;
        const auto it =
            kTranslatable.find(words == 2 ? heading.tokens[0] + "/" + heading.tokens[1] : heading.tokens[0]);
        if (it == kTranslatable.end()) continue;
        const std::string language = heading.tokens.size() > words ? heading.tokens[words] : "default";
        seen[language].insert(it->second);
        columns.insert(it->second);
    }
    if (seen.empty() || (seen.size() == 1 && seen.begin()->first == "default")) return;
    for (const auto& [language, has] : seen) {
        std::string missing;
        for (std::string_view column : columns) {
            if (!has.contains(column)) missing += (missing.empty() ? "" : ", ") + std::string(column);
        }
        if (missing.empty()) continue;
        reading.warn("form.missing_translation", table.place(reading.options.file_name, 0, ""),
                     {{"language", language}, {"columns", missing}});
    }
}

}  // namespace

void XlsformReading::check_columns() {
    for (const SheetTable* table : {&survey_table, &settings_table}) {
        if (table->sheet == nullptr || table->sheet->rows.empty()) continue;
        for (const Heading& heading : table->headings) {
            if (heading.tokens.empty() || heading.known) continue;
            const std::string name = snake_case(heading.tokens.front());
            if (is_harmless_column(name) || name == "instance_id" || name == "omit_instanceid") continue;
            std::string guess = nearest_word(name, column_names(table->kind));
            base::Place at = table->place(options.file_name, table->sheet->rows.front().number, "");
            at.column = heading.written;
            const bool fatal = options.strict_columns && table == &survey_table;
            const Severity severity = fatal ? Severity::error : Severity::warning;
            if (guess.empty())
                findings.push_back({severity, "form.unknown_column", {{"column", heading.written}}, at});
            else
                findings.push_back(
                    {severity, "form.misspelt_column", {{"column", heading.written}, {"guess", guess}}, at});
        }
    }
    check_translations(*this, survey_table);
    check_translations(*this, choices.table);
}

}  // namespace yuanquan::form

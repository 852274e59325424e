// Choice lists: the choices sheet, external_choices, and the tags of the osm sheet.

#include <algorithm>
#include <unordered_set>

#include "model/base/text.hpp"
#include "model/form/xlsform_reading.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

ChoiceList* ChoiceSheet::find(std::string_view name) {
    const auto it = by_name.find(name);
    return it == by_name.end() ? nullptr : &lists[it->second];
}

namespace {

// What each column of the choices sheet holds; the sheet may have 700,000 rows, so this is settled once.
struct ChoiceColumn {
    enum class Use { nothing, list, name, label, media, extra };
    Use use = Use::nothing;
    const Heading* heading = nullptr;
    std::size_t extra = 0;
};

std::vector<ChoiceColumn> plan_columns(XlsformReading& reading) {
    ChoiceSheet& sheet = reading.choices;
    std::vector<ChoiceColumn> plan;
    using Use = ChoiceColumn::Use;
    for (const Heading& heading : sheet.table.headings) {
        ChoiceColumn& column = plan.emplace_back();
        column.heading = &heading;
        if (heading.tokens.empty()) continue;
        const std::string& first = heading.tokens.front();
        if (first == "list name")
            column.use = Use::list;
        else if (first == "name")
            column.use = Use::name;
        else if (first == "label")
            column.use = Use::label;
        else if (first == "media")
            column.use = heading.tokens.size() > 1 ? Use::media : Use::nothing;
        else if (heading.tokens.size() > 1)
            column.use = Use::nothing;
        else if (is_xml_name(first)) {
            column.use = Use::extra;
            column.extra = sheet.extra_columns.size();
            sheet.extra_columns.push_back(first);
        } else {
            base::Place at =
                sheet.table.place(reading.options.file_name, sheet.table.sheet->rows.front().number, first);
            reading.warn("form.choices_column_name", at, {{"column", heading.written}});
        }
    }
    return plan;
}

ChoiceDraft read_choice(const XlsformReading& reading, const std::vector<ChoiceColumn>& plan,
                        const base::Row& row, std::string& list) {
    ChoiceDraft choice;
    choice.row = row.number;
    const std::string& language = reading.settings.default_language;
    const std::size_t cells = std::min(row.cells.size(), plan.size());
    for (std::size_t i = 0; i < cells; ++i) {
        if (plan[i].use == ChoiceColumn::Use::nothing || trim_wide(row.cells[i]).empty()) continue;
        const auto& tokens = plan[i].heading->tokens;
        std::string text = clean_cell(row.cells[i], false);
        switch (plan[i].use) {
            case ChoiceColumn::Use::list:
                list = std::string(trim_wide(text));
                break;
            case ChoiceColumn::Use::name:
                choice.name = std::move(text);
                break;
            case ChoiceColumn::Use::label:
                if (tokens.size() == 1)
                    choice.label.set_plain(std::move(text));
                else
                    choice.label.add(tokens[1], std::move(text), language);
                break;
            case ChoiceColumn::Use::media: {
                Localized& media = choice.media.at(tokens[1]);
                if (tokens.size() == 2)
                    media.add_plain(std::move(text), language);
                else
                    media.add(tokens[2], std::move(text), language);
                break;
            }
            case ChoiceColumn::Use::extra:
                choice.extra.emplace_back(plan[i].extra, std::move(text));
                break;
            case ChoiceColumn::Use::nothing:
                break;
        }
    }
    return choice;
}

void check_list(XlsformReading& reading, ChoiceList& list) {
    std::unordered_set<std::string_view> seen;
    for (const ChoiceDraft& choice : list.choices) {
        const auto at = [&](const char* key) { return reading.place(SheetKind::choices, choice.row, key); };
        if (choice.name.empty())
            reading.error("form.choice_without_name", at("name"), {{"list", list.name}});
        else if (!seen.insert(choice.name).second && !reading.settings.choice_duplicates) {
            reading.error("form.choice_twice", at("name"), {{"list", list.name}, {"name", choice.name}});
        }
        if (choice.label.empty()) {
            reading.warn("form.choice_without_label", at("label"),
                         {{"list", list.name}, {"name", choice.name}});
        }
        const bool answers = choice.label.plain() != nullptr && has_reference(*choice.label.plain());
        list.requires_itext =
            list.requires_itext || choice.label.translated || !choice.media.empty() || answers;
    }
}

}  // namespace

void XlsformReading::read_choices() {
    choices.table = read_headings(workbook, SheetKind::choices, options.file_name, findings);
    if (choices.table.rows() == 0) return;
    if (!choices.table.has("name")) {
        error("form.missing_column", choices.table.place(options.file_name, 1, "name"), {{"column", "name"}});
        return;
    }
    const std::vector<ChoiceColumn> plan = plan_columns(*this);
    std::size_t current = 0;
    for (std::size_t i = 0; i < choices.table.rows(); ++i) {
        std::string name;
        ChoiceDraft choice = read_choice(*this, plan, choices.table.row(i), name);
        if (name.empty()) continue;
        if (choices.lists.empty() || choices.lists[current].name != name) {
            const auto [it, fresh] = choices.by_name.emplace(name, choices.lists.size());
            current = it->second;
            if (fresh) choices.lists.emplace_back().name = name;
        }
        choices.lists[current].choices.push_back(std::move(choice));
    }
    for (ChoiceList& list : choices.lists)
        check_list(*this, list);
}

void XlsformReading::read_other_lists() {
    external_table = read_headings(workbook, SheetKind::external_choices, options.file_name, findings);
    for (std::size_t i = 0; i < external_table.rows(); ++i) {
        const Record record = read_record(external_table, external_table.row(i), false, "default");
        if (record.has("list name")) external_lists.insert(record.text("list name"));
    }
    osm_table = read_headings(workbook, SheetKind::osm, options.file_name, findings);
    for (std::size_t i = 0; i < osm_table.rows(); ++i) {
        const Record record = read_record(osm_table, osm_table.row(i), false, settings.default_language);
        if (!record.has("list name") || !record.has("name")) continue;
        const auto label = record.texts.find("label");
        osm_tags[record.text("list name")].push_back(
            {record.text("name"), label == record.texts.end() ? Localized{} : label->second});
    }
}

}  // namespace yuanquan::form

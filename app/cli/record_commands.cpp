#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/export/conflict_words.hpp"
#include "app/export/dossier_story.hpp"
#include "app/export/dossier_table.hpp"
#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "model/base/clock.hpp"
#include "model/record/cell.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/markup.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/unmask.hpp"

namespace yuanquan::cli {

namespace {

using nlohmann::json;

std::string when(std::int64_t ms, int offset_minutes) { return base::iso_date_time(ms, offset_minutes); }

json as_json(const survey::Version& version) {
    json out{{"value", version.value}, {"text", version.text}, {"author", version.author},
             {"at", when(version.wall_ms, version.offset_minutes)}, {"removed", version.removed}};
    if (const auto why = survey::read_unanswered(version.mark)) {
        out["unanswered"] = {{"reason", survey::reason_code(why->reason)}, {"note", why->note}};
    }
    return out;
}

json as_json(const survey::Fact& fact) {
    json out{{"path", fact.path}, {"label", fact.label}, {"value", fact.value}, {"text", fact.text}};
    if (fact.unanswered) out["unanswered"] = {{"reason", survey::reason_code(fact.unanswered->reason)}, {"note", fact.unanswered->note}};
    if (!fact.versions.empty()) {
        for (const auto& version : fact.versions) out["versions"].push_back(as_json(version));
    }
    return out;
}

json as_json(const survey::RecordView& view) {
    json out{{"id", view.id.text()}, {"form", view.form_id}, {"version", view.form_version}, {"title", view.title},
             {"area", view.area}, {"area_name", view.area_name}, {"state", view.state},
             {"conflicts", view.conflict_count}, {"changes", view.changes}, {"last_author", view.last_author},
             {"sections", json::array()}};
    for (const auto& section : view.sections) {
        json part{{"name", section.name}, {"label", section.label}, {"facts", json::array()}, {"tables", json::array()}};
        for (const auto& fact : section.facts) part["facts"].push_back(as_json(fact));
        for (const auto& table : section.tables) {
            json rows = json::array();
            for (const auto& row : table.rows) {
                json cells = json::array();
                for (const auto& fact : row.facts) cells.push_back(as_json(fact));
                rows.push_back({{"path", row.path}, {"facts", cells}});
            }
            part["tables"].push_back({{"path", table.path}, {"label", table.label}, {"rows", rows}});
        }
        out["sections"].push_back(part);
    }
    return out;
}

void print(const survey::RecordView& view, const Console& console) {
    auto& out = console.out;
    out << view.title << "  " << view.area_name << "  [" << view.id.text() << "]\n";
    for (const auto& section : view.sections) {
        out << "\n" << section.label << "\n";
        for (const auto& fact : section.facts) {
            out << "  " << fact.label << ": " << fact.text << '\n';
            for (const auto& version : fact.versions) {
                out << "    ⇄ " << version.text << "  (" << version.author << ", "
                    << when(version.wall_ms, version.offset_minutes) << ")\n";
            }
        }
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                out << "  •";
                for (const auto& fact : row.facts) {
                    if (!fact.text.empty()) out << "  " << fact.label << ": " << fact.text;
                }
                out << '\n';
            }
        }
    }
}

// Figures of people are masked in lists too, wherever they stand.
std::string shown(const std::string& text, bool unmask) { return unmask ? text : survey::mask_within(text); }

}  // namespace

int run(const List& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    store::ListFilter filter;
    filter.form_id = command.form;
    filter.area = command.area;
    filter.text = command.text;
    filter.only_conflicts = command.only_conflicts;
    auto rows = (*workspace)->store().list(filter);
    if (!rows) return console.fail(rows.error());
    if (command.unmask) {
        std::vector<record::RecordId> shown_records;
        for (const auto& row : *rows) shown_records.push_back(row.id);
        if (auto may = survey::unmask(**workspace, shown_records, command.reason); !may) return console.fail(may.error());
    }
    json list = json::array();
    for (const auto& row : *rows) {
        if (command.json) {
            json columns = json::array();
            for (const auto& column : row.columns) columns.push_back(shown(column, command.unmask));
            list.push_back({{"id", row.id.text()}, {"form", row.form_id}, {"area", row.area}, {"title", shown(row.title, command.unmask)},
                            {"state", row.state}, {"conflicts", row.conflicts}, {"changes", row.changes},
                            {"at_headquarters", row.at_headquarters}, {"last_author", row.last_author},
                            {"columns", columns}});
            continue;
        }
        console.out << row.id.text() << '\t' << (*workspace)->areas().name(row.area, console.texts.chinese()) << '\t'
                    << shown(row.title, command.unmask) << '\t' << exports::state_words(console.texts, row.state) << '\t' << row.conflicts << '\t' << row.last_author << '\n';
    }
    if (command.json) console.out << list.dump(1) << '\n';
    return kSuccess;
}

int run(const Show& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    auto id = find_record(**workspace, command.record);
    if (!id) return console.fail(id.error());
    if (command.unmask) {
        if (auto may = survey::unmask(**workspace, {&*id, 1}, command.reason); !may) return console.fail(may.error());
    }
    auto record = (*workspace)->store().record(*id);
    if (!record) return console.fail(record.error());
    auto form = (*workspace)->form(record->form_id);
    if (!form) return console.fail(form.error());
    survey::ViewOptions options;
    options.reasons = exports::reason_words(console.texts);
    options.language = survey::language_index(*form->form, console.texts.language());
    options.masked = !command.unmask;
    options.include_blank = command.json;
    auto view = survey::view_record(**workspace, *record, options);
    if (!view) return console.fail(view.error());
    exports::name_places(console.texts, *view);
    if (command.json) {
        console.out << as_json(*view).dump(1) << '\n';
    } else {
        print(*view, console);
    }
    return kSuccess;
}

namespace {

// "2026-11-27T14:05:00.000+08:00  zhang.wei  马小花 · 年龄: 12 → 13", the oldest first.
base::Status print_history(survey::Workspace& workspace, const record::RecordId& id, const History& command, const Console& console) {
    auto lines = survey::view_history_with_decisions(workspace, id, console.texts.language(), !command.unmask, exports::reason_words(console.texts));
    if (!lines) return base::fail(std::move(lines.error()));
    exports::name_program_cells(console.texts, *lines);
    exports::name_places(console.texts, *lines);
    for (auto line = lines->rbegin(); line != lines->rend(); ++line) {
        const bool asked_for = line->path == command.path || record::unanswered_question(line->path) == command.path;
        if (!command.path.empty() && !asked_for) continue;
        const auto what = (line->row_label.empty() ? "" : line->row_label + " · ") + exports::plain_label(line->label);
        console.out << when(line->wall_ms, line->offset_minutes) << '\t' << line->author << '\t'
                    << console.texts.fact(what, exports::change_words(console.texts, *line)) << '\n';
    }
    return {};
}

}  // namespace

int run(const History& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    auto id = find_record(**workspace, command.record);
    if (!id) return console.fail(id.error());
    if (command.unmask) {
        if (auto may = survey::unmask(**workspace, {&*id, 1}, command.reason); !may) return console.fail(may.error());
    }
    auto changes = (*workspace)->store().changes_of(*id);
    if (!changes) return console.fail(changes.error());
    if (changes->empty()) return console.fail(base::make_error(base::ErrorCode::not_found, command.record));
    const auto form = (*workspace)->form(changes->front().change.form_id);
    if (form && !command.json) {   // Without its questionnaire a record has no words.
        const auto printed = print_history(**workspace, *id, command, console);
        return printed ? kSuccess : console.fail(printed.error());
    }
    const auto masking = command.unmask ? survey::Masking() : survey::Masking(record::fold(*id, *changes));
    json list = json::array();
    for (const auto& entry : record::history(*changes, command.path)) {
        const auto marked = record::unanswered_question(entry.path);
        const auto node = form ? form->form->find_node(record::question_path(marked.empty() ? entry.path : marked)) : form::kNone;
        const auto rule = node == form::kNone ? survey::MaskRule::none : survey::mask_rule(form->form->nodes[node]);
        const auto value = marked.empty() ? masking.show(entry.head.value, rule) : survey::masked_mark(entry.head.value, masking, rule);
        const auto at = when(entry.head.wall_ms, entry.head.offset_minutes);
        const char* kind = entry.head.kind == record::OpKind::set ? "set" : entry.head.kind == record::OpKind::add ? "add" : "remove";
        if (command.json) {
            list.push_back({{"path", entry.path}, {"kind", kind}, {"value", value}, {"author", entry.head.author},
                            {"at", at}, {"superseded", entry.superseded}, {"form_version", entry.form_version}});
        } else {
            console.out << at << '\t' << entry.head.author << '\t' << kind << '\t' << entry.path << '\t' << value << '\n';
        }
    }
    if (command.json) console.out << list.dump(1) << '\n';
    return kSuccess;
}

int run(const Conflicts& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    if (command.unmask) {
        store::ListFilter filter;
        filter.only_conflicts = true;
        auto rows = (*workspace)->store().list(filter);
        if (!rows) return console.fail(rows.error());
        std::vector<record::RecordId> records;
        for (const auto& row : *rows) records.push_back(row.id);
        if (auto may = survey::unmask(**workspace, records, command.reason); !may) return console.fail(may.error());
    }
    auto conflicts = survey::list_conflicts(**workspace, {}, console.texts.language(), !command.unmask, exports::reason_words(console.texts));
    if (!conflicts) return console.fail(conflicts.error());
    json list = json::array();
    for (auto& conflict : *conflicts) {
        exports::name_program_cells(console.texts, conflict);
        exports::name_places(console.texts, conflict);
        if (command.json) {
            json versions = json::array();
            for (const auto& version : conflict.versions) versions.push_back(as_json(version));
            list.push_back({{"record", conflict.record.text()}, {"title", conflict.record_title}, {"path", conflict.path},
                            {"question", conflict.question_label}, {"row", conflict.row_label}, {"versions", versions}});
            continue;
        }
        console.out << conflict.record_title;
        for (const auto& part : {conflict.section_label, conflict.row_label, conflict.question_label}) {
            if (!part.empty()) console.out << "  " << part;
        }
        console.out << "  [" << conflict.record.text() << "]\n";
        for (const auto& version : conflict.versions) {
            console.out << "  ⇄ " << (version.removed ? console.tr("conflict.removed") : version.text) << "  ("
                        << version.author << ", " << when(version.wall_ms, version.offset_minutes) << ")\n";
        }
    }
    if (command.json) console.out << list.dump(1) << '\n';
    return kSuccess;
}

}  // namespace yuanquan::cli

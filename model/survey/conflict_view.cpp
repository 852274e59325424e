#include "model/survey/conflict_view.hpp"

#include "model/base/text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::survey {

namespace {

Version removed_or_edited(const record::Head& head) {
    Version version;
    version.value = version.text = head.value;
    version.author = head.author;
    version.wall_ms = head.wall_ms;
    version.offset_minutes = head.offset_minutes;
    version.removed = head.kind == record::OpKind::remove;
    return version;
}

// What a person calls the row: its first answers, "王小花".
std::string row_label(const RecordView& view, std::string_view row_path) {
    for (const auto& section : view.sections) {
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                if (row.path != row_path) continue;
                for (const auto& fact : row.facts) {
                    if (!fact.text.empty()) return fact.text;
                }
            }
        }
    }
    return {};
}

// An edit in a row that was removed elsewhere: "Name: Wang", "Phone: refused". A question and its mark are one edit, which
// the one that says something tells.
bool is_told_by_other_half(const record::Conflict& conflict, std::size_t edit) {
    if (!conflict.heads[edit].value.empty()) return false;
    const auto& path = conflict.paths[edit];
    for (std::size_t i = 0; i < conflict.paths.size(); ++i) {
        const auto& other = conflict.paths[i];
        const bool halves = record::unanswered_question(other) == path || record::unanswered_question(path) == other;
        if (halves && conflict.heads[i].op.change == conflict.heads[edit].op.change) return true;
    }
    return false;
}
std::string words_of_edit(const RecordView& view, const std::string& path, const record::Head& head, const ReasonWords& reasons) {
    const auto question = record::unanswered_question(path);
    const auto* fact = view.fact(question.empty() ? path : question);
    if (fact == nullptr) return question.empty() ? head.value : mark_in_words(head.value, reasons);   // The row is not shown.
    return fact->label + ": " + (question.empty() || head.value.empty() ? fact->text : mark_in_words(head.value, reasons));
}

ConflictView describe(const RecordView& view, const record::Record& record, const record::Conflict& conflict, const ReasonWords& reasons) {
    ConflictView out;
    out.record = record.id;
    out.record_title = view.title;
    out.kind = conflict.kind;
    out.path = conflict.path;
    if (const auto row = record::innermost_row(conflict.path); !row.empty()) out.row_label = row_label(view, row);
    const auto first_step = conflict.path.substr(0, conflict.path.find_first_of("/["));
    if (const auto* section = view.section(first_step)) out.section_label = section->label;
    const auto marked = record::unanswered_question(conflict.path);
    if (const auto* fact = view.fact(marked.empty() ? conflict.path : marked); fact != nullptr && !fact->versions.empty()) {
        out.question_label = fact->label;
        out.versions = fact->versions;
        out.type = fact->type;
        return out;
    }
    // A cell that this form does not show (another version's, or the program's own), or a row: as stored.
    out.question_label = conflict.kind == record::Conflict::Kind::values ? record::question_path(conflict.path) : "";
    for (std::size_t i = 0; i < conflict.heads.size(); ++i) {
        auto version = removed_or_edited(conflict.heads[i]);
        if (i < conflict.paths.size()) {
            if (is_told_by_other_half(conflict, i)) continue;
            version.text = words_of_edit(view, conflict.paths[i], conflict.heads[i], reasons);
        }
        out.versions.push_back(std::move(version));
    }
    return out;
}

// A member who went to another household: its title instead of its id.
void name_households(const Workspace& workspace, ConflictView& conflict) {
    for (auto& version : conflict.versions) {
        const auto id = record::RecordId::parse(version.value);
        const auto household = id ? workspace.store().record(*id) : base::fail(base::ErrorCode::not_found);
        if (household) version.text = std::string(household->value(record::kTitleCell));
    }
}

Result<record::ChangeId> save_ops(Workspace& workspace, const record::Record& record, std::vector<record::Op> ops) {
    return workspace.store().save(record.id, workspace.identity().person, record.area, record.form_id,
                                  record.form_version, std::move(ops));
}

}  // namespace

Result<std::vector<ConflictView>> list_conflicts(Workspace& workspace, const store::ListFilter& filter,
                                                 std::string_view language, bool masked, const ReasonWords& reasons) {
    auto only = filter;
    only.only_conflicts = true;
    auto rows = workspace.store().list(only);
    if (!rows) return base::fail(std::move(rows.error()));
    std::vector<ConflictView> views;
    for (const auto& row : *rows) {
        auto record = workspace.store().record(row.id);
        if (!record) return base::fail(std::move(record.error()));
        RecordView view;
        view.title = row.title;
        // Without its form (not installed here yet) a record's conflicts are still listed, as stored.
        if (auto open = workspace.form(record->form_id)) {
            ViewOptions options;
            options.language = language_index(*open->form, language);
            options.masked = masked;
            options.reasons = reasons;
            if (auto full = view_record(workspace, *record, options)) view = std::move(*full);
        }
        for (const auto& conflict : record::conflicts(*record)) {
            views.push_back(describe(view, *record, conflict, reasons));
            if (conflict.path.ends_with(']')) name_households(workspace, views.back());
        }
    }
    return views;
}

std::vector<record::Op> settle_ops(const record::Record& record, const std::string& path, const std::string& value, const std::string& mark) {
    const auto marked = record::unanswered_question(path);
    const auto question = marked.empty() ? path : std::string(marked);
    const auto cell = record::unanswered_cell(question);
    std::vector<record::Op> ops;
    if (marked.empty()) ops.push_back(record::settle_op(record, path, value));
    if (!marked.empty() || record.cells.contains(cell)) ops.push_back(record::settle_op(record, cell, value.empty() ? mark : std::string()));
    return ops;
}

Result<record::ChangeId> settle(Workspace& workspace, const record::RecordId& id, const std::string& path,
                                const std::string& value, const std::string& mark) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    return save_ops(workspace, *record, settle_ops(*record, path, value, mark));
}

Result<record::ChangeId> settle_row(Workspace& workspace, const record::RecordId& id, const std::string& row, bool keep) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    return save_ops(workspace, *record, {record::settle_row_op(*record, row, keep)});
}

}  // namespace yuanquan::survey

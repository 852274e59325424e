#include "app/export/data_tables.hpp"

#include "app/export/data_columns.hpp"
#include "model/base/clock.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/record/fold.hpp"
#include "model/survey/audit_trail.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/unanswered.hpp"

namespace yuanquan::exports {

namespace {

const char* kind_name(record::OpKind kind) {
    return kind == record::OpKind::set ? "set" : kind == record::OpKind::add ? "add" : "remove";
}

// "/data/members[2]/name", as ODK's log names it, to "members/name".
std::string question_of_node(std::string_view node) {
    std::string out;
    const auto steps = base::split(node, '/');
    for (std::size_t i = 2; i < steps.size(); ++i) {
        out += (out.empty() ? "" : "/") + std::string(steps[i].substr(0, steps[i].find('[')));
    }
    return out;
}

}  // namespace

base::Status DataTables::add_sheets() {
    const auto add = [&](const char* name, std::initializer_list<const char*> columns, std::optional<std::size_t>& to) -> base::Status {
        if (!options_.with.contains(name)) return {};
        DataSheet sheet{name, {}};
        for (const char* column : columns) sheet.columns.push_back(named_column(*options_.texts, column));
        auto added = book_.add_sheet(sheet);
        if (!added) return base::fail(std::move(added.error()));
        to = *added;
        return {};
    };
    if (auto done = add("history", {"record_id", "change", "at", "author", "kind", "path", "question", "value", "superseded", "form_version"}, history_); !done) return done;
    if (auto done = add("conflicts", {"record_id", "title", "kind", "path", "question", "value", "author", "at", "shown"}, conflicts_); !done) return done;
    return add("audit", {"record_id", "visit", "event", "node", "start", "end", "old_value", "new_value", "user"}, audit_);
}

base::Status DataTables::add_record(const record::Record& record, const survey::Masking& masking) {
    if (history_) {
        if (auto added = add_history(record, masking); !added) return added;
    }
    if (conflicts_) {
        if (auto added = add_conflicts(record, masking); !added) return added;
    }
    return audit_ ? add_audit(record, masking) : base::Status();
}

survey::MaskRule DataTables::rule_of(std::string_view path) const {
    const auto marked = record::unanswered_question(path);
    const auto node = form_.find_node(record::question_path(marked.empty() ? path : marked));
    return node == form::kNone ? survey::MaskRule::none : survey::mask_rule(form_.nodes[node]);
}

std::string DataTables::label_of(const std::string& path) const {
    const auto marked = record::unanswered_question(path);
    const auto node = form_.find_node(record::question_path(marked.empty() ? path : marked));
    return node == form::kNone ? std::string() : form_.nodes[node].name;
}

// Of a reason only its note may tell of somebody.
std::string DataTables::shown(const survey::Masking& masking, const std::string& path, const std::string& value) const {
    if (record::unanswered_question(path).empty()) return masking.show(value, rule_of(path));
    return survey::masked_mark(value, masking, rule_of(path));
}

base::Status DataTables::add_history(const record::Record& record, const survey::Masking& own) {
    auto changes = workspace_.store().changes_of(record.id);
    if (!changes) return base::fail(std::move(changes.error()));
    const auto history = record::history(*changes);
    auto masking = own;
    for (const auto& entry : history) masking.learn(entry.head.value);   // An identity number that was corrected since.
    for (const auto& entry : history) {
        const auto& head = entry.head;
        const DataRow row{record.id.text(), head.op.change.text(), base::iso_date_time(head.wall_ms, head.offset_minutes), head.author,
                          kind_name(head.kind), entry.path, label_of(entry.path), shown(masking, entry.path, head.value),
                          entry.superseded ? "1" : "0", entry.form_version};
        if (auto added = book_.add_row(*history_, row); !added) return added;
    }
    return {};
}

base::Status DataTables::add_conflicts(const record::Record& record, const survey::Masking& masking) {
    const auto title = masking.show(record.value(record::kTitleCell));
    for (const auto& conflict : record::conflicts(record)) {
        for (std::size_t i = 0; i < conflict.heads.size(); ++i) {
            const auto& head = conflict.heads[i];
            const auto& path = i < conflict.paths.size() ? conflict.paths[i] : conflict.path;
            const DataRow row{record.id.text(), title, kind_name(head.kind), path, label_of(path), shown(masking, path, head.value),
                              head.author, base::iso_date_time(head.wall_ms, head.offset_minutes), i == 0 ? "1" : "0"};
            if (auto added = book_.add_row(*conflicts_, row); !added) return added;
        }
    }
    return {};
}

base::Status DataTables::add_audit(const record::Record& record, const survey::Masking& masking) {
    int visit = 0;
    for (const auto& value : survey::audit_files(record)) {
        ++visit;
        const auto blob = record::read_blob_value(value);
        if (!blob || !workspace_.store().has_blob(blob->id)) continue;   // Comes with an exchange.
        auto bytes = workspace_.store().blob(blob->id);
        if (!bytes) return base::fail(std::move(bytes.error()));
        auto log = base::read_csv(*bytes, "audit");
        if (!log) return base::fail(std::move(log.error()).with_context("audit of record " + record.id.text()));
        const auto& lines = log->sheets.front().rows;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            DataRow row{record.id.text(), std::to_string(visit)};
            const auto field = [&](const char* name) -> std::string {
                for (std::size_t at = 0; at < lines[0].cells.size() && at < lines[i].cells.size(); ++at) {
                    if (lines[0].cells[at] == name) return lines[i].cells[at];
                }
                return {};
            };
            const auto rule = rule_of(question_of_node(field("node")));
            for (const char* name : {"event", "node", "start", "end"}) row.push_back(field(name));
            for (const char* name : {"old-value", "new-value"}) row.push_back(masking.show(field(name), rule));
            row.push_back(field("user"));
            if (auto added = book_.add_row(*audit_, row); !added) return added;
        }
    }
    return {};
}

}  // namespace yuanquan::exports

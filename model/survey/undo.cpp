#include "model/survey/undo.hpp"

#include <algorithm>
#include <map>

#include "model/record/cell.hpp"
#include "model/record/edit.hpp"

namespace yuanquan::survey {

namespace {

// What the cell was for the author of the op: what it supersedes there.
struct Before {
    bool present = false;               // Of a row, as it was shown.
    std::string value;                  // As it was shown.
    std::vector<std::string> values;    // Two or more where it settled a conflict, the shown one last.
};

class Past {
  public:
    explicit Past(const std::vector<record::IdentifiedChange>& changes) {
        for (const auto& change : changes) by_id_[change.id] = &change.change;
    }
    const record::Change* find(const record::ChangeId& id) const {
        const auto found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : found->second;
    }
    Before before(const record::Op& op) const {
        Before before;
        std::uint64_t latest = 0;
        for (const auto& seen : op.supersedes) {
            const auto* change = find(seen.change);
            if (change == nullptr || seen.index >= change->ops.size()) continue;
            const auto& earlier = change->ops[seen.index];
            if (earlier.path != op.path) continue;   // Of a removal: what stood in the row.
            std::erase(before.values, earlier.value);
            if (change->counter < latest) {
                before.values.insert(before.values.begin(), earlier.value);
                continue;
            }
            latest = change->counter;
            before.present = earlier.kind == record::OpKind::add;
            before.value = earlier.value;
            before.values.push_back(earlier.value);
        }
        return before;
    }

  private:
    std::map<record::ChangeId, const record::Change*> by_id_;
};

// What a record is found by stays when its first save is taken back.
bool is_kept(const std::string& path) {
    return path == record::kAreaCell || path == record::kTitleCell || path == record::kParentCell;
}

void take_back(record::Edit& edit, const record::Op& op, const Before& before) {
    if (op.kind == record::OpKind::set && before.value.empty() && is_kept(op.path)) return;
    if (op.kind == record::OpKind::set) {
        edit.cells.push_back({op.path, before.value});
    } else {
        edit.rows.push_back({op.path, before.present});
    }
}

Result<record::ChangeId> save(Workspace& workspace, const record::Record& record, std::vector<record::Op> ops) {
    std::string area = record.area;
    for (const auto& op : ops) {
        if (op.path == record::kAreaCell && !op.value.empty()) area = op.value;
    }
    return workspace.store().save(record.id, workspace.identity().person, area, record.form_id, record.form_version,
                                  std::move(ops));
}

}  // namespace

Result<Undone> undo_change(Workspace& workspace, const record::RecordId& id, const record::ChangeId& change) {
    auto changes = workspace.store().changes_of(id);
    if (!changes) return base::fail(std::move(changes.error()));
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    const Past past(*changes);
    const auto* made = past.find(change);
    if (made == nullptr) return base::fail(base::ErrorCode::not_found, change.text());
    Undone undone;
    record::Edit edit;
    std::vector<record::Op> disputes;   // A conflict that was settled is one again: an op for each side.
    for (std::uint32_t index = 0; index < made->ops.size(); ++index) {
        const auto& op = made->ops[index];
        const auto cell = record->cells.find(op.path);
        if (cell == record->cells.end()) continue;
        const auto& heads = cell->second.heads;
        if (heads.size() == 1 && heads.front().op == record::OpId{change, index}) {
            const auto before = past.before(op);
            if (op.kind == record::OpKind::set && before.values.size() > 1) {
                for (const auto& value : before.values) disputes.push_back(record::settle_op(*record, op.path, value));
            } else {
                take_back(edit, op, before);
            }
        } else if (!op.path.starts_with('@')) {
            undone.kept.push_back(op.path);
        }
    }
    auto ops = record::edit_ops(*record, edit);
    ops.insert(ops.end(), disputes.begin(), disputes.end());
    if (ops.empty()) return undone;
    auto saved = save(workspace, *record, std::move(ops));
    if (!saved) return base::fail(std::move(saved.error()));
    undone.change = *saved;
    return undone;
}

Result<record::ChangeId> put_back(Workspace& workspace, const record::RecordId& id, const record::ChangeId& change,
                                  const std::string& path) {
    auto changes = workspace.store().changes_of(id);
    if (!changes) return base::fail(std::move(changes.error()));
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    const Past past(*changes);
    const auto* made = past.find(change);
    if (made == nullptr) return base::fail(base::ErrorCode::not_found, change.text());
    // A question and the mark that says why it has no answer go back together.
    const auto marked = record::unanswered_question(path);
    const auto beside = marked.empty() ? record::unanswered_cell(path) : std::string(marked);
    std::vector<record::Op> ops;
    for (const auto& cell : {path, beside}) {
        const auto op = std::find_if(made->ops.begin(), made->ops.end(), [&](const auto& o) { return o.path == cell; });
        if (op == made->ops.end() && cell == path) return base::fail(base::ErrorCode::not_found, path);
        if (op == made->ops.end()) continue;
        const auto before = past.before(*op);
        ops.push_back(op->kind == record::OpKind::set ? record::settle_op(*record, cell, before.value)
                                                      : record::settle_row_op(*record, cell, before.present));
    }
    const bool answers = marked.empty() && ops.size() == 1 && !ops.front().value.empty();
    if (answers && !record->value(beside).empty()) ops.push_back(record::settle_op(*record, beside, {}));   // A later mark.
    return save(workspace, *record, std::move(ops));
}

}  // namespace yuanquan::survey

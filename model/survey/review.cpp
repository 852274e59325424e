#include "model/survey/review.hpp"

#include <algorithm>

#include "model/base/digest.hpp"
#include "model/record/cell.hpp"
#include "model/survey/answer_words.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kReviewedCell = "@reviewed", kCommentRows = "@comment[";
constexpr char kApproved[] = "approved", kReturned[] = "returned";
constexpr std::size_t kRowText = 16;

std::string comment_cell(const base::RowId& id, std::string_view what) {
    return std::string(kCommentRows) + id.text() + "]/" + std::string(what);
}

// Decided knowing all heads: a decision stands alone afterwards, even where it says what was shown before.
void put(std::vector<record::Op>& ops, const record::Record& record, std::string_view path, const std::string& value) {
    const auto cell = record.cells.find(path);
    if (cell == record.cells.end() ? value.empty() : cell->second.heads.size() == 1 && cell->second.value() == value) return;
    ops.push_back(record::settle_op(record, path, value));
}

void put_remark(std::vector<record::Op>& ops, Workspace& workspace, const record::Record& record, const Remark& remark) {
    const auto id = base::RowId::random(workspace.random());
    put(ops, record, comment_cell(id, "about"), remark.about);
    put(ops, record, comment_cell(id, "text"), remark.text);
}

Result<record::ChangeId> save(Workspace& workspace, const record::Record& record, std::vector<record::Op> ops) {
    if (ops.empty()) return base::fail(base::ErrorCode::already_exists, record.id.text());
    return workspace.store().save(record.id, workspace.identity().person, record.area, record.form_id, record.form_version,
                                  std::move(ops));
}

}  // namespace

bool has_comments(const record::Record& record) {
    const auto first = record.cells.lower_bound(kCommentRows);
    return first != record.cells.end() && first->first.starts_with(kCommentRows);
}

std::vector<Comment> comments_of(const record::Record& record) {
    std::vector<Comment> comments;
    for (auto cell = record.cells.lower_bound(kCommentRows); cell != record.cells.end() && cell->first.starts_with(kCommentRows);
         ++cell) {
        if (!cell->first.ends_with("]/text") || cell->second.value().empty()) continue;
        const auto id = base::RowId::parse(std::string_view(cell->first).substr(kCommentRows.size(), kRowText));
        if (!id) continue;
        const auto& head = cell->second.heads.front();
        comments.push_back({*id, std::string(record.value(comment_cell(*id, "about"))), head.value, head.author, head.wall_ms,
                            head.offset_minutes, record.value(comment_cell(*id, "done")) == "1"});
    }
    std::stable_sort(comments.begin(), comments.end(), [](const auto& a, const auto& b) { return a.wall_ms < b.wall_ms; });
    return comments;
}

std::string answers_digest(const record::Record& record) {
    std::string bytes;
    for (const auto& [path, cell] : record.cells) {
        const bool mark = !record::unanswered_question(path).empty();   // Why there is no answer is one.
        if (path.starts_with('@') || (path.find("/@") != std::string::npos && !mark)) continue;
        bytes += path + '\n';
        std::vector<std::string> values;   // Sorted: equal answers give equal digests whatever ops they came by.
        for (const auto& head : cell.heads) values.push_back(std::to_string(static_cast<int>(head.kind)) + head.value);
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (const auto& value : values) bytes += std::to_string(value.size()) + ':' + value;
    }
    const auto digest = base::blake2b_256(bytes);
    return base::to_hex(digest.data(), 16);
}

Standing standing_of(const record::Record& record) {
    const auto state = record.value(record::kStateCell), reviewed = record.value(kReviewedCell);
    if (state == kReturned) return Standing::returned;
    if (state == kApproved) return reviewed == answers_digest(record) ? Standing::approved : Standing::changed;
    return reviewed.empty() ? Standing::unchecked : Standing::mended;
}

bool may_decide(const Workspace& workspace) { return workspace.identity().role != Role::member; }

Result<record::ChangeId> approve(Workspace& workspace, const record::RecordId& id) {
    if (!may_decide(workspace)) return base::fail(base::ErrorCode::not_authorised, kApproved);
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::vector<record::Op> ops;
    put(ops, *record, record::kStateCell, kApproved);
    put(ops, *record, kReviewedCell, answers_digest(*record));
    for (const auto& comment : comments_of(*record)) {
        if (!comment.done) put(ops, *record, comment_cell(comment.id, "done"), "1");
    }
    return save(workspace, *record, std::move(ops));
}

Result<record::ChangeId> send_back(Workspace& workspace, const record::RecordId& id, const std::vector<Remark>& remarks) {
    if (!may_decide(workspace)) return base::fail(base::ErrorCode::not_authorised, kReturned);
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::vector<record::Op> ops;
    put(ops, *record, record::kStateCell, kReturned);
    put(ops, *record, kReviewedCell, answers_digest(*record));
    for (const auto& remark : remarks) put_remark(ops, workspace, *record, remark);
    return save(workspace, *record, std::move(ops));
}

Result<record::ChangeId> assign(Workspace& workspace, const record::RecordId& id, const std::string& person) {
    if (!may_decide(workspace)) return base::fail(base::ErrorCode::not_authorised, "assign");
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::vector<record::Op> ops;
    put(ops, *record, record::kAssignedCell, person);
    return save(workspace, *record, std::move(ops));
}

Result<record::ChangeId> comment(Workspace& workspace, const record::RecordId& id, const Remark& remark) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::vector<record::Op> ops;
    put_remark(ops, workspace, *record, remark);
    return save(workspace, *record, std::move(ops));
}

Result<record::ChangeId> tick_off(Workspace& workspace, const record::RecordId& id, const base::RowId& comment, bool done) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::vector<record::Op> ops;
    put(ops, *record, comment_cell(comment, "done"), done ? "1" : "");
    return save(workspace, *record, std::move(ops));
}

Result<std::vector<Problem>> problems_of(Workspace& workspace, const record::Record& record, std::string_view language) {
    auto live = open_to_read(workspace, record, language);
    if (!live) return base::fail(std::move(live.error()));
    std::vector<Problem> problems;
    for (const auto& question : problems_left(**live, marks_of(record))) {
        Problem problem;
        problem.path = (*live)->cell_path(question);
        problem.label = (*live)->label(question);
        if ((*live)->validity(question) != form::Validity::required) {
            problem.message = (*live)->message(question);
            if (problem.message.empty()) problem.message = "?";
        }
        const auto row_path = record::innermost_row(problem.path);
        if (const auto row = (*live)->find(row_path); row && !row_path.empty()) problem.row_label = row_label(**live, *row);
        problems.push_back(std::move(problem));
    }
    return problems;
}

}  // namespace yuanquan::survey

// Open questionnaires: each answer is one small durable transaction, so that a kill loses at most the field being typed.

#include "model/store/shared.hpp"

namespace yuanquan::store {

Status Store::put_draft(const DraftHead& head) {
    Transaction transaction(*impl_->database);
    impl_->database->run(
        "INSERT INTO drafts(id, form_id, form_version, record, is_new, parent, area, title, started_ms, touched_ms,"
        " place, seen) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET form_id = excluded.form_id, form_version = excluded.form_version,"
        " record = excluded.record, is_new = excluded.is_new, parent = excluded.parent, area = excluded.area,"
        " title = excluded.title, touched_ms = excluded.touched_ms, place = excluded.place, seen = excluded.seen",
        head.id, head.form_id, head.form_version, head.record, head.is_new ? 1 : 0, head.parent.value_or(RecordId{}),
        head.area, head.title, head.started_ms, head.touched_ms, head.place, head.seen);
    return transaction.commit();
}

Status Store::append_draft(const base::DraftId& id, const DraftEntry& entry, const std::string& place) {
    Database& database = *impl_->database;
    Transaction transaction(database);
    database.run("UPDATE drafts SET touched_ms = ?, place = ? WHERE id = ?", impl_->clock.now_ms(), place, id);
    if (!database.failed() && database.changed_rows() == 0) return fail(ErrorCode::not_found, id.text(), "draft");
    database.run("INSERT INTO draft_entries(draft, kind, path, value) VALUES(?, ?, ?, ?)", id,
                 static_cast<int>(entry.kind), entry.path, entry.value);
    return transaction.commit();
}

Result<std::vector<DraftHead>> Store::drafts() const {
    std::vector<DraftHead> drafts;
    Query query(*impl_->database,
                "SELECT id, form_id, form_version, record, is_new, parent, area, title, started_ms, touched_ms, place,"
                " seen FROM drafts ORDER BY touched_ms DESC, id");
    while (query.step()) {
        DraftHead head;
        head.id = query.id<base::DraftId>(0);
        head.form_id = query.text(1);
        head.form_version = query.text(2);
        head.record = query.id<RecordId>(3);
        head.is_new = query.integer(4) != 0;
        if (const auto parent = query.id<RecordId>(5); !parent.is_zero()) head.parent = parent;
        head.area = query.text(6);
        head.title = query.text(7);
        head.started_ms = query.integer(8);
        head.touched_ms = query.integer(9);
        head.place = query.text(10);
        head.seen = query.number(11);
        drafts.push_back(std::move(head));
    }
    return impl_->database->result(std::move(drafts));
}

Result<std::vector<DraftEntry>> Store::draft_entries(const base::DraftId& id) const {
    std::vector<DraftEntry> entries;
    Query query(*impl_->database, "SELECT kind, path, value FROM draft_entries WHERE draft = ? ORDER BY number", id);
    while (query.step()) {
        entries.push_back({static_cast<DraftEntry::Kind>(query.integer(0)), query.text(1), query.text(2)});
    }
    return impl_->database->result(std::move(entries));
}

Status Store::discard_draft(const base::DraftId& id) {
    Transaction transaction(*impl_->database);
    impl_->database->run("DELETE FROM drafts WHERE id = ?", id);
    return transaction.commit();
}

}  // namespace yuanquan::store

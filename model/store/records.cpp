// The derived table of records: what lists show and search, folded from the log and made anew by rebuild().

#include <algorithm>
#include <set>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "model/store/list_column.hpp"
#include "model/store/schema.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
namespace {

// One part of a search text: the value, and for what is not plain Latin how one types it: "zhangsan", "zs".
void add_search(std::string& search, std::set<std::string, std::less<>>& known, std::string_view value) {
    if (value.empty() || !known.emplace(value).second) return;
    search += base::fold_case(value);
    search += '\n';
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(value.begin(), value.end(), is_ascii)) return;
    const std::string words = base::pinyin(value);
    for (const char c : words) {
        if (c != ' ') search += c;  // Typed with or without spaces: a filter looks for each word by itself.
    }
    search += '\n';
    search += base::initials_of(words);
    search += '\n';
}

std::string one_line(std::string text) {  // Newlines part the columns.
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

constexpr std::string_view kListSql =
    "SELECT id, form_id, area, parent, title, state, assigned, columns, search, conflicts, changes, last_wall_ms,"
    " last_author, last_own FROM records";

ListRow list_row(const Query& query, const Shared& shared) {
    ListRow row;
    row.id = query.id<RecordId>(0);
    row.form_id = query.text(1);
    row.area = query.text(2);
    row.parent = query.text(3);
    row.title = query.text(4);
    row.state = query.text(5);
    row.assigned = query.text(6);
    row.columns = split_lines(query.view(7));
    row.search = query.text(8);
    row.conflicts = static_cast<std::uint32_t>(query.integer(9));
    row.changes = query.number(10);
    row.last_wall_ms = query.integer(11);
    row.last_author = query.text(12);
    row.at_headquarters = shared.is_hq || query.number(13) <= shared.hq_sent;
    return row;
}

}  // namespace

DerivedRow derive(const record::Record& record, const ListColumns* lists) {
    DerivedRow row;
    row.parent = record.value(record::kParentCell);
    row.title = record.value(record::kTitleCell);
    row.state = record.value(record::kStateCell);
    row.assigned = record.value(record::kAssignedCell);
    std::set<std::string, std::less<>> known;
    add_search(row.search, known, row.title);
    if (lists != nullptr) {
        for (const auto& column : lists->columns) row.columns += one_line(ListColumn::parse(column).value(record)) + '\n';
        for (const auto& cell : record.cells) {
            const std::string& path = cell.first;
            const bool wanted = std::any_of(lists->search.begin(), lists->search.end(), [&](const std::string& question) {
                return record::is_of_question(path, question);
            });
            if (wanted) add_search(row.search, known, record.value(path));
        }
    }
    row.conflicts = static_cast<std::uint32_t>(record::conflicts(record).size());
    return row;
}

std::optional<Shared::KnownRecord> Shared::known_record(const RecordId& id) {
    Query known(*database, "SELECT area, last_own FROM records WHERE id = ?", id);
    if (!known.step()) return std::nullopt;
    return KnownRecord{known.text(0), known.number(1)};
}

DerivedRow Shared::derived(const record::Record& record) const {
    const auto lists = list_columns.find(record.form_id);
    return derive(record, lists == list_columns.end() ? nullptr : &lists->second);
}

void Shared::put_record(const record::Record& record, const DerivedRow& row, const std::optional<KnownRecord>& before,
                        Arrival last_own, Arrival arrival) {
    if (before && before->area != record.area) {
        database->run("INSERT OR REPLACE INTO moves(arrival, record, from_area, to_area) VALUES(?, ?, ?, ?)", arrival,
                      record.id, before->area, record.area);
    }
    database->run(
        "INSERT INTO records(id, form_id, area, parent, title, state, assigned, columns, search, conflicts, changes,"
        " last_wall_ms, last_author, last_own) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET form_id = excluded.form_id, area = excluded.area, parent = excluded.parent,"
        " title = excluded.title, state = excluded.state, assigned = excluded.assigned, columns = excluded.columns,"
        " search = excluded.search, conflicts = excluded.conflicts, changes = excluded.changes,"
        " last_wall_ms = excluded.last_wall_ms, last_author = excluded.last_author, last_own = excluded.last_own",
        record.id, record.form_id, record.area, row.parent, row.title, row.state, row.assigned, row.columns, row.search,
        row.conflicts, record.changes, record.last_wall_ms, record.last_author, last_own);
}

void Shared::rebuild(std::string_view only_form) {
    if (only_form.empty()) clear_derived(*database);
    std::vector<std::pair<RecordId, Arrival>> last_own;
    Query records(*database,
                  "SELECT c.record, max(CASE WHEN r.own = 1 THEN c.arrival ELSE 0 END) FROM changes c"
                  " JOIN replicas r ON r.number = c.replica GROUP BY c.record");
    while (records.step()) last_own.emplace_back(records.id<RecordId>(0), records.number(1));
    for (const auto& [id, own_arrival] : last_own) {
        record::Fold fold(id);
        Query query(*database, "SELECT id, bytes FROM changes WHERE record = ? ORDER BY arrival", id);
        while (query.step()) {
            const auto change = record::decode(query.view(1));
            if (!change) continue;  // verify() names it.
            fold.add(query.id<ChangeId>(0), *change);
            if (only_form.empty()) put_blob_references(*change);
        }
        if (fold.record().changes == 0) continue;
        if (only_form.empty() || fold.record().form_id == only_form) {
            put_record(fold.record(), derived(fold.record()), known_record(id), own_arrival, 0);
        }
        if (database->failed()) return;
    }
}

Result<record::Record> Store::record(const RecordId& id) const {
    record::Fold fold = impl_->take_fold(id);
    if (auto status = impl_->database->status(); !status) return fail(std::move(status.error()));
    if (fold.record().changes == 0) return fail(ErrorCode::not_found, id.text());
    record::Record record = fold.record();
    impl_->remember(id, std::move(fold));
    return record;
}

Result<record::Record> Store::record_as_of(const RecordId& id, Arrival up_to) const {
    const record::Fold fold = impl_->fold_from_log(id, up_to);
    if (auto status = impl_->database->status(); !status) return fail(std::move(status.error()));
    if (fold.record().changes == 0) return fail(ErrorCode::not_found, id.text());
    return fold.record();
}

Result<std::vector<std::string>> Store::areas_of(const RecordId& id) const {
    std::vector<std::string> areas;
    Query query(*impl_->database, "SELECT area FROM records WHERE id = ? UNION SELECT from_area FROM moves WHERE record = ?",
                id, id);
    while (query.step()) areas.push_back(query.text(0));
    return impl_->database->result(std::move(areas));
}

Result<std::vector<ListRow>> Store::list(const ListFilter& filter) const {
    const std::string text = base::fold_case(filter.text);
    const std::vector<std::string_view> words = base::split_space(text);
    const std::string parent = filter.parent ? filter.parent->text() : std::string();
    std::vector<ListRow> rows;
    Query query(*impl_->database, kListSql);
    while (query.step()) {
        if (!filter.form_id.empty() && query.view(1) != filter.form_id) continue;
        if (filter.only_conflicts && query.integer(9) == 0) continue;
        if (filter.parent && query.view(3) != parent) continue;
        if (!filter.area.empty() && !impl_->area_is_within(query.view(2), {filter.area})) continue;
        const bool matches = std::all_of(words.begin(), words.end(), [&](std::string_view word) {
            return query.view(8).find(word) != std::string_view::npos;
        });
        if (matches) rows.push_back(list_row(query, *impl_));
    }
    return impl_->database->result(std::move(rows));
}

Result<std::vector<RecordId>> Store::record_ids(const std::string& form_id, const std::string& area) const {
    std::vector<RecordId> ids;
    Query query(*impl_->database, "SELECT id, form_id, area FROM records ORDER BY id");
    while (query.step()) {
        if (!form_id.empty() && query.view(1) != form_id) continue;
        if (area.empty() || impl_->area_is_within(query.view(2), {area})) ids.push_back(query.id<RecordId>(0));
    }
    return impl_->database->result(std::move(ids));
}

Status Store::set_list_columns(const ListColumns& columns) {
    const auto known = impl_->list_columns.find(columns.form_id);
    if (known != impl_->list_columns.end() && known->second.columns == columns.columns &&
        known->second.search == columns.search) {
        return {};
    }
    const auto before = impl_->list_columns;
    impl_->list_columns[columns.form_id] = columns;
    Transaction transaction(*impl_->database);
    impl_->database->run("INSERT OR REPLACE INTO list_columns(form_id, columns, search) VALUES(?, ?, ?)",
                         columns.form_id, join_lines(columns.columns), join_lines(columns.search));
    impl_->rebuild(columns.form_id);
    if (auto status = transaction.commit(); !status) {
        impl_->list_columns = before;
        return status;
    }
    ++impl_->generation;
    return {};
}

Status Store::rebuild() {
    Transaction transaction(*impl_->database);
    impl_->rebuild({});
    if (auto status = transaction.commit(); !status) return status;
    impl_->folds.clear();
    ++impl_->generation;
    return {};
}

Result<std::string> Store::state_hash() const {
    std::vector<RecordId> ids;
    for (Query query(*impl_->database, "SELECT id FROM records ORDER BY id"); query.step();) {
        ids.push_back(query.id<RecordId>(0));
    }
    std::string digests;
    for (const RecordId& id : ids) {
        const auto digest =
            base::blake2b_256(record::state_bytes(impl_->fold_from_log(id, impl_->log.arrival).record()));
        digests.append(digest.begin(), digest.end());
    }
    const auto hash = base::blake2b_256(digests);
    return impl_->database->result(base::to_hex(hash.data(), hash.size()));
}

}  // namespace yuanquan::store

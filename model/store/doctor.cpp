// Checks everything that can be checked without asking anyone: SQLite's own structure, the hash and order of every
// change, chains where they are whole, blobs, and that the derived tables say what the log says.

#include <cstdlib>
#include <map>
#include <set>

#include "model/base/digest.hpp"
#include "model/record/change_codec.hpp"
#include "model/store/backup.hpp"
#include "model/store/seals.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
namespace {

using Findings = std::vector<base::Finding>;

void report(Findings& findings, std::string code, std::string table, std::string what, std::string detail = {}) {
    base::Finding finding;
    finding.code = "store." + std::move(code);
    finding.parameters = {{"table", table}, {"what", std::move(what)}, {"detail", std::move(detail)}};
    finding.place.sheet = std::move(table);
    findings.push_back(std::move(finding));
}

void check_structure(Database& database, Findings& findings) {
    for (Query query(database, "PRAGMA integrity_check"); query.step();) {
        if (query.view(0) != "ok") report(findings, "structure", "", "", query.text(0));
    }
}

// What the log says of each replica, for checking the chains.
struct Link {
    ChangeId id, previous;
    bool saved_here = false;
};
using Chains = std::map<std::int64_t, std::multimap<std::uint64_t, Link>>;

void check_log(Database& database, Findings& findings, Chains& chains) {
    std::string digest;
    std::uint64_t expected = 1, counter = 0;
    Query query(database,
                "SELECT c.arrival, c.id, c.record, c.replica, c.sequence, c.counter, c.digest, c.bytes, r.id, c.source"
                " FROM changes c LEFT JOIN replicas r ON r.number = c.replica ORDER BY c.arrival");
    for (; query.step(); ++expected) {
        const std::string arrival = std::to_string(query.number(0));
        if (query.number(0) != expected) {
            report(findings, "change_missing", "changes", std::to_string(expected), "before " + arrival);
            expected = query.number(0);
        }
        const ChangeId id = query.id<ChangeId>(1);
        digest = next_digest(digest, {query.view(1), query.view(2), query.view(9), query.integer(3), query.number(4),
                                      query.number(5)});
        if (query.view(6) != digest) report(findings, "order_differs", "changes", arrival, id.text());
        digest = query.text(6);  // Name the place once, not every row after it.
        if (record::change_id(query.view(7)) != id) {
            report(findings, "hash_differs", "changes", arrival, id.text());
            continue;
        }
        const auto change = record::decode(query.view(7));
        if (!change) {
            report(findings, "unreadable", "changes", arrival, change.error().describe());
            continue;
        }
        counter = std::max(counter, change->counter);
        if (query.id<RecordId>(2) != change->record || query.id<ReplicaId>(8) != change->replica ||
            query.number(4) != change->sequence || query.number(5) != counter) {
            report(findings, "columns_differ", "changes", arrival, id.text());
        }
        counter = query.number(5);
        chains[query.integer(3)].emplace(change->sequence, Link{id, change->previous, query.view(9).empty()});
    }
}

// The end of the log as it was written down outside of it, and the rows of all other kept tables.
void check_seals(Database& database, Findings& findings) {
    Query last(database, "SELECT arrival, digest FROM changes ORDER BY arrival DESC LIMIT 1");
    const bool any = last.step();
    const Head head = head_of_log(database);
    if (head.arrival != (any ? last.number(0) : 0) || (any && head.digest != last.view(1))) {
        report(findings, "change_missing", "changes", std::to_string(head.arrival), "the end of the log");
    }
    for (const BrokenSeal& broken : broken_seals(database)) report(findings, broken.code, broken.table, broken.key);
}

// A change whose predecessor is here must name it, unless its replica is known to have forked: then the predecessor may
// be of the other branch. Our own chain must be here from the first change to the last that was saved here: what an old
// backup lost may come back in part, for headquarters keeps aside what it refused and gives what is of our areas.
void check_chains(Database& database, Findings& findings, const Chains& chains) {
    std::set<std::int64_t> own;
    for (Query query(database, "SELECT number FROM replicas WHERE own = 1"); query.step();) own.insert(query.integer(0));
    std::set<std::int64_t> forked;
    for (Query query(database, "SELECT number FROM replicas WHERE id IN (SELECT replica FROM forks)"); query.step();) {
        forked.insert(query.integer(0));
    }
    for (const auto& [replica, links] : chains) {
        std::uint64_t expected = 1, last_saved = 0;
        for (const auto& [sequence, link] : links) last_saved = link.saved_here ? sequence : last_saved;
        for (const auto& [sequence, link] : links) {
            if (own.contains(replica) && sequence > expected && expected <= last_saved) {
                report(findings, "change_missing", "changes", std::to_string(expected), "own chain");
            }
            expected = sequence + 1;
            if (sequence == 1 && !link.previous.is_zero()) report(findings, "chain_broken", "changes", link.id.text());
            const auto [first, last] = links.equal_range(sequence - 1);
            bool is_named = first == last;
            for (auto before = first; before != last; ++before) is_named = is_named || before->second.id == link.previous;
            if (!is_named && !forked.contains(replica)) report(findings, "chain_broken", "changes", link.id.text());
        }
    }
}

void check_blobs(Database& database, Findings& findings) {
    for (Query query(database, "SELECT id, bytes FROM blobs ORDER BY id"); query.step();) {
        const BlobId id = query.id<BlobId>(0);
        if (base::blake2b_256(query.view(1)) != id.bytes) report(findings, "hash_differs", "blobs", id.text());
    }
    Query lost(database, "SELECT name, up_to FROM receipts JOIN peers ON name = peer"
                         " WHERE up_to > (SELECT coalesce(max(arrival), 0) FROM changes)");
    while (lost.step()) report(findings, "change_missing", "changes", lost.text(1), "receipted by " + lost.text(0));
}

bool same_row(const Query& row, const record::Record& record, const DerivedRow& derived) {
    return row.view(1) == record.form_id && row.view(2) == record.area && row.view(3) == derived.parent &&
           row.view(4) == derived.title && row.view(5) == derived.state && row.view(6) == derived.assigned &&
           row.view(7) == derived.columns && row.view(8) == derived.search && row.number(9) == derived.conflicts &&
           row.number(10) == record.changes && row.integer(11) == record.last_wall_ms &&
           row.view(12) == record.last_author && row.number(13) == row.number(14);
}

void check_records(Shared& shared, Findings& findings) {
    Database& database = *shared.database;
    Query query(database,
                "SELECT id, form_id, area, parent, title, state, assigned, columns, search, conflicts, changes,"
                " last_wall_ms, last_author, last_own, (SELECT coalesce(max(c.arrival), 0) FROM changes c"
                "   JOIN replicas p ON p.number = c.replica WHERE c.record = records.id AND p.own = 1)"
                " FROM records ORDER BY id");
    while (query.step()) {
        const RecordId id = query.id<RecordId>(0);
        const record::Fold fold = shared.fold_from_log(id, shared.log.arrival);
        const auto lists = shared.list_columns.find(fold.record().form_id);
        const DerivedRow derived =
            derive(fold.record(), lists == shared.list_columns.end() ? nullptr : &lists->second);
        if (!same_row(query, fold.record(), derived)) report(findings, "derived_differs", "records", id.text());
    }
    Query missing(database, "SELECT DISTINCT record FROM changes WHERE record NOT IN (SELECT id FROM records)");
    while (missing.step()) report(findings, "derived_missing", "records", missing.id<RecordId>(0).text());
}

}  // namespace

Result<std::vector<base::Finding>> Store::verify() const {
    Findings findings;
    Chains chains;
    Database& database = *impl_->database;
    check_structure(database, findings);
    check_log(database, findings, chains);
    check_seals(database, findings);
    check_chains(database, findings, chains);
    check_blobs(database, findings);
    check_records(*impl_, findings);
    return database.result(std::move(findings));
}

Result<std::unique_ptr<Backup>> Store::begin_backup(const std::string& path) const { return impl_->database->begin_backup(path); }

Status Store::backup(const std::string& path) const {
    auto backup = begin_backup(path);
    if (!backup) return fail(std::move(backup.error()));
    if (auto copied = (*backup)->step(-1); !copied) return fail(std::move(copied.error()));
    return (*backup)->finish();
}

namespace {
constexpr char kBackedUp[] = "backup.up_to";
}  // namespace

Status Store::note_backup(Arrival up_to) { return set_setting(kBackedUp, std::to_string(up_to)); }

Result<Arrival> Store::backed_up() const {
    auto text = setting(kBackedUp);
    if (!text) return fail(std::move(text.error()));
    return std::strtoull(text->c_str(), nullptr, 10);
}

}  // namespace yuanquan::store

#include "model/store/schema.hpp"

#include "model/base/planted.hpp"
#include "model/store/database.hpp"
#include "model/store/seals.hpp"

namespace yuanquan::store {
namespace {

// Version 1, 2026-11-23. Ids and hashes are blobs, times are milliseconds since 1970.
constexpr const char* kVersion1 = R"(
-- Kept: the log and what people gave us. Rows are only ever added, save for drafts, peers, settings
-- and what leaves the quarantine for the log.
CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE replicas(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
  own INTEGER NOT NULL);                 -- 1: an incarnation of this store, the latest is the present one.
CREATE TABLE changes(
  arrival INTEGER PRIMARY KEY,           -- 1, 2, 3 … without a gap.
  id BLOB NOT NULL,                      -- The key of a change. Never (replica, sequence): a clone makes that twice.
  record BLOB NOT NULL,
  replica INTEGER NOT NULL REFERENCES replicas(number),
  sequence INTEGER NOT NULL,
  counter INTEGER NOT NULL,              -- The greatest Lamport counter of this row and all before it.
  digest BLOB NOT NULL,                  -- Of the row before and this one: shows rows that were altered, deleted or reordered.
  source TEXT NOT NULL,                  -- Peer it came from, '' for one saved here: it need not go back there.
  bytes BLOB NOT NULL);
CREATE UNIQUE INDEX changes_id ON changes(id);
CREATE INDEX changes_record ON changes(record);
CREATE INDEX changes_chain ON changes(replica, sequence);
CREATE TABLE forks(                      -- A replica and number with two changes, or changes of ours made elsewhere.
  change BLOB PRIMARY KEY, replica BLOB NOT NULL, sequence INTEGER NOT NULL, reason TEXT NOT NULL,
  at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE quarantine(
  number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL, reason TEXT NOT NULL,
  source TEXT NOT NULL, at_ms INTEGER NOT NULL);
CREATE TABLE blobs(id BLOB PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE forms(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL,
  source BLOB NOT NULL, installed_ms INTEGER NOT NULL, UNIQUE(id, version));
CREATE TABLE form_media(
  form INTEGER NOT NULL REFERENCES forms(number), place INTEGER NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY(form, place));
CREATE TABLE drafts(
  id BLOB PRIMARY KEY, form_id TEXT NOT NULL, form_version TEXT NOT NULL, record BLOB NOT NULL, is_new INTEGER NOT NULL,
  parent BLOB NOT NULL, area TEXT NOT NULL, title TEXT NOT NULL, started_ms INTEGER NOT NULL,
  touched_ms INTEGER NOT NULL, place TEXT NOT NULL, seen INTEGER NOT NULL);
CREATE TABLE draft_entries(
  number INTEGER PRIMARY KEY, draft BLOB NOT NULL REFERENCES drafts(id) ON DELETE CASCADE, kind INTEGER NOT NULL,
  path TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX draft_entries_draft ON draft_entries(draft);
CREATE TABLE peers(
  name TEXT PRIMARY KEY, sent INTEGER NOT NULL, received INTEGER NOT NULL, epoch TEXT NOT NULL,
  last_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE receipts(
  number INTEGER PRIMARY KEY, peer TEXT NOT NULL, bytes BLOB NOT NULL, up_to INTEGER NOT NULL, at_ms INTEGER NOT NULL);
CREATE INDEX receipts_peer ON receipts(peer);
CREATE TABLE areas(code TEXT PRIMARY KEY, parent TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE list_columns(form_id TEXT PRIMARY KEY, columns TEXT NOT NULL, search TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE moves(                      -- The arrival at which a record's area became another. History, not derived:
  arrival INTEGER PRIMARY KEY, record BLOB NOT NULL, from_area TEXT NOT NULL, to_area TEXT NOT NULL);
-- Derived: can be dropped and computed from the log.
CREATE TABLE records(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, form_id TEXT NOT NULL, area TEXT NOT NULL, parent TEXT NOT NULL,
  title TEXT NOT NULL, state TEXT NOT NULL, assigned TEXT NOT NULL, columns TEXT NOT NULL, search TEXT NOT NULL,
  conflicts INTEGER NOT NULL, changes INTEGER NOT NULL, last_wall_ms INTEGER NOT NULL, last_author TEXT NOT NULL,
  last_own INTEGER NOT NULL);            -- Arrival of the last change under an id of ours, 0 for none.
CREATE TABLE blob_references(id BLOB PRIMARY KEY) WITHOUT ROWID;
)";

// Version 2, 2026-11-25: every kept row is sealed, see seals.hpp.
constexpr const char* kVersion2 = R"(
CREATE TABLE row_seals(name TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(name, key)) WITHOUT ROWID;
)";

// Version 3, 2026-11-27: photos travel in pieces and are confirmed, whoever lets a change in is noted, and an arrival may be
// the end of several moves.
constexpr const char* kVersion3 = R"(
CREATE TABLE blob_receipts(               -- Headquarters said, in that life of it, that it holds the blob.
  id BLOB PRIMARY KEY, epoch TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE releases(
  change BLOB PRIMARY KEY, person TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL, at_ms INTEGER NOT NULL);
-- A record may pass through several areas within one batch.
CREATE TABLE moves_3(arrival INTEGER NOT NULL, record BLOB NOT NULL, from_area TEXT NOT NULL, to_area TEXT NOT NULL,
  PRIMARY KEY(arrival, from_area)) WITHOUT ROWID;
INSERT INTO moves_3 SELECT arrival, record, from_area, to_area FROM moves;
DROP TABLE moves;
ALTER TABLE moves_3 RENAME TO moves;
-- On their way: thrown away when the blob is whole, from wherever, or does not match its id.
CREATE TABLE blob_parts(
  blob BLOB NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(blob, source, at));
)";

// Version 4, 2026-11-27: headquarters asks of every change where its record was.
constexpr const char* kVersion4 = R"(
CREATE INDEX moves_record ON moves(record, from_area);
)";

std::int64_t pragma(Database& database, std::string_view sql) {
    Query query(database, sql);
    return query.step() ? query.integer(0) : 0;
}

}  // namespace

base::Status prepare_schema(Database& database) {
    const std::int64_t version = pragma(database, "PRAGMA user_version");
    const std::int64_t application = pragma(database, "PRAGMA application_id");
    const std::int64_t tables = pragma(database, "SELECT count(*) FROM sqlite_schema");
    if (auto status = database.status(); !status) return status;
    const bool is_empty = tables == 0 && version == 0;
    if (!is_empty && application != kApplicationId) {
        database.leave_untouched();
        return base::fail(base::ErrorCode::bad_input, database.path(), "not a workspace of this program");
    }
    if (version > kSchemaVersion) {
        database.leave_untouched();
        return base::fail(base::ErrorCode::too_new, database.path());
    }
    // Also of a file made by the backup API. Before the transaction: the mode cannot change inside one.
    // What a kill left in the WAL goes into the file at once: after a failed sync it may stand in the system's cache only,
    // and what is saved behind it would be lost with it.
    database.script("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864");
    if (!YQ_PLANTED("store_builds_on_what_it_finds")) database.script("PRAGMA wal_checkpoint(TRUNCATE)");
    if (version == kSchemaVersion) {
        // A commit makes it durable that the old WAL is gone: a power cut could bring it back, with a save that failed, or
        // without its end over a file that has it.
        database.script("PRAGMA user_version=4");
        keep_seals(database);
        return database.status();
    }
    Transaction transaction(database);
    if (version < 1) database.script(kVersion1);
    if (version < 2) database.script(kVersion2);
    if (version < 3) database.script(kVersion3);
    database.script(kVersion4);
    keep_seals(database);
    if (version < 2) {
        seal_all(database);
    } else if (version < 3) {
        seal_anew(database, "moves");
    }
    database.script("PRAGMA application_id=1500860789; PRAGMA user_version=4");
    return transaction.commit();
}

void clear_derived(Database& database) { database.script("DELETE FROM records; DELETE FROM blob_references"); }

}  // namespace yuanquan::store

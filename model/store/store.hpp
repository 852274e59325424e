#pragma once
// One workspace's SQLite file: the append-only change log, blobs, forms, drafts, peers, quarantine, settings, and the
// derived tables (current records, search text, conflict counts) that doctor can rebuild. Laptop and headquarters use
// the same store. One connection, exclusive locking, WAL, synchronous=FULL: a function that returns success has
// committed durably (P1). Not thread-safe: one thread owns a Store; others post work to it. Form-blind: what a list
// shows of a record is told by ListColumns.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/error.hpp"
#include "model/base/finding.hpp"
#include "model/base/ids.hpp"
#include "model/record/change.hpp"
#include "model/record/change_codec.hpp"
#include "model/record/edit.hpp"
#include "model/record/fold.hpp"
#include "model/record/record.hpp"

namespace yuanquan::store {

using base::Result;
using base::Status;
using record::BlobId;
using record::ChangeId;
using record::RecordId;
using record::ReplicaId;

// The log's own number for a change: 1, 2, 3 … in order of arrival here. A peer's cursor is the last one it has.
using Arrival = std::uint64_t;

struct StoredChange {
    Arrival arrival = 0;
    ChangeId id;
    std::string bytes;  // As encoded by its author; record::decode reads it.
};

// What one applied change came to. Nothing is ever dropped: what cannot be applied is quarantined with its reason.
struct Applied {
    enum class Outcome : std::uint8_t { added, already_known, quarantined };
    Outcome outcome = Outcome::added;
    ChangeId id;
    RecordId record;
    // Of quarantine: an error name ("damaged", "too_new" …). Of an added change: "fork" or "clone", see Fork.
    std::string reason;
};

// A laptop whose file was copied or restored goes on twice under one replica id. Both branches are in the log; people
// are told. "fork": the replica and sequence stand in another change too. "clone": a change of one of our own replica
// ids that was not made by this file; we then go on under a new one.
struct Fork {
    ChangeId change;
    ReplicaId replica;
    std::uint64_t sequence = 0;
    std::string reason;
    std::int64_t at_ms = 0;
};

struct Quarantined {
    std::uint64_t number = 0;
    std::string bytes;
    std::string reason;
    std::string from;       // Peer or file it came from.
    std::int64_t at_ms = 0;
};

// What is lifted out of each record of a form into the lists and the search text.
struct ListColumns {
    std::string form_id;
    std::vector<std::string> columns;  // Shown as columns: cell paths and what else list_column.hpp can tell.
    std::vector<std::string> search;   // Question paths (rows included: "members/name") that search looks into.
};

// One row of a list: cheap to hold 50,000 of.
struct ListRow {
    RecordId id;
    std::string form_id;
    std::string area;
    std::string parent;                // RecordId text or ''.
    std::string title;                 // Cell @title.
    std::string state;                 // Cell @state.
    std::string assigned;              // Cell @assigned.
    std::vector<std::string> columns;  // By ListColumns.
    std::string search;                // Lower case, pinyin and initials included; '\n' between parts.
    std::uint32_t conflicts = 0;
    std::uint64_t changes = 0;
    std::int64_t last_wall_ms = 0;
    std::string last_author;
    bool at_headquarters = false;      // Every own change of it is receipted.
};

struct ListFilter {
    std::string form_id;       // '' = any.
    std::string area;          // '' = any; else this area and those below it (set_areas).
    std::string text;          // Every word must occur in the search text.
    bool only_conflicts = false;
    std::optional<RecordId> parent;
};

struct InstalledForm {
    std::string id, version, title;
    std::string file_name;     // "household.xlsx": tells the reader which one.
    std::string source;        // The questionnaire's bytes.
    std::vector<std::pair<std::string, std::string>> media;  // File name, bytes: areas.csv, pictures.
    std::int64_t installed_ms = 0;
};

// An open questionnaire, durable after every answer.
struct DraftHead {
    base::DraftId id;
    std::string form_id, form_version;
    RecordId record;                  // Of the record that is edited, or chosen for the new one.
    bool is_new = true;
    std::optional<RecordId> parent;   // Of a new record that belongs to another (a visit to its household).
    std::string area;
    std::string title;
    std::int64_t started_ms = 0, touched_ms = 0;
    std::string place;                // Where the person was: a question path; screens come back to it.
    Arrival seen = 0;                 // The record was opened as folded from arrivals up to here.
};
struct DraftEntry {                   // One thing the person did, in order; replaying all gives the form back.
    enum class Kind : std::uint8_t { answer = 1, add_row = 2, remove_row = 3, audit = 4 };  // Stored: never renumber.
    Kind kind = Kind::answer;
    std::string path;                 // Cell path (row ids inside), the row's own for add and remove.
    std::string value;                // Of an answer; of an added row, the row that it stands in front of ('' = last);
                                      // of audit, what was seen and when (survey/audit_trail.hpp), no answer.
};

struct Peer {
    std::string name;             // "hq" on a laptop; the laptop's name at headquarters.
    Arrival sent = 0;             // Our arrivals up to here are known to be held there (receipted).
    std::uint64_t received = 0;   // Their arrivals up to here are held here.
    std::string epoch;            // Of the peer; a new one means it was restored.
    std::int64_t last_ms = 0;
};

struct Receipt {                  // What headquarters signed; kept for ever.
    std::string bytes;            // sync/wire decodes it.
    Arrival up_to = 0;            // Our arrivals covered.
    std::int64_t at_ms = 0;
};

class Backup;  // backup.hpp

class Store {
  public:
    // Opens or creates. On a laptop, what headquarters gave and an earlier program could not read is taken in when this
    // one can. in_use when another program has it, too_new when a later program wrote it (nothing is touched).
    static Result<std::unique_ptr<Store>> open(const std::string& path, const base::Clock& clock, base::Random& random);
    ~Store();

    // --- Log ---
    const ReplicaId& replica() const;
    bool is_own(const ReplicaId& replica) const;   // It, or one that this file wrote under before.
    // After an old backup was put back: from here on under a new id. What the old one wrote after the backup may be on its
    // way elsewhere and would clash; its chain is kept.
    Status start_incarnation();
    // Builds the next change of this replica from ops, appends and folds it, in one transaction; also closes the draft
    // it came from. Returns its id.
    Result<ChangeId> save(const RecordId& record, const std::string& author, const std::string& area,
                          const std::string& form_id, const std::string& form_version, std::vector<record::Op> ops,
                          const base::DraftId* closes_draft = nullptr);
    // Changes of others, in one transaction; one bad change never blocks the rest. `from` names peer or file; what
    // follows a '#' tells apart lives of that peer (changes_after's not_from) and is not shown to people.
    // peer_after: stores the peer's cursor in the same transaction.
    Result<std::vector<Applied>> apply(std::span<const record::EncodedChange> changes, const std::string& from,
                                       const Peer* peer_after = nullptr);
    Result<std::vector<Applied>> apply(std::vector<std::string> changes, const std::string& from, const Peer* peer_after = nullptr);
    // Keeps bytes that were refused before decoding (bad signature, not authorised …).
    Status put_quarantine(std::string_view bytes, const std::string& reason, const std::string& from);
    Arrival last_arrival() const;
    // Stands for the whole log up to there: equal digests, equal logs. '' past its end.
    Result<std::string> log_digest(Arrival arrival) const;
    // At most max_bytes (but at least one change) that arrived after `after`, own and others'; `areas` empty = all,
    // else records whose area is one of them or below, and of a record that left them all up to that. A record that came
    // into them brings its older changes along, before the one that moved it. `not_from`: leaves out what was applied
    // with that `from`.
    struct Slice {
        std::vector<StoredChange> changes;
        Arrival end = 0;          // Cursor after this slice, also where nothing matched.
        bool complete = false;    // Nothing more after `end` now.
    };
    Result<Slice> changes_after(Arrival after, const std::vector<std::string>& areas, std::size_t max_bytes,
                                std::string_view not_from = {}) const;
    // Of what was not applied as from `not_from`: their places in the log, ascending; of one record or of all.
    Result<std::vector<Arrival>> arrivals(std::string_view not_from, const std::optional<RecordId>& record = {}) const;
    Result<std::vector<record::IdentifiedChange>> changes_of(const RecordId& record) const;
    bool has_change(const ChangeId& id) const;
    Result<std::string> change(const ChangeId& id) const;                   // Its bytes; not_found.
    // Drawn anew each time a file is opened, so a copy or an old backup that goes on never passes for what it was.
    std::uint64_t opening() const;

    // --- Records ---
    Result<record::Record> record(const RecordId& id) const;  // not_found
    // The record as folded from what had arrived up to then: what a draft's author saw.
    Result<record::Record> record_as_of(const RecordId& id, Arrival up_to) const;
    // The areas that the record is and ever was in; none when it is not here.
    Result<std::vector<std::string>> areas_of(const RecordId& id) const;
    Result<std::vector<ListRow>> list(const ListFilter& filter = {}) const;
    // Of one form ('' = any) in one area and below, in order of id: for going through a million of them.
    Result<std::vector<RecordId>> record_ids(const std::string& form_id = {}, const std::string& area = {}) const;
    Status set_list_columns(const ListColumns& columns);      // Rebuilds that form's rows when they differ.
    struct Counts {
        std::uint64_t records = 0, changes = 0, conflicts = 0, unsent = 0, quarantined = 0, drafts = 0;
    };
    Result<Counts> counts() const;
    // Grows by each commit that changed records, or what is kept aside: screens reload when it does.
    std::uint64_t generation() const;
    // Areas form a tree; the list filter and the partial copies need it. Code, parent code.
    bool area_within(std::string_view area, std::string_view ancestor) const;  // Itself included.
    Status set_areas(const std::vector<std::pair<std::string, std::string>>& code_and_parent);

    // --- Blobs ---
    Result<BlobId> put_blob(std::string_view bytes);
    Result<std::string> blob(const BlobId& id) const;         // Verified against its id; damaged if it differs.
    bool has_blob(const BlobId& id) const;
    Result<std::vector<BlobId>> missing_blobs() const;        // Named by known changes, not here.
    // One that comes in pieces, from its beginning on, each source's by itself; with the last of its `size` bytes it is
    // verified and kept. Returns where the next piece from there is to begin: `size` when all is here, 0 when the pieces
    // did not make up what the id says and were thrown away. One that does not begin where the last ended changes nothing.
    Result<std::uint64_t> put_blob_piece(const BlobId& id, std::uint64_t size, std::uint64_t at, std::string_view bytes,
                                         const std::string& source);
    struct BlobState {
        bool is_here = false;
        bool is_named = false;    // By a known change.
        std::uint64_t place = 0;  // Where the next piece from that source is to begin.
    };
    Result<BlobState> blob_state(const BlobId& id, const std::string& source) const;
    // Headquarters' word, given in that life of it (epoch), that it holds them.
    Status confirm_blobs(const std::vector<BlobId>& ids, const std::string& epoch);
    // Here, named by known changes, and not confirmed by headquarters in its present life.
    Result<std::vector<BlobId>> unconfirmed_blobs() const;

    // --- Forms ---
    Status install_form(const InstalledForm& form);           // already_exists when id and version are there with other bytes.
    Result<std::vector<InstalledForm>> forms(bool with_bytes = false) const;  // Of each, what was installed last first.
    Result<InstalledForm> form(const std::string& id, const std::optional<std::string>& version = {}) const;

    // --- Drafts ---
    Status put_draft(const DraftHead& head);
    Status append_draft(const base::DraftId& id, const DraftEntry& entry, const std::string& place);
    Result<std::vector<DraftHead>> drafts() const;
    Result<std::vector<DraftEntry>> draft_entries(const base::DraftId& id) const;
    Status discard_draft(const base::DraftId& id);            // A person's own decision.

    // --- Peers, receipts, quarantine, settings ---
    Result<Peer> peer(const std::string& name) const;         // A fresh one when unknown.
    Status put_peer(const Peer& peer);
    Result<std::vector<Peer>> peers() const;
    Status add_receipt(const std::string& peer, const Receipt& receipt);   // Advances Peer::sent.
    Result<std::vector<Receipt>> receipts(const std::string& peer) const;
    Result<std::vector<Quarantined>> quarantine(std::string_view only_reason = {}) const;
    Result<std::string> kept_aside(const ChangeId& id) const;              // The bytes put aside under that id; not_found.
    // Of it, what headquarters has not said in its present life that it has, the oldest first: one at least, and up to
    // max_bytes. `arrival` is its number here.
    Result<std::vector<StoredChange>> unconfirmed_aside(std::size_t max_bytes) const;
    Status confirm_aside(const std::vector<ChangeId>& ids, const std::string& epoch);
    // A person lets it in after all, and that is noted; or (person '') the program has learnt to read it. Applied, and no
    // longer in quarantine, in one transaction. The outcome is quarantined when it still cannot be applied; then it stays.
    Result<Applied> release(std::uint64_t number, const std::string& person = {});
    // Puts aside again under another reason what can be read by now (headquarters, which judges it first).
    Status change_reason(std::uint64_t number, const std::string& reason);
    struct Release {
        ChangeId change;
        std::string person, reason, from;                                  // Who let it in, and why it had been put aside.
        std::int64_t at_ms = 0;
    };
    Result<std::vector<Release>> releases() const;
    Result<std::vector<Fork>> forks() const;
    Result<std::string> setting(const std::string& name) const;            // '' when unset.
    Status set_setting(const std::string& name, std::string_view value);

    // --- Doctor ---
    // Verifies chains, hashes, blobs and that the derived tables equal the fold. Findings name record and table.
    Result<std::vector<base::Finding>> verify() const;
    Status rebuild();                                         // Derived tables from the log.
    Status note_backup(Arrival up_to);                        // A backup was made, and it holds what arrived up to there.
    Result<Arrival> backed_up() const;                        // 0: never.
    Status backup(const std::string& path) const;             // SQLite's backup API; never a copy of a live file.
    Result<std::unique_ptr<Backup>> begin_backup(const std::string& path) const;   // The same in small steps.
    // blake2b of the digests of all records' state_bytes in order of id: equal sets of changes give equal hashes (P4).
    Result<std::string> state_hash() const;

  private:
    Store();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::store

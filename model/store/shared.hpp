#pragma once
// What the modules of the store share: the database, the tail of the log, and folds kept warm. Internal to this folder;
// each module implements its part of Store (log, records, blobs, forms, drafts, peers, doctor).

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/store/database.hpp"
#include "model/store/store.hpp"

namespace yuanquan::store {

using base::ErrorCode;
using base::fail;

struct OwnTail {  // Of the change log as far as the next own change needs it.
    ReplicaId replica;
    std::int64_t replica_number = 0;
    std::uint64_t sequence = 0;
    ChangeId previous;
};

struct LogTail {
    Arrival arrival = 0;
    std::string digest;
    std::uint64_t counter = 0;  // The greatest known.
};

// The derived row of a record: what put_record() stores and doctor compares.
struct DerivedRow {
    std::string parent, title, state, assigned, columns, search;
    std::uint32_t conflicts = 0;
};
DerivedRow derive(const record::Record& record, const ListColumns* lists);

struct Shared {
    Shared(std::unique_ptr<Database> opened, const base::Clock& wall, base::Random& bits)
        : database(std::move(opened)), clock(wall), random(bits) {}

    std::unique_ptr<Database> database;  // Also used by const functions: reading steps statements.
    const base::Clock& clock;
    base::Random& random;

    OwnTail own;
    LogTail log;
    std::uint64_t generation = 0;
    std::uint64_t opening = 0;
    Arrival hq_sent = 0;
    bool is_hq = false;
    std::map<std::string, std::string, std::less<>> area_parents;
    std::map<std::string, ListColumns, std::less<>> list_columns;

    // Folds of the records last touched, so that a save need not read a long history again. Only what is committed
    // is in here: take_fold() before a transaction, remember() after it.
    std::unordered_map<RecordId, record::Fold> folds;
    std::deque<RecordId> fold_order;

    // store.cpp
    Status load();
    void new_replica();  // Inside a transaction.
    bool area_is_within(std::string_view area, const std::vector<std::string>& areas) const;

    // log.cpp
    struct LogRow {
        ChangeId id;
        const record::Change* change;
        std::string_view bytes;
        std::int64_t replica_number;
        std::string_view source;  // Peer, '' when saved here.
    };
    std::int64_t replica_number(const ReplicaId& replica);
    bool append(const LogRow& row);  // False when it is there already.
    // The folds of the record's changes, from the log; changes that do not decode are left to doctor.
    record::Fold fold_from_log(const RecordId& id, Arrival up_to);
    record::Fold take_fold(const RecordId& id);
    void remember(const RecordId& id, record::Fold fold);

    // records.cpp
    struct KnownRecord {
        std::string area;
        Arrival last_own = 0;
    };
    std::optional<KnownRecord> known_record(const RecordId& id);
    DerivedRow derived(const record::Record& record) const;  // Pure: also for other threads.
    // The derived row. `arrival`: of the record's latest change, which becomes a move when the area is another than `before`.
    void put_record(const record::Record& record, const DerivedRow& row, const std::optional<KnownRecord>& before, Arrival last_own,
                    Arrival arrival);
    void rebuild(std::string_view only_form);  // Inside a transaction; empty = all forms.

    void put_blob_references(const record::Change& change);                                       // blobs.cpp
    void put_blob(const BlobId& id, std::string_view bytes);                                      // blobs.cpp
    void put_quarantine(std::string_view bytes, std::string_view reason, std::string_view from);  // peers.cpp
    void put_peer(const Peer& peer);                                                              // peers.cpp
};

struct Store::Impl : Shared {
    using Shared::Shared;
};

// Lists in one column, each part with a newline after it.
std::string join_lines(const std::vector<std::string>& parts);
std::vector<std::string> split_lines(std::string_view text);

}  // namespace yuanquan::store

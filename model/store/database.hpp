#pragma once
// SQLite, sealed: the only user of sqlite3.h. One connection per file, exclusive locking, WAL, synchronous=FULL; values
// are always bound, never pasted into SQL. Called by the other modules of this folder only.
//
// Errors stick, like a stream's fail bit: after the first failed statement the others do nothing and the first error is
// what status(), result() and Transaction::commit() return (and clear). So a function runs its statements in a row and
// asks once. A failed sync to disk makes the database unsafe for good: nothing is written until it is opened again,
// because the system may have thrown away what it could not write.

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/base/error.hpp"
#include "model/base/ids.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace yuanquan::store {

struct Bytes {  // Bound as a blob; a plain string_view is bound as text.
    std::string_view bytes;
};

class Backup;

class Database {
  public:
    // Creates the file and its folder where missing. in_use: another connection has it. Nothing is written here beyond
    // what SQLite needs to lock and recover.
    static base::Result<std::unique_ptr<Database>> open(const std::string& path);
    ~Database();

    const std::string& path() const { return path_; }
    bool is_unsafe() const { return unsafe_; }
    bool failed() const { return error_.has_value(); }
    base::Status status();  // The first error since the last call, and clears it.
    template <class T>
    base::Result<T> result(T value) {
        if (auto status = this->status(); !status) return base::fail(std::move(status.error()));
        return value;
    }
    void fail_with(base::Error error);
    void leave_untouched();        // Closing will not fold the WAL into the file.

    // One statement to its end. The SQL must outlive the database: a literal.
    template <class... Args>
    void run(std::string_view sql, const Args&... args);
    void script(const char* sql);  // Several statements without values.
    // A function of SQL: of all its arguments (type, length, bytes) together.
    void add_digest_function(const char* name, std::string (*digest)(const std::string& bytes));
    int changed_rows() const;      // By the last run().
    // A copy of the whole content, made by SQLite's backup API.
    base::Result<std::unique_ptr<Backup>> begin_backup(const std::string& path);

  private:
    friend class Query;
    friend class Transaction;
    explicit Database(std::string path) : path_(std::move(path)) {}
    sqlite3_stmt* prepare(std::string_view sql);
    static int fold_wal(void* database, sqlite3* connection, const char* schema, int pages);
    bool check(int code);  // False, and the error noted, when it is one.
    void bind(sqlite3_stmt* statement, int place, std::int64_t value);
    void bind(sqlite3_stmt* statement, int place, std::string_view text);
    void bind(sqlite3_stmt* statement, int place, Bytes bytes);

    std::string path_;
    sqlite3* connection_ = nullptr;
    std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
    std::optional<base::Error> error_;
    bool unsafe_ = false;
};

// A statement being read: while (query.step()) query.text(0). One at a time of the same SQL.
class Query {
  public:
    template <class... Args>
    Query(Database& database, std::string_view sql, const Args&... args) : database_(database) {
        statement_ = database_.prepare(sql);
        int place = 0;
        (bind(++place, args), ...);
    }
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    bool step();  // False at the end and after an error.
    std::int64_t integer(int column) const;
    std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    std::string_view view(int column) const;  // Text or blob; valid until the next step.
    std::string text(int column) const { return std::string(view(column)); }
    template <class AnyId>
    AnyId id(int column) const {  // Zero where the length is another.
        AnyId id;
        const std::string_view bytes = view(column);
        if (bytes.size() == id.bytes.size()) std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
        return id;
    }

  private:
    template <std::integral T>
    void bind(int place, T value) {
        database_.bind(statement_, place, static_cast<std::int64_t>(value));
    }
    void bind(int place, std::string_view text) { database_.bind(statement_, place, text); }
    void bind(int place, Bytes bytes) { database_.bind(statement_, place, bytes); }
    template <class Tag, std::size_t kBytes>
    void bind(int place, const base::Id<Tag, kBytes>& id) {
        bind(place, Bytes{{reinterpret_cast<const char*>(id.bytes.data()), kBytes}});
    }

    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
};

// All or nothing: rolled back unless commit() succeeded. Durable when commit() returns.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    base::Status commit();

  private:
    Database& database_;
    bool open_ = false;
};

template <class... Args>
void Database::run(std::string_view sql, const Args&... args) {
    Query query(*this, sql, args...);
    while (query.step()) {
    }
}

}  // namespace yuanquan::store

#include "model/store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "model/base/check.hpp"
#include "model/base/files.hpp"
#include "model/base/planted.hpp"
#include "model/store/backup.hpp"

namespace yuanquan::store {
namespace {

using base::ErrorCode;

ErrorCode error_code(int extended) {
    switch (extended & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return ErrorCode::in_use;
        case SQLITE_FULL: return ErrorCode::disk_full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorCode::damaged;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY: return ErrorCode::io_failed;
        case SQLITE_TOOBIG: return ErrorCode::too_large;
        default: return ErrorCode::store_failed;
    }
}

bool is_failed_sync(int extended) { return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC; }

base::Error error_of(sqlite3* connection, int code, const std::string& path) {
    const int extended = connection != nullptr ? sqlite3_extended_errcode(connection) : code;
    return base::make_error(error_code(code != SQLITE_ERROR ? code : extended), path,
                            connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code));
}

base::Status sync_path(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return base::fail(ErrorCode::io_failed, path);
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    if (!synced) return base::fail(ErrorCode::io_failed, path, "fsync");
    return {};
}

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

}  // namespace

base::Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    if (auto made = base::make_folder(folder_of(path)); !made) return base::fail(std::move(made.error()));
    std::unique_ptr<Database> database(new Database(path));
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (const int code = sqlite3_open_v2(path.c_str(), &database->connection_, flags, nullptr); code != SQLITE_OK) {
        return base::fail(error_of(database->connection_, code, path));
    }
    sqlite3* connection = database->connection_;
    sqlite3_busy_timeout(connection, 0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Exclusive before the first access, so that the WAL index lives in memory and the lock is never let go.
    database->script(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000; BEGIN EXCLUSIVE; COMMIT");
    if (YQ_PLANTED("store_does_not_sync")) database->script("PRAGMA synchronous=OFF");
    if (auto status = database->status(); !status) return base::fail(std::move(status.error()));
    sqlite3_wal_hook(connection, &Database::fold_wal, database.get());
    return database;
}

// As SQLite's own does from time to time, which says nothing of a sync that failed while the WAL was folded into the file.
int Database::fold_wal(void* database, sqlite3* connection, const char* schema, int pages) {
    constexpr int kPages = 1000;
    if (pages < kPages) return SQLITE_OK;
    const int code = sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (is_failed_sync(code)) static_cast<Database*>(database)->unsafe_ = true;
    return SQLITE_OK;  // What was committed is in the WAL, and safe there.
}

Database::~Database() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(connection_);
}

void Database::fail_with(base::Error error) {
    if (!error_) error_ = std::move(error);
}

void Database::leave_untouched() { sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

bool Database::check(int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return true;
    if (is_failed_sync(code)) unsafe_ = true;
    fail_with(error_of(connection_, code, path_));
    return false;
}

base::Status Database::status() {
    if (!error_) return {};
    base::Error error = std::move(*error_);
    error_.reset();
    return base::fail(std::move(error));
}

sqlite3_stmt* Database::prepare(std::string_view sql) {
    if (error_) return nullptr;
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        sqlite3_stmt* statement = nullptr;
        if (!check(sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr))) {
            return nullptr;
        }
        found = statements_.emplace(sql, statement).first;
    }
    YQ_CHECK(!sqlite3_stmt_busy(found->second));
    return found->second;
}

void Database::bind(sqlite3_stmt* statement, int place, std::int64_t value) {
    if (statement != nullptr) check(sqlite3_bind_int64(statement, place, value));
}

void Database::bind(sqlite3_stmt* statement, int place, std::string_view text) {
    if (statement == nullptr) return;
    check(sqlite3_bind_text64(statement, place, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
}

void Database::bind(sqlite3_stmt* statement, int place, Bytes bytes) {
    if (statement == nullptr) return;
    check(sqlite3_bind_blob64(statement, place, bytes.bytes.data() != nullptr ? bytes.bytes.data() : "",
                              bytes.bytes.size(), SQLITE_TRANSIENT));
}

void Database::script(const char* sql) {
    if (!error_) check(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr));
}

namespace {

using Digest = std::string (*)(const std::string&);

void call_digest(sqlite3_context* context, int count, sqlite3_value** values) {
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        bytes += static_cast<char>('0' + sqlite3_value_type(values[i]));
        const void* value = sqlite3_value_blob(values[i]);
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[i]));
        bytes += std::to_string(size) + ':';
        if (value != nullptr) bytes.append(static_cast<const char*>(value), size);
    }
    const std::string digest = (*static_cast<Digest*>(sqlite3_user_data(context)))(bytes);
    sqlite3_result_blob(context, digest.data(), static_cast<int>(digest.size()), SQLITE_TRANSIENT);
}

}  // namespace

void Database::add_digest_function(const char* name, Digest digest) {
    check(sqlite3_create_function_v2(connection_, name, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                     new Digest(digest), call_digest, nullptr, nullptr,
                                     [](void* kept) { delete static_cast<Digest*>(kept); }));
}

int Database::changed_rows() const { return sqlite3_changes(connection_); }

base::Result<std::unique_ptr<Backup>> Database::begin_backup(const std::string& path) {
    if (auto made = base::make_folder(folder_of(path)); !made) return base::fail(std::move(made.error()));
    std::unique_ptr<Backup> backup(new Backup(path));
    if (auto removed = base::remove_file(backup->part_); !removed) return base::fail(std::move(removed.error()));
    int code = sqlite3_open_v2(backup->part_.c_str(), &backup->target_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    // finish() syncs once, and a copy that is not finished is thrown away: no journal, and no sync within a step.
    if (code == SQLITE_OK) code = sqlite3_exec(backup->target_, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) {
        backup->copying_ = sqlite3_backup_init(backup->target_, "main", connection_, "main");
        if (backup->copying_ == nullptr) code = sqlite3_errcode(backup->target_);
    }
    if (code != SQLITE_OK) return base::fail(error_of(backup->target_, code, backup->part_));
    return backup;
}

Backup::~Backup() {
    let_go();
    (void)base::remove_file(part_);  // Best effort; nothing is there after finish().
}

void Backup::let_go() {
    if (copying_ != nullptr) sqlite3_backup_finish(copying_);
    sqlite3_close(target_);
    copying_ = nullptr;
    target_ = nullptr;
}

base::Result<bool> Backup::step(int pages) {
    if (copied_) return true;
    const int code = sqlite3_backup_step(copying_, pages);
    left_ = sqlite3_backup_remaining(copying_);
    all_ = sqlite3_backup_pagecount(copying_);
    if (code != SQLITE_OK && code != SQLITE_DONE) return base::fail(error_of(target_, code, part_));
    copied_ = code == SQLITE_DONE;
    if (copied_) let_go();
    return copied_;
}

double Backup::fraction() const { return all_ == 0 ? 0 : 1 - static_cast<double>(left_) / all_; }

base::Status Backup::finish() {
    if (!copied_) return base::fail(ErrorCode::wrong_use, path_);
    if (auto synced = sync_path(part_); !synced) return synced;
    std::error_code failed;
    std::filesystem::rename(part_, path_, failed);
    if (failed) return base::fail(ErrorCode::io_failed, path_, failed.message());
    return sync_path(folder_of(path_));
}

Query::~Query() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);  // Repeats the error of step(), which is noted already.
    sqlite3_clear_bindings(statement_);
}

bool Query::step() {
    if (statement_ == nullptr || database_.failed()) return false;
    const int code = sqlite3_step(statement_);
    return database_.check(code) && code == SQLITE_ROW;
}

std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Query::view(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Transaction::Transaction(Database& database) : database_(database) {
    if (database_.is_unsafe() && !YQ_PLANTED("store_goes_on_after_failed_sync")) {
        database_.fail_with(base::make_error(ErrorCode::unsafe_store, database_.path()));
        return;
    }
    database_.run("BEGIN IMMEDIATE");
    open_ = !database_.failed();
}

Transaction::~Transaction() {
    if (!open_) return;
    // Some errors have rolled back already; what a rollback says is of no use.
    sqlite3_exec(database_.connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

base::Status Transaction::commit() {
    database_.run("COMMIT");
    auto status = database_.status();
    if (status) open_ = false;
    if (YQ_PLANTED("store_takes_a_failed_commit_for_done")) return {};
    return status;
}

}  // namespace yuanquan::store

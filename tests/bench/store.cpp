// Storing filled households one save at a time, durably, against bare SQLite that writes the same bytes in as many
// commits with the same durability (WAL, synchronous=FULL, one exclusive connection). Both in turn, household by
// household, so that both meet the same disk. Also tells what a batch of such changes weighs under zstd.
//   bench store [households]      last line: ratio 0.xx (bare SQLite = 1)

#include <sqlite3.h>
#include <unistd.h>
#include <zstd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "model/record/change_codec.hpp"
#include "model/store/store.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/sample_household.hpp"

namespace yuanquan::bench {
namespace {

using Seconds = std::chrono::duration<double>;

template <class Work>
double timed(Work work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return Seconds(std::chrono::steady_clock::now() - start).count();
}

void require(bool ok, const char* what) {
    if (ok) return;
    std::fprintf(stderr, "bench store: %s\n", what);
    std::exit(1);
}

class BareSqlite {
  public:
    explicit BareSqlite(const std::string& path) {
        require(sqlite3_open(path.c_str(), &database_) == SQLITE_OK, "open");
        run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE log(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
        require(sqlite3_prepare_v2(database_, "INSERT INTO log(bytes) VALUES(?)", -1, &insert_, nullptr) == SQLITE_OK,
                "prepare");
    }
    ~BareSqlite() {
        sqlite3_finalize(insert_);
        sqlite3_close(database_);
    }
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;
    void save(const std::string& bytes) {
        sqlite3_bind_blob64(insert_, 1, bytes.data(), bytes.size(), SQLITE_STATIC);
        require(sqlite3_step(insert_) == SQLITE_DONE, "insert");
        sqlite3_reset(insert_);
    }

  private:
    void run(const char* sql) { require(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); }
    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

std::size_t packed(const std::string& bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    return ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3);
}

// What the same households weigh as plain text, one line each: the floor for an exchange.
std::string plain_text(const record::Edit& edit, const record::RecordId& id) {
    std::string line = id.text();
    for (const auto& cell : edit.cells) line += "\t" + cell.value;
    return line + "\n";
}

}  // namespace

int store(const Arguments& arguments) {
    const int households = arguments.empty() ? 1000 : std::atoi(arguments[0].c_str());
    const char* place = std::getenv("YUANQUAN_BENCH_DIR");
    std::string folder = (std::filesystem::path(place != nullptr ? place : ".") / "bench-store-XXXXXX").string();
    require(::mkdtemp(folder.data()) != nullptr, "no folder to work in");

    auto opened = store::Store::open(folder + "/store.db", base::system_clock(), base::system_random());
    require(opened.has_value(), "open store");
    store::Store& log = **opened;
    require(log.set_list_columns({"household", {"household/a1007", "household/a1009", "members"},
                                    {"household/a1007", "household/a1008", "household/a1009", "members/b2001"}})
                .has_value(),
            "list columns");
    BareSqlite bare(folder + "/bare.db");
    SampleHouseholds samples(20261123);
    double ours = 0, theirs = 0;
    std::string batch, floor;
    std::size_t wire = 0, wire_floor = 0, bytes = 0;
    for (int i = 0; i < households; ++i) {
        const auto id = record::RecordId::random(base::system_random());
        record::Edit edit = samples.next();
        edit.cells.push_back({"@title", edit.cells[6].value});
        const auto save = [&] {
            auto saved = log.save(id, "zhang.wei", "620981001", "household", "2026-11",
                                    record::edit_ops(record::Record{}, edit));
            require(saved.has_value(), "save");
        };
        // The bytes are known after the save, so bare SQLite writes those of the household before.
        static std::string previous(4500, 'x');
        const auto write = [&] { bare.save(previous); };
        if (i % 2 == 0) {
            ours += timed(save);
            theirs += timed(write);
        } else {
            theirs += timed(write);
            ours += timed(save);
        }
        previous = log.changes_after(log.last_arrival() - 1, {}, 1)->changes.front().bytes;
        bytes += previous.size();
        batch += previous;
        floor += plain_text(edit, id);
        if (batch.size() > (1u << 20) || i + 1 == households) {
            wire += packed(batch);
            wire_floor += packed(floor);
            batch.clear();
            floor.clear();
        }
    }
    std::printf("households %d, bytes of a change %zu\n", households, bytes / static_cast<std::size_t>(households));
    std::printf("in batches under zstd -3: %zu bytes a household; its plain values: %zu\n",
                wire / static_cast<std::size_t>(households), wire_floor / static_cast<std::size_t>(households));
    std::printf("store %.0f/s, bare SQLite %.0f/s\n", households / ours, households / theirs);
    opened->reset();
    std::filesystem::remove_all(folder);
    std::printf("ratio %.2f (bare SQLite = 1)\n", theirs / ours);
    return 0;
}

}  // namespace yuanquan::bench

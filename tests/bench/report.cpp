// A report over many changes: records of a small form are saved, some corrected, and the report counts and sums them, against
// bare SQLite that sums the same figures from a table.
//     bench report [changes]      last line: ratio time ours / time bare

#include <sqlite3.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "model/base/files.hpp"
#include "model/record/change_codec.hpp"
#include "model/survey/run_report.hpp"
#include "tests/bench/bench.hpp"

namespace yuanquan::bench {
namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label |
| | text | name | Name |
| | integer | amount | Amount |
| | select_one kind | kind | Kind |
| choices |
| | list_name | name | label |
| | kind | 1 | Coal |
| | kind | 2 | Flour |
| settings |
| | form_title | form_id | version |
| | Aid | aid | 1 |
)";
constexpr char kReport[] = R"(
| report |
| | name | title::English (en) |
| | aid | Aid |
| figures |
| | name | expression | format | label::English (en) |
| | given | count(aid) | integer | Given |
| | total | sum(aid/amount) | integer | Total |
| | coal | sum(aid[kind = '1']/amount) | integer | Coal |
| body |
| | type | name | rows | figures | text::English (en) |
| | figures | | | given total coal | All |
)";
constexpr std::size_t kBatch = 2'000;

void must(bool done, const std::string& what) {
    if (done) return;
    std::fprintf(stderr, "bench report: %s\n", what.c_str());
    std::exit(1);
}

// Two changes a record: what was given, and a correction of the amount.
void save_all(store::Store& store, std::size_t changes) {
    base::SeededRandom random(7);
    record::Change change;
    change.replica = record::ReplicaId::random(random);
    change.author = "zhang.wei";
    change.form_id = "aid";
    change.form_version = "1";
    change.offset_minutes = 480;
    std::vector<std::string> batch;
    for (std::size_t i = 0; i < changes; ++i) {
        const bool corrects = i % 2 == 1;
        if (!corrects) change.record = record::RecordId::random(random);
        const auto before = change.previous;
        change.sequence = change.counter = i + 1;
        change.wall_ms = 1'700'000'000'000 + static_cast<std::int64_t>(i);
        change.ops.clear();
        if (corrects) {
            change.ops.push_back({record::OpKind::set, "amount", std::to_string(i % 900), {{before, 0}}});
        } else {
            change.ops = {{record::OpKind::set, "amount", "1", {}}, {record::OpKind::set, "kind", std::to_string(i / 2 % 2 + 1), {}},
                          {record::OpKind::set, "name", "王小花", {}}};
        }
        batch.push_back(record::encode(change));
        change.previous = record::change_id(batch.back());
        if (batch.size() < kBatch && i + 1 < changes) continue;
        const auto applied = store.apply(batch, "bench");
        must(applied.has_value(), "apply");
        must(applied->back().outcome == store::Applied::Outcome::added, "a change was not taken: " + applied->back().reason);
        batch.clear();
    }
}

double bare(std::size_t changes) {
    sqlite3* database = nullptr;
    must(sqlite3_open(":memory:", &database) == SQLITE_OK, "sqlite");
    sqlite3_exec(database, "CREATE TABLE aid(name, amount INTEGER, kind INTEGER); BEGIN", nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO aid VALUES('王小花', ?, ?)", -1, &insert, nullptr);
    for (std::size_t i = 0; i < changes; i += 2) {
        sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>((i + 1) % 900));
        sqlite3_bind_int64(insert, 2, static_cast<sqlite3_int64>(i / 2 % 2 + 1));
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    const Stopwatch watch;
    sqlite3_exec(database, "SELECT count(*), sum(amount), sum(CASE WHEN kind = 1 THEN amount END) FROM aid", nullptr, nullptr, nullptr);
    const double seconds = watch.ms() / 1000;
    sqlite3_close(database);
    return seconds;
}

}  // namespace

int report(const Arguments& arguments) {
    const auto changes = arguments.empty() ? std::size_t{1'000'000} : static_cast<std::size_t>(std::stoull(arguments[0]));
    const auto folder = (std::filesystem::temp_directory_path() / ("yuanquan-bench-report-" + std::to_string(std::random_device{}()))).string();
    base::FixedClock clock(1'800'000'000'000);
    base::SeededRandom random(1);
    auto workspace = survey::Workspace::open(folder, clock, random);
    must(workspace.has_value(), "open");
    must(base::write_file(folder + "/aid.md", kForm).has_value(), "form");
    must(!(*workspace)->install_form(folder + "/aid.md")->id.empty(), "install");
    const Stopwatch saving;
    save_all((*workspace)->store(), changes);
    const double saved = saving.ms() / 1000;
    const auto read = survey::read_report("aid.md", kReport);
    must(read.has_value() && !base::has_errors(read->findings), "report");
    const Stopwatch watch;
    const auto computed = survey::run_report(**workspace, read->report, {});
    const double seconds = watch.ms() / 1000;
    must(computed.has_value() && !base::has_errors(computed->findings) && computed->figures.size() == 3, "compute");
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double yardstick = bare(changes);
    std::printf("%zu changes taken in in %.1f s\n", changes, saved);
    for (const auto& figure : computed->figures) std::printf("%s %s\n", figure.name.c_str(), figure.text.c_str());
    std::printf("report %.2f s over %zu records, peak of the process %.0f MB; SQLite over a plain table %.3f s\n", seconds, computed->records,
                static_cast<double>(usage.ru_maxrss) / 1024, yardstick);
    std::filesystem::remove_all(folder);
    std::printf("ratio ours/bare %.1f\n", seconds / yardstick);
    return 0;
}

}  // namespace yuanquan::bench

// A million rows into each format of the data export, against the bare library that writes the same cells (libxlsxwriter,
// readstat, the C library for lines), with the memory that each adds at its peak.
//     bench data [rows]      last line: ratio of the slowest format to its bare library (time ours / time bare)

#include <readstat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>

#include "app/export/data_book.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "tests/bench/bench.hpp"

namespace yuanquan::bench {
namespace {

using exports::DataColumn;
using exports::DataFormat;
using exports::DataKind;
using exports::DataRow;

void must(bool done, const char* what) {
    if (done) return;
    std::fprintf(stderr, "bench data: %s failed\n", what);
    std::exit(1);
}

exports::DataSheet sheet() {
    exports::DataSheet plan{"records", {{"record_id", "Record"}, {"members/name", "Name"}, {"members/number", "Number"}, {"members/born", "Born", DataKind::date}}};
    plan.columns.push_back({"members/relation", "Relation", DataKind::text, {{"1", "Head"}, {"2", "Spouse"}, {"3", "Child"}}});
    for (int i = 0; i < 5; ++i) plan.columns.push_back({"members/income" + std::to_string(i), "Income", DataKind::number});
    plan.columns.push_back({"members/address", "Address"});
    plan.columns.push_back({"members/note", "Note"});
    return plan;
}

void fill(DataRow& row, std::size_t i) {
    static const char* const kNames[] = {"马䶮", "王小花", "塞力克·阿不都拉", "李四"};
    const auto number = std::to_string(i);
    row[0] = "7f3a0c00000000000000000000000000";
    row[0].replace(row[0].size() - number.size(), number.size(), number);
    row[1] = kNames[i % 4];
    row[2] = "620981196803129618";
    row[3] = i % 2 == 0 ? "1968-03-12" : "2001-11-30";
    row[4] = std::to_string(i % 3 + 1);
    for (std::size_t k = 0; k < 5; ++k) row[5 + k] = std::to_string(i * (k + 7) % 90'000) + ".50";
    row[10] = "源泉村二组 " + number + " 号";
    row[11] = i % 5 == 0 ? "化肥, 种子" : "";
}

// Kilobytes: the process's greatest size since reset_peak(), and now.
std::size_t status_of(const std::string& field) {
    const auto text = *base::read_file("/proc/self/status");
    const auto at = text.find(field);
    return static_cast<std::size_t>(std::strtoull(text.c_str() + at + field.size() + 1, nullptr, 10));
}
// Where the system does not let us, the peak of the whole run counts.
void reset_peak() { (void)std::system(("echo 5 > /proc/" + std::to_string(getpid()) + "/clear_refs 2>/dev/null").c_str()); }

struct Cost {
    double seconds = 0;
    std::size_t added_kb = 0;
};
Cost measure(const std::function<void()>& work) {
    reset_peak();
    const auto before = status_of("VmRSS");
    const Stopwatch watch;
    work();
    const auto peak = status_of("VmHWM");
    return {watch.ms() / 1000, peak > before ? peak - before : 0};
}

void ours(DataFormat format, const std::string& folder, std::size_t rows) {
    auto book = exports::open_book(format, folder, "ours");
    must(book.has_value(), "open");
    must((*book)->add_sheet(sheet()).has_value(), "sheet");
    DataRow row(sheet().columns.size());
    for (std::size_t i = 0; i < rows; ++i) {
        fill(row, i);
        must((*book)->add_row(0, row).has_value(), "row");
    }
    must((*book)->finish().has_value(), "finish");
}

void bare_xlsx(const std::string& path, std::size_t rows) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    auto* const book = workbook_new_opt(path.c_str(), &options);
    auto* const page = workbook_add_worksheet(book, "records");
    auto* const date_format = workbook_add_format(book);
    format_set_num_format(date_format, "yyyy-mm-dd");
    DataRow row(sheet().columns.size());
    for (std::size_t i = 0; i < rows; ++i) {
        fill(row, i);
        for (std::size_t k = 0; k < row.size(); ++k) {
            const auto at = static_cast<lxw_row_t>(i);
            const auto column = static_cast<lxw_col_t>(k);
            if (row[k].empty()) continue;
            if (k >= 5 && k < 10) {
                worksheet_write_number(page, at, column, std::atof(row[k].c_str()), nullptr);
            } else if (k == 3) {
                lxw_datetime date{1968, 3, 12, 0, 0, 0};
                worksheet_write_datetime(page, at, column, &date, date_format);
            } else {
                worksheet_write_string(page, at, column, row[k].c_str(), nullptr);
            }
        }
    }
    workbook_close(book);
}

void bare_lines(const std::string& path, std::size_t rows) {
    auto* const file = std::fopen(path.c_str(), "wb");
    DataRow row(sheet().columns.size());
    for (std::size_t i = 0; i < rows; ++i) {
        fill(row, i);
        for (const auto& cell : row) std::fprintf(file, "\"%s\",", cell.c_str());
        std::fputc('\n', file);
    }
    std::fflush(file);
    fsync(fileno(file));
    std::fclose(file);
}

void bare_statistics(const std::string& path, std::size_t rows, bool stata) {
    auto* const file = std::fopen(path.c_str(), "wb");
    auto* const writer = readstat_writer_init();
    readstat_set_data_writer(writer, [](const void* data, std::size_t length, void* to) { return static_cast<ssize_t>(std::fwrite(data, 1, length, static_cast<FILE*>(to))); });
    const auto plan = sheet();
    for (std::size_t k = 0; k < plan.columns.size(); ++k) {
        const bool number = k >= 3 && k < 10;
        readstat_add_variable(writer, ("v" + std::to_string(k)).c_str(), number ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_STRING, number ? 0 : 33);
    }
    if (stata) readstat_begin_writing_dta(writer, file, static_cast<long>(rows));
    else readstat_begin_writing_sav(writer, file, static_cast<long>(rows));
    DataRow row(plan.columns.size());
    for (std::size_t i = 0; i < rows; ++i) {
        fill(row, i);
        readstat_begin_row(writer);
        for (std::size_t k = 0; k < row.size(); ++k) {
            auto* const variable = readstat_get_variable(writer, static_cast<int>(k));
            if (k >= 3 && k < 10) readstat_insert_double_value(writer, variable, std::atof(row[k].c_str()));
            else readstat_insert_string_value(writer, variable, row[k].c_str());
        }
        readstat_end_row(writer);
    }
    readstat_end_writing(writer);
    readstat_writer_free(writer);
    std::fclose(file);
}

}  // namespace

int data(const Arguments& arguments) {
    const auto rows = arguments.empty() ? std::size_t{1'000'000} : static_cast<std::size_t>(std::stoull(arguments[0]));
    const auto folder = (std::filesystem::temp_directory_path() / ("yuanquan-bench-data-" + std::to_string(std::random_device{}()))).string();
    must(base::make_folder(folder).has_value(), "folder");
    const auto bare = folder + "/bare";
    struct Contest {
        const char* name;
        DataFormat format;
        std::function<void()> yardstick;
    };
    const Contest contests[] = {{"csv", DataFormat::csv, [&] { bare_lines(bare, rows); }},
                                {"jsonl", DataFormat::json_lines, [&] { bare_lines(bare, rows); }},
                                {"xlsx", DataFormat::xlsx, [&] { bare_xlsx(bare, rows); }},
                                {"dta", DataFormat::stata, [&] { bare_statistics(bare, rows, true); }},
                                {"sav", DataFormat::spss, [&] { bare_statistics(bare, rows, false); }}};
    double worst = 0;
    std::printf("%zu rows of %zu columns\n", rows, sheet().columns.size());
    for (const auto& contest : contests) {
        const auto theirs = measure(contest.yardstick), own = measure([&] { ours(contest.format, folder, rows); });
        worst = std::max(worst, own.seconds / theirs.seconds);
        std::printf("%-6s ours %7.2f s, %6.1f MB more at the peak; bare %7.2f s, %6.1f MB; ratio %.2f\n", contest.name, own.seconds,
                    static_cast<double>(own.added_kb) / 1024, theirs.seconds, static_cast<double>(theirs.added_kb) / 1024, own.seconds / theirs.seconds);
        std::fflush(stdout);
    }
    std::filesystem::remove_all(folder);
    std::printf("ratio ours/bare %.2f\n", worst);
    return 0;
}

}  // namespace yuanquan::bench

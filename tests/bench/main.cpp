#include <cstdio>
#include <map>

#include "tests/bench/bench.hpp"

using namespace yuanquan;

int main(int argc, char** argv) {
    struct Known {
        int (*run)(const bench::Arguments&);
        const char* what;
    };
    const std::map<std::string, Known> known{
        {"household", {bench::household, "one answer in the household form against computing everything"}},
        {"forms", {bench::forms, "FOLDER [--peer]: the workloads F1 to F6 on the forms that gen_form.mjs made"}},
        {"store", {bench::store, "[HOUSEHOLDS]: saving households against bare SQLite"}},
        {"dossier", {bench::dossier, "[FOLDER [LANGUAGE]]: dossiers a second against bare Pango and Cairo"}},
        {"window", {bench::window, "[HOUSEHOLDS [FOLDER]]: the Work screen against a table of static rows"}},
        {"typing", {bench::typing, "[FOLDER]: a key in large questionnaires against one static field; FOLDER as for forms"}},
        {"data", {bench::data, "[ROWS]: a million rows into each export format against the bare library"}},
        {"report", {bench::report, "[CHANGES]: a report over a million changes against SQLite over a plain table"}},
    };
    const auto asked = argc > 1 ? known.find(argv[1]) : known.end();
    if (asked != known.end()) return asked->second.run(bench::Arguments(argv + 2, argv + argc));
    std::fputs("bench NAME [ARGUMENTS]\n", stderr);
    for (const auto& [name, benchmark] : known) std::fprintf(stderr, "  %-10s %s\n", name.c_str(), benchmark.what);
    return 2;
}

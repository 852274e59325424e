// F1 to F6: the workloads of the peers' form benchmark on the very forms and answer scripts that its gen_form.mjs makes.
//   bench forms FOLDER [--peer]    FOLDER holds gen_form.mjs, bench.mjs and what they made
// Each case runs in a process of its own, so that its peak memory is its own. --peer then runs the peer's engine (Node) on
// the same cases and prints the ratios; without it the yardstick is computing everything anew.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/base/files.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/scenario.hpp"

namespace yuanquan::bench {
namespace {

using Path = std::filesystem::path;

void require(bool holds, const std::string& what) {
    if (holds) return;
    std::fprintf(stderr, "bench forms: %s\n", what.c_str());
    std::exit(1);
}

double median(std::vector<double> all) {
    require(!all.empty(), "nothing was measured");
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

// A form file with the CSV files beside it: f4_csv.village.csv is the village.csv of f4_csv.xml.
struct Opened {
    explicit Opened(const Path& path) {
        auto bytes = base::read_file(path.string());
        require(bytes.has_value(), "cannot read " + path.string());
        form::ReadOptions options;
        options.file_name = path.filename().string();
        const std::string stem = path.stem().string() + ".";
        for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
            const std::string file = entry.path().filename().string();
            if (!file.starts_with(stem) || !file.ends_with(".csv")) continue;
            options.media[file.substr(stem.size())] = *base::read_file(entry.path().string());
        }
        const Stopwatch watch;
        const auto form = form::read_form(*bytes, options).form;
        require(form != nullptr, "has errors: " + path.string());
        bytes->clear();
        bytes->shrink_to_fit();
        scenario.emplace(form, std::move(options.media));
        open_ms = watch.ms();
    }
    double timed_answer(const std::string& reference, const std::string& value) {
        const auto question = scenario->at(reference);
        const Stopwatch watch;
        static_cast<void>(scenario->live().answer(question, value));
        return watch.ms();
    }
    double number(const std::string& reference) const { return std::atof(scenario->value(reference).c_str()); }
    // What is kept up answer by answer must be what computing everything gives.
    void check() {
        const std::string differs = scenario->live().check_against_full_recompute();
        require(differs.empty(), "differs from a full computation: " + differs);
    }

    std::optional<support::Scenario> scenario;
    double open_ms = 0;
};

struct Answer {
    std::string reference, value;
};
std::vector<Answer> script(const Path& path) {
    std::ifstream in(path);
    std::vector<Answer> all;
    for (std::string line; std::getline(in, line);) {
        const auto json = nlohmann::json::parse(line);
        all.push_back({json["ref"], json["value"]});
    }
    require(!all.empty(), "no answers in " + path.string());
    return all;
}

using Figures = std::map<std::string, double>;

Figures open_form(const Path& path) {
    std::vector<double> all;
    for (int i = 0; i < 9; ++i) all.push_back(Opened(path).open_ms);
    return {{"open", median(std::move(all))}};
}

Figures answers(const Path& form, const Path& answers) {
    Opened opened(form);
    std::vector<double> all;
    for (const auto& answer : script(answers)) all.push_back(opened.timed_answer(answer.reference, answer.value));
    opened.check();
    const Stopwatch everything;
    opened.scenario->live().check_against_full_recompute();
    all.erase(all.begin(), all.begin() + 20);  // Warm-up.
    return {{"open", opened.open_ms}, {"median", median(std::move(all))}, {"everything", everything.ms()}};
}

Figures choices(const Path& form, std::size_t expected) {
    Opened opened(form);
    std::vector<double> all;
    for (int i = 0; i < 30; ++i) {
        const std::string region = std::string(i < 10 ? "r0" : "r") + std::to_string(i);
        const Stopwatch watch;
        opened.timed_answer("/data/region", region);
        const auto& offered = opened.scenario->live().choices(opened.scenario->at("/data/village"));
        require(offered.size() == expected && offered.front().label.starts_with("Village"), "wrong choices");
        all.push_back(watch.ms());
    }
    const double first = all.front();
    return {{"open", opened.open_ms}, {"first", first}, {"median", median(std::move(all))}};
}

Figures cascade(const Path& form) {
    Opened opened(form);
    std::map<std::string, std::vector<double>> all;
    double first_block = 0;
    auto step = [&](const std::string& level, const std::string& value, const std::string& next, std::size_t expected) {
        const Stopwatch watch;
        opened.timed_answer("/data/" + level, value);
        const auto& offered = opened.scenario->live().choices(opened.scenario->at("/data/" + next));
        require(offered.size() == expected, level + " = " + value + " offers " + std::to_string(offered.size()));
        all[level].push_back(watch.ms());
        if (level == "block" && all[level].size() == 1) first_block = watch.ms();
    };
    auto code = [](char letter, int width, int number) {
        const std::string digits = std::to_string(number);
        return letter + std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits;
    };
    for (int k = 0; k < 5; ++k) {
        step("state", code('s', 2, k), "district", 20);
        step("district", code('d', 3, 20 * k), "block", 10);
        for (int b = 0; b < 4; ++b) step("block", code('b', 4, 200 * k + b), "village", 100);
    }
    return {{"open", opened.open_ms}, {"first", first_block}, {"median", median(all["block"])}};
}

Figures rows(const Path& form, std::size_t count) {
    Opened opened(form);
    auto& live = opened.scenario->live();
    const auto repeat = opened.scenario->repeat("/data/hh/member");
    std::vector<double> add, middle, first;
    auto timed = [&](std::vector<double>& all, auto act, std::size_t expected) {
        const Stopwatch watch;
        act();
        all.push_back(watch.ms());
        require(opened.number("/data/totals/n_members") == static_cast<double>(expected), "wrong number of members");
    };
    auto add_row = [&] { static_cast<void>(live.add_row(repeat)); };
    auto remove = [&](std::size_t at) { static_cast<void>(live.remove_row(live.children(repeat, false)[at])); };
    for (int k = 0; k < 30; ++k) {
        timed(add, add_row, count + 1);
        timed(middle, [&] { remove(count / 2); }, count);
        timed(add, add_row, count + 1);
        timed(first, [&] { remove(0); }, count);
    }
    opened.check();
    return {{"open", opened.open_ms}, {"median", median(add)}, {"remove middle", median(middle)}, {"remove first", median(first)}};
}

Figures monkey(const Path& form, const Path& answers) {
    Opened opened(form);
    double total = 0;
    for (const auto& answer : script(answers)) total += opened.timed_answer(answer.reference, answer.value);
    opened.check();
    double income = 0;
    for (int row = 1; row <= 100; ++row) income += opened.number("/data/hh/member[" + std::to_string(row) + "]/income");
    require(std::fabs(income - opened.number("/data/totals/total_income")) < 1e-6 * income, "the sum differs from its cells");
    std::printf("    total_income %.2f, n_adults %.0f, max_age %.0f\n", opened.number("/data/totals/total_income"),
                opened.number("/data/totals/n_adults"), opened.number("/data/totals/max_age"));
    return {{"open", opened.open_ms}, {"total", total}};
}

// In a process of its own; adds the peak of its memory as "MB".
Figures apart(const std::function<Figures()>& work) {
    int pipe_ends[2];
    require(::pipe(pipe_ends) == 0, "no pipe");
    std::fflush(stdout);
    const pid_t child = ::fork();
    require(child >= 0, "no process");
    if (child == 0) {
        const std::string text = nlohmann::json(work()).dump();
        std::fflush(stdout);
        ::_exit(::write(pipe_ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(pipe_ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t got; (got = ::read(pipe_ends[0], buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(got));
    ::close(pipe_ends[0]);
    int status = 0;
    rusage usage{};
    require(::wait4(child, &status, 0, &usage) == child && status == 0, "a case failed");
    auto figures = nlohmann::json::parse(text).get<Figures>();
    figures["MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
    return figures;
}

struct Case {
    std::string work, name;   // As the peer's bench.mjs names them: they join the two.
    std::string measured;     // The figure that is compared.
    std::string peers;        // Its name there.
    std::function<Figures()> run;
};

std::vector<Case> cases(const Path& folder) {
    auto at = [folder](const std::string& name) { return folder / name; };
    std::vector<Case> all;
    for (const char* n : {"10", "100", "1000"}) {
        const std::string rows_form = std::string("f1_r") + n;
        all.push_back({"F1", std::string("open r") + n, "open", "open_ms", [=] { return open_form(at(rows_form + ".xml")); }});
    }
    for (const char* kind : {"plain", "sum", "hub"}) {
        for (const char* n : {"10", "100", "1000"}) {
            const std::string answered = std::string("f2_r") + n + "_" + kind + ".jsonl";
            all.push_back({"F2", std::string(kind) + " r" + n, "median", "median_ms",
                           [=] { return answers(at(std::string("f1_r") + n + ".xml"), at(answered)); }});
        }
    }
    for (const char* n : {"1000", "10000", "100000"}) {
        all.push_back({"F3", std::string(n) + " internal", "median", "median_ms",
                       [=] { return choices(at(std::string("f3_") + n + ".xml"), std::stoul(n) / 100); }});
    }
    all.push_back({"F3", "100000 csv", "median", "median_ms", [=] { return choices(at("f3_100000_csv.xml"), 1000); }});
    // Not f4.xml, which holds the 700,000 inside the form: neither side opens it (we say: put them into a CSV file).
    all.push_back({"F4", "700000 csv", "median", "median_ms", [=] { return cascade(at("f4_csv.xml")); }});
    for (const char* n : {"100", "1000"}) {
        all.push_back({"F5", std::string("repeat r") + n, "median", "median_ms",
                       [=] { return rows(at(std::string("f1_r") + n + ".xml"), std::stoul(n)); }});
    }
    all.push_back({"F6", "monkey r100", "total", "total_ms", [=] { return monkey(at("f1_r100.xml"), at("f6_monkey_r100.jsonl")); }});
    return all;
}

// The peer's figures by "F1 open r10".
std::map<std::string, nlohmann::json> run_peer(const Path& folder) {
    const std::string command = "cd '" + folder.string() + "' && node bench.mjs --reps=1 --out=results-joined.jsonl >&2";
    require(std::system(command.c_str()) == 0, "the peer's bench.mjs failed");
    std::map<std::string, nlohmann::json> all;
    std::ifstream in(folder / "results-joined.jsonl");
    for (std::string line; std::getline(in, line);) {
        auto json = nlohmann::json::parse(line);
        all[json["w"].get<std::string>() + " " + json["name"].get<std::string>()] = json;
    }
    return all;
}

// The largest of the real questionnaires beside the clone, when there are some.
void open_largest_real() {
    const char* given = std::getenv("YUANQUAN_SHARED");
    const Path folder = (given ? Path(given) : Path(YUANQUAN_SOURCE_DIR) / ".." / "shared") / "conformance" / "forms";
    if (!std::filesystem::exists(folder)) return void(std::printf("SKIPPED: no real questionnaires in %s\n", folder.string().c_str()));
    Path largest;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (largest.empty() || entry.file_size() > std::filesystem::file_size(largest)) largest = entry.path();
    }
    const double ms = apart([&] { return open_form(largest); }).at("open");
    std::printf("the largest real questionnaire, %s (%ju KB): read and opened in %.1f ms\n", largest.filename().string().c_str(),
                std::filesystem::file_size(largest) / 1024, ms);
}

}  // namespace

int forms(const Arguments& arguments) {
    if (arguments.empty() || !std::filesystem::exists(Path(arguments[0]) / "forms" / "f1_r100.xml")) {
        std::puts("SKIPPED: the peers' forms are made by `node gen_form.mjs` in a copy of its folder; give that folder.");
        return arguments.empty() ? 0 : 2;
    }
    const bool with_peer = arguments.size() > 1 && arguments[1] == "--peer";
    const Path folder = arguments[0];
    std::map<std::string, Figures> ours;
    for (const auto& one : cases(folder / "forms")) {
        const auto& figures = ours[one.work + " " + one.name] = apart(one.run);
        std::printf("%s %-18s", one.work.c_str(), one.name.c_str());
        for (const auto& [name, figure] : figures) {
            std::printf("  %s %.*f", name.c_str(), name == "MB" ? 0 : figure < 1 ? 4 : 2, figure);
        }
        std::printf("%s\n", "");
    }
    for (const std::string kind : {"plain", "sum", "hub"}) {
        auto of = [&](const char* n) { return ours.at("F2 " + kind + " r" + n).at("median"); };
        std::printf("growth exponent %s: 10 to 100 %.2f, 100 to 1000 %.2f\n", kind.c_str(), std::log10(of("100") / of("10")),
                    std::log10(of("1000") / of("100")));
    }
    open_largest_real();
    if (!with_peer) {
        const auto& sum = ours.at("F2 sum r1000");
        std::printf("ratio %.1f (one roster cell among 1,000 rows = 1, computing everything)\n", sum.at("everything") / sum.at("median"));
        return 0;
    }
    const auto peer = run_peer(folder);
    double least = 0;
    for (const auto& one : cases(folder / "forms")) {
        const std::string key = one.work + " " + one.name;
        const auto found = peer.find(key);
        if (found == peer.end() || !found->second.contains(one.peers)) {
            std::printf("%-24s the peer did not finish\n", key.c_str());
            continue;
        }
        const double ratio = found->second[one.peers].get<double>() / ours.at(key).at(one.measured);
        if (least == 0 || ratio < least) least = ratio;
        std::printf("%-24s ours %10.4f ms, ODK Web Forms' engine %10.3f ms, %8.1f x\n", key.c_str(), ours.at(key).at(one.measured),
                    found->second[one.peers].get<double>(), ratio);
    }
    std::printf("ratio %.1f (ODK Web Forms' engine = 1; the least of all cases)\n", least);
    return 0;
}

}  // namespace yuanquan::bench

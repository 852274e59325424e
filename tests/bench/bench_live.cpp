// Speed of the live form. Without arguments: one answer in the household form with 15 members against computing all of
// it anew, in one run; the ratio is the last line. With a folder that gen_form.mjs wrote (F1 … F6 of the goals): those too.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "model/base/files.hpp"
#include "tests/support/scenario.hpp"

using namespace yuanquan;
using Time = std::chrono::steady_clock;

namespace {

double ms_since(Time::time_point start) { return std::chrono::duration<double, std::milli>(Time::now() - start).count(); }

double median(std::vector<double> all) {
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
}

std::shared_ptr<const form::Form> read(const std::filesystem::path& path) {
    auto const bytes = base::read_file(path.string());
    if (!bytes) return nullptr;
    form::ReadOptions options;
    options.file_name = path.filename().string();
    return form::read_form(*bytes, options).form;
}

void print(const char* what, double ms) { std::printf("%-52s %10.4f ms\n", what, ms); }

std::vector<form::Element> questions(const form::LiveForm& live) {
    std::vector<form::Element> all;
    auto look = [&](auto&& self, const form::Element& element) -> void {
        if (element.kind == form::ElementKind::question) all.push_back(element);
        for (auto const& child : live.children(element, false)) self(self, child);
    };
    look(look, live.root());
    return all;
}

std::string value_for(const form::LiveForm& live, const form::Element& question, unsigned turn) {
    auto const kind = live.control(question).kind;
    if (kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple) {
        auto const& choices = live.choices(question);
        return choices.empty() ? std::string() : choices[turn % choices.size()].value;
    }
    auto const* node = live.node(question);
    switch (node ? node->type : form::DataType::string) {
        case form::DataType::integer: return std::to_string(turn % 97);
        case form::DataType::decimal: return std::to_string(turn % 997) + ".25";
        case form::DataType::date: return "20" + std::to_string(10 + turn % 15) + "-05-11";
        case form::DataType::string: return "text " + std::to_string(turn);
        default: return {};
    }
}

template <class Act>
double time_each(int times, Act&& act) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        auto const start = Time::now();
        act(i);
        all.push_back(ms_since(start));
    }
    return median(std::move(all));
}

int household() {
    auto const form = read(std::filesystem::path(YUANQUAN_SOURCE_DIR) / "assets" / "forms" / "household.md");
    if (!form) {
        std::puts("the household form cannot be read");
        return 1;
    }
    support::Scenario scenario(form);
    auto& live = scenario.live();
    auto add_rows = [&](auto&& self, const form::Element& element) -> void {
        for (auto const& child : live.children(element, false)) {
            if (child.kind == form::ElementKind::row) continue;
            for (int i = 0; child.kind == form::ElementKind::repeat && live.can_add_row(child) && i < 15; ++i) {
                static_cast<void>(live.add_row(child));
            }
            if (child.kind == form::ElementKind::group) self(self, child);
        }
    };
    add_rows(add_rows, live.root());
    auto const all = questions(live);
    std::vector<std::string> values;
    for (unsigned i = 0; i < 2'000; ++i) values.push_back(value_for(live, all[i * 7919 % all.size()], i));
    auto const start = Time::now();
    for (unsigned i = 0; i < values.size(); ++i) static_cast<void>(live.answer(all[i * 7919 % all.size()], values[i]));
    double const one = ms_since(start) / static_cast<double>(values.size());
    double const full = time_each(21, [&](int) { static_cast<void>(live.check_against_full_recompute()); });
    std::printf("household form, %zu questions with rows\n", all.size());
    print("one answer (mean of 2,000)", one);
    print("everything anew", full);
    std::printf("%.1f\n", full / one);
    return 0;
}

void roster(const std::filesystem::path& folder, int rows) {
    auto const path = folder / ("f1_r" + std::to_string(rows) + ".xml");
    auto const form = read(path);
    if (!form) return void(std::printf("not read: %s\n", path.string().c_str()));
    std::printf("%s\n", path.filename().string().c_str());
    print("F1 open", time_each(9, [&](int) { support::Scenario opened(form); }));
    support::Scenario scenario(form);
    auto& live = scenario.live();
    auto at = [&](const char* where) { return scenario.at(where); };
    auto answer = [&](const form::Element& question, std::string value) { static_cast<void>(live.answer(question, value)); };
    auto const plain = at("/data/g00/q001"), hub = at("/data/g00/q000"), hours = at("/data/hh/member[50]/wage");
    print("F2 plain answer", time_each(501, [&](int i) { answer(plain, std::to_string(i)); }));
    answer(at("/data/hh/member[50]/age"), "40");
    answer(at("/data/hh/member[50]/works"), "yes");
    print("F2 roster cell feeding sums", time_each(501, [&](int i) { answer(hours, std::to_string(i)); }));
    print("F2 hub of 50 relevants", time_each(501, [&](int i) { answer(hub, i % 2 ? "yes" : "no"); }));
    auto const repeat = scenario.repeat("/data/hh/member");
    std::vector<form::Element> added;
    print("F5 add a row", time_each(51, [&](int) { added.push_back(*live.add_row(repeat)); }));
    print("F5 remove a row", time_each(51, [&](int i) { static_cast<void>(live.remove_row(added[static_cast<std::size_t>(i)])); }));
    auto const all = questions(live);
    std::vector<std::string> values;
    for (unsigned i = 0; i < 10'000; ++i) values.push_back(value_for(live, all[i * 7919 % all.size()], i));
    auto const start = Time::now();
    for (unsigned i = 0; i < 10'000; ++i) answer(all[i * 7919 % all.size()], values[i]);
    print("F6 10,000 random answers", ms_since(start));
}

// A cascade: each level's list is filtered by the answer above it.
void cascade(const std::filesystem::path& folder, const std::string& name, std::vector<std::pair<const char*, std::vector<const char*>>> levels) {
    auto const bytes = base::read_file((folder / (name + ".xml")).string());
    if (!bytes) return void(std::printf("not read: %s\n", name.c_str()));
    form::ReadOptions options;
    options.file_name = name + ".xml";
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::string const file = entry.path().filename().string();
        if (file.rfind(name + ".", 0) != 0 || !file.ends_with(".csv")) continue;
        if (auto csv = base::read_file(entry.path().string())) options.media[file.substr(name.size() + 1)] = *std::move(csv);
    }
    auto const form = form::read_form(*bytes, options).form;
    if (!form) return void(std::printf("has errors: %s\n", name.c_str()));
    std::printf("%s\n", name.c_str());
    auto const start = Time::now();
    support::Scenario scenario(form, options.media);
    print("open", ms_since(start));
    for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
        auto const asked = scenario.at(std::string("/data/") + levels[i].first);
        auto const next = scenario.at(std::string("/data/") + levels[i + 1].first);
        auto const first = Time::now();
        static_cast<void>(scenario.live().answer(asked, levels[i].second.front()));
        std::size_t count = scenario.live().choices(next).size();
        print("  the first choice of a level (makes the index)", ms_since(first));
        print("  a choice and the next list", time_each(51, [&](int turn) {
                  static_cast<void>(scenario.live().answer(asked, levels[i].second[static_cast<std::size_t>(turn) % 2]));
                  count = scenario.live().choices(next).size();
              }));
        std::printf("  (%zu choices)\n", count);
    }
}

long peak_kib() {
    std::FILE* status = std::fopen("/proc/self/status", "r");
    char line[256];
    long peak = 0;
    while (status && std::fgets(line, sizeof line, status)) std::sscanf(line, "VmHWM: %ld", &peak);
    if (status) std::fclose(status);
    return peak;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        for (int rows : {100, 1000}) roster(argv[1], rows);
        std::filesystem::path const folder = argv[1];
        for (const char* name : {"f3_10000", "f3_100000", "f3_100000_csv"}) cascade(folder, name, {{"region", {"r07", "r08"}}, {"village", {}}});
        cascade(folder, "f4_csv", {{"state", {"s01", "s02"}}, {"district", {"d041", "d042"}}, {"block", {"b0411", "b0412"}}, {"village", {}}});
        std::printf("peak %ld MiB\n", peak_kib() / 1024);
    }
    return household();
}

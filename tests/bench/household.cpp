// One answer in the household form with 15 members against computing all of it anew, in one run.

#include <cstdio>

#include "model/base/files.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/form_monkey.hpp"

namespace yuanquan::bench {
namespace {

void add_rows(form::LiveForm& live, const form::Element& element) {
    for (const auto& child : live.children(element, false)) {
        if (child.kind == form::ElementKind::row) continue;
        for (int i = 0; child.kind == form::ElementKind::repeat && live.can_add_row(child) && i < 15; ++i) {
            static_cast<void>(live.add_row(child));
        }
        if (child.kind == form::ElementKind::group) add_rows(live, child);
    }
}

}  // namespace

int household(const Arguments&) {
    const auto bytes = base::read_file(YUANQUAN_SOURCE_DIR "/assets/forms/household.md");
    form::ReadOptions options;
    options.file_name = "household.md";
    const auto form = bytes ? form::read_form(*bytes, options).form : nullptr;
    if (!form) {
        std::fputs("the household form cannot be read\n", stderr);
        return 1;
    }
    support::Scenario scenario(form);
    auto& live = scenario.live();
    add_rows(live, live.root());
    const auto all = support::questions_of(live);
    base::SeededRandom random(1);
    std::vector<std::string> values;
    for (unsigned i = 0; i < 2'000; ++i) values.push_back(support::random_answer(live, all[i * 7919 % all.size()], random));
    const Stopwatch answering;
    for (unsigned i = 0; i < values.size(); ++i) static_cast<void>(live.answer(all[i * 7919 % all.size()], values[i]));
    const double one = answering.ms() / static_cast<double>(values.size());
    const Stopwatch recomputing;
    for (int i = 0; i < 20; ++i) static_cast<void>(live.check_against_full_recompute());
    const double full = recomputing.ms() / 20;
    std::printf("household form, %zu questions with rows\n", all.size());
    std::printf("one answer (mean of 2,000) %10.4f ms\neverything anew            %10.4f ms\n", one, full);
    std::printf("ratio %.1f (an answer = 1, computing everything)\n", full / one);
    return 0;
}

}  // namespace yuanquan::bench

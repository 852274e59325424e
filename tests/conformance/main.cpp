// The runner of the recorded cases of ../shared/conformance: JSON lines in, JSON lines out. The protocol of each kind
// stands at the head of its scorer there.

#include <cstdio>
#include <iostream>
#include <string_view>

#include "tests/conformance/cases.hpp"

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    std::string_view const kind = argc > 1 ? argv[1] : "";
    if (kind == "xlsform" && argc == 5) return yuanquan::conformance::run_xlsform_case(argv[2], argv[3], argv[4]);
    for (auto const& [name, run] : yuanquan::conformance::kKinds) {
        if (kind == name) return run(std::cin, std::cout);
    }
    std::fputs("usage: conformance xpath|scenarios < cases.jsonl > answers.jsonl\n       conformance xlsform NAME IN OUT\n", stderr);
    return 2;
}

#pragma once
// The kinds of recorded cases. Each reads cases without their expectations, one JSON object a line, and writes one
// answer a line; a fault in one case is that case's answer and never ends the run.

#include <iosfwd>
#include <string_view>
#include <utility>

namespace yuanquan::conformance {

int run_xpath_cases(std::istream& in, std::ostream& out);
int run_scenario_cases(std::istream& in, std::ostream& out);

// One questionnaire: file in, file out; 1 when it is refused.
int run_xlsform_case(const char* form_name, const char* in, const char* out);

inline constexpr std::pair<std::string_view, int (*)(std::istream&, std::ostream&)> kKinds[] = {
    {"xpath", run_xpath_cases},
    {"scenarios", run_scenario_cases},
};

}  // namespace yuanquan::conformance

#include "model/base/finding.hpp"

#include <algorithm>

namespace yuanquan::base {

bool has_errors(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::error; });
}

}  // namespace yuanquan::base

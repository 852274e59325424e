#pragma once
// Whether two forms mean the same: every field but places (a written form stands elsewhere). For tests of readers and
// writers only.

#include <string>

#include "model/form/form.hpp"

namespace yuanquan::support {

// "" when equal; else the first difference, as "nodes[3].relevant: 'a' / 'b'".
std::string difference(const form::Form& a, const form::Form& b);
bool equal_forms(const form::Form& a, const form::Form& b);

}  // namespace yuanquan::support

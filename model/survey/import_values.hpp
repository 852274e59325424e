#pragma once
// What stands in a list as an answer of a question: words of choices to their codes, dates and numbers as people write them.

#include <optional>
#include <string>

#include "model/form/live_form.hpp"

namespace yuanquan::survey {

// nullopt where it cannot be an answer; then `fault` is the code of the finding that says why.
std::optional<std::string> imported_value(const form::LiveForm& live, const form::Element& question, const std::string& text,
                                          std::string& fault);

}  // namespace yuanquan::survey

#pragma once
// ${name} in the cells of an XLSForm: finding it, checking it, and turning it into the XPath that pyxform
// writes. Inside a common repeat the path is relative (../age), elsewhere absolute (/data/age); in a
// predicate on a list it begins at current(). The steps that make texts and expressions call it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/form/xlsform_reading.hpp"

namespace yuanquan::form {

bool has_reference(std::string_view text);
// The text is one reference and nothing else: its name, else ''.
std::string only_reference(std::string_view text);
// Names referred to, last-saved ones too.
std::vector<std::string> referred_names(std::string_view text);

struct ReferenceStyle {
    bool use_current = false;  // Of a choice_filter.
    bool reference_parent =
        false;  // Of select_one ${name}: leave the repeat, so that a predicate can follow.
};
// Text with its references replaced. spans: (start in result, start in text) wherever the two part.
using Spans = std::vector<std::pair<std::size_t, std::size_t>>;
std::string replace_references(const XlsformReading& reading, std::string_view text, const Draft& context,
                               ReferenceStyle style = {}, Spans* spans = nullptr);
// The path for one reference that begins at byte `at` of the text; '' when the name is not one element.
std::string reference_path(const XlsformReading& reading, std::string_view text, std::size_t at,
                           const Draft* context, ReferenceStyle style = {});

}  // namespace yuanquan::form

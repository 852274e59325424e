#pragma once
// The columns of each sheet: which pyxform knows, which are other names for them, which an author may add
// without harm. Tables only; xlsform_sheet and the check for unknown columns use it.

#include <string_view>
#include <vector>

#include "model/form/xlsform_sheet.hpp"

namespace yuanquan::form {

bool is_column(SheetKind kind, std::string_view name);
// "relevant" → {bind, relevant}; "caption" → {label}; empty for no alias.
std::vector<std::string_view> column_alias(SheetKind kind, std::string_view name);
// What to propose for a heading that nothing knows.
std::vector<std::string_view> column_names(SheetKind kind);
// Comments and the like on the survey sheet: no finding.
bool is_harmless_column(std::string_view snake_case_name);

}  // namespace yuanquan::form

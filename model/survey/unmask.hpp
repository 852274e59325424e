#pragma once
// Showing identity numbers and the like whole is a named act: who may, why, and a change in the history of each record
// that was shown. Every command and screen that unmasks calls this first.

#include <span>
#include <string>

#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

// The cell of one such act: "@unmasked[…]/reason".
inline constexpr std::string_view kUnmaskedCells = "@unmasked[";

// not_authorised for a member of a team; wrong_use without a reason. Then nothing may be shown whole.
Status may_unmask(const Workspace& workspace, std::string_view reason);
Status unmask(Workspace& workspace, std::span<const record::RecordId> records, std::string_view reason);

}  // namespace yuanquan::survey

#pragma once
// Where each change is: only here, on a stick, or at headquarters by its signed receipt. Computed from the log, the receipts
// and the files written; nothing is kept twice, and nothing is ever deleted because of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/team/bundle.hpp"

namespace yuanquan::team {

struct Custody {
    std::uint64_t drafts = 0;              // Not saved yet: only in the open questionnaire.
    std::uint64_t here = 0;                // Saved on this laptop alone.
    std::uint64_t on_stick = 0;            // Also in a bundle that we wrote.
    std::uint64_t at_headquarters = 0;     // Receipted.
    std::uint64_t in_backup = 0;           // Of these: in headquarters' latest backup as well, as it says.
    std::uint64_t photos_here = 0;         // Photos and documents of them that headquarters has not confirmed.
    std::int64_t last_receipt_ms = 0;      // Headquarters' clock; 0: none yet.
    std::vector<WrittenBundle> sticks;     // Those that hold what headquarters has not receipted.
};
// Of all that was saved on this laptop, or of one record.
base::Result<Custody> custody(const survey::Workspace& workspace, const std::optional<record::RecordId>& record = {});

}  // namespace yuanquan::team

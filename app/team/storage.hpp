#pragma once
// What a workspace takes on the disk, how much room is left, and a copy of the store in another
// folder that was read again before anybody says it is there.

#include <cstdint>
#include <functional>
#include <string>

#include "model/survey/workspace.hpp"
#include "sync/link/exchange.hpp"

namespace yuanquan::team {

struct Storage {
    std::uint64_t records = 0;       // Bytes of the store: changes, photos, questionnaires.
    std::uint64_t exports = 0;       // Bytes of papers and tables made from it.
    std::uint64_t free = 0;          // On that disk.
};
Storage measure(const survey::Workspace& workspace);

struct Backup {
    std::string file;
    std::uint64_t bytes = 0;
};
// A new file in that folder, named by day and time. Synced, opened again and its changes counted: damaged when it differs.
// The store is used for some milliseconds at a time in with_store (link/exchange.hpp), the rest is done on the calling
// thread; cancelled, and nothing left behind, when told so.
using BackupProgress = std::function<bool(double fraction)>;   // False: stop.
base::Result<Backup> back_up(survey::Workspace& workspace, const std::string& folder, const link::WithStore& with_store,
                             const BackupProgress& go_on);

}  // namespace yuanquan::team

#pragma once
// How far headquarters' log has come, noted outside of its folder, in the person's state folder, under headquarters' key.
// Who puts an old copy of its file or folder back by hand does not tell anybody; the log is then shorter than the note, or
// another. Headquarters finds that out when it is opened, and begins a new epoch by itself, so that laptops give back what
// it lost (as `yuanquan restore` does). A folder that comes to another computer has no note there: it may be an old copy,
// and what a new epoch costs is that all is offered once more.

#include "sync/hq/headquarters.hpp"

namespace yuanquan::team {

// Opens headquarters in that store, in a new epoch when it was set back.
base::Result<hq::Headquarters> open_headquarters(store::Store& store, base::Random& random);
// After a commit. What cannot be noted (a home that cannot be written) is left: nothing is lost by it, and nothing found out.
void note_high_water(store::Store& store, const base::KeyId& headquarters);

}  // namespace yuanquan::team

#pragma once
// What the demo leaves and some more, so that no screen is bare: comments, a photo, life events, other questionnaires,
// approvals and returns that disagree, a draft, a change that is not yet at headquarters. Made once a process, copied for each.

#include <memory>
#include <string>

#include "model/survey/workspace.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::support {

inline const std::string kTwoVersions = "马䶮", kEventful = "马占山";

class TourTeam {
  public:
    TourTeam();
    // "hq", "laptop-1"; "new" belongs to nobody yet.
    std::unique_ptr<survey::Workspace> open(const std::string& name, base::Clock& clock = base::system_clock()) const;
    std::string file(const std::string& name) const { return folder_.file(name); }

  private:
    store::ScratchFolder folder_;
};

}  // namespace yuanquan::support

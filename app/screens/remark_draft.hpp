#pragma once
// The comments that a lead is writing on one record and has not sent yet: kept in the store's settings, so that leaving the
// screen or losing power loses none of them.

#include <map>
#include <string>
#include <vector>

#include "model/survey/review.hpp"

namespace yuanquan::screens {

class RemarkDraft {
  public:
    RemarkDraft() = default;
    RemarkDraft(survey::Workspace& workspace, const record::RecordId& record);

    std::map<std::string, std::string> texts;   // By what they are about.
    base::Status keep(survey::Workspace& workspace);
    base::Status forget(survey::Workspace& workspace);
    std::vector<survey::Remark> remarks() const;   // The written ones.

  private:
    std::string setting_, kept_;
};

}  // namespace yuanquan::screens

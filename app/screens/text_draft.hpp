#pragma once
// What is being typed into fields beside the questionnaires and not sent yet, as a lead's comments on a record or what
// happened to a family: kept in the store's settings, so that leaving the screen, closing or losing power loses none of it.

#include <map>
#include <string>

#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

class TextDraft {
  public:
    TextDraft() = default;
    TextDraft(survey::Workspace& workspace, std::string setting);

    std::map<std::string, std::string> texts;   // By what they are about; blank ones are not kept.
    base::Status keep(survey::Workspace& workspace);
    base::Status forget(survey::Workspace& workspace);

  private:
    std::string setting_, kept_;
};

}  // namespace yuanquan::screens

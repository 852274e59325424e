#pragma once
// The first screen of a workspace that belongs to nobody yet: takes an enrolment file by its path or dropped on the
// window, or goes on without headquarters. Shown by run_app in place of Work.

#include <string>

#include "app/screens/app_state.hpp"

namespace yuanquan::screens {

// Not enrolled, no questionnaire, no records, nobody named.
bool needs_joining(const survey::Workspace& workspace);

class Join : public ui::Screen {
  public:
    explicit Join(AppState& state) : state_(state) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("join.title"); }
    void draw(ui::Ui& ui) override;
    void take(const ui::Ui& ui, const std::string& path);   // An enrolment file.

  private:
    AppState& state_;
    std::string path_;
    std::string refusal_;
};

}  // namespace yuanquan::screens

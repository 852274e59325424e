#pragma once
// The first screen of a workspace that belongs to nobody yet: an enrolment by its file, by the QR code in a picture, by a
// pasted code, or dropped on the window; the demo in a window of its own; or going on without headquarters under one's own
// name, with the questionnaires of the program. Shown by App in place of Work.

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
    bool drop(const std::vector<std::string>& paths) override;
    // The path of an enrolment file or of a picture with its code, or the code itself.
    void take(const ui::Ui& ui, const std::string& given);

  private:
    void draw_enrolment(ui::Ui& ui);
    void draw_alone(ui::Ui& ui);
    void draw_demo(ui::Ui& ui);
    void go_alone(const ui::Ui& ui);

    AppState& state_;
    std::string given_, dropped_, person_;
    std::string refusal_;
    bool focus_ = true;
};

}  // namespace yuanquan::screens

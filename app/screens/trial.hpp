#pragma once
// A questionnaire tried out: a workspace in memory with that one form, a visit with sample answers in it, the real
// Questionnaire screen over it. Whatever is typed or saved goes with the screen; the person's own store is not touched.

#include <memory>
#include <string>

#include "app/screens/app_state.hpp"
#include "app/screens/questionnaire.hpp"
#include "model/store/store.hpp"

namespace yuanquan::screens {

class Trial : public ui::Screen {
  public:
    // io_failed where no folder can be made, form_has_errors, and what installing says.
    static base::Result<std::unique_ptr<Trial>> start(AppState& state, store::InstalledForm form);
    ~Trial() override;

    std::string title(const ui::Ui& ui) const override { return questionnaire_->title(ui); }
    std::string help() const override { return "questionnaire"; }
    void draw(ui::Ui& ui) override;
    bool leave() override;
    bool scrolls() const override { return false; }
    bool drop(const std::vector<std::string>& paths) override { return questionnaire_->drop(paths); }

    const Questionnaire& questionnaire() const { return *questionnaire_; }

  private:
    explicit Trial(AppState& state) : own_(state) {}

    AppState& own_;
    std::string folder_, over_;              // over_: said when it is left.
    std::unique_ptr<survey::Workspace> workspace_;
    std::unique_ptr<AppState> state_;
    std::unique_ptr<Questionnaire> questionnaire_;
};

}  // namespace yuanquan::screens

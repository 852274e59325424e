#pragma once
// F1: what the screen that one came from is for and its keys, then the keys that work everywhere, then the other screens.
// The words are in assets/lang/*/help.json: help.NAME.title, .words; the keys are those of keys.hpp.

#include <string>

#include "app/ui/shell.hpp"

namespace yuanquan::screens {

class Help : public ui::Screen {
  public:
    explicit Help(std::string about) : about_(std::move(about)) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("help.title"); }
    void draw(ui::Ui& ui) override;

  private:
    std::string about_;
};

}  // namespace yuanquan::screens

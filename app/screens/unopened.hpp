#pragma once
// The workspace does not open: another program has it, the disk is full or gone, the file is damaged. Says so in the window,
// for whoever started from a menu and sees no terminal, and tries again when asked to.

#include <functional>
#include <memory>
#include <string>

#include "app/ui/shell.hpp"
#include "app/ui/window.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

class Unopened : public ui::Screen {
  public:
    enum class Wish : std::uint8_t { none, again, end };
    explicit Unopened(base::Error error) : error_(std::move(error)) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("unopened.title"); }
    void draw(ui::Ui& ui) override;
    Wish take_wish() { return std::exchange(wish_, Wish::none); }
    void failed(base::Error error);   // Once more.

  private:
    base::Error error_;
    int tries_ = 1, frames_ = 0;
    Wish wish_ = Wish::none;
};

using OpenedWorkspace = base::Result<std::unique_ptr<survey::Workspace>>;
// In this window, until it opens or the person closes it: then the last error.
OpenedWorkspace open_when_possible(ui::Window& window, words::Texts& texts, base::Error error, const std::function<OpenedWorkspace()>& open);

}  // namespace yuanquan::screens

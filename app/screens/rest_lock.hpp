#pragma once
// Locks the window after minutes of rest until the passphrase is typed. It keeps glances and hands away while one is out of
// the room; it does not encrypt the disk, and the Settings screen says so. App calls update() before each frame.

#include <cstdint>
#include <string>

#include "app/screens/app_state.hpp"

namespace yuanquan::screens {

bool has_passphrase(const survey::Workspace& workspace);
// '' takes it away, and with it the lock.
base::Status set_passphrase(AppState& state, const std::string& passphrase);

class RestLock {
  public:
    explicit RestLock(AppState& state) : state_(state) {}
    void begin();    // When the program opens: locked, where a passphrase was chosen.
    bool update();   // True when it has just locked.

  private:
    AppState& state_;
    std::int64_t last_input_ms_ = 0;
};

class LockScreen : public ui::Screen {
  public:
    explicit LockScreen(AppState& state) : state_(state) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("lock.title"); }
    void draw(ui::Ui& ui) override;

  private:
    AppState& state_;
    std::string typed_;
    bool refused_ = false, focus_ = true;
};

}  // namespace yuanquan::screens

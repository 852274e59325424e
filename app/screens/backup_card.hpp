#pragma once
// A backup onto a stick or into a folder, made beside the window: how far it is, stop, and where it lies. Part of Settings.
// What is under way goes on while one looks at other screens, so BackupRun is owned by the app.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/team/storage.hpp"

namespace yuanquan::screens {

// The backup under way, or what came of the last one. Touched by the window's thread alone.
struct BackupRun {
    std::shared_ptr<ui::Task> task;
    bool ended = true;
    std::optional<base::Result<team::Backup>> done;
    bool running() const { return !ended; }
};

class BackupCard {
  public:
    BackupCard(AppState& state, std::shared_ptr<BackupRun> run);
    void draw(ui::Ui& ui);

  private:
    void draw_choice(ui::Ui& ui);
    void start(ui::Tasks& tasks);

    AppState& state_;
    std::shared_ptr<BackupRun> run_;
    std::vector<std::string> media_;        // Plugged in.
    std::string folder_;
};

}  // namespace yuanquan::screens

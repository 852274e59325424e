#pragma once
// The program while its window is open: the rail, the bar, the screens, the keys that work everywhere (F1, Ctrl+K, Alt+1 …)
// and the lock. Draws into whatever Dear ImGui context is current: run_app gives it a window, tests and benchmarks none.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/backup_card.hpp"
#include "app/screens/bar_end.hpp"
#include "app/screens/exchange.hpp"
#include "app/screens/palette.hpp"
#include "app/screens/rest_lock.hpp"

namespace yuanquan::screens {

// What surrounds the program.
struct Host {
    ui::Fonts fonts;
    std::function<void()> wake;                              // Makes a sleeping window draw a frame.
    std::function<void(const std::string& title)> set_title;
};

class App {
  public:
    App(survey::Workspace& workspace, words::Texts& texts, Host host);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    void frame();
    void drop(const std::vector<std::string>& paths);        // Files dropped on the window.
    bool leave() { return shell_.leave(); }                  // The window is being closed; false: something is not kept, and it says so.
    AppState& state() { return state_; }
    ui::Ui& ui() { return ui_; }

  private:
    std::vector<ui::RailEntry> rail();
    void apply_preferences();
    void handle_keys();
    void open_palette();
    void show_help();
    void tell_at_start();
    void show_title();
    void take_bundle(const std::string& path);

    // Order matters: tasks end before what they use goes.
    survey::Workspace& workspace_;
    Host host_;
    Preferences in_effect_;
    std::string title_;
    std::uint64_t titled_generation_ = ~std::uint64_t{0};
    std::shared_ptr<ExchangeRun> run_;
    std::shared_ptr<BackupRun> backup_;
    StoreCounts counts_;
    ui::Shell shell_;
    AppState state_;
    RestLock lock_;
    Palette palette_;
    ui::Tasks tasks_;
    ui::Ui ui_;
};

}  // namespace yuanquan::screens

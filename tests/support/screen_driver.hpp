#pragma once
// Drives screens: a real Shell, and keys, text and clicks as a person gives them, over Dear ImGui with fonts and no backend;
// for pictures over a window that is given. Pieces are found by their words, by the whole label, or by what stands behind "##" (cell paths).
// What is out of sight is scrolled to with the wheel, as a person does.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/screens/app.hpp"
#include "app/ui/item_log.hpp"
#include "app/ui/shell.hpp"
#include "app/ui/window.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan {

class ScreenDriver {
  public:
    struct Options {
        int width = 1280, height = 800;
        float scale = 1;
        std::string language = "zh";
        ui::ThemeName theme = ui::ThemeName::light;
        bool whole_app = false;    // The program with its rail, bar and keys, on the look kept in the workspace.
        ui::Window* window = nullptr;   // Draws into it; its size counts. Outlives the driver.
    };
    ScreenDriver(survey::Workspace& workspace, const Options& options);
    explicit ScreenDriver(survey::Workspace& workspace) : ScreenDriver(workspace, Options{}) {}
    ~ScreenDriver();
    ScreenDriver(const ScreenDriver&) = delete;
    ScreenDriver& operator=(const ScreenDriver&) = delete;

    screens::AppState& state() { return app_ ? app_->state() : state_; }
    ui::Ui& ui() { return app_ ? app_->ui() : *ui_; }
    void open(std::unique_ptr<ui::Screen> screen);
    ui::Screen* top() { return state().shell.top(); }

    void drop(const std::vector<std::string>& paths) { app_->drop(paths); }   // On the whole program.
    bool leave() { return app_->leave(); }     // The window is being closed.
    std::atomic<int> wakes = 0;                // How often the whole program asked for more frames.
    std::function<void()> after_frame;         // To look at what each one shows.
    void frames(int count = 1);
    void wait(double seconds);                 // In the time of the screen.
    const ui::LoggedItem* find(std::string_view label);   // In sight now; nullptr otherwise.
    bool scroll_to(std::string_view label);    // False: it is nowhere on the screen.
    void click(std::string_view label);        // CHECKs that it is there.
    void type(std::string_view text);          // UTF-8, into what has the keyboard.
    void press(int key, bool ctrl = false, bool alt = false);    // An ImGuiKey.
    void hold_alt(bool down);
    void fill(std::string_view field, std::string_view text);   // click, type over, leave by Enter.
    const std::string& words() const { return words_; }         // All text of the last frame, drawn or clipped.
    bool says(std::string_view text) const { return words_.find(text) != std::string::npos; }

  private:
    void make_context(const Options& options);
    void draw_frame();
    void wheel(float amount);

    ui::Window* window_;
    words::Texts texts_;
    ui::Tasks tasks_;
    ui::Shell shell_;
    screens::AppState state_;
    std::unique_ptr<ui::Ui> ui_;
    std::unique_ptr<screens::App> app_;
    std::string words_;
    ui::LoggedItem found_;
};

}  // namespace yuanquan

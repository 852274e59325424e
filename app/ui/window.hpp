#pragma once
// The window: GLFW, OpenGL (3, else 2) and Dear ImGui's backends; the only user of GLFW. Sleeps while nothing happens:
// a frame is drawn for input and for wake(). Hides that GLFW 3.3 passes on keys that an input method has
// consumed (xim_filter.cpp).

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/ui/fonts.hpp"
#include "app/ui/picture.hpp"
#include "model/base/error.hpp"

namespace yuanquan::ui {

inline constexpr char kNoOpenGl[] = "OpenGL";   // Subject of a no_display where there is a screen.

class Window {
  public:
    struct Options {
        std::string title;
        int width = 1280, height = 800;
        bool maximized = false;
        bool hidden = false;   // For pictures: drawn like any other, never mapped, without the keyboard.
    };
    // no_display when there is none, or no OpenGL.
    static base::Result<std::unique_ptr<Window>> open(const Options& options);
    ~Window();

    const Fonts& fonts() const { return fonts_; }
    void set_title(const std::string& title);
    // Draws until the person closes the window and may_close() agrees. frame() draws one; when it returns false, drawing ends.
    void run(const std::function<bool()>& frame, const std::function<bool()>& may_close);
    void draw(const std::function<void()>& frame);   // One frame at once, out of turn.
    Pixels pixels();                                 // Of a hidden window: the last frame, which is rendered only now.
    // Draw again soon, from any thread.
    static void wake();
    // Draw again by itself in so many seconds, if nothing happens before. For who waits for a moment to pass; asked in each frame anew.
    static void wake_in(double seconds);
    std::function<void(const std::vector<std::string>& paths)> on_drop;
    struct Size { int width, height; bool maximized; };
    Size size() const;

  private:
    Window() = default;
    void render();
    struct Impl;
    std::unique_ptr<Impl> impl_;
    Fonts fonts_;
};

}  // namespace yuanquan::ui

#include "app/ui/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <algorithm>
#include <atomic>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl2.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include "app/ui/key_queue.hpp"

namespace yuanquan::ui {

void guard_input_method();   // xim_filter.cpp

namespace {

// Frames until everything has settled after an event: a click opens a screen in the next one, and Dear ImGui measures new
// panes for two more before it shows them.
constexpr int kFramesAfterEvent = 8;
constexpr double kIdleSeconds = 30.0;   // Clock and relative times on the screen move slowly.

std::atomic<bool> g_woken{false};       // By a task, since the last frame began.
double g_wake_in = kIdleSeconds;        // As the last frame asked.

void ignore_error(int, const char*) {}  // GLFW's own words reach the person through open()'s error.

}  // namespace

struct Window::Impl {
    GLFWwindow* window = nullptr;
    bool opengl3 = true, hidden = false;
};

base::Result<std::unique_ptr<Window>> Window::open(const Options& options) {
    guard_input_method();
    glfwSetErrorCallback(ignore_error);
    const auto failed = [] {
        const char* words = nullptr;
        glfwGetError(&words);
        return base::make_error(base::ErrorCode::no_display, "", words == nullptr ? "no display" : words);
    };
    if (glfwInit() == GLFW_FALSE) return base::fail(failed());
    std::unique_ptr<Window> window(new Window);
    window->impl_ = std::make_unique<Impl>();
    auto& impl = *window->impl_;
    impl.hidden = options.hidden;
    // Never larger than the screen: what lies beyond its edge cannot be reached.
    int x = 0, y = 0, width = options.width, height = options.height;
    if (auto* monitor = glfwGetPrimaryMonitor(); monitor != nullptr) {
        int free_width = 0, free_height = 0;
        glfwGetMonitorWorkarea(monitor, &x, &y, &free_width, &free_height);
        if (free_width > 0) width = std::min(width, free_width);
        if (free_height > 0) height = std::min(height, free_height);
    }
    for (const bool opengl3 : {true, false}) {
        glfwDefaultWindowHints();
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, opengl3 ? 3 : 2);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, opengl3 ? 2 : 0);
        if (opengl3) glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_VISIBLE, options.hidden ? GLFW_FALSE : GLFW_TRUE);
        glfwWindowHint(GLFW_MAXIMIZED, options.maximized ? GLFW_TRUE : GLFW_FALSE);
        impl.opengl3 = opengl3;
        impl.window = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
        if (impl.window != nullptr) break;
    }
    if (impl.window == nullptr) {
        auto error = failed();
        error.subject = kNoOpenGl;   // There is a screen, or glfwInit would have failed.
        glfwTerminate();
        return base::fail(std::move(error));
    }
    glfwMakeContextCurrent(impl.window);
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(impl.window, 800, 500, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwSetWindowUserPointer(impl.window, window.get());
    glfwSetDropCallback(impl.window, [](GLFWwindow* handle, int count, const char** paths) {
        auto* self = static_cast<Window*>(glfwGetWindowUserPointer(handle));
        if (self->on_drop) self->on_drop(std::vector<std::string>(paths, paths + count));
    });
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // Window state is ours to keep, with the other settings.
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = false;  // Nothing blinks: calm for the eye, and the battery lasts.
    ImGui_ImplGlfw_InitForOpenGL(impl.window, true);
    if (impl.opengl3) {
        ImGui_ImplOpenGL3_Init(nullptr);
    } else {
        ImGui_ImplOpenGL2_Init();
    }
    if (auto fonts = load_fonts()) {
        window->fonts_ = *fonts;
    } else {
        window->fonts_.missing.push_back(fonts.error().subject);
        window->fonts_.chinese = false;
        window->fonts_.regular = window->fonts_.bold = io.Fonts->Fonts.back();
    }
    return window;
}

Window::~Window() {
    if (!impl_ || impl_->window == nullptr) return;
    if (impl_->opengl3) {
        ImGui_ImplOpenGL3_Shutdown();
    } else {
        ImGui_ImplOpenGL2_Shutdown();
    }
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(impl_->window);
    glfwTerminate();
}

void Window::set_title(const std::string& title) { glfwSetWindowTitle(impl_->window, title.c_str()); }
void Window::wake() {
    g_woken = true;
    glfwPostEmptyEvent();
}

void Window::wake_in(double seconds) { g_wake_in = std::clamp(seconds, 0.001, g_wake_in); }

Window::Size Window::size() const {
    Size size{0, 0, glfwGetWindowAttrib(impl_->window, GLFW_MAXIMIZED) == GLFW_TRUE};
    glfwGetWindowSize(impl_->window, &size.width, &size.height);
    return size;
}

void Window::run(const std::function<bool()>& frame, const std::function<bool()>& may_close) {
    int frames_left = kFramesAfterEvent;
    while (glfwWindowShouldClose(impl_->window) == GLFW_FALSE || !may_close()) {
        if (glfwWindowShouldClose(impl_->window) == GLFW_TRUE) {
            glfwSetWindowShouldClose(impl_->window, GLFW_FALSE);
            frames_left = kFramesAfterEvent;   // What it says of why it stays.
        }
        if (frames_left > 0) {
            glfwPollEvents();
        } else {
            const double before = glfwGetTime(), rest = g_wake_in;
            glfwWaitEventsTimeout(rest);
            // Woken by time alone: one frame. By an event: until it has settled.
            frames_left = glfwGetTime() - before >= rest ? 1 : kFramesAfterEvent;
        }
        // What comes while frames are drawn begins the count anew: it too has to settle before the window sleeps.
        if (g_woken.exchange(false) || !ImGui::GetCurrentContext()->InputEventsQueue.empty()) frames_left = kFramesAfterEvent;
        bool go_on = true;
        draw([&] { go_on = frame(); });
        if (!go_on) return;
        if (frames_left > 0) --frames_left;
    }
}

void Window::draw(const std::function<void()>& frame) {
    if (impl_->opengl3) {
        ImGui_ImplOpenGL3_NewFrame();
    } else {
        ImGui_ImplOpenGL2_NewFrame();
    }
    ImGui_ImplGlfw_NewFrame();
    new_frame();
    g_wake_in = kIdleSeconds;
    frame();
    ImGui::Render();
    if (impl_->hidden) return;
    render();
    glfwSwapBuffers(impl_->window);
}

void Window::render() {
    int width = 0, height = 0;
    glfwGetFramebufferSize(impl_->window, &width, &height);
    glViewport(0, 0, width, height);
    const auto& ground = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (impl_->opengl3) {
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    } else {
        ImGui_ImplOpenGL2_RenderDrawData(ImGui::GetDrawData());
    }
}

Pixels Window::pixels() {
    render();
    int width = 0, height = 0;
    glfwGetFramebufferSize(impl_->window, &width, &height);
    Pixels read = blank_pixels(width, height);
    auto rows = read;
    glReadBuffer(GL_BACK);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rows.rgba.data());
    const auto stride = static_cast<std::size_t>(width) * 4;
    for (std::size_t y = 0, last = static_cast<std::size_t>(height); y < last; ++y) {   // OpenGL counts from below.
        std::copy_n(&rows.rgba[(last - 1 - y) * stride], stride, &read.rgba[y * stride]);
    }
    for (std::size_t i = 3; i < read.rgba.size(); i += 4) read.rgba[i] = 255;
    return read;
}

}  // namespace yuanquan::ui

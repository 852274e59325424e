// GLFW 3.3 hands a key to the program although the input method has consumed it: Backspace while composing would erase
// text that is already committed. This XFilterEvent stands before Xlib's: an event that the input method takes is
// turned into one that GLFW does not know. X11 only; on Wayland it is never called. The linker takes this file out of its
// archive only because the window calls guard_input_method(): libX11 alone would satisfy GLFW.

#include <X11/Xlib.h>
#include <dlfcn.h>

namespace yuanquan::ui {

void guard_input_method() {}

}  // namespace yuanquan::ui

extern "C" int XFilterEvent(XEvent* event, Window window) {
    using Filter = int (*)(XEvent*, Window);
    static const auto real = reinterpret_cast<Filter>(dlsym(RTLD_NEXT, "XFilterEvent"));
    if (real == nullptr) return 0;
    const int type = event->type;
    const int filtered = real(event, window);
    if (filtered != 0 && (type == KeyPress || type == KeyRelease)) event->type = 0;
    return filtered;
}

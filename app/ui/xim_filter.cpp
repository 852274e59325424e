// GLFW 3.3 hands a key to the program although the input method has consumed it: Backspace while composing would erase
// text that is already committed. This XFilterEvent stands before Xlib's: an event that the input method takes is
// turned into one that GLFW does not know. X11 only; on Wayland it is never called.

#include <X11/Xlib.h>
#include <dlfcn.h>

extern "C" int XFilterEvent(XEvent* event, Window window) {
    using Filter = int (*)(XEvent*, Window);
    static const auto real = reinterpret_cast<Filter>(dlsym(RTLD_NEXT, "XFilterEvent"));
    if (real == nullptr) return 0;
    const int type = event->type;
    const int filtered = real(event, window);
    if (filtered != 0 && (type == KeyPress || type == KeyRelease)) event->type = 0;
    return filtered;
}

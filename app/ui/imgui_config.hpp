#pragma once
// Dear ImGui's compile-time settings. Every file that includes imgui.h gets them through IMGUI_USER_CONFIG, so the
// library and its callers agree. 32-bit characters are a must: with 16 bits a text field rewrites rare names
// (U+2CB69) to U+FFFD as soon as it has the focus.

#define IMGUI_USE_WCHAR32
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
// Calls the hooks of item_log.cpp, which cost one test of a flag while nothing is recorded.
#define IMGUI_ENABLE_TEST_ENGINE

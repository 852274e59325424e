#pragma once
// The one way to Dear ImGui's text fields, for text_field() and entry_field(): the string grows as needed, and typing into a
// field that has the frame but takes no keys, as after Enter, goes on in it. Knows no surveys.

#include <string>

namespace yuanquan::ui {

struct TextInput {
    const char* id;
    const char* hint = "";
    int flags = 0;            // ImGuiInputTextFlags.
    float width = 0;
    float height = 0;         // 0 = one line.
};
bool text_input(const TextInput& input, std::string& text);   // True when it changed.

}  // namespace yuanquan::ui

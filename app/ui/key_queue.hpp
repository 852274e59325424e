#pragma once
// What a person presses and types waits its turn, as in a type-ahead buffer. Dear ImGui gives a frame all keys that have come,
// but the keyboard takes frames to the next field: without this a figure typed right after Enter would choose in the
// question that was just left. On a slow laptop a frame takes as long as a quick hand needs for a key.

namespace yuanquan::ui {

// Called while a frame is drawn: the keyboard is on its way, what comes next waits for the frame after the coming one.
void hold_keys();
void new_frame();   // ImGui::NewFrame() with what may come, up to the next key that may move the keyboard.

}  // namespace yuanquan::ui

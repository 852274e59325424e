#include "app/ui/key_queue.hpp"

#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

namespace yuanquan::ui {

namespace {

bool g_held = false;

// Enter, Tab, arrows, Ctrl+K …: what keys of letters and figures do by themselves stays where the keyboard is.
bool may_move_keyboard(ImGuiContext& context, const ImGuiInputEvent& event) {
    if (event.Type != ImGuiInputEventType_Key || !event.Key.Down || ImGui::GetKeyData(&context, event.Key.Key)->Down) return false;
    const auto key = event.Key.Key;
    if ((key & ImGuiMod_Mask_) != 0) return true;   // What is pressed with it is looked at when Dear ImGui knows of it.
    const bool types = context.KeysMayBeCharInput.TestBit(key) && key != ImGuiKey_Tab && key != ImGuiKey_KeypadEnter;
    return !types || context.IO.KeyCtrl || context.IO.KeyAlt;
}

}  // namespace

void hold_keys() { g_held = true; }

// What waits lies in Dear ImGui's own queue between frames: it compares new events with those.
void new_frame() {
    auto& context = *ImGui::GetCurrentContext();
    auto& queue = context.InputEventsQueue;
    int count = 0;
    if (!std::exchange(g_held, false)) {
        while (count < queue.Size && !may_move_keyboard(context, queue[count++])) {}
    }
    ImVector<ImGuiInputEvent> waiting;
    for (int i = count; i < queue.Size; ++i) waiting.push_back(queue[i]);
    queue.resize(count);
    ImGui::NewFrame();
    for (const auto& event : waiting) queue.push_back(event);   // Behind what Dear ImGui itself left for the next frame.
}

}  // namespace yuanquan::ui

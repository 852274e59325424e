#include "app/ui/text_input.hpp"

#include <imgui.h>
#include <imgui_internal.h>
#include <utility>
#include <vector>

namespace yuanquan::ui {

namespace {

int resize_text(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        auto* text = static_cast<std::string*>(data->UserData);
        text->resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = text->data();
    }
    return 0;
}

// What was typed before the field took keys. There is one keyboard.
struct Ahead {
    ImGuiID field = 0;
    std::vector<ImWchar> characters;
} g_ahead;

// Dear ImGui drops the characters with which a field begins to take keys: they wait for the frame after it.
void take_typing(ImGuiID field) {
    auto& context = *ImGui::GetCurrentContext();
    auto& queue = context.IO.InputQueueCharacters;
    if (g_ahead.field == field && context.ActiveId == field) {
        for (int i = 0; i < static_cast<int>(g_ahead.characters.size()); ++i) queue.insert(queue.begin() + i, g_ahead.characters[static_cast<std::size_t>(i)]);
        g_ahead = {};
    }
    const bool is_framed = context.NavId == field && context.ActiveId == 0 && context.NavActivateId == 0 && context.NavCursorVisible;
    if (!is_framed || queue.empty() || context.IO.KeyCtrl || context.IO.KeyAlt || queue[0] <= ' ') return;
    g_ahead = {field, {queue.begin(), queue.end()}};
    queue.resize(0);
    context.NavActivateId = field;
    context.NavActivateFlags = ImGuiActivateFlags_PreferInput | ImGuiActivateFlags_TryToPreserveState;
}

}  // namespace

bool text_input(const TextInput& input, std::string& text) {
    take_typing(ImGui::GetID(input.id));
    ImGui::SetNextItemWidth(input.width);
    const auto flags = input.flags | ImGuiInputTextFlags_CallbackResize;
    if (input.height > 0) {
        return ImGui::InputTextMultiline(input.id, text.data(), text.capacity() + 1, {input.width, input.height}, flags, resize_text, &text);
    }
    return ImGui::InputTextWithHint(input.id, input.hint, text.data(), text.capacity() + 1, flags, resize_text, &text);
}

}  // namespace yuanquan::ui

#include "app/ui/keys.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/window.hpp"

namespace yuanquan::ui {

namespace {

// Longer than Alt+Tab and than any shortcut takes.
constexpr double kHeldSeconds = 0.4;
constexpr float kPad = 5;

struct Asked {
    KeyHint hint;   // Its box is that of the piece.
    HintAt at;
};
struct Hints {
    bool opened = false;   // Since Alt went down they were shown,
    bool closed = false;   // or another key or the mouse came: not until it is pressed anew.
    std::vector<Asked> asked;
    std::vector<KeyHint> shown;
};
Hints g_hints;

bool is_alt(int key) { return key == ImGuiKey_LeftAlt || key == ImGuiKey_RightAlt; }

bool another_key_came() {
    const auto& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyShift || io.KeySuper || ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1)) return true;
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_NamedKey_END; ++key) {
        if (!is_alt(key) && key < ImGuiKey_GamepadStart && ImGui::IsKeyDown(static_cast<ImGuiKey>(key))) return true;
    }
    return false;
}

bool are_shown() { return g_hints.opened && !g_hints.closed && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup); }

std::string key_words(const Ui& ui, int key) {
    switch (key) {
        case ImGuiKey_Enter: return ui.tr("key.enter");
        case ImGuiKey_Space: return ui.tr("key.space");
        case ImGuiKey_PageUp: return ui.tr("key.page_up");
        case ImGuiKey_PageDown: return ui.tr("key.page_down");
        case ImGuiKey_UpArrow: return "↑";
        case ImGuiKey_DownArrow: return "↓";
        case ImGuiKey_LeftArrow: return "←";
        case ImGuiKey_RightArrow: return "→";
        case ImGuiKey_Escape: return "Esc";
        default: return ImGui::GetKeyName(static_cast<ImGuiKey>(key));
    }
}

ImRect badge_box(const Ui& ui, const Asked& asked) {
    const ImVec2 words = ImGui::CalcTextSize(asked.hint.words.c_str());
    const float width = words.x + 2 * ui.px(kPad), height = words.y - ui.px(2);
    const auto& piece = asked.hint;
    // On an edge, so that the words of the piece and those above it stay to be read.
    float x = piece.x1 - width + ui.px(kPad), y = piece.y0 - height * 0.6f;
    if (asked.at == HintAt::side) x = piece.x1 - width / 2, y = (piece.y0 + piece.y1 - height) / 2;
    const ImVec2 end = ImGui::GetIO().DisplaySize;
    x = std::clamp(x, 0.0f, std::max(0.0f, end.x - width));
    y = std::clamp(y, 0.0f, std::max(0.0f, end.y - height));
    return {x, y, x + width, y + height};
}

}  // namespace

bool pressed(const Chord& chord) {
    const auto& io = ImGui::GetIO();
    if (io.KeySuper || io.KeyCtrl != chord.ctrl || io.KeyShift != chord.shift) return false;
    const bool is_digit = chord.key >= ImGuiKey_0 && chord.key <= ImGuiKey_9;
    const bool is_alt_left_over = g_hints.opened && (chord.ctrl || !is_digit);   // With a digit alone it is another chord.
    if (io.KeyAlt != chord.alt && !(io.KeyAlt && is_alt_left_over)) return false;
    const auto down = [&](int key) { return ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), chord.repeats); };
    if (down(chord.key)) return true;
    if (chord.key == ImGuiKey_Enter) return down(ImGuiKey_KeypadEnter);
    return is_digit && down(ImGuiKey_Keypad0 + chord.key - ImGuiKey_0);
}

std::string chord_words(const Ui& ui, const Chord& chord) {
    std::string words;
    const auto add = [&words](const std::string& part) { words += (words.empty() ? "" : "+") + part; };
    if (chord.ctrl) add("Ctrl");
    if (chord.alt) add("Alt");
    if (chord.shift) add("Shift");
    if (chord.key != 0) add(key_words(ui, chord.key));
    return words;
}

void begin_key_hints() {
    g_hints.asked.clear();
    if (!ImGui::GetIO().KeyAlt) {
        g_hints.opened = g_hints.closed = false;
        return;
    }
    if (another_key_came()) g_hints.closed = true;
    const double held = ImGui::GetKeyData(ImGuiMod_Alt)->DownDuration;
    if (!g_hints.closed && held >= kHeldSeconds) g_hints.opened = true;
    if (!g_hints.closed && !g_hints.opened) Window::wake_in(kHeldSeconds - held);
    // Else letting go of it would take the keyboard away, to the heads of a table.
    if (g_hints.opened) ImGui::SetKeyOwner(ImGuiMod_Alt, ImGui::GetID("key_hints"));
}

void key_hint(const Ui& ui, const Chord& chord, HintAt at) {
    if (!are_shown()) return;
    const auto& item = ImGui::GetCurrentContext()->LastItemData;
    const ImRect& box = item.Rect;
    const auto& clip = ImGui::GetCurrentWindow()->ClipRect;
    if ((item.ItemFlags & ImGuiItemFlags_Disabled) != 0 || !clip.Contains(box.GetCenter())) return;
    if (at == HintAt::corner && box.Min.y + 1 < clip.Min.y) return;   // Scrolled to the edge: it would stand on what is fixed there.
    auto rest = chord;
    rest.alt = false;   // It is held already.
    g_hints.asked.push_back({{chord_words(ui, rest), box.Min.x, box.Min.y, std::min(box.Max.x, clip.Max.x), box.Max.y}, at});
}

void draw_key_hints(const Ui& ui) {
    g_hints.shown.clear();
    if (!are_shown()) return;
    auto* draw = ImGui::GetForegroundDrawList();
    ImGui::PushFont(ui.fonts.regular, kSmallSize);
    for (const auto& asked : g_hints.asked) {
        const auto box = badge_box(ui, asked);
        draw->AddRectFilled(box.Min, box.Max, ui.theme.ink.packed(), ui.px(4));
        draw->AddRect(box.Min, box.Max, ui.theme.surface.packed(), ui.px(4));   // Apart from a dark button too.
        draw->AddText({box.Min.x + ui.px(kPad), box.Min.y - ui.px(1)}, ui.theme.surface.packed(), asked.hint.words.c_str());
        g_hints.shown.push_back({asked.hint.words, box.Min.x, box.Min.y, box.Max.x, box.Max.y});
    }
    ImGui::PopFont();
}

const std::vector<KeyHint>& key_hints() { return g_hints.shown; }

}  // namespace yuanquan::ui

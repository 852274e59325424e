#include "tests/support/screen_fit.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <set>

namespace yuanquan::support {

namespace {

enum class Cut { by_clip, by_field, shortened };
struct Drawn {
    std::string text;
    float lacking;
    Cut how;
};
bool g_watching = false;
std::size_t g_seen = 0;
std::vector<Drawn> g_cut;
std::vector<WordsBox> g_boxes;

constexpr float kAirAbove = 0.19f, kAirBelow = 0.115f;   // Of the height of a line of Noto Sans CJK.

constexpr float kTolerance = 1.5f;   // Sides of glyphs.

void measure(const ImDrawList& list, ImFont* font, float size, const ImVec2& at, const char* begin, const char* end, float wrap, const ImVec4* fine) {
    if (!g_watching || begin == end || *begin == '\0') return;
    const auto& context = *ImGui::GetCurrentContext();
    if (context.CurrentTable != nullptr && (context.CurrentTable->Flags & ImGuiTableFlags_ScrollX) != 0) return;   // Moved sideways into sight.
    if (context.CurrentWindow != nullptr && (context.CurrentWindow->Flags & ImGuiWindowFlags_Tooltip) != 0) return;   // Takes its size in the next frame.
    ++g_seen;
    if (font == nullptr) font = list._Data->Font;
    if (size == 0) size = list._Data->FontSize;
    if (end == nullptr) end = begin + std::char_traits<char>::length(begin);
    const auto need = font->CalcTextSizeA(size, FLT_MAX, wrap, begin, end);
    const auto& clip = list._CmdHeader.ClipRect;
    if (at.y >= clip.w || at.y + need.y <= clip.y) return;   // Scrolled out of sight.
    if (&list != ImGui::GetForegroundDrawList()) {
        g_boxes.push_back({{begin, end}, std::max(at.x, clip.x), std::max(at.y + kAirAbove * size, clip.y), std::min(at.x + need.x, clip.z),
                           std::min(at.y + need.y - kAirBelow * size, clip.w)});
    }
    const auto beyond = [&](const ImVec4& room) { return std::max(room.x - at.x, at.x + need.x - room.z); };
    if (const float lacking = beyond(clip); lacking > kTolerance) g_cut.push_back({{begin, end}, lacking, Cut::by_clip});
    else if (fine != nullptr && beyond(*fine) > kTolerance) g_cut.push_back({{begin, end}, beyond(*fine), Cut::by_field});
    else if (fine != nullptr && fine->w - fine->y < need.y - 4) g_cut.push_back({{begin, end}, need.y - (fine->w - fine->y), Cut::by_field});
}

void shortened(float room, const char* begin, const char* end) {
    if (!g_watching) return;
    ++g_seen;
    if (end == nullptr) end = ImGui::FindRenderedTextEnd(begin);
    const float need = ImGui::CalcTextSize(begin, end).x;
    if (need > room + kTolerance) g_cut.push_back({{begin, end}, need - room, Cut::shortened});
}

}  // namespace

FitWatch::FitWatch(const words::Texts& texts) {
    for (const auto& key : texts.keys(texts.language())) {
        Words words{key, {""}};
        const std::string text = texts.tr(key);
        for (std::size_t i = 0; i < text.size(); ++i) {   // "{count} left" is "" and " left".
            const auto close = text[i] == '{' ? text.find('}', i) : std::string::npos;
            if (close == std::string::npos) {
                words.pieces.back() += text[i];
            } else {
                words.pieces.emplace_back();
                i = close;
            }
        }
        std::size_t fixed = 0;
        for (const auto& piece : words.pieces) fixed += piece.size();
        if (fixed >= 3) ours_.push_back(std::move(words));
    }
    // Of several that fit, the one that says most.
    const auto length = [](const Words& words) {
        std::size_t sum = 0;
        for (const auto& piece : words.pieces) sum += piece.size();
        return sum;
    };
    std::sort(ours_.begin(), ours_.end(), [&](const auto& a, const auto& b) { return length(a) > length(b); });
    g_cut.clear();
    g_boxes.clear();
    g_seen = 0;
    g_watching = true;
}

FitWatch::~FitWatch() { g_watching = false; }

std::vector<WordsBox> FitWatch::take_boxes() { return std::exchange(g_boxes, {}); }

std::size_t FitWatch::seen() const { return g_seen; }

// Signs, figures and a person's words may stand before, between and after ours.
std::string FitWatch::key_of(const std::string& text) const {
    for (const auto& words : ours_) {
        std::size_t from = 0, ours = 0;
        bool holds = true;
        for (const auto& piece : words.pieces) {
            const auto found = text.find(piece, from);
            holds = holds && found != std::string::npos;
            if (!holds) break;
            from = found + piece.size();
            ours += piece.size();
        }
        if (holds && 5 * ours >= 3 * text.size()) return words.key;
    }
    return {};
}

std::vector<Misfit> FitWatch::take() {
    std::set<Misfit> misfits;
    for (const auto& cut : std::exchange(g_cut, {})) {
        const auto key = key_of(cut.text);
        if (key.empty() && cut.how != Cut::by_clip) continue;
        misfits.insert({cut.text, key, cut.lacking});
    }
    for (const auto* window : ImGui::GetCurrentContext()->Windows) {
        if (!window->Active || window->Hidden || window->ScrollbarX) continue;
        const float lacking = window->ContentSize.x + 2 * window->WindowPadding.x - window->InnerRect.GetWidth();
        if (lacking > ImGui::GetStyle().ScrollbarSize + 2) misfits.insert({std::string("window ") + window->Name, "", lacking});
    }
    return {misfits.begin(), misfits.end()};
}

}  // namespace yuanquan::support

// What the linker puts in the place of Dear ImGui's own, by their names on Linux (Itanium ABI).
extern "C" {
void __real__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(ImDrawList*, ImFont*, float, const ImVec2&, ImU32, const char*, const char*, float, const ImVec4*);
void __wrap__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(ImDrawList* list, ImFont* font, float size, const ImVec2& at, ImU32 color, const char* begin, const char* end, float wrap, const ImVec4* fine) {
    if ((color & IM_COL32_A_MASK) != 0) yuanquan::support::measure(*list, font, size, at, begin, end, wrap, fine);
    __real__ZN10ImDrawList7AddTextEP6ImFontfRK6ImVec2jPKcS6_fPK6ImVec4(list, font, size, at, color, begin, end, wrap, fine);
}
void __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList*, const ImVec2&, ImU32, const char*, const char*);
void __wrap__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(ImDrawList* list, const ImVec2& at, ImU32 color, const char* begin, const char* end) {
    if ((color & IM_COL32_A_MASK) != 0) yuanquan::support::measure(*list, nullptr, 0, at, begin, end, 0, nullptr);
    __real__ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_(list, at, color, begin, end);
}
void __real__ZN5ImGui18RenderTextEllipsisEP10ImDrawListRK6ImVec2S4_fPKcS6_PS3_(ImDrawList*, const ImVec2&, const ImVec2&, float, const char*, const char*, const ImVec2*);
void __wrap__ZN5ImGui18RenderTextEllipsisEP10ImDrawListRK6ImVec2S4_fPKcS6_PS3_(ImDrawList* list, const ImVec2& low, const ImVec2& high, float end_x, const char* begin, const char* end, const ImVec2* size) {
    yuanquan::support::shortened(high.x - low.x, begin, end);
    __real__ZN5ImGui18RenderTextEllipsisEP10ImDrawListRK6ImVec2S4_fPKcS6_PS3_(list, low, high, end_x, begin, end, size);
}
}

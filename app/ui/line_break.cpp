#include "app/ui/line_break.hpp"

#include <imgui.h>
#include <imgui_internal.h>
#include <string_view>

namespace yuanquan::ui {

namespace {

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》〉」』】〕〗｝］％‰℃…—～·•”’,.;:!?)]}%";
constexpr std::u32string_view kNeverLast = U"（《〈「『【〔〖｛［“‘￥¥([{$";

bool begins_no_line(char32_t c) { return kNeverFirst.find(c) != kNeverFirst.npos; }
bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == U'\u3000'; }
// Chinese, Japanese and Korean stand in squares, each a word of its own for this.
bool is_square(char32_t c) {
    return (c >= 0x2E80 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

}  // namespace

bool may_break_between(char32_t before, char32_t after) {
    if (is_blank(after)) return false;   // Blanks hang over the end of the line.
    if (begins_no_line(after)) return false;
    if (is_blank(before)) return true;
    if (kNeverLast.find(before) != kNeverLast.npos) return false;
    return is_square(before) || is_square(after) || before == '/';
}

}  // namespace yuanquan::ui

// In the place of Dear ImGui's own, which cmake/libraries.cmake makes weak: the end of the line that begins at `text`, before its blanks.
const char* ImFont::CalcWordWrapPosition(float size, const char* text, const char* text_end, float wrap_width) {
    ImFontBaked* baked = GetFontBaked(size);
    const float room = wrap_width * baked->Size / size;
    const char* end = nullptr;      // The last place where this line may end.
    const char* word = text;        // Behind the last character that is no blank,
    const char* last = text;        // and before it.
    char32_t before = 0;
    float width = 0;
    for (const char* at = text; at < text_end;) {
        unsigned int c = 0;
        const char* next = at + ImTextCharFromUtf8(&c, at, text_end);
        if (c == '\n') {
            width = 0, before = 0, end = nullptr;
        } else if (c != '\r') {
            if (before != 0 && word > text && yuanquan::ui::may_break_between(before, c)) end = word;   // Never before anything: who asks has to get on.
            width += baked->GetCharAdvance(static_cast<ImWchar>(c));
            const bool blank = yuanquan::ui::is_blank(c);
            if (width > room && !blank) {
                if (end != nullptr) return end;
                // A word wider than the line is cut, and takes its last character along with a closing mark.
                const char* const cut = yuanquan::ui::begins_no_line(c) && last > text ? last : at;
                return cut > text ? cut : next;
            }
            if (!blank) word = next, last = at;
            before = c;
        }
        at = next;
    }
    return text_end;
}

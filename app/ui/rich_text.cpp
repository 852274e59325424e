#include "app/ui/rich_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/line_break.hpp"
#include "model/base/text.hpp"

namespace yuanquan::ui {

namespace {

bool is_mark(char c) { return c == '*' || c == '_'; }

std::optional<Color> color_named(std::string_view style) {
    const auto at = style.find("color:");
    if (at == style.npos) return std::nullopt;
    std::string value(base::trim(style.substr(at + 6, style.find_first_of(";\"'", at + 6) - at - 6)));
    static const std::pair<const char*, std::uint32_t> kNames[] = {{"red", 0xc00000}, {"green", 0x2e7d32}, {"blue", 0x2b6cb0},
                                                                   {"orange", 0xc05600}, {"purple", 0x5e35b1}, {"gray", 0x6b6b6b}};
    std::uint32_t rgb = 0;
    if (value.size() == 7 && value[0] == '#') {
        rgb = static_cast<std::uint32_t>(std::strtoul(value.c_str() + 1, nullptr, 16));
    } else {
        const auto found = std::find_if(std::begin(kNames), std::end(kNames), [&](const auto& name) { return value == name.first; });
        if (found == std::end(kNames)) return std::nullopt;
        rgb = found->second;
    }
    return Color{static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb), 255};
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::vector<TextLine> lines() {
        while (at_ < text_.size()) step();
        flush();
        if (!line_.empty() || lines_.empty()) end_line();
        while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
        return std::move(lines_);
    }

  private:
    void step() {
        const char c = text_[at_];
        if (at_line_start_ && start_of_line()) return;
        at_line_start_ = false;
        if (c == '\n') {
            ++at_;
            return end_line();
        }
        if (c == '\\' && at_ + 1 < text_.size() && std::ispunct(static_cast<unsigned char>(text_[at_ + 1]))) {
            run_ += text_[at_ + 1];
            at_ += 2;
            return;
        }
        if (c == '<' && tag()) return;
        if (c == '[' && link()) return;
        if (is_mark(c) && mark()) return;
        run_ += c;
        ++at_;
    }

    bool start_of_line() {
        const auto rest = text_.substr(at_);
        const auto level = rest.find_first_not_of('#');
        if (level != rest.npos && level >= 1 && level <= 6 && (rest[level] == ' ' || rest[level] == '#')) {
            heading_ = static_cast<int>(level);
            at_ += level + 1;
            at_line_start_ = false;
            return true;
        }
        if (rest.size() > 2 && (rest[0] == '-' || rest[0] == '*') && rest[1] == ' ') {
            run_ += "• ";
            at_ += 2;
            at_line_start_ = false;
            return true;
        }
        return false;
    }

    bool tag() {
        const auto end = text_.find('>', at_);
        if (end == text_.npos || at_ + 1 >= text_.size()) return false;
        const auto inner = text_.substr(at_ + 1, end - at_ - 1);
        const bool closing = inner.starts_with('/');
        if (!closing && !std::isalpha(static_cast<unsigned char>(inner.empty() ? ' ' : inner[0]))) return false;
        const auto name = base::fold_case(inner.substr(closing ? 1 : 0, inner.find_first_of(" /", closing ? 1 : 0) - (closing ? 1 : 0)));
        flush();
        at_ = end + 1;
        if (name == "br" || (closing && name == "p")) end_line();
        if (name == "strong" || name == "b") strong_ = !closing;
        if (name == "em" || name == "i") emphasised_ = !closing;
        if (name == "span" || name == "p") color_ = closing ? std::nullopt : color_named(inner);
        return true;
    }

    bool link() {  // [words](address): the words; the window leads nowhere.
        const auto middle = text_.find("](", at_);
        if (middle == text_.npos || text_.substr(at_, middle - at_).find('\n') != text_.npos) return false;
        const auto end = text_.find(')', middle);
        if (end == text_.npos) return false;
        run_ += text_.substr(at_ + 1, middle - at_ - 1);
        at_ = end + 1;
        return true;
    }

    // A mark opens where words follow it and closes where words stand before it; 2 * 3 and snake_case are no marks.
    bool mark() {
        const char c = text_[at_];
        const bool twice = at_ + 1 < text_.size() && text_[at_ + 1] == c;
        const std::size_t length = twice ? 2 : 1;
        bool& on = twice ? strong_ : emphasised_;
        const char before = at_ == 0 ? ' ' : text_[at_ - 1], after = at_ + length < text_.size() ? text_[at_ + length] : ' ';
        const bool word_before = std::isalnum(static_cast<unsigned char>(before)), word_after = std::isalnum(static_cast<unsigned char>(after));
        if (c == '_' && (on ? word_after : word_before)) return false;
        if (on ? before == ' ' : after == ' ' || after == '\n') return false;
        const std::string_view marks = text_.substr(at_, length);
        if (!on && text_.find(marks, at_ + length) == text_.npos) return false;
        flush();
        on = !on;
        at_ += length;
        return true;
    }

    void flush() {
        if (run_.empty()) return;
        line_.push_back({std::exchange(run_, {}), strong_, emphasised_, heading_, color_});
    }
    void end_line() {
        flush();
        lines_.push_back(std::exchange(line_, {}));
        heading_ = 0;
        at_line_start_ = true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool at_line_start_ = true, strong_ = false, emphasised_ = false;
    int heading_ = 0;
    std::optional<Color> color_;
    std::string run_;
    TextLine line_;
    std::vector<TextLine> lines_;
};

ImVec4 vec(Color color) { return {color.r / 255.0f, color.g / 255.0f, color.b / 255.0f, color.a / 255.0f}; }

// Whether a line that ends at `fit` would cut a word: then a line that has something already ends before it.
bool cuts(const char* at, const char* fit, const char* end) {
    if (fit <= at || fit >= end || *fit == ' ') return false;
    const char* last = fit - 1;
    while (last > at && (static_cast<unsigned char>(*last) & 0xC0) == 0x80) --last;
    unsigned int before = 0, after = 0;
    ImTextCharFromUtf8(&before, last, end);
    ImTextCharFromUtf8(&after, fit, end);
    return !may_break_between(before, after);
}

// One run from where the line stands; wraps onto new lines.
void draw_run(const TextRun& run, float& x, float right) {
    const char* at = run.text.data();
    const char* const end = at + run.text.size();
    const float left = ImGui::GetCursorPosX() - x, font_size = ImGui::GetFontSize();
    while (at < end) {
        if (x > 0) ImGui::SameLine(0, 0);
        const char* fit = ImGui::GetFont()->CalcWordWrapPosition(font_size, at, end, std::max(right - x, 1.0f));
        const float whole = ImGui::CalcTextSize(at, end).x;
        if (whole <= right - x) fit = end;
        if (fit == at || (x > 0 && (ImGui::CalcTextSize(at, fit).x > right - x || cuts(at, fit, end)))) {
            if (x == 0) fit = at + 1;
            else {
                ImGui::NewLine();
                ImGui::SetCursorPosX(left);
                x = 0;
                while (at < end && *at == ' ') ++at;
                continue;
            }
        }
        ImGui::TextUnformatted(at, fit);
        if (run.emphasised) {
            const ImVec2 a = ImGui::GetItemRectMin(), b = ImGui::GetItemRectMax();
            ImGui::GetWindowDrawList()->AddLine({a.x, b.y}, {b.x, b.y}, ImGui::GetColorU32(ImGuiCol_Text));
        }
        x += ImGui::GetItemRectSize().x;
        at = fit;
        if (at < end) x = right;  // The rest begins a new line.
    }
}

}  // namespace

std::vector<TextLine> parse_rich_text(std::string_view text) { return Parser(base::trim(text)).lines(); }

std::string plain_text(std::string_view text) {
    std::string out;
    for (const auto& line : parse_rich_text(text)) {
        if (!out.empty()) out += '\n';
        for (const auto& run : line) out += run.text;
    }
    return std::string(base::trim(out));
}

void rich_text(const Ui& ui, std::string_view text, Weight weight) {
    const auto lines = parse_rich_text(text);
    const float right = ImGui::GetContentRegionAvail().x;
    for (const auto& line : lines) {
        if (line.empty()) {
            gap(ui, 4);
            continue;
        }
        float x = 0;
        ImGui::BeginGroup();
        for (const auto& run : line) {
            const bool large = weight == Weight::large;
            const bool strong = run.strong || run.heading > 0 || weight == Weight::strong || large;
            const float size = run.heading == 1 || large ? kTitleSize : run.heading == 2 ? kSubtitleSize : kTextSize;
            const Color ink = weight == Weight::quiet ? ui.theme.quiet : ui.theme.ink;
            // An author's colour was chosen for white paper: in the other themes words stay readable.
            ImGui::PushStyleColor(ImGuiCol_Text, vec(run.color && contrast_ratio(*run.color, ui.theme.surface) >= 4.5 ? *run.color : ink));
            ImGui::PushFont(strong ? ui.fonts.bold : ui.fonts.regular, size);
            draw_run(run, x, right);
            ImGui::PopFont();
            ImGui::PopStyleColor();
        }
        ImGui::EndGroup();
    }
}

}  // namespace yuanquan::ui

#include "app/ui/shell.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

#include "app/ui/cells.hpp"

namespace yuanquan::ui {

namespace {

constexpr float kRailWidth = 190, kRailSigns = 60, kRailSmall = 84, kEntry = 40, kEntrySmall = 56, kBarHeight = 52, kNarrow = 1100;

constexpr int kTabFrames = 3;   // Until what Tab went for has the keyboard.

// Nothing has the keyboard, or what had it is no longer drawn: Dear ImGui then looks in vain for the piece that follows it.
bool focus_is_gone(const ImGuiWindow& frame) {
    const auto& context = *ImGui::GetCurrentContext();
    const auto* window = context.NavWindow;
    return window != nullptr && window->RootWindow == frame.RootWindow && !context.NavIdIsAlive && context.ActiveId == 0;
}

bool has_keyboard(const ImGuiWindow& frame) {
    const auto& context = *ImGui::GetCurrentContext();
    return context.NavWindow != nullptr && context.NavWindow->RootWindow == frame.RootWindow && context.NavIdIsAlive && context.NavId != 0;
}

ImVec4 vec(Color color) { return {color.r / 255.0f, color.g / 255.0f, color.b / 255.0f, color.a / 255.0f}; }

}  // namespace

Chord rail_chord(std::size_t index) { return {ImGuiKey_1 + static_cast<int>(index), false, true}; }
const Chord kBackChord{ImGuiKey_Escape};

void Shell::push(std::unique_ptr<Screen> screen) {
    auto shared = std::make_shared<std::unique_ptr<Screen>>(std::move(screen));
    requests_.emplace_back([this, shared] {
        hide_top();
        stack_.push_back({std::move(*shared)});
    });
}

void Shell::hide_top() {
    if (stack_.empty()) return;
    top()->hide();
    stack_.back().keyboard = keyboard_;
}

void Shell::pop() {
    requests_.emplace_back([this] {
        if (stack_.size() < 2 || !top()->leave()) return;
        stack_.pop_back();
        keyboard_back_ = stack_.back().keyboard;
    });
}

bool Shell::return_to(const std::function<bool(const Screen&)>& is_it) {
    const auto place = std::find_if(stack_.rbegin(), stack_.rend(), [&](const auto& layer) { return is_it(*layer.screen); });
    if (place == stack_.rend()) return false;
    requests_.emplace_back([this, there = place->screen.get()] {
        while (stack_.size() > 1 && top() != there && top()->leave()) {
            stack_.pop_back();
            keyboard_back_ = stack_.back().keyboard;
        }
    });
    return true;
}

bool Shell::leave() {
    return std::all_of(stack_.rbegin(), stack_.rend(), [](const auto& layer) { return layer.screen->leave(); });
}

void Shell::go(std::size_t rail_index) {
    requests_.emplace_back([this, rail_index] {
        while (!stack_.empty()) {
            if (!top()->leave()) return;
            stack_.pop_back();
        }
        current_ = rail_index;
        stack_.push_back({rail_[rail_index].open()});
    });
}

void Shell::say(State state, std::string words, Strip strip) {
    message_state_ = state;
    message_ = std::move(words);
    strip_ = strip;
    is_said_ = true;
}

void Shell::apply_requests() {
    auto requests = std::move(requests_);
    requests_.clear();
    for (auto& request : requests) request();
}

void Shell::draw_rail(Ui& ui, float width, RailShape shape) {
    const bool signs_only = shape == RailShape::signs, small = shape == RailShape::small_words;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, vec(ui.theme.raised));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(8), ui.px(12)});
    ImGui::BeginChild("rail", {width, 0}, ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    if (shape != RailShape::words) {
        const float sign = ImGui::CalcTextSize("源").x;
        ImGui::SetCursorPosX((width - sign) / 2);
        cell_text(ui, "源", ui.theme.ink);
    } else {
        subtitle(ui, ui.tr("app.name"));
    }
    gap(ui, 16);
    for (std::size_t i = 0; i < rail_.size(); ++i) {
        const bool here = i == current_;
        const int badge = rail_[i].badge ? rail_[i].badge() : 0;
        std::string label = rail_[i].sign;
        if (shape == RailShape::words) label += "  " + std::string(ui.tr(rail_[i].key));
        if (badge > 0) label += "  " + std::to_string(badge);
        ImGui::PushStyleColor(ImGuiCol_Button, vec(here ? ui.theme.here.with_alpha(36) : ui.theme.raised));
        ImGui::PushStyleColor(ImGuiCol_Text, vec(here ? ui.theme.here : ui.theme.ink));
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
        ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {shape == RailShape::words ? 0.0f : 0.5f, small ? 0.15f : 0.5f});
        if (ImGui::Button((label + "##" + rail_[i].key).c_str(), {-1, ui.px(small ? kEntrySmall : kEntry)})) go(i);
        if (i < 9) key_hint(ui, rail_chord(i), HintAt::side);
        if (small) draw_small_word(ui, rail_[i].key, here);
        if (signs_only && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr(rail_[i].key));
        ImGui::PopStyleVar(2);
        ImGui::PopStyleColor(2);
        if (i < 9 && pressed(rail_chord(i))) go(i);
    }
    ImGui::EndChild();
}

// Below its sign, in the button that was drawn last. Long words have a short one for here.
void Shell::draw_small_word(const Ui& ui, const std::string& key, bool here) const {
    const auto brief = key + ".short";
    const auto* words = ui.tr(ui.texts.has("en", brief) ? brief : key);
    ImGui::PushFont(ui.fonts.regular, kSmallSize);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax(), size = ImGui::CalcTextSize(words);
    ImGui::GetWindowDrawList()->AddText({(low.x + high.x - size.x) / 2, high.y - size.y - ui.px(4)}, (here ? ui.theme.here : ui.theme.ink).packed(), words);
    ImGui::PopFont();
}

void Shell::draw_bar(Ui& ui) {
    ImGui::BeginChild("bar", {0, ui.px(kBarHeight)}, ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoScrollbar);
    if (tab_frames_ > 0 && --tab_frames_ == 0 && focus_gone_) ImGui::SetKeyboardFocusHere(), ImGui::SetNavCursorVisible(true);   // On the screen there is nothing to go to.
    if (stack_.size() > 1) {
        if (quiet_button(ui, std::string("← ") + ui.tr("shell.back") + "##back")) pop();
        key_hint(ui, kBackChord);
        ImGui::SameLine();
    }
    const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - bar_end_width_;
    if (top() != nullptr) {
        ImGui::PushFont(ui.fonts.bold, kSubtitleSize);
        const float room = end - ImGui::GetCursorPosX() - ui.px(12);
        ImGui::BeginGroup();  // The line stays as high as the buttons beside it.
        cell_text(ui, top()->title(ui), ui.theme.ink, ui.theme.row_height(), room);
        ImGui::EndGroup();
        ImGui::PopFont();
    }
    if (bar_end_) {
        ImGui::SameLine();
        ImGui::SetCursorPosX(end);
        ImGui::BeginGroup();
        bar_end_(ui);
        ImGui::EndGroup();
        bar_end_width_ = ImGui::GetItemRectSize().x;
    }
    ImGui::EndChild();
}

bool Shell::all_kept() const {
    return std::all_of(stack_.begin(), stack_.end(), [](const Layer& layer) { return layer.screen->all_kept(); });
}

void Shell::cover(std::unique_ptr<Screen> screen) {
    auto shared = std::make_shared<std::unique_ptr<Screen>>(std::move(screen));
    requests_.emplace_back([this, shared] {
        if (*shared) {
            if (cover_ == nullptr) hide_top();
        } else if (!stack_.empty()) {
            keyboard_back_ = stack_.back().keyboard;
        }
        cover_ = std::move(*shared);
    });
}

void Shell::draw_content(Ui& ui, Screen& screen) {
    const ImGuiWindowFlags flags = screen.scrolls() ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::BeginChild("content", {0, 0}, ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened, flags);
    // Tab then begins at the top of the screen.
    give_back_keyboard();
    if (focus_gone_ && ImGui::IsKeyPressed(ImGuiKey_Tab) && !ImGui::GetIO().KeyCtrl && !ImGui::GetIO().KeyAlt) {
        ImGui::SetKeyboardFocusHere();
        ImGui::SetNavCursorVisible(true);   // Else the next Tab would only show it.
        tab_frames_ = kTabFrames;
    }
    ImGui::PushID(&screen);
    screen.draw(ui);
    ImGui::PopID();
    ImGui::EndChild();
}

// Into the window of the content. If it is not drawn any more, Tab begins at the top.
void Shell::give_back_keyboard() {
    if (keyboard_back_ == 0) return;
    ImGui::SetNavWindow(ImGui::GetCurrentWindow());
    ImGui::GetCurrentContext()->NavId = std::exchange(keyboard_back_, 0);
    ImGui::SetNavCursorVisible(true);
}

void Shell::draw_message(const Ui& ui) {
    if (std::exchange(is_said_, false)) said_on_ = top();   // It may have been said by the screen that led here.
    if (said_on_ != top() && strip_ == Strip::of_screen) message_.clear();
    if (message_.empty()) return;
    ImGui::SetCursorPosX(ui.px(16));   // As wide as the content below.
    ImGui::BeginChild("said", {ImGui::GetContentRegionAvail().x - ui.px(16), 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    if (message_strip(ui, message_state_, message_, ui.tr("shell.close"))) message_.clear();
    ImGui::EndChild();
}

void Shell::draw_main(Ui& ui) {
    draw_bar(ui);
    draw_message(ui);
    if (auto* screen = top()) draw_content(ui, *screen);
}

void Shell::draw(Ui& ui) {
    apply_requests();
    begin_key_hints();
    const auto* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->WorkPos);
    ImGui::SetNextWindowSize(viewport->WorkSize);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::Begin("##frame", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    const bool narrow = viewport->WorkSize.x < kNarrow * ui.theme.scale;
    const bool high = viewport->WorkSize.y > ui.px((kEntrySmall + 8) * static_cast<float>(rail_.size()) + kBarHeight);
    const auto shape = !narrow ? RailShape::words : high ? RailShape::small_words : RailShape::signs;
    if (cover_ == nullptr) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(10), ui.px(8)});
        draw_rail(ui, ui.px(shape == RailShape::words ? kRailWidth : shape == RailShape::signs ? kRailSigns : kRailSmall), shape);
        ImGui::PopStyleVar();
        ImGui::SameLine();
    }
    ImGui::BeginChild(cover_ == nullptr ? "main" : "cover", {0, 0}, ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleVar(2);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(16), ui.px(10)});
    if (cover_ == nullptr) {
        draw_main(ui);
    } else {
        draw_content(ui, *cover_);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    focus_gone_ = focus_is_gone(*ImGui::GetCurrentWindow());
    if (cover_ == nullptr && has_keyboard(*ImGui::GetCurrentWindow())) keyboard_ = ImGui::GetCurrentContext()->NavId;
    ImGui::End();
    draw_key_hints(ui);
    // Esc goes back, unless a text field or popup uses it.
    if (cover_ == nullptr && !ImGui::GetIO().WantTextInput && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup) &&
        ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
        if (top() == nullptr || !top()->fold()) pop();
    }
}

}  // namespace yuanquan::ui

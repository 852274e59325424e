#include "app/screens/rest_lock.hpp"

#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/entry_field.hpp"
#include "model/base/passphrase.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kPassphrase[] = "ui.passphrase";
constexpr std::int64_t kMinuteMs = 60'000;
constexpr float kCardWidth = 460;

// Anything that a hand did since the last frame.
bool any_input() {
    const auto& io = ImGui::GetIO();
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || io.MouseWheelH != 0) return true;
    if (!io.InputQueueCharacters.empty()) return true;
    return std::any_of(std::begin(io.KeysData), std::end(io.KeysData), [](const auto& key) { return key.Down; });
}

}  // namespace

bool has_passphrase(const survey::Workspace& workspace) { return !workspace.store().setting(kPassphrase).value_or("").empty(); }

base::Status set_passphrase(AppState& state, const std::string& passphrase) {
    if (passphrase.empty()) state.preferences.lock_minutes = 0;
    return state.workspace.store().set_setting(kPassphrase, passphrase.empty() ? "" : base::hash_passphrase(passphrase));
}

void RestLock::begin() {
    last_input_ms_ = state_.workspace.clock().now_ms();
    if (state_.preferences.lock_minutes > 0 && has_passphrase(state_.workspace)) {
        state_.shell.cover(std::make_unique<LockScreen>(state_));
    }
}

// By the wall clock, which goes on while the laptop sleeps. One that is set back only makes the wait longer.
bool RestLock::update() {
    const auto now = state_.workspace.clock().now_ms();
    const auto rest = now - last_input_ms_;
    const auto minutes = state_.preferences.lock_minutes;
    const bool due = minutes > 0 && rest >= minutes * kMinuteMs;
    if (rest < 0 || any_input()) last_input_ms_ = now;
    if (!due || state_.shell.covered() || !has_passphrase(state_.workspace)) return false;
    state_.shell.cover(std::make_unique<LockScreen>(state_));
    return true;
}

void LockScreen::draw(ui::Ui& ui) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float width = std::min(room.x, ui.px(kCardWidth));
    ImGui::SetCursorPos({ImGui::GetCursorPosX() + (room.x - width) / 2, std::max(ui.px(40), room.y * 0.28f)});
    ui::begin_card(ui, "lock", width);
    ui::title(ui, ui.tr("lock.title"));
    ui::quiet(ui, ui.tr("lock.words", {{"person", state_.workspace.identity().person}}));
    ui::gap(ui, 12);
    ui::strong(ui, ui.tr("lock.passphrase"));
    ui::EntryField field;
    field.id = "##passphrase";
    field.name = ui.tr("lock.passphrase");
    field.secret = field.select_all = true;
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    const auto entry = ui::entry_field(ui, field, typed_);
    if (entry.changed) refused_ = false;
    const bool entered = entry.left && (ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter));
    if (refused_) ui::message_strip(ui, ui::State::error, ui.tr("lock.wrong"));
    ui::gap(ui, 8);
    if (ui::primary_button(ui, ui.tr("lock.open"), !typed_.empty(), ui.tr("lock.passphrase")) || (entered && !typed_.empty())) {
        if (base::passphrase_fits(state_.workspace.store().setting(kPassphrase).value_or(""), typed_)) {
            state_.shell.cover(nullptr);
        } else {
            refused_ = focus_ = true;
        }
    }
    ui::gap(ui, 10);
    ui::quiet(ui, ui.tr("lock.forgotten"));
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

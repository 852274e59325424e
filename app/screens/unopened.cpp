#include "app/screens/unopened.hpp"

#include <algorithm>
#include <imgui.h>

namespace yuanquan::screens {

namespace {

constexpr float kCardWidth = 620;
constexpr int kFramesToFocus = 3;   // Until the window has the keyboard itself.

}  // namespace

void Unopened::failed(base::Error error) {
    error_ = std::move(error);
    ++tries_;
}

void Unopened::draw(ui::Ui& ui) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float width = std::min(room.x, ui.px(kCardWidth));
    ImGui::SetCursorPos({ImGui::GetCursorPosX() + (room.x - width) / 2, std::max(ui.px(40), room.y * 0.28f)});
    ui::begin_card(ui, "unopened", width);
    ui::title(ui, ui.tr("unopened.title"));
    ui::gap(ui, 8);
    ui::body(ui, ui.texts.error(error_));
    ui::gap(ui, 12);
    if (frames_ < kFramesToFocus) {   // Enter is enough.
        ImGui::SetKeyboardFocusHere();
        ImGui::SetNavCursorVisible(true);
    }
    ++frames_;
    if (ui::primary_button(ui, ui.tr("unopened.again"))) wish_ = Wish::again;
    ImGui::SameLine();
    if (ui::button(ui, ui.tr("unopened.end"))) wish_ = Wish::end;
    if (tries_ > 1) {
        ui::gap(ui, 6);
        ui::quiet(ui, ui.tr("unopened.tried", {{"count", std::to_string(tries_)}}));
    }
    ui::end_card(ui);
}

OpenedWorkspace open_when_possible(ui::Window& window, words::Texts& texts, base::Error error, const std::function<OpenedWorkspace()>& open) {
    OpenedWorkspace workspace = base::fail(error);
    if (!window.fonts().chinese) texts.set_language("en");   // Boxes help nobody.
    ui::Tasks tasks([] {});
    ui::Ui ui{texts, ui::make_theme(ui::ThemeName::light, 1), window.fonts(), tasks};
    ui::apply_theme(ui.theme);
    ui::Shell shell({}, {});
    auto screen = std::make_unique<Unopened>(std::move(error));
    auto& shown = *screen;
    shell.cover(std::move(screen));
    window.run(
        [&] {
            shell.draw(ui);
            const auto wish = shown.take_wish();
            if (wish == Unopened::Wish::again) {
                workspace = open();
                if (!workspace) shown.failed(workspace.error());
            }
            return wish != Unopened::Wish::end && !workspace;
        },
        [] { return true; });
    return workspace;
}

}  // namespace yuanquan::screens

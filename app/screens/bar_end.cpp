#include "app/screens/bar_end.hpp"

#include <imgui.h>

#include "app/screens/keys.hpp"
#include "app/team/enrolment.hpp"
#include "app/ui/cells.hpp"

namespace yuanquan::screens {

void StoreCounts::update() {
    const auto generation = workspace_.store().generation();
    if (generation == generation_) return;
    generation_ = generation;
    if (auto counts = workspace_.store().counts()) counts_ = *counts;
    enrolled_ = team::is_member(workspace_);
}

BarWish draw_bar_end(const ui::Ui& ui, const StoreCounts& counts, bool all_kept, Preferences& preferences) {
    auto wish = BarWish::none;
    if (ui::quiet_button(ui, std::string(ui.tr("bar.go_to")) + "##go_to")) wish = BarWish::go_to;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr("key.go_to"));
    ui::key_hint(ui, keys::kGoTo);
    ImGui::SameLine(0, ui.px(2));   // Buttons without a frame bring their own room.
    const auto unsent = counts.get().unsent;
    if (!all_kept) {
        ui::cell_chip(ui, ui::State::error, ui.tr("bar.not_kept"), ui.theme.row_height());
    } else if (unsent > 0) {
        ui::cell_chip(ui, ui::State::unsent, ui.tr("bar.unsent", {{"count", std::to_string(unsent)}}), ui.theme.row_height());
    } else if (counts.enrolled()) {
        ui::cell_chip(ui, ui::State::done, ui.tr("bar.all_sent"), ui.theme.row_height());
    } else {
        ui::cell_chip(ui, ui::State::done, ui.tr("bar.saved_here"), ui.theme.row_height());
    }
    ImGui::SameLine(0, ui.px(2));
    draw_preferences(ui, preferences);
    ImGui::SameLine(0, 0);
    if (ui::quiet_button(ui, "?##help")) wish = BarWish::help;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr("help.title"));
    ui::key_hint(ui, keys::kHelp);
    return wish;
}

}  // namespace yuanquan::screens

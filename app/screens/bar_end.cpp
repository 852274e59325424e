#include "app/screens/bar_end.hpp"

#include <imgui.h>

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

void draw_bar_end(const ui::Ui& ui, ui::Shell&, const StoreCounts& counts, Preferences& preferences) {
    const auto unsent = counts.get().unsent;
    if (unsent > 0) {
        ui::cell_chip(ui, ui::State::unsent, ui.tr("bar.unsent", {{"count", std::to_string(unsent)}}), ui.theme.row_height());
    } else if (counts.enrolled()) {
        ui::cell_chip(ui, ui::State::done, ui.tr("bar.all_sent"), ui.theme.row_height());
    } else {
        ui::cell_chip(ui, ui::State::done, ui.tr("bar.saved_here"), ui.theme.row_height());
    }
    ImGui::SameLine();
    draw_preferences(ui, preferences);
}

}  // namespace yuanquan::screens

#include "app/screens/question_grid.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/question_media.hpp"
#include "app/ui/panel.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPanelPads = 32, kWordsMin = 200, kCellMin = 84, kCellMax = 150, kCardMin = 160;
constexpr std::size_t kDefaultColumns = 4, kColumnsMax = 10;

bool is_select(const form::Control& control) {
    return control.kind == form::ControlKind::select_one || control.kind == form::ControlKind::select_multiple;
}

}  // namespace

std::optional<ChoiceGrid> grid_below(const ui::Ui& ui, const form::LiveForm& form, const std::vector<form::Element>& elements, std::size_t index) {
    const auto& heading = elements[index];
    if (heading.kind != form::ElementKind::question || !is_select(form.control(heading)) || !form.control(heading).has_appearance("label")) return {};
    ChoiceGrid grid{0, 0, form.choices(heading)};
    if (grid.choices.empty()) return {};
    const float width = ImGui::GetContentRegionAvail().x - ui.px(kPanelPads), count = static_cast<float>(grid.choices.size());
    grid.cell = std::min(ui.px(kCellMax), (width - ui.px(kWordsMin)) / count);
    if (grid.cell < ui.px(kCellMin)) return {};
    grid.words = width - grid.cell * count;
    if (index + 1 >= elements.size() || !is_grid_line(form, elements[index + 1], grid)) return {};
    return grid;
}

bool is_grid_line(const form::LiveForm& form, const form::Element& element, const ChoiceGrid& grid) {
    if (element.kind != form::ElementKind::question || !is_select(form.control(element)) || !form.control(element).has_appearance("list-nolabel")) return false;
    const auto& choices = form.choices(element);
    return std::equal(choices.begin(), choices.end(), grid.choices.begin(), grid.choices.end(), [](const auto& a, const auto& b) { return a.value == b.value; });
}

void draw_grid_heading(const ui::Ui& ui, Entry& entry, const form::Element& heading, const ChoiceGrid& grid) {
    if (!ui::begin_panel(ui, entry.form().cell_path(heading), {false, true, 0}, false)) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    float bottom = at.y;
    const auto column = [&](float x, float width, const auto& draw) {
        ImGui::SetCursorScreenPos({x, at.y});
        const ui::NarrowTo narrow(width - ui.px(8));
        ImGui::BeginGroup();
        draw();
        ImGui::EndGroup();
        bottom = std::max(bottom, ImGui::GetItemRectMax().y);
    };
    column(at.x, grid.words, [&] {
        const auto words = entry.form().label(heading);
        if (!words.empty()) ui::rich_text(ui, words, ui::Weight::strong);
    });
    // The marks below stand 8 apart, none behind the last.
    const float count = static_cast<float>(grid.choices.size()), step = grid.cell + ui.px(8) / count;
    for (std::size_t i = 0; i < grid.choices.size(); ++i) {
        column(at.x + grid.words + step * static_cast<float>(i), step, [&] {
            const auto picture = grid.choices[i].media.find("image");
            if (picture != grid.choices[i].media.end()) draw_form_picture(ui, entry, picture->second, (grid.cell - ui.px(8)) / ui.theme.scale);
            ui::body(ui, ui::plain_text(grid.choices[i].label));
        });
    }
    ImGui::SetCursorScreenPos({at.x, bottom});
    ImGui::Dummy({});
    ui::end_panel(ui);
}

std::size_t grid_columns(const form::Control& control) {
    for (const auto word : base::split_space(control.appearance)) {
        const auto number = word.starts_with('w') ? base::parse_integer(word.substr(1)) : std::nullopt;
        if (number && *number >= 1) return std::min(static_cast<std::size_t>(*number), kColumnsMax);
    }
    return kDefaultColumns;
}

std::size_t grid_line(const ui::Ui& ui, const form::LiveForm& form, const std::vector<form::Element>& elements, std::size_t index, std::size_t columns) {
    const float width = ImGui::GetContentRegionAvail().x;
    std::size_t used = 0, count = 0;
    for (; index + count < elements.size(); ++count) {
        const auto& element = elements[index + count];
        if (element.kind != form::ElementKind::question) break;
        const auto wanted = grid_columns(form.control(element));
        if (used + wanted > columns || width * static_cast<float>(wanted) / static_cast<float>(columns) < ui.px(kCardMin)) break;
        used += wanted;
    }
    return std::max<std::size_t>(1, count);
}

}  // namespace yuanquan::screens

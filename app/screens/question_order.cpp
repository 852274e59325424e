// Questions whose answer is an order, a point on a scale, or a nod.
#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/entry_field.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr double kScaleButtons = 11;   // 0 to 10 stand as buttons; a finer scale is typed.

double number_of(const form::Control& control, const char* name, double otherwise) {
    const auto found = control.attributes.find(name);
    if (found == control.attributes.end()) return otherwise;
    return base::parse_decimal(found->second).value_or(otherwise);
}

void swap_ranks(Entry& entry, const Asked& asked, std::vector<std::string> order, std::size_t a, std::size_t b) {
    std::swap(order[a], order[b]);
    std::string value;
    for (const auto& word : order) value += (value.empty() ? "" : " ") + word;
    entry.answer(asked.question, value);
}

}  // namespace

void draw_rank(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto value = entry.form().value(asked.question);
    std::vector<std::string> order;
    for (const auto word : base::split_space(value)) order.emplace_back(word);
    for (const auto& choice : entry.form().choices(asked.question)) {
        if (std::find(order.begin(), order.end(), choice.value) == order.end()) order.push_back(choice.value);
    }
    if (order.empty()) {
        ui::quiet(ui, ui.tr("questionnaire.no_choices"));
        return;
    }
    if (value.empty()) {
        if (entry.wants(asked.path)) entry.take_focus(asked.path);
        if (ui::button(ui, std::string(ui.tr("questionnaire.rank_take")) + "##" + asked.path) && !enter_pressed()) {
            swap_ranks(entry, asked, order, 0, 0);
            entry.go_to(asked.path);   // This button is gone.
        }
        entry.note_item(asked.path);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto id = "##" + asked.path + "=" + order[i];
        if (i == 0 && !value.empty()) entry.take_focus(asked.path);
        if (ui::button(ui, "↑" + id, i > 0) && !enter_pressed()) swap_ranks(entry, asked, order, i, i - 1);   // Enter goes on, space moves.
        entry.note_item(asked.path);
        ImGui::SameLine();
        if (ui::button(ui, "↓" + id, i + 1 < order.size()) && !enter_pressed()) swap_ranks(entry, asked, order, i, i + 1);
        entry.note_item(asked.path);
        ImGui::SameLine();
        const auto place = value.empty() ? std::string("·") : std::to_string(i + 1);
        const auto words = place + "  " + ui::plain_text(entry.form().choice_label(asked.question, order[i]));
        ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);  // For the mouse; the arrows are for the keyboard.
        ImGui::Selectable((words + id + "@drag").c_str(), false, ImGuiSelectableFlags_AllowOverlap, {0, ui.theme.row_height()});
        ImGui::PopItemFlag();
        // Dragged beyond its own line: it changes places with the one that it is over.
        if (ImGui::IsItemActive() && !ImGui::IsItemHovered()) {
            const bool down = ImGui::GetIO().MousePos.y > ImGui::GetItemRectMax().y;
            const bool up = ImGui::GetIO().MousePos.y < ImGui::GetItemRectMin().y;
            if (up && i > 0) swap_ranks(entry, asked, order, i, i - 1);
            if (down && i + 1 < order.size()) swap_ranks(entry, asked, order, i, i + 1);
            if ((up && i > 0) || (down && i + 1 < order.size())) break;
        }
    }
}

void draw_range(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto& control = entry.form().control(asked.question);
    const double start = number_of(control, "start", 0), end = number_of(control, "end", 10);
    const double step = std::max(std::abs(number_of(control, "step", 1)), 1e-9);
    const double low = std::min(start, end), high = std::max(start, end);
    if ((high - low) / step + 1 <= kScaleButtons + 0.5) {
        std::vector<Offer> offers;
        const auto count = static_cast<int>(std::floor((high - low) / step + 1e-9)) + 1;
        for (int i = 0; i < count; ++i) {
            const auto text = base::format_number(start + (end < start ? -step : step) * i);
            offers.push_back({text, text, {}});
        }
        draw_offers(ui, entry, asked, offers, false);
        return;
    }
    ui::quiet(ui, ui.tr("questionnaire.range", {{"low", base::format_number(low)}, {"high", base::format_number(high)},
                                                 {"step", base::format_number(step)}}));
    const auto move = [&](double by) {
        const auto now = base::parse_decimal(entry.form().value(asked.question)).value_or(by > 0 ? low - by : high - by);
        entry.answer(asked.question, base::format_number(std::clamp(now + by, low, high)));
    };
    draw_text(ui, entry, asked);
    ImGui::SameLine();
    if (ui::button(ui, "−##" + asked.path)) move(-step);
    entry.note_item(asked.path, false);
    ImGui::SameLine();
    if (ui::button(ui, "+##" + asked.path)) move(step);
    entry.note_item(asked.path, false);
    const auto number = base::parse_decimal(entry.form().value(asked.question));
    // The scale itself, for the mouse.
    auto shown = static_cast<float>(number.value_or(low));
    ImGui::SetNextItemWidth(std::min(ui.px(360), ImGui::GetContentRegionAvail().x));
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop, true);
    if (ImGui::SliderFloat(("##" + asked.path + "@slider").c_str(), &shown, static_cast<float>(low), static_cast<float>(high),
                           number ? " " : ui.tr("questionnaire.range_blank"))) {
        const double steps = std::round((static_cast<double>(shown) - low) / step);
        entry.answer(asked.question, base::format_number(std::clamp(low + steps * step, low, high)));
    }
    ImGui::PopItemFlag();
    if (number && (*number < low || *number > high)) {
        ui::colored(ui.theme.error, std::string("▲ ") + ui.tr("questionnaire.out_of_range"));
    }
}

void draw_trigger(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const bool agreed = !entry.form().value(asked.question).empty();
    entry.take_focus(asked.path);
    const bool pressed = ui::choice_button(ui, std::string(ui.tr("questionnaire.acknowledge")) + "##" + asked.path, "1", agreed, true);
    entry.note_item(asked.path);
    const bool digit = entry.current() == asked.path && digit_pressed(1);
    if ((pressed && !enter_pressed()) || digit) entry.answer(asked.question, agreed ? "" : "OK");
}

}  // namespace yuanquan::screens

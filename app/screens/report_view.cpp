#include "app/screens/report_view.hpp"

#include <algorithm>
#include <cmath>
#include <imgui.h>

#include "app/screens/report_table.hpp"
#include "app/ui/cells.hpp"

namespace yuanquan::screens {

namespace {

using Kind = survey::ReportBlock::Kind;

constexpr float kLabelShare = 0.38f;

void draw_figures(const ui::Ui& ui, const survey::ReportPart& part) {
    if (!ImGui::BeginTable("figures", 2, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings)) return;
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch, 1 - kLabelShare);
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch, kLabelShare);
    for (const auto& row : part.rows) {
        ImGui::TableNextColumn();
        ui::body(ui, row[0].text);
        ImGui::TableNextColumn();
        ImGui::PushFont(ui.fonts.bold, 0);
        ui::cell_number(ui, row[1].text, ui.theme.ink);
        ImGui::PopFont();
    }
    ImGui::EndTable();
}

// Bars on one scale: label, bar, figure at its end.
void draw_chart(const ui::Ui& ui, const survey::ReportPart& part) {
    double most = 0;
    float widest = 0;
    for (const auto& row : part.rows) {
        if (std::isfinite(row[1].number)) most = std::max(most, row[1].number);
        widest = std::max(widest, ImGui::CalcTextSize(row[1].text.c_str()).x);
    }
    const float width = ImGui::GetContentRegionAvail().x, label = width * kLabelShare, height = ui.px(26);
    const float room = std::max(ui.px(20), width - label - widest - ui.px(24));
    for (const auto& row : part.rows) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ui::cell_text(ui, row[0].text, ui.theme.ink, height, label - ui.px(12));
        const double part_of = most > 0 && std::isfinite(row[1].number) ? std::max(0.0, row[1].number) / most : 0;
        const float end = at.x + label + room * static_cast<float>(part_of);
        auto* draw = ImGui::GetWindowDrawList();
        if (end > at.x + label) {
            draw->AddRectFilled({at.x + label, at.y + ui.px(5)}, {end, at.y + height - ui.px(5)}, ui.theme.action.packed(), ui.px(3));
        }
        draw->AddText({end + ui.px(8), at.y + (height - ImGui::GetTextLineHeight()) / 2}, ui.theme.ink.packed(), row[1].text.c_str());
        ImGui::SetCursorScreenPos(at);
        ImGui::Dummy({width, height});
    }
}

}  // namespace

void draw_report(const ui::Ui& ui, const survey::ComputedReport& report) {
    ui::title(ui, report.title);
    ui::quiet(ui, (report.area_name.empty() ? "" : report.area_name + " · ") + ui.tr("paper.report.records", {{"count", std::to_string(report.records)}}));
    ui::gap(ui, 12);
    int number = 0;
    for (const auto& part : report.parts) {
        ImGui::PushID(number++);
        if (part.kind == Kind::heading) {
            ui::gap(ui, 10);
            ui::subtitle(ui, part.words);
        } else if (part.kind == Kind::text) {
            ui::body(ui, part.words);
        } else {
            ui::begin_card(ui, "part");
            if (!part.words.empty()) ui::strong(ui, part.words);
            if (part.kind == Kind::figures) draw_figures(ui, part);
            if (part.kind == Kind::chart) draw_chart(ui, part);
            if (part.kind == Kind::table) draw_report_table(ui, part);
            ui::end_card(ui);
        }
        ui::gap(ui, 8);
        ImGui::PopID();
    }
}

}  // namespace yuanquan::screens

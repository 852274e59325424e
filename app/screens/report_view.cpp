#include "app/screens/report_view.hpp"

#include <algorithm>
#include <cmath>
#include <imgui.h>

#include "app/ui/cells.hpp"

namespace yuanquan::screens {

namespace {

using Kind = survey::ReportBlock::Kind;

constexpr float kLabelShare = 0.38f;
constexpr std::size_t kRowsHigh = 14, kColumnsMax = 60, kFlatColumns = 8;

bool is_number(const survey::ReportCell& cell) { return cell.kind == survey::ReportCell::Kind::number; }

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

void draw_rows(const ui::Ui& ui, const survey::ReportPart& part, int columns, float height) {
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(part.rows.size()), height);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto& row = part.rows[static_cast<std::size_t>(i)];
            ImGui::TableNextRow(0, height);
            for (int column = 0; column < columns; ++column) {
                ImGui::TableNextColumn();
                const auto& cell = row[static_cast<std::size_t>(column)];
                is_number(cell) ? ui::cell_number(ui, cell.text, ui.theme.ink, height) : ui::cell_text(ui, cell.text, ui.theme.ink, height);
            }
        }
    }
}

void draw_table(const ui::Ui& ui, const survey::ReportPart& part) {
    if (part.rows.empty()) {
        ui::quiet(ui, ui.tr("reports.no_rows"));
        return;
    }
    const auto columns = static_cast<int>(std::min(part.heads.size(), kColumnsMax));
    const bool wide = part.heads.size() > kFlatColumns;
    const float height = ui.theme.row_height();
    // Long tables scroll in a window of their own: the rest of the report stays within reach.
    const auto lines = static_cast<float>(std::min(part.rows.size(), kRowsHigh) + 1);
    ImGuiTableFlags flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_BordersOuter | ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                            ImGuiTableFlags_NoSavedSettings;
    if (wide) flags |= ImGuiTableFlags_ScrollX;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), 0});
    const float bar = wide ? ImGui::GetStyle().ScrollbarSize : 0;
    if (ImGui::BeginTable((part.name + "##table").c_str(), columns, flags, {0, lines * height + ui.px(10) + bar})) {
        ImGui::TableSetupScrollFreeze(wide ? 1 : 0, 1);
        for (int i = 0; i < columns; ++i) {
            const auto& head = part.heads[static_cast<std::size_t>(i)];
            const float words = ImGui::CalcTextSize(head.label.c_str()).x + ui.px(20);
            if (wide) {
                const float least = ui.px(i == 0 ? 150 : head.format == survey::ReportFormat::text ? 110 : 70);
                ImGui::TableSetupColumn(head.label.c_str(), ImGuiTableColumnFlags_WidthFixed, std::max(least, words));
            } else {
                ImGui::TableSetupColumn(head.label.c_str(), ImGuiTableColumnFlags_WidthStretch, std::max(words, ui.px(i == 0 ? 160 : 70)));
            }
        }
        ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(6)});
        ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
        ImGui::TableHeadersRow();
        ImGui::PopStyleColor();
        ImGui::PopStyleVar();
        draw_rows(ui, part, columns, height);
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
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
            if (part.kind == Kind::table) draw_table(ui, part);
            ui::end_card(ui);
        }
        ui::gap(ui, 8);
        ImGui::PopID();
    }
}

}  // namespace yuanquan::screens

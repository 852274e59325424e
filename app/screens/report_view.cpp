#include "app/screens/report_view.hpp"

#include <algorithm>
#include <cmath>
#include <imgui.h>

#include "app/ui/cells.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

using Kind = survey::ReportBlock::Kind;

constexpr float kLabelShare = 0.38f, kCellPad = 8, kHeadPad = 6, kContentMax = 220, kNameLeast = 110;
constexpr std::size_t kRowsHigh = 14, kColumnsMax = 60, kRowsMeasured = 100;

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

// Where a head may break: before what stands in Chinese brackets.
std::string head_lines(const std::string& label) { return base::replace_all(label, "（", "\n（"); }

// How wide its words are in one line, and broken into lines: between words, in Chinese before brackets or in the middle.
struct HeadWidth { float whole, broken; };
HeadWidth head_width(const std::string& label) {
    HeadWidth width{ImGui::CalcTextSize(label.c_str()).x, 0};
    const bool latin = !label.empty() && static_cast<unsigned char>(label.front()) < 0x80;
    const auto lines = head_lines(label);
    if (!latin) width.broken = lines == label ? width.whole * 0.6f : ImGui::CalcTextSize(lines.c_str()).x;
    for (const auto word : base::split_space(latin ? std::string_view(label) : std::string_view())) {
        width.broken = std::max(width.broken, ImGui::CalcTextSize(word.data(), word.data() + word.size()).x);
    }
    return width;
}

std::string head_in(const std::string& label, float width) {
    return ImGui::CalcTextSize(label.c_str()).x > width ? head_lines(label) : label;
}

// Heads in one line where they fit, else broken; sideways only where even that is too wide.
struct TableShape {
    std::vector<float> widths;   // Of what stands in the cells, without their margins.
    float head_height = 0;
    bool scrolls = false, breaks = false;
    // Dear ImGui keeps the columns of a table that it knows: another shape is another table.
    const char* id() const { return scrolls ? "##scrolls" : breaks ? "##breaks" : "##whole"; }
};
TableShape table_shape(const ui::Ui& ui, const survey::ReportPart& part, std::size_t columns) {
    const float room = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize, pad = 2 * ui.px(kCellPad) + 2;
    std::vector<float> contents(columns, ui.px(24));
    for (std::size_t row = 0; row < std::min(part.rows.size(), kRowsMeasured); ++row) {
        for (std::size_t i = 0; i < columns; ++i) {
            const float words = ImGui::CalcTextSize(part.rows[row][i].text.c_str()).x;
            contents[i] = std::max(contents[i], std::min(words, ui.px(kContentMax)));   // Longer ones end with … or find room.
        }
    }
    const float free = room - pad * static_cast<float>(columns) - ui.px(4);
    const auto shape_of = [&](float HeadWidth::*which, float name_max) {
        TableShape shape;
        float sum = 0, lines = 0;
        for (std::size_t i = 0; i < columns; ++i) {
            const float words = i == 0 ? std::min(contents[i], ui.px(name_max)) : contents[i];
            shape.widths.push_back(std::max(words, head_width(part.heads[i].label).*which + 1));
            sum += shape.widths.back();
        }
        shape.scrolls = sum > free;
        const float stretch = std::max(1.0f, free / sum);
        for (std::size_t i = 0; i < columns; ++i) {
            lines = std::max(lines, ImGui::CalcTextSize(head_in(part.heads[i].label, stretch * shape.widths[i]).c_str(), nullptr, false, stretch * shape.widths[i]).y);
        }
        shape.head_height = lines + 2 * ui.px(kHeadPad);
        return shape;
    };
    auto whole = shape_of(&HeadWidth::whole, kContentMax);
    if (!whole.scrolls) return whole;
    auto broken = shape_of(&HeadWidth::broken, kNameLeast);
    broken.breaks = true;
    return broken.scrolls ? whole : broken;
}

void draw_heads(const ui::Ui& ui, const survey::ReportPart& part, int columns, float height) {
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(kCellPad), ui.px(kHeadPad)});
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, height);
    for (int i = 0; i < columns; ++i) {
        ImGui::TableNextColumn();
        ui::quiet(ui, head_in(part.heads[static_cast<std::size_t>(i)].label, ImGui::GetContentRegionAvail().x));
    }
    ImGui::PopStyleVar();
}

void draw_table(const ui::Ui& ui, const survey::ReportPart& part) {
    if (part.rows.empty()) {
        ui::quiet(ui, ui.tr("reports.no_rows"));
        return;
    }
    const auto columns = std::min(part.heads.size(), kColumnsMax);
    const auto shape = table_shape(ui, part, columns);
    const float height = ui.theme.row_height();
    // Long tables scroll in a window of their own: the rest of the report stays within reach.
    const auto lines = static_cast<float>(std::min(part.rows.size(), kRowsHigh));
    ImGuiTableFlags flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_BordersOuter | ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                            ImGuiTableFlags_NoSavedSettings;
    if (shape.scrolls) flags |= ImGuiTableFlags_ScrollX;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(kCellPad), 0});
    const float bar = shape.scrolls ? ImGui::GetStyle().ScrollbarSize : 0;
    if (ImGui::BeginTable((part.name + shape.id()).c_str(), static_cast<int>(columns), flags, {0, shape.head_height + lines * height + 2 + bar})) {
        ImGui::TableSetupScrollFreeze(shape.scrolls ? 1 : 0, 1);
        const auto kind = shape.scrolls ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch;
        for (std::size_t i = 0; i < columns; ++i) ImGui::TableSetupColumn(part.heads[i].label.c_str(), kind, shape.widths[i]);
        draw_heads(ui, part, static_cast<int>(columns), shape.head_height);
        draw_rows(ui, part, static_cast<int>(columns), height);
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

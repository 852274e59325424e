#include "app/screens/report_table.hpp"

#include <algorithm>
#include <cmath>
#include <imgui.h>

#include "app/ui/cells.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPad = 8, kTightPad = 5, kHeadPad = 6, kContentMax = 220, kCellLeast = 24;
constexpr std::size_t kRowsHigh = 14, kColumnsMax = 60, kRowsMeasured = 100;

bool is_number(const survey::ReportCell& cell) { return cell.kind == survey::ReportCell::Kind::number; }
float width_of(std::string_view text) { return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x; }
bool is_latin(std::string_view text) { return !text.empty() && static_cast<unsigned char>(text.front()) < 0x80; }

std::vector<std::string_view> lines_in(std::string_view text, float width) {
    std::vector<std::string_view> lines;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end;) {
        const char* stop = ImGui::GetFont()->CalcWordWrapPosition(ImGui::GetFontSize(), at, end, std::max(width, 1.0f));
        lines.emplace_back(at, static_cast<std::size_t>(stop - at));
        while (stop < end && *stop == ' ') ++stop;
        at = stop;
    }
    return lines;
}

// The least width in which words can be read: of the longest word, of half of what a Chinese head says in one breath.
float least_width(const std::string& text) {
    float least = 0;
    if (is_latin(text)) {
        for (const auto word : base::split_space(text)) least = std::max(least, width_of(word));
        return least;
    }
    const float square = width_of("户");
    const std::string lines = base::replace_all(text, "（", "\n（");
    for (const auto piece : base::split(lines, '\n')) {
        const auto squares = base::count_characters(piece);
        least = std::max(least, squares < 4 ? width_of(piece) : static_cast<float>((squares + 1) / 2) * square);
    }
    return least;
}

// In as few lines as the width allows, and these as even as can be: 完成 / 比例, not 完成比 / 例.
std::vector<std::string_view> even_lines(const std::string& text, float width) {
    auto lines = lines_in(text, width);
    const float step = width_of("户") / 2;
    for (float less = width - step; lines.size() > 1 && less >= least_width(text); less -= step) {
        auto tried = lines_in(text, less);
        if (tried.size() != lines.size()) break;
        lines = std::move(tried);
    }
    return lines;
}

// The least width in which a name stands in two lines.
float two_line_width(const std::string& text) {
    const float whole = width_of(text), step = width_of("户") / 2;
    float width = std::max(least_width(text), whole / 2);
    while (width < whole && lines_in(text, width).size() > 2) width += step;
    return width;
}

struct TableShape {
    std::vector<float> widths;   // Of what stands in the cells, without their margins.
    float pad = 0, head_height = 0, row_height = 0;
    bool scrolls = false;
};

class Shaper {
  public:
    Shaper(const ui::Ui& ui, const survey::ReportPart& part, std::size_t columns) : ui_(ui), part_(part), contents_(columns, ui.px(kCellLeast)) {
        for (std::size_t row = 0; row < std::min(part.rows.size(), kRowsMeasured); ++row) {
            for (std::size_t i = 0; i < columns; ++i) {
                const auto& text = part.rows[row][i].text;
                contents_[i] = std::max(contents_[i], std::min(width_of(text), ui.px(kContentMax)));   // Longer ones end with … or find room.
            }
        }
    }

    // Wide where there is room, else with heads in lines, else with names in two lines and narrow margins; sideways only
    // where even that is too wide.
    TableShape shape() const {
        auto tried = fit(kPad, true, contents_[0]);
        if (!tried.scrolls) return tried;
        tried = fit(kPad, false, contents_[0]);
        if (!tried.scrolls) return tried;
        float name = ui_.px(kCellLeast);
        for (std::size_t row = 0; row < std::min(part_.rows.size(), kRowsMeasured); ++row) {
            name = std::max(name, std::min(two_line_width(part_.rows[row][0].text), ui_.px(kContentMax)));
        }
        return fit(kTightPad, false, name);
    }

  private:
    TableShape fit(float pad, bool whole_heads, float name) const {
        TableShape shape;
        shape.pad = ui_.px(pad);
        float sum = 0;
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            const auto& head = part_.heads[i].label;
            shape.widths.push_back(1 + std::max(i == 0 ? name : contents_[i], whole_heads ? width_of(head) : least_width(head)));
            sum += shape.widths.back();
        }
        const auto columns = static_cast<float>(contents_.size());
        const float bar = part_.rows.size() > kRowsHigh ? ImGui::GetStyle().ScrollbarSize : 0;
        const float room = ImGui::GetContentRegionAvail().x - bar - columns * (2 * shape.pad + 1) - 2;
        shape.scrolls = sum > room;
        // What is left makes heads whole first, then all wider alike.
        float spare = std::max(0.0f, room - sum);
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            const float more = std::clamp(width_of(part_.heads[i].label) + 1 - shape.widths[i], 0.0f, spare);
            shape.widths[i] += more;
            spare -= more;
            sum += more;
        }
        for (auto& width : shape.widths) width = std::max(width, std::floor(width * room / sum));
        float lines = 1;
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            lines = std::max(lines, static_cast<float>(even_lines(part_.heads[i].label, shape.widths[i]).size()));
        }
        shape.head_height = lines * ImGui::GetTextLineHeight() + 2 * ui_.px(kHeadPad);
        const bool two_lines = contents_[0] > shape.widths[0] + 1;
        shape.row_height = std::max(ui_.theme.row_height(), two_lines ? 2 * ImGui::GetTextLineHeight() + ui_.px(8) : 0);
        return shape;
    }

    const ui::Ui& ui_;
    const survey::ReportPart& part_;
    std::vector<float> contents_;
};

// Heads stand over their figures: at the right.
void draw_head(const ui::Ui& ui, const std::string& label, bool right) {
    const float room = ImGui::GetContentRegionAvail().x, start = ImGui::GetCursorPosX();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
    for (const auto line : even_lines(label, room)) {
        ImGui::SetCursorPosX(start + (right ? std::max(0.0f, room - width_of(line)) : 0));
        ImGui::TextUnformatted(line.data(), line.data() + line.size());
    }
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
}

void draw_heads(const ui::Ui& ui, const survey::ReportPart& part, std::size_t columns, const TableShape& shape) {
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {shape.pad, ui.px(kHeadPad)});
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers, shape.head_height);
    for (std::size_t i = 0; i < columns; ++i) {
        ImGui::TableNextColumn();
        draw_head(ui, part.heads[i].label, !part.rows.empty() && is_number(part.rows.front()[i]));
    }
    ImGui::PopStyleVar();
}

// In two lines where one has not the room.
void draw_name(const ui::Ui& ui, const std::string& text, float height) {
    const auto lines = even_lines(text, ImGui::GetContentRegionAvail().x);
    if (lines.size() != 2 || height < 2 * ImGui::GetTextLineHeight()) return ui::cell_text(ui, text, ui.theme.ink, height);
    const float spare = height - 2 * ImGui::GetTextLineHeight();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + spare / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (const auto line : lines) ImGui::TextUnformatted(line.data(), line.data() + line.size());
    ImGui::PopStyleVar();
}

void draw_rows(const ui::Ui& ui, const survey::ReportPart& part, std::size_t columns, float height) {
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(part.rows.size()), height);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto& row = part.rows[static_cast<std::size_t>(i)];
            ImGui::TableNextRow(0, height);
            for (std::size_t column = 0; column < columns; ++column) {
                ImGui::TableNextColumn();
                const auto& cell = row[column];
                if (is_number(cell)) ui::cell_number(ui, cell.text, ui.theme.ink, height);
                else if (column == 0) draw_name(ui, cell.text, height);
                else ui::cell_text(ui, cell.text, ui.theme.ink, height);
            }
        }
    }
}

}  // namespace

void draw_report_table(const ui::Ui& ui, const survey::ReportPart& part) {
    if (part.rows.empty()) {
        ui::quiet(ui, ui.tr("reports.no_rows"));
        return;
    }
    const auto columns = std::min(part.heads.size(), kColumnsMax);
    const auto shape = Shaper(ui, part, columns).shape();
    // Long tables scroll in a window of their own: the rest of the report stays within reach.
    const auto lines = static_cast<float>(std::min(part.rows.size(), kRowsHigh));
    ImGuiTableFlags flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_BordersOuter | ImGuiTableFlags_ScrollY |
                            ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_NoSavedSettings;
    if (shape.scrolls) flags |= ImGuiTableFlags_ScrollX;
    const float bar = shape.scrolls ? ImGui::GetStyle().ScrollbarSize : 0;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {shape.pad, 0});
    const auto id = part.name + (shape.scrolls ? "##scrolls" : "##fits");   // Dear ImGui keeps what it knows of a table.
    if (ImGui::BeginTable(id.c_str(), static_cast<int>(columns), flags, {0, shape.head_height + lines * shape.row_height + 2 + bar})) {
        ImGui::TableSetupScrollFreeze(shape.scrolls ? 1 : 0, 1);
        for (std::size_t i = 0; i < columns; ++i) {
            ImGui::TableSetupColumn(part.heads[i].label.c_str(), ImGuiTableColumnFlags_WidthFixed, shape.widths[i]);
        }
        draw_heads(ui, part, columns, shape);
        draw_rows(ui, part, columns, shape.row_height);
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

}  // namespace yuanquan::screens

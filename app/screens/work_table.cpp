// The table of the Work screen: only rows in sight are drawn, so 50,000 cost as much as 30.

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

#include "app/screens/keys.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/work.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/item_log.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kTitleMin = 250, kTitleBesideDays = 180, kFormColumn = 140, kNumberColumn = 96, kDate = 112, kAuthor = 120, kArea = 100, kAreaLatin = 180;

std::string overdue_words(const ui::Ui& ui, const std::string& due) {
    return std::string(ui::state_sign(ui::State::error)) + " " + ui.tr("work.overdue", {{"due", due}});
}

}  // namespace

RowStatus row_status(const store::ListRow& row) {
    if (row.conflicts > 0) return {ui::State::versions, "status.versions"};
    if (!row.at_headquarters) return {ui::State::unsent, "status.unsent"};
    return {ui::State::done, "status.at_headquarters"};
}

// What there is room for: what tells households apart first, then what is due and whose it is, when one was last there,
// where; then the form's own columns, then who.
std::vector<Work::Column> Work::table_columns(const ui::Ui& ui, float width) const {
    float status = 0;
    for (const auto& [state, key] : {RowStatus{ui::State::versions, "status.versions"}, RowStatus{ui::State::unsent, "status.unsent"},
                                     RowStatus{ui::State::done, "status.at_headquarters"}}) {
        status = std::max(status, ui::chip_width(ui, state, ui.tr(key)) / ui.theme.scale);
    }
    std::vector<Column> columns = {{ui.tr("work.column.status"), SortKey::status, 0, status, false},
                                   {ui.tr("work.column.title"), SortKey::title, 0, 0, false}};
    const float padding = 2 * ImGui::GetStyle().CellPadding.x / ui.theme.scale;
    // Long titles end with … so that what is due has room.
    float room = width / ui.theme.scale - status - (query_.due ? kTitleBesideDays : kTitleMin) - 3 * padding;
    const auto take = [&](Column column) {
        if (column.width + padding > room) return false;
        room -= column.width + padding;
        columns.push_back(std::move(column));
        return true;
    };
    const float overdue = ImGui::CalcTextSize(overdue_words(ui, "2026-12-31").c_str()).x / ui.theme.scale + 4;
    using Kind = store::ListColumn::Kind;
    const auto take_form_columns = [&](Kind kind) {
        for (std::size_t i = 0; columns_ && i < columns_->columns().size(); ++i) {
            const auto& column = columns_->columns()[i];
            if (column.area || column.kind != kind) continue;
            const float least = column.number ? kNumberColumn : kind == Kind::latest ? kDate : kind == Kind::earliest ? overdue : kFormColumn;
            const float label = ImGui::CalcTextSize(column.label.c_str()).x / ui.theme.scale + 20;
            take({column.label, SortKey::column, i, kind == Kind::answer ? std::clamp(label, least, 1.5f * least) : least, column.number});
        }
    };
    const Column changed{ui.tr("work.column.changed"), SortKey::changed, 0, kDate, false};
    const Column owner{ui.tr("work.column.owner"), SortKey::owner, 0, kAuthor, false};
    const Column author{ui.tr("work.column.author"), SortKey::author, 0, kAuthor, false};
    const Column area{ui.tr("work.column.area"), SortKey::area, 0, ui.texts.chinese() ? kArea : kAreaLatin, false};
    room -= kDate + padding;  // The date is always there.
    take_form_columns(Kind::earliest);
    const bool owned = std::any_of(state_.rows->all().begin(), state_.rows->all().end(), [](const auto& row) { return !row.assigned.empty(); });
    if (owned) take(owner);
    take_form_columns(Kind::latest);
    take(area);
    const bool with_author = room > kAuthor + kNumberColumn + 2 * padding;
    if (with_author) room -= kAuthor + padding;
    take_form_columns(Kind::answer);
    columns.push_back(changed);
    if (with_author) columns.push_back(author);
    return columns;
}

void Work::take_sort(const std::vector<Column>& columns) {
    auto* specs = ImGui::TableGetSortSpecs();
    if (specs == nullptr || !specs->SpecsDirty || specs->SpecsCount == 0) return;
    specs->SpecsDirty = false;
    const auto& spec = specs->Specs[0];
    const auto& column = columns[static_cast<std::size_t>(spec.ColumnIndex)];
    const RecordSort asked{column.key, column.form_column, spec.SortDirection == ImGuiSortDirection_Descending};
    // A table that opens asks for its own order first; the one that was kept stays.
    if (!std::exchange(sort_seen_, true) && asked == RecordSort{}) return;
    sort_ = asked;
}

void Work::draw_table(const ui::Ui& ui) {
    const auto columns = table_columns(ui, ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), 0});
    const ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_BordersOuter |
                                  ImGuiTableFlags_RowBg | ImGuiTableFlags_Sortable | ImGuiTableFlags_NoSavedSettings;
    // Another set of columns is another table to Dear ImGui: its widths must not be carried over.
    const auto id = "records" + columns_of_ + std::to_string(columns.size()) + std::to_string(static_cast<int>(ui.theme.scale * 100));
    if (std::exchange(table_id_, id) != id) sort_seen_ = false;
    if (ImGui::BeginTable(id.c_str(), static_cast<int>(columns.size()), flags)) {
        ImGui::TableSetupScrollFreeze(0, 1);
        for (const auto& column : columns) {
            ImGuiTableColumnFlags column_flags = column.width > 0 ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch;
            const bool dates = column.key == SortKey::changed;
            if (dates) column_flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
            ImGui::TableSetupColumn(column.label.c_str(), column_flags, ui.px(column.width));
        }
        ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(6)});
        ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
        ImGui::TableHeadersRow();
        ImGui::PopStyleColor();
        ImGui::PopStyleVar();
        take_sort(columns);
        if (focus_position_ == -2) {  // To the row that was left.
            focus_position_ = -1;
            const auto& visible = list_.visible();
            for (std::size_t i = 0; selected_ && i < visible.size(); ++i) {
                if (list_.row(visible[i]).id == *selected_) focus_position_ = static_cast<int>(i);
            }
        }
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(list_.visible().size()), ui.theme.row_height());
        if (focus_position_ >= 0) clipper.IncludeItemByIndex(focus_position_);
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) draw_row(ui, columns, i);
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

void Work::toggle(const record::RecordId& id) {
    if (selection_.erase(id) == 0) selection_.insert(id);
}

void Work::select_to(int position) {
    const int from = anchor_ < 0 ? position : anchor_;
    for (int i = std::min(from, position); i <= std::max(from, position); ++i) {
        selection_.insert(list_.row(list_.visible()[static_cast<std::size_t>(i)]).id);
    }
}

// The name opens the record; with Ctrl or Shift, and in front of it, it is selected.
void Work::draw_title(const ui::Ui& ui, const store::ListRow& row, int position, std::uint32_t index) {
    const float height = ui.theme.row_height();
    const bool marked = selection_.contains(row.id);
    const auto title = row.title.empty() ? row.id.text().substr(0, 8) : row.title;
    const auto name = (marked ? "☑ " : "") + title;
    const auto words = (RecordList::is_unfinished(row) ? std::string(ui::state_sign(ui::State::waiting)) + " " : std::string()) + name;
    const auto id = "###" + row.id.text();   // The mark is no part of its identity.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::PushFont(ui.fonts.bold, 0);
    const bool pressed = ImGui::Selectable(id.c_str(), marked || selected_ == row.id,
                                           ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowOverlap, {0, height});
    ui::name_last_item(name + id);
    const ImVec2 size = ImGui::CalcTextSize(words.c_str()), low{at.x, at.y + (height - size.y) / 2}, high{at.x + room, low.y + size.y};
    ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), low, high, high.x, words.c_str(), words.c_str() + words.size(), &size);
    ImGui::PopFont();
    ImGui::PopStyleVar();
    if (size.x > room && ImGui::IsItemHovered() && ImGui::IsMouseHoveringRect(low, high)) ImGui::SetTooltip("%s", words.c_str());
    if (focus_position_ == position) {
        ImGui::FocusItem();
        ImGui::SetNavCursorVisible(true);
        ImGui::SetScrollHereY(0.5f);
        focus_position_ = -1;
    }
    const auto& io = ImGui::GetIO();
    if (ImGui::IsItemFocused()) {
        selected_ = row.id;
        if (ui::pressed(keys::kSelectRow)) {
            toggle(row.id);
            anchor_ = position;
            return;
        }
    }
    if (!pressed) return;
    if (io.KeyShift) {
        select_to(position);
    } else if (io.KeyCtrl) {
        toggle(row.id);
        anchor_ = position;
    } else {
        open_row(index);
    }
}

void Work::draw_row(const ui::Ui& ui, const std::vector<Column>& columns, int position) {
    const auto index = list_.visible()[static_cast<std::size_t>(position)];
    const auto& row = list_.row(index);
    const float height = ui.theme.row_height();
    const auto& theme = ui.theme;
    ImGui::TableNextRow(0, height);
    for (const auto& column : columns) {
        ImGui::TableNextColumn();
        switch (column.key) {
            case SortKey::status: {
                const auto status = row_status(row);
                ui::cell_chip(ui, status.state, ui.tr(status.key), height);
                break;
            }
            case SortKey::title: draw_title(ui, row, position, index); break;
            case SortKey::area: ui::cell_text(ui, list_.area_name(row), theme.ink, height); break;
            case SortKey::changed: ui::cell_text(ui, local_day(state_.workspace, row.last_wall_ms), theme.quiet, height); break;
            case SortKey::author: ui::cell_text(ui, row.last_author, theme.quiet, height); break;
            case SortKey::owner: ui::cell_text(ui, row.assigned, theme.ink, height); break;
            case SortKey::column: {
                if (column.form_column >= row.columns.size() || !columns_) break;
                const auto& text = columns_->text(column.form_column, row.columns[column.form_column]);
                if (query_.due && query_.due->column == column.form_column && query_.due->is_past(row)) {
                    ui::cell_text(ui, overdue_words(ui, text), theme.error, height);
                    break;
                }
                column.number ? ui::cell_number(ui, text, theme.ink, height) : ui::cell_text(ui, text, theme.ink, height);
                break;
            }
        }
    }
}

}  // namespace yuanquan::screens

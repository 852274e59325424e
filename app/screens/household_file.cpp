// The file itself: what changed since one was last here, comments, and the answers in the words of the form.
#include <algorithm>
#include <imgui.h>

#include "app/screens/comment_lines.hpp"
#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/rich_text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kTwoColumnsFrom = 620, kLabelShare = 0.42f;
constexpr std::size_t kWideTable = 6, kSinceShown = 6;

bool filled(const survey::Fact& fact) { return !fact.text.empty() || fact.versions.size() > 1; }

}  // namespace

void Household::draw_file(const ui::Ui& ui) {
    draw_since(ui);
    draw_comments(ui);
    for (const auto& section : view_->sections) draw_section(ui, section);
}

// What others changed after this person's last save; nothing where one was the last or never was here.
void Household::draw_since(const ui::Ui& ui) {
    const auto& lines = history(ui);
    const auto& person = state_.workspace.identity().person;
    const auto own = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.author == person; });
    if (own == lines.begin() || own == lines.end()) return;
    const auto count = static_cast<std::size_t>(own - lines.begin());
    ui::begin_card(ui, "since");
    ui::strong(ui, ui.tr("household.since", {{"when", day_and_time(own->wall_ms, own->offset_minutes)}, {"count", std::to_string(count)}}));
    for (std::size_t i = 0; i < std::min(count, kSinceShown); ++i) {
        ui::body(ui, words_of(ui, lines[i]));
        ui::quiet(ui, lines[i].author + "  " + day_and_time(lines[i].wall_ms, lines[i].offset_minutes));
    }
    if (count > kSinceShown && ui::quiet_button(ui, ui.tr("household.since_all"))) page_ = Page::history;
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void Household::draw_comments(const ui::Ui& ui) {
    if (!survey::has_comments(record_)) return;
    ui::begin_card(ui, "comments");
    ui::strong(ui, ui.tr("household.comments"));
    for (const auto& comment : survey::comments_of(record_)) {
        const auto* fact = comment.about.empty() ? nullptr : view_->fact(comment.about);
        if (fact != nullptr) {
            const auto label = ui::plain_text(fact->label);
            ui::quiet(ui, fact->text.empty() ? label : ui.texts.fact(label, fact->text));
        }
        draw_comment(ui, comment);
        ImGui::PushID(comment.id.text().c_str());
        const auto label = ui.tr(comment.done ? "household.comment_reopen" : "household.comment_tick");
        if (ui::quiet_button(ui, label)) {
            auto done = survey::tick_off(state_.workspace, id_, comment.id, !comment.done);
            if (!done) state_.shell.say(ui::State::error, ui.texts.error(done.error()));
        }
        ImGui::PopID();
    }
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void Household::draw_section(const ui::Ui& ui, const survey::Section& section) {
    const bool any = std::any_of(section.facts.begin(), section.facts.end(), filled) ||
                     std::any_of(section.tables.begin(), section.tables.end(), [](const auto& t) { return !t.rows.empty(); });
    if (!any && !blanks_) return;
    ui::begin_card(ui, "section_" + section.name);
    ui::subtitle(ui, section.label.empty() ? view_->form_title : section.label);
    if (!section.facts.empty()) draw_facts(ui, section.facts);
    for (const auto& table : section.tables) draw_table(ui, table);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

// Label and answer beside each other, two such pairs in a line where there is room.
void Household::draw_facts(const ui::Ui& ui, const std::vector<survey::Fact>& facts) {
    const bool two = ImGui::GetContentRegionAvail().x >= ui.px(kTwoColumnsFrom);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(3)});
    if (ImGui::BeginTable("facts", two ? 4 : 2, ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_NoPadOuterX)) {
        for (int i = 0; i < (two ? 2 : 1); ++i) {
            ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch, kLabelShare);
            ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch, 1 - kLabelShare);
        }
        for (const auto& fact : facts) {
            if (filled(fact) || blanks_) draw_fact(ui, fact);
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

void Household::draw_fact(const ui::Ui& ui, const survey::Fact& fact) {
    ImGui::TableNextColumn();
    ui::quiet(ui, fact.label);
    ImGui::TableNextColumn();
    if (fact.versions.size() > 1) {
        draw_versions(ui, fact);
    } else {
        ui::body(ui, fact.text.empty() ? "–" : fact.text);
    }
}

// Both sides in place, so that nobody takes the one that is shown for the whole truth.
void Household::draw_versions(const ui::Ui& ui, const survey::Fact& fact) {
    const auto color = ui::state_color(ui.theme, ui::State::versions);
    for (const auto& version : fact.versions) {
        const auto text = version.text.empty() ? std::string(ui.tr("conflicts.blank")) : version.text;
        ui::colored(color, "⇄ " + text);
        ui::quiet(ui, ui.tr("conflicts.who", {{"who", version.author}, {"when", day_and_time(version.wall_ms, version.offset_minutes)}}));
    }
    if (ui::quiet_button(ui, std::string(ui.tr("household.settle")) + "##" + fact.path)) settle();
}

void Household::draw_rows(const ui::Ui& ui, const survey::Table& table, const std::vector<std::size_t>& columns, bool wrapped) {
    for (const auto& row : table.rows) {
        ImGui::TableNextRow();
        for (const auto i : columns) {
            ImGui::TableNextColumn();
            const auto& fact = row.facts[i];
            if (i == columns.front() && row.conflict) {
                ImGui::PushStyleColor(ImGuiCol_Text, ui::state_color(ui.theme, ui::State::versions).packed());
                ImGui::TextUnformatted(ui.tr("household.row_conflict"));
                ImGui::PopStyleColor();
            }
            if (fact.versions.size() <= 1) {
                wrapped ? ui::body(ui, fact.text) : ImGui::TextUnformatted(fact.text.c_str());
                continue;
            }
            ImGui::PushStyleColor(ImGuiCol_Text, ui::state_color(ui.theme, ui::State::versions).packed());
            for (const auto& version : fact.versions) ImGui::TextUnformatted(("⇄ " + version.text).c_str());
            ImGui::PopStyleColor();
        }
    }
}

void Household::draw_table(const ui::Ui& ui, const survey::Table& table) {
    if (table.rows.empty() && !blanks_) return;
    ui::gap(ui, 6);
    ui::strong(ui, table.label + "  " + std::to_string(table.rows.size()));
    std::vector<std::size_t> columns;   // Those that any row fills.
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool used = std::any_of(table.rows.begin(), table.rows.end(), [i](const auto& row) { return filled(row.facts[i]); });
        if (used) columns.push_back(i);
    }
    if (columns.empty() || columns.size() > 60) return;
    const bool wide = columns.size() > kWideTable;
    ImGuiTableFlags flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings;
    if (wide) flags |= ImGuiTableFlags_ScrollX;
    const float line = ImGui::GetTextLineHeight() + 2 * ui.px(5);
    // A wide table scrolls sideways with its first column in place; its height is that of its rows.
    std::size_t lines = 1;
    for (const auto& row : table.rows) {
        std::size_t most = 1;
        for (const auto i : columns) most = std::max(most, row.facts[i].versions.size());
        lines += most + (row.conflict ? 1 : 0);
    }
    const float height = wide ? static_cast<float>(lines) * line + ImGui::GetStyle().ScrollbarSize + ui.px(6) : 0;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(5)});
    if (ImGui::BeginTable(table.path.c_str(), static_cast<int>(columns.size()), flags, {0, height})) {
        if (wide) ImGui::TableSetupScrollFreeze(1, 1);
        for (const auto i : columns) {
            ImGui::TableSetupColumn(table.columns[i].c_str(), wide ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch);
        }
        ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet.packed());
        ImGui::TableHeadersRow();
        ImGui::PopStyleColor();
        draw_rows(ui, table, columns, !wide);
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

}  // namespace yuanquan::screens

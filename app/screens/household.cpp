#include "app/screens/household.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/export/dossier.hpp"
#include "app/screens/conflicts.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/open_visit.hpp"
#include "app/ui/cells.hpp"
#include "model/base/files.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 1100, kTwoColumnsFrom = 620, kLabelShare = 0.42f;
constexpr std::size_t kWideTable = 6, kHistoryMax = 400;
constexpr char kExports[] = "exports";

bool filled(const survey::Fact& fact) { return !fact.text.empty() || fact.versions.size() > 1; }

}  // namespace

std::string Household::title(const ui::Ui& ui) const { return view_ ? view_->title : ui.tr("household.title"); }

void Household::update(const ui::Ui& ui) {
    const auto generation = state_.workspace.store().generation();
    if (generation == generation_ && language_ == ui.texts.language() && shown_masked_ == masked_) return;
    generation_ = generation;
    language_ = ui.texts.language();
    shown_masked_ = masked_;
    history_.reset();
    failure_.reset();
    auto record = state_.workspace.store().record(id_);
    if (!record) {
        failure_ = record.error();
        return;
    }
    survey::ViewOptions options;
    options.masked = masked_;
    if (auto open = state_.workspace.form(record->form_id)) options.language = survey::language_index(*open->form, language_);
    auto view = survey::view_record(state_.workspace, *record, options);
    if (!view) {
        failure_ = view.error();
        return;
    }
    view_ = std::move(*view);
    view_->area_name = state_.workspace.areas().name(view_->area, ui.texts.chinese(), 3);
    if (auto rows = state_.workspace.store().list({view_->form_id, view_->area, "", false, {}})) {
        for (const auto& row : *rows) {
            if (row.id == id_) at_headquarters_ = row.at_headquarters;
        }
    }
}

void Household::draw(ui::Ui& ui) {
    update(ui);
    if (failure_) {
        ui::message_strip(ui, ui::State::error, ui.texts.error(*failure_));
        return;
    }
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    draw_head(ui);
    for (const auto& section : view_->sections) draw_section(ui, section);
    draw_history(ui);
    ImGui::EndChild();
}

void Household::draw_head(const ui::Ui& ui) {
    const float row = ui.theme.row_height();
    if (ui::primary_button(ui, ui.tr("household.edit"))) {
        open_visit(state_, ui, survey::Visit::open(state_.workspace, id_));
    }
    ImGui::SameLine();
    if (ui::button(ui, ui.tr("household.export"))) export_dossier(ui);
    ImGui::SameLine(0, ui.px(18));
    bool whole = !masked_;
    if (ImGui::Checkbox(ui.tr("household.whole_numbers"), &whole)) masked_ = !whole;
    ImGui::SameLine(0, ui.px(18));
    ImGui::Checkbox(ui.tr("household.blanks"), &blanks_);
    ui::gap(ui, 10);
    if (view_->conflict_count > 0) {
        const auto words = ui.tr("household.conflicts", {{"count", std::to_string(view_->conflict_count)}});
        if (ui::message_strip(ui, ui::State::versions, words, ui.tr("household.settle"))) settle();
    }
    if (!at_headquarters_) {
        ui::cell_chip(ui, ui::State::unsent, ui.tr("status.unsent"), row);
    } else {
        ui::cell_chip(ui, ui::State::done, ui.tr("status.at_headquarters"), row);
    }
    ImGui::SameLine(0, ui.px(12));
    ui::cell_text(ui, ui.tr("household.who", {{"area", view_->area_name},
                                              {"form", view_->form_title},
                                              {"who", view_->last_author},
                                              {"when", local_time(state_.workspace, view_->last_ms)}}),
                  ui.theme.quiet, row);
    ui::gap(ui, 6);
}

void Household::settle() { state_.shell.push(std::make_unique<Conflicts>(state_, id_)); }

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
                    ImGui::TextUnformatted(fact.text.c_str());
                    continue;
                }
                ImGui::PushStyleColor(ImGuiCol_Text, ui::state_color(ui.theme, ui::State::versions).packed());
                for (const auto& version : fact.versions) ImGui::TextUnformatted(("⇄ " + version.text).c_str());
                ImGui::PopStyleColor();
            }
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

void Household::draw_history(const ui::Ui& ui) {
    ui::begin_card(ui, "history");
    const auto heading = ui.tr("household.history", {{"count", std::to_string(view_->changes)}}) + "##history";
    const bool open = ImGui::TreeNodeEx(heading.c_str(), ImGuiTreeNodeFlags_NoTreePushOnOpen | ImGuiTreeNodeFlags_SpanAvailWidth);
    if (open && !history_) {
        auto lines = survey::view_history(state_.workspace, id_, language_, masked_);
        history_ = lines ? std::move(*lines) : std::vector<survey::HistoryLine>();
    }
    if (open && ImGui::BeginTable("lines", 2, ImGuiTableFlags_NoSavedSettings)) {
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(200));
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
        const survey::HistoryLine* last = nullptr;
        for (std::size_t i = 0; i < std::min(kHistoryMax, history_->size()); ++i) {
            const auto& line = (*history_)[i];
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            if (last == nullptr || last->change != line.change) {
                ui::body(ui, day_and_time(line.wall_ms, line.offset_minutes) + "\n" + line.author);
            }
            last = &line;
            ImGui::TableNextColumn();
            const auto what = (line.row_label.empty() ? "" : line.row_label + " · ") + line.label;
            using Kind = survey::HistoryLine::Kind;
            if (line.kind == Kind::unmasked) {
                ui::body(ui, ui.tr("household.unmasked", {{"reason", line.after}}));
                continue;
            }
            if (line.kind != Kind::value) {
                ui::body(ui, what + ": " + ui.tr(line.kind == Kind::row_added ? "household.row_added" : "household.row_removed"));
                continue;
            }
            const auto blank = std::string(ui.tr("conflicts.blank"));
            const auto after = line.after.empty() ? blank : line.after;
            ui::body(ui, what + ": " + (line.before.empty() ? after : line.before + " → " + after));
        }
        ImGui::EndTable();
    }
    if (open && history_->size() > kHistoryMax) {
        ui::quiet(ui, ui.tr("household.history_more", {{"count", std::to_string(history_->size() - kHistoryMax)}}));
    }
    ui::end_card(ui);
}

void Household::export_dossier(const ui::Ui& ui) {
    auto& workspace = state_.workspace;
    const auto now = workspace.clock().now_ms();
    exports::DossierOptions options;
    options.texts = &ui.texts;
    options.printed_ms = now;
    options.offset_minutes = workspace.clock().offset_minutes(now);
    options.office = workspace.identity().person;
    options.blob = [&workspace](const record::BlobId& id) { return workspace.store().blob(id); };
    const auto folder = base::join_path(workspace.folder(), kExports);
    const auto path = base::join_path(folder, exports::dossier_file_name(*view_));
    base::Status done = base::make_folder(folder);
    if (done) {
        auto pdf = exports::write_dossier_pdf(*view_, options);
        done = pdf ? base::write_file(path, *pdf) : base::fail(std::move(pdf.error()));
    }
    if (!done) {
        state_.shell.say(ui::State::error, ui.texts.error(done.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr(masked_ ? "household.exported" : "household.exported_whole", {{"file", path}}));
}

}  // namespace yuanquan::screens

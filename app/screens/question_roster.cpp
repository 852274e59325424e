#include "app/screens/question_roster.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/export/reason_words.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/question_card.hpp"
#include "app/screens/question_counts.hpp"
#include "app/screens/question_stops.hpp"
#include "app/screens/question_values.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/panel.hpp"
#include "app/ui/rich_text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kColumnsMax = 5;
constexpr float kColumnWidth = 172, kStatusWidth = 120;

bool fits_column(const form::Control& control) {
    switch (control.kind) {
        case form::ControlKind::group: case form::ControlKind::repeat: case form::ControlKind::upload:
        case form::ControlKind::trigger: case form::ControlKind::select_multiple: case form::ControlKind::rank: return false;
        default: return !control.has_appearance("multiline");
    }
}

// The questions of a row, groups opened, as far as they fit a column.
void collect_questions(const form::LiveForm& form, const form::Element& parent, std::vector<form::Element>& out) {
    for (const auto& child : form.children(parent, false)) {
        if (child.kind == form::ElementKind::group) collect_questions(form, child, out);
        if (child.kind != form::ElementKind::question || form.node(child) == nullptr) continue;
        if (fits_column(form.control(child)) && !(form.readonly(child) && form.node(child)->calculate.empty())) out.push_back(child);
    }
}

std::string cell_words(const form::LiveForm& form, const form::Element& question) {
    if (!form.relevant(question)) return {};
    const auto value = form.value(question);
    if (value.empty()) return {};
    if (form.control(question).kind == form::ControlKind::select_one) return ui::plain_text(form.choice_label(question, value));
    return typed_from_stored(typing_of(form, question), value);
}

void draw_status(const ui::Ui& ui, const Counts& counts) {
    if (counts.wrong > 0) {
        ui::colored(ui.theme.error, "▲ " + ui.tr("questionnaire.row_wrong", {{"count", std::to_string(counts.wrong)}}));
    } else if (counts.missing > 0) {
        ui::colored(ui.theme.waiting, "● " + ui.tr("questionnaire.row_missing", {{"count", std::to_string(counts.missing)}}));
    } else {
        ui::colored(ui.theme.done, std::string("✓ ") + ui.tr("questionnaire.row_done"));
    }
}

void draw_undo(const ui::Ui& ui, Entry& entry, const std::string& repeat) {
    const auto& removed = entry.removed();
    if (!removed || removed->repeat != repeat) return;
    ImGui::AlignTextToFramePadding();
    ui::colored(ui.theme.waiting, "● " + ui.tr("questionnaire.removed", {{"name", removed->name.empty() ? std::string(ui.tr("questionnaire.row_unnamed")) : removed->name}}));
    ImGui::SameLine();
    entry.take_focus(repeat + "@undo");
    if (ui::button(ui, std::string(ui.tr("questionnaire.undo")) + "##" + repeat + "@undo")) entry.undo_remove();
}

struct Roster {
    const ui::Ui& ui;
    Entry& entry;
    const form::Element& repeat;
    std::string path;
    std::vector<form::Element> rows;
    bool with_panels = true;
    std::size_t columns = 0;

    bool begin_table(bool with_head) const {
        const auto id = "##" + path + (with_head ? "" : "@rest");
        if (!ImGui::BeginTable(id.c_str(), static_cast<int>(columns + 1),
                               ImGuiTableFlags_SizingStretchSame | ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_BordersOuter |
                                   ImGuiTableFlags_RowBg | ImGuiTableFlags_NoSavedSettings)) {
            return false;
        }
        std::vector<form::Element> questions;
        collect_questions(entry.form(), rows.front(), questions);
        for (std::size_t i = 0; i < columns; ++i) {
            const auto words = i < questions.size() ? ui::plain_text(entry.form().label(questions[i])) : std::string();
            ImGui::TableSetupColumn(words.c_str(), ImGuiTableColumnFlags_WidthStretch, i == 0 ? 1.3f : 1.0f);
        }
        ImGui::TableSetupColumn(ui.tr("questionnaire.row_status"), ImGuiTableColumnFlags_WidthFixed, ui.px(kStatusWidth));
        if (!with_head) return true;
        ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
        for (int i = 0; i <= static_cast<int>(columns); ++i) {
            ImGui::TableSetColumnIndex(i);
            ui::quiet(ui, ImGui::TableGetColumnName(i));
        }
        return true;
    }

    void draw_row(std::size_t number) const {
        const auto& row = rows[number];
        const auto row_path = entry.form().cell_path(row);
        const bool open = with_panels && entry.open_row(path) == row_path;
        ImGui::TableNextRow(0, ui.theme.row_height());
        ImGui::TableSetColumnIndex(0);
        auto* storage = ImGui::GetStateStorage();
        const auto key = ImGui::GetID(row_path.c_str());
        const float top = ImGui::GetCursorScreenPos().y, known = storage->GetFloat(key, 0);
        const float height = std::max(known, ui.theme.row_height() - 2 * ImGui::GetStyle().CellPadding.y);
        // Out of sight a row is only what the keyboard can go to: a roster may have hundreds.
        const float left = ImGui::GetCursorScreenPos().x;
        const bool in_sight = known == 0 || ImGui::IsRectVisible({left, top}, {left + 1, top + height});
        std::vector<form::Element> questions;
        if (in_sight) collect_questions(entry.form(), row, questions);
        const auto name = in_sight ? row_name(ui, entry, row, number) : std::string();
        const ImVec2 at = ImGui::GetCursorPos();
        // The row as one piece to press; its words are drawn over it, wrapped.
        ImGui::PushStyleColor(ImGuiCol_Text, IM_COL32(0, 0, 0, 0));
        if (entry.wants(row_path + "@row")) entry.take_focus(row_path + "@row");
        const bool pressed = ImGui::Selectable((name + "##" + row_path).c_str(), open,
                                               ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowOverlap, {0, height});
        ImGui::PopStyleColor();
        if (in_sight) {
            ImGui::SetCursorPos(at);
            storage->SetFloat(key, draw_cells(row, name, open, questions) - top);
        }
        if (!pressed) return;
        entry.open_row(path, open ? std::string() : row_path);
        if (!open) entry.go_to(row_path);
    }

    // Returns where they end.
    float draw_cells(const form::Element& row, const std::string& name, bool open, const std::vector<form::Element>& questions) const {
        ui::body(ui, (open ? "▾ " : with_panels ? "▸ " : "") + name);
        float bottom = ImGui::GetItemRectMax().y;
        for (std::size_t i = 1; i < columns; ++i) {
            ImGui::TableSetColumnIndex(static_cast<int>(i));
            if (i < questions.size()) draw_answer(questions[i]);
            bottom = std::max(bottom, ImGui::GetItemRectMax().y);
        }
        ImGui::TableSetColumnIndex(static_cast<int>(columns));
        draw_status(ui, count_below(entry, entry.form().children(row)));
        return std::max(bottom, ImGui::GetItemRectMax().y);
    }

    void draw_answer(const form::Element& question) const {
        const bool reason = entry.visit().is_unanswered(question) && entry.form().relevant(question);
        const auto why = reason ? entry.visit().unanswered(question) : std::nullopt;
        if (!why) return ui::body(ui, cell_words(entry.form(), question));
        ui::quiet(ui, exports::kReasonSign + exports::plain_reason(ui.texts, why->reason));   // The note is in the panel.
    }

    void draw_panel(std::size_t number) const {
        const auto row = rows[number];
        const auto row_path = entry.form().cell_path(row);
        const auto inside = entry.form().children(row);
        if (entry.wants(row_path)) {
            std::vector<std::string> stops;
            collect_stops(entry, inside, stops);
            if (!stops.empty()) entry.go_to(stops.front());
        }
        const bool needed = entry.current().starts_with(row_path) || entry.wants_below(row_path);
        if (!ui::begin_panel(ui, row_path + "@panel", {false, false, 0}, needed)) return;
        ui::subtitle(ui, row_name(ui, entry, row, number));
        draw_elements(ui, entry, inside);
        ui::gap(ui, 8);
        if (entry.asked_to_remove != row_path) {
            if (ui::button(ui, std::string(ui.tr("questionnaire.row_close")) + "##" + row_path + "@close")) {
                entry.open_row(path, {});
                entry.go_to(row_path + "@row");
            }
            if (entry.form().can_add_row(repeat)) ImGui::SameLine();
        }
        draw_removal(ui, entry, row, row_name(ui, entry, row, number));
        ui::end_panel(ui);
    }

    void draw() {
        if (rows.empty()) {
            ui::quiet(ui, ui.tr("questionnaire.no_rows"));
        } else {
            std::vector<form::Element> questions;
            collect_questions(entry.form(), rows.front(), questions);
            const auto fit = static_cast<std::size_t>(std::max(1.0f, (ImGui::GetContentRegionAvail().x - ui.px(kStatusWidth)) / ui.px(kColumnWidth)));
            columns = std::clamp<std::size_t>(questions.size(), 1, std::min(kColumnsMax, fit));
            // The panel of the open row stands right below it: the table is cut there.
            bool in_table = begin_table(true);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (!in_table && !(in_table = begin_table(false))) break;
                const bool open = with_panels && entry.open_row(path) == entry.form().cell_path(rows[i]);
                draw_row(i);
                if (!open) continue;
                ImGui::EndTable();
                in_table = false;
                draw_panel(i);
            }
            if (in_table) ImGui::EndTable();
        }
        draw_undo(ui, entry, path);
    }
};

}  // namespace

std::string row_name(const ui::Ui& ui, const Entry& entry, const form::Element& row, std::size_t number) {
    const auto& form = entry.form();
    std::vector<form::Element> questions;
    collect_questions(form, row, questions);
    auto words = questions.empty() ? std::string() : cell_words(form, questions.front());
    if (words.empty() && !questions.empty()) {
        if (const auto why = entry.visit().unanswered(questions.front())) words = exports::kReasonSign + exports::plain_reason(ui.texts, why->reason);
    }
    return std::to_string(number + 1) + "  " + (words.empty() ? std::string(ui.tr("questionnaire.row_unnamed")) : words);
}

void draw_removal(const ui::Ui& ui, Entry& entry, const form::Element& row, const std::string& name) {
    const auto path = entry.form().cell_path(row);
    if (entry.asked_to_remove == path) {
        ui::body(ui, ui.tr("questionnaire.remove_sure", {{"name", name}}));
        entry.take_focus(path + "@sure");
        const bool gone = ui::button(ui, std::string(ui.tr("questionnaire.remove_yes")) + "##" + path + "@yes");
        ImGui::SameLine();
        if (ui::button(ui, std::string(ui.tr("questionnaire.remove_no")) + "##" + path + "@no")) {
            entry.asked_to_remove.clear();
            entry.go_to(path + "@remove");
        }
        if (gone) entry.remove_row(row);
        return;
    }
    const auto repeat = entry.form().parent(row);
    if (!repeat || !entry.form().can_add_row(*repeat)) return;
    entry.take_focus(path + "@remove");
    const float room = ImGui::GetContentRegionAvail().x - ui::button_width(ui.tr("questionnaire.remove", {{"name", ""}}));
    const auto shown = ui::shortened(name, room);
    const bool asked = ui::quiet_button(ui, ui.tr("questionnaire.remove", {{"name", shown}}) + "##" + path + "@remove");
    if (shown != name && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", name.c_str());
    if (asked) {
        entry.asked_to_remove = path;
        entry.go_to(path + "@sure");
    }
}

void draw_roster_rows(const ui::Ui& ui, Entry& entry, const form::Element& repeat) {
    Roster{ui, entry, repeat, entry.form().cell_path(repeat), entry.form().children(repeat), false}.draw();
}

void draw_roster(const ui::Ui& ui, Entry& entry, const form::Element& repeat, bool with_title) {
    const auto label = ui::plain_text(entry.form().label(repeat));
    if (with_title && !label.empty()) {
        ui::gap(ui, 12);
        ui::subtitle(ui, label);
    }
    Roster roster{ui, entry, repeat, entry.form().cell_path(repeat), entry.form().children(repeat)};
    roster.draw();
    if (!entry.form().can_add_row(repeat)) return;
    const auto add = roster.path + "@add";
    entry.take_focus(add);
    const auto words = label.empty() ? std::string(ui.tr("questionnaire.add_row")) : ui.tr("questionnaire.add_to", {{"what", label}});
    if (ui::button(ui, "＋ " + words + "##" + add)) entry.add_row(repeat);
    ui::key_hint(ui, keys::kAdd);
    entry.note_item(add, false);
}

}  // namespace yuanquan::screens

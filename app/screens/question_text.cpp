// Questions that are typed: text, figures, dates, times, coordinates, scanned codes.
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/entry_field.hpp"

namespace yuanquan::screens {

namespace {

using form::DataType;

bool is_narrow(DataType type) {
    switch (type) {
        case DataType::integer: case DataType::decimal: case DataType::date: case DataType::time: case DataType::date_time:
        case DataType::geopoint: return true;
        default: return false;
    }
}

// What the form expects of a telephone and a laptop does not have: said, and answered by typing.
std::string_view lacking_key(const form::Control& control) {
    if (control.has_appearance("bearing")) return "questionnaire.lacks.bearing";
    if (control.appearance.find("ex:") != std::string::npos || control.attributes.contains("intent")) return "questionnaire.lacks.program";
    return {};
}

std::string now_as(DataType type, const base::Clock& clock) {
    const auto now = clock.now_ms();
    const auto text = base::iso_date_time(now, clock.offset_minutes(now));
    if (type == DataType::date) return text.substr(0, 10);
    if (type == DataType::time) return text.substr(11, 5);
    return text.substr(0, 16);
}

}  // namespace

void draw_text(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto& control = entry.form().control(asked.question);
    const auto typing = typing_of(entry.form(), asked.question);
    const DataType type = typing.type;
    const bool moment = type == DataType::date || type == DataType::time || type == DataType::date_time;
    auto text = entry.text_of(asked.question);

    ui::EntryField field{"##" + asked.path, asked.name, {}, 0, false, false, false, false};
    if (const auto key = typing_hint_key(typing); !key.empty()) field.hint = ui.tr(key);
    if (is_narrow(type) || control.has_appearance("numbers")) {
        field.width = std::min(ui.px(260), ImGui::GetContentRegionAvail().x);
        field.select_all = true;  // A figure is replaced more often than mended.
    }
    field.multiline = control.has_appearance("multiline") || type == DataType::geotrace || type == DataType::geoshape ||
                      text.find('\n') != std::string::npos;
    field.secret = control.kind == form::ControlKind::secret || control.has_appearance("masked");
    entry.take_focus(asked.path);
    const auto state = ui::entry_field(ui, field, text);
    if (state.focused) entry.note_focus(asked.path, true);
    // Reached by an arrow key: it takes keys at once.
    if (state.focused && !state.active && !state.left && entry.moved()) entry.go_to(asked.path);
    if (moment && state.changed && (text == "t" || text == "T" || text == "今")) {
        entry.answer(asked.question, now_as(type, entry.clock()));
        ImGui::ClearActiveID();
        entry.go_to(asked.path);
        return;
    }
    if (state.changed) entry.type(asked.question, text);
    if (state.left) entry.left_field(asked.question);
    if (moment) {
        ImGui::SameLine();
        const auto label = std::string(ui.tr(type == DataType::date ? "questionnaire.today" : "questionnaire.now"));
        if (ui::quiet_button(ui, label + "##" + asked.path + "@today")) {
            entry.answer(asked.question, now_as(type, entry.clock()));
            entry.go_to(asked.path);
        }
        entry.note_item(asked.path, false);
    }
    if (field.multiline && text.empty() && !field.hint.empty()) ui::quiet(ui, field.hint);  // It shows none inside.
    if (const auto key = lacking_key(control); !key.empty()) ui::quiet(ui, ui.tr(key));
    // Below the field that is in use only: most positions and codes are typed.
    if (takes_files(entry, asked.question) && entry.current() == asked.path) {
        draw_file_field(ui, entry, asked, type == DataType::barcode ? "questionnaire.file.code" : "questionnaire.file.position", false);
    }
    // Not by state.active: what stands below must not move under the mouse that presses it.
    if (field.multiline && entry.current() == asked.path) ui::quiet(ui, ui.tr("questionnaire.new_line"));
}

}  // namespace yuanquan::screens

// Photos, signatures, recordings, documents: a file's path typed or the file dropped on the window.
#include <imgui.h>

#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/entry_field.hpp"

namespace yuanquan::screens {

void draw_upload(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto value = entry.form().value(asked.question);
    if (!value.empty()) {
        ui::strong(ui, "✓ " + file_name_of(value));
        ImGui::SameLine();
        if (ui::quiet_button(ui, std::string(ui.tr("questionnaire.file.remove")) + "##" + asked.path + "@remove")) {
            entry.answer(asked.question, {});
        }
        entry.note_item(asked.path, false);
    }
    auto& path = entry.upload_paths[asked.path];
    const auto attach_words = std::string(ui.tr("questionnaire.file.attach"));
    const float button = ImGui::CalcTextSize(attach_words.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
    ui::EntryField field{"##" + asked.path, asked.name, ui.tr("questionnaire.file.hint"), 0, false, false, true, false};
    field.width = ImGui::GetContentRegionAvail().x - button - ImGui::GetStyle().ItemSpacing.x;
    entry.take_focus(asked.path);
    const auto state = ui::entry_field(ui, field, path);
    if (state.focused) entry.note_focus(asked.path, true);
    if (state.focused && !state.active && !state.left && entry.moved()) entry.go_to(asked.path);
    const bool entered = state.left && enter_pressed() && !path.empty();
    ImGui::SameLine();
    const bool pressed = ui::button(ui, attach_words + "##" + asked.path + "@attach", !path.empty(), ui.tr("questionnaire.file.hint"));
    entry.note_item(asked.path, false);
    if (entered || pressed) {
        const std::string typed = path;  // attach() forgets the field's text.
        entry.attach(asked.question, typed);
        if (entry.notice_path == asked.path && !entry.notice().empty()) {
            entry.keep_enter();  // Not read: stay, it says why.
            entry.go_to(asked.path);
        }
    }
}

}  // namespace yuanquan::screens

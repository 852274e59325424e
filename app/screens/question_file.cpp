// Questions answered by a file: photos, recordings, documents; bar codes and positions read out of one. Its path is typed,
// or it is dropped on the window.
#include <imgui.h>

#include "app/screens/question_media.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/barcode.hpp"
#include "app/ui/entry_field.hpp"
#include "app/ui/open_outside.hpp"
#include "model/base/files.hpp"
#include "model/record/blob_value.hpp"
#include "model/survey/position_file.hpp"

namespace yuanquan::screens {

namespace {

using form::DataType;

constexpr std::size_t kFileMax = std::size_t{64} << 20;
constexpr int kBarcodeSide = 2000;   // Enough for the bars, and no more to search.

void take_barcode(Entry& entry, const form::Element& question, const std::string& bytes) {
    const auto pixels = ui::decode_picture(bytes, kBarcodeSide);
    const auto code = pixels ? ui::read_barcode(*pixels) : std::nullopt;
    if (!code) return entry.say(entry.form().cell_path(question), "questionnaire.file.no_code");
    entry.answer(question, *code);
}

void take_positions(Entry& entry, const form::Element& question, DataType type, const std::string& bytes) {
    auto points = survey::read_positions(bytes);
    if (!points) return entry.say(entry.form().cell_path(question), "questionnaire.file.no_position");
    if (type == DataType::geopoint) points->erase(points->begin(), points->end() - 1);  // Where the way ended: here.
    if (type == DataType::geoshape) points->push_back(points->front());                // A shape is closed.
    std::string value;
    for (const auto& point : *points) value += (value.empty() ? "" : ";") + point.text();
    entry.answer(question, value);
}

}  // namespace

void take_file(Entry& entry, const form::Element& question, const std::string& path) {
    const auto* node = entry.form().node(question);
    const auto type = node == nullptr ? DataType::string : node->type;
    entry.forget_notice();
    const auto bytes = base::read_file(path, kFileMax);
    if (!bytes) {
        const bool large = bytes.error().code == base::ErrorCode::too_large;
        return entry.say(entry.form().cell_path(question), large ? "questionnaire.file.too_large" : "questionnaire.file.unreadable");
    }
    entry.upload_paths.erase(entry.form().cell_path(question));
    if (entry.form().control(question).kind == form::ControlKind::upload) {
        return entry.attach_bytes(question, path.substr(path.rfind('/') + 1), *bytes);
    }
    if (type == DataType::barcode) return take_barcode(entry, question, *bytes);
    take_positions(entry, question, type, *bytes);
}

bool takes_files(const Entry& entry, const form::Element& question) {
    const auto* node = entry.form().node(question);
    if (entry.form().control(question).kind == form::ControlKind::upload) return true;
    if (node == nullptr || entry.form().control(question).kind != form::ControlKind::input) return false;
    return node->type == DataType::barcode || node->type == DataType::geopoint || node->type == DataType::geotrace ||
           node->type == DataType::geoshape;
}

void draw_file_field(const ui::Ui& ui, Entry& entry, const Asked& asked, const char* hint_key, bool first) {
    auto& path = entry.upload_paths[asked.path];
    const auto words = std::string(ui.tr("questionnaire.file.attach"));
    const float button = ImGui::CalcTextSize(words.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
    ui::EntryField field{"##" + asked.path + "@file", first ? asked.name : asked.name + " @file", ui.tr(hint_key), 0, false, false, true, false};
    field.width = ImGui::GetContentRegionAvail().x - button - ImGui::GetStyle().ItemSpacing.x;
    if (ImGui::CalcTextSize(field.hint.c_str()).x > field.width - 2 * ImGui::GetStyle().FramePadding.x) {   // Above it, in lines.
        ui::quiet(ui, field.hint);
        field.hint.clear();
    }
    if (first) entry.take_focus(asked.path);
    const auto state = ui::entry_field(ui, field, path);
    if (state.focused) entry.note_focus(asked.path, first || path.empty());
    if (first && state.focused && !state.active && !state.left && entry.moved()) entry.go_to(asked.path);
    const bool entered = state.left && enter_pressed() && !path.empty();
    ImGui::SameLine();
    const bool pressed = ui::button(ui, words + "##" + asked.path + "@attach", !path.empty(), ui.tr(hint_key));
    entry.note_item(asked.path, false);
    if (!entered && !pressed) return;
    const std::string typed = path;  // Taking it forgets the field's text.
    take_file(entry, asked.question, typed);
    if (entry.notice_path == asked.path && !entry.notice().empty()) {
        entry.keep_enter();  // Not read: stay, it says why.
        entry.go_to(asked.path);
    }
}

void draw_upload(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto& control = entry.form().control(asked.question);
    const auto media = control.attributes.find("mediatype");
    const bool picture = media != control.attributes.end() && media->second.starts_with("image");
    const bool drawn = picture && (control.has_appearance("draw") || control.has_appearance("signature") || control.has_appearance("annotate"));
    const auto value = entry.form().value(asked.question);
    if (drawn && draw_canvas(ui, entry, asked)) return;
    if (!value.empty()) {
        if (picture && !drawn) draw_answer_picture(ui, entry, value, 320);
        const auto blob = record::read_blob_value(value);
        const bool nameless = blob && blob->name.empty();   // As another program may have sent it.
        const std::string name(nameless ? blob->id.text() : record::file_name_of(value));
        ui::strong(ui, "✓ " + name);
        ImGui::SameLine();
        if (ui::quiet_button(ui, std::string(ui.tr("questionnaire.file.open")) + "##" + asked.path + "@open") &&
            !ui::open_outside(name, answer_bytes(entry, value))) {
            entry.say(asked.path, "questionnaire.media_no_program");
        }
        entry.note_item(asked.path, false);
        ImGui::SameLine();
        if (ui::quiet_button(ui, std::string(ui.tr("questionnaire.file.remove")) + "##" + asked.path + "@remove")) {
            entry.answer(asked.question, {});
        }
        entry.note_item(asked.path, false);
    }
    const bool recorded = media != control.attributes.end() && !picture && (media->second.starts_with("audio") || media->second.starts_with("video"));
    draw_file_field(ui, entry, asked, recorded ? "questionnaire.file.recording" : "questionnaire.file.hint", true);
}

}  // namespace yuanquan::screens

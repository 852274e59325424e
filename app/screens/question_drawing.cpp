// Drawings, signatures and notes on a photo: a canvas for mouse or pen. Each stroke is in the draft when the pen is lifted.
#include <algorithm>
#include <imgui.h>

#include "app/screens/question_media.hpp"
#include "app/screens/question_widgets.hpp"

namespace yuanquan::screens {

namespace {

constexpr int kWidth = 720, kHeight = 400, kSignatureHeight = 220;
constexpr float kPen = 2.2f;
constexpr std::uint32_t kInk = 0x1b3a8f, kMark = 0xc62828;   // On a photo red is seen better.

}  // namespace

void Canvas::start(const std::string& path, ui::Pixels pixels) {
    path_ = path;
    pixels_ = std::move(pixels);
    texture_ = std::make_unique<ui::Texture>(pixels_);
    down_ = false;
}

void Canvas::stroke(float x, float y, std::uint32_t rgb) {
    ui::draw_stroke(pixels_, down_ ? x_ : x, down_ ? y_ : y, x, y, kPen, rgb);
    texture_->set(pixels_);
    x_ = x;
    y_ = y;
    down_ = true;
}

// The canvas holds the answer of this question, as it stands or as it is being drawn.
static void show_on_canvas(Entry& entry, const Asked& asked, bool signature) {
    auto& canvas = entry.canvas();
    const auto value = entry.form().value(asked.question);
    if (canvas.path() == asked.path && canvas.shown() == value) return;
    auto pixels = value.empty() ? base::Result<ui::Pixels>(ui::blank_pixels(kWidth, signature ? kSignatureHeight : kHeight))
                                : ui::decode_picture(answer_bytes(entry, value), kWidth);
    if (!pixels) pixels = ui::blank_pixels(kWidth, signature ? kSignatureHeight : kHeight);
    canvas.start(asked.path, std::move(*pixels));
    canvas.set_shown(value);
}

bool draw_canvas(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto& control = entry.form().control(asked.question);
    const bool annotate = control.has_appearance("annotate"), signature = control.has_appearance("signature");
    const auto value = entry.form().value(asked.question);
    if (annotate && value.empty()) return false;  // First the picture, then the notes on it.
    auto& canvas = entry.canvas();
    const bool open = entry.drawing() == asked.path;
    if (!open && !value.empty()) draw_answer_picture(ui, entry, value, 320);
    if (!open) {
        const auto* words = ui.tr(signature ? "questionnaire.draw.sign" : annotate ? "questionnaire.draw.annotate" : "questionnaire.draw.start");
        entry.take_focus(asked.path);
        // Enter goes on, as from every question: not everyone is there to sign.
        if (ui::button(ui, std::string(words) + "##" + asked.path) && !enter_pressed()) entry.draw_at(asked.path);
        entry.note_item(asked.path);
        if (!value.empty()) {
            ImGui::SameLine();
            if (ui::quiet_button(ui, std::string(ui.tr("questionnaire.file.remove")) + "##" + asked.path + "@remove")) entry.answer(asked.question, {});
            entry.note_item(asked.path, false);
        }
        return !annotate || !value.empty();
    }
    show_on_canvas(entry, asked, signature);
    const float wide = std::min(ImGui::GetContentRegionAvail().x, ui.px(kWidth));
    const float scale = wide / static_cast<float>(canvas.pixels().width);
    const ImVec2 at = ImGui::GetCursorScreenPos(), size{wide, static_cast<float>(canvas.pixels().height) * scale};
    canvas.draw(size.x, size.y);
    ImGui::GetWindowDrawList()->AddRect(at, {at.x + size.x, at.y + size.y}, ui.theme.here.packed(), 0, 0, ui.px(2));
    ImGui::SetCursorScreenPos(at);
    ImGui::InvisibleButton(("##" + asked.path + "@canvas").c_str(), size);
    entry.note_item(asked.path, false);
    const auto& io = ImGui::GetIO();
    if (ImGui::IsItemActive()) canvas.stroke((io.MousePos.x - at.x) / scale, (io.MousePos.y - at.y) / scale, annotate ? kMark : kInk);
    if (ImGui::IsItemDeactivated()) {
        canvas.lift();
        entry.attach_bytes(asked.question, signature ? "signature.png" : "drawing.png", ui::encode_png(canvas.pixels()));
        canvas.set_shown(entry.form().value(asked.question));
    }
    if (ui::button(ui, std::string(ui.tr("questionnaire.draw.done")) + "##" + asked.path)) {
        entry.draw_at({});
        entry.go_to(asked.path);
    }
    entry.note_item(asked.path, false);
    ImGui::SameLine();
    if (!annotate && ui::quiet_button(ui, std::string(ui.tr("questionnaire.draw.again")) + "##" + asked.path)) entry.answer(asked.question, {});
    if (!annotate) entry.note_item(asked.path, false);
    return true;
}

}  // namespace yuanquan::screens

#include "app/screens/question_media.hpp"

#include <algorithm>

#include "app/ui/open_outside.hpp"
#include "model/record/blob_value.hpp"

namespace yuanquan::screens {

namespace {

void draw(const ui::Ui& ui, const ui::Texture& picture, float side_max) {
    const float side = ui.px(side_max);
    const auto width = static_cast<float>(picture.width()), height = static_cast<float>(picture.height());
    const float shrink = std::min({1.0f, side / width, side / height});
    picture.draw(width * shrink, height * shrink);
}

}  // namespace

std::string answer_bytes(Entry& entry, std::string_view stored) {
    const auto blob = record::read_blob_value(stored);
    if (!blob) return {};
    auto bytes = entry.workspace().store().blob(blob->id);
    return bytes ? std::move(*bytes) : std::string();
}

bool draw_form_picture(const ui::Ui& ui, Entry& entry, const std::string& file, float side_max) {
    const auto name = file.substr(file.rfind('/') + 1);  // "jr://images/house.png" too.
    const auto& files = entry.form().files();
    const auto found = files.find(name);
    const auto* picture = found == files.end() ? nullptr : entry.pictures().get("form/" + name, [&] { return found->second; });
    if (picture != nullptr) draw(ui, *picture, side_max);
    return picture != nullptr;
}

bool draw_answer_picture(const ui::Ui& ui, Entry& entry, std::string_view stored, float side_max) {
    const auto* picture = entry.pictures().get(std::string(stored), [&] { return answer_bytes(entry, stored); });
    if (picture != nullptr) draw(ui, *picture, side_max);
    return picture != nullptr;
}

void draw_media(const ui::Ui& ui, Entry& entry, const std::string& path, const std::map<std::string, std::string>& media) {
    for (const auto& [kind, file] : media) {
        if (kind == "big-image") continue;
        const auto name = file.substr(file.rfind('/') + 1);
        if (kind == "image" && draw_form_picture(ui, entry, name, 320)) continue;
        const auto found = entry.form().files().find(name);
        if (found == entry.form().files().end()) {
            ui::quiet(ui, ui.tr("questionnaire.media_missing", {{"file", name}}));
            continue;
        }
        if (ui::quiet_button(ui, "▶ " + ui.tr("questionnaire.media_open", {{"file", name}}) + "##" + path + "@" + kind)) {
            if (!ui::open_outside(name, found->second)) entry.say(path, "questionnaire.media_no_program");
        }
    }
}

}  // namespace yuanquan::screens

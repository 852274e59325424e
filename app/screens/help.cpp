#include "app/screens/help.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/keys.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 820, kKeyColumn = 240;
// "Enter, Shift+Enter"; of many "Ctrl+1 … Ctrl+7".
std::string chords_in_words(const ui::Ui& ui, const KeyLine& line) {
    std::string words;
    for (const auto& chord : line.chords) {
        if (!words.empty()) words += line.is_range ? " … " : ui.texts.chinese() ? "、" : ", ";
        words += ui::chord_words(ui, chord);
    }
    return words;
}

void draw_keys(const ui::Ui& ui, const std::vector<KeyLine>& lines) {
    if (!ImGui::BeginTable("keys", 2, ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_BordersInnerH)) return;
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kKeyColumn));
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
    for (const auto& line : lines) {
        ImGui::TableNextColumn();
        ui::strong(ui, chords_in_words(ui, line));
        ImGui::TableNextColumn();
        ui::body(ui, ui.tr(line.words));
    }
    ImGui::EndTable();
}

void draw_topic(const ui::Ui& ui, const KeyTopic& topic) {
    const auto key = std::string("help.") + topic.name;
    ui::begin_card(ui, topic.name);
    ui::subtitle(ui, ui.tr(key + ".title"));
    ui::body(ui, ui.tr(key + ".words"));
    ui::gap(ui, 6);
    draw_keys(ui, topic.lines);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

}  // namespace

void Help::draw(ui::Ui& ui) {
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    for (const bool is_about : {true, false}) {
        for (const auto& topic : key_topics()) {
            if ((topic.name == about_) == is_about) draw_topic(ui, topic);
        }
    }
    ImGui::EndChild();
}

}  // namespace yuanquan::screens

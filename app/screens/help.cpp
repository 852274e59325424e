#include "app/screens/help.hpp"

#include <algorithm>
#include <imgui.h>

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 820, kKeyColumn = 240;
constexpr const char* kScreens[] = {"work", "household", "questionnaire", "conflicts", "review", "exchange", "reports", "forms", "settings"};

void draw_keys(const ui::Ui& ui, const std::string& keys) {
    if (!ImGui::BeginTable("keys", 2, ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_BordersInnerH)) return;
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kKeyColumn));
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
    for (const auto line : base::split(keys, '|')) {
        const auto cut = line.find('=');
        if (cut == std::string_view::npos) continue;
        ImGui::TableNextColumn();
        ui::strong(ui, line.substr(0, cut));
        ImGui::TableNextColumn();
        ui::body(ui, line.substr(cut + 1));
    }
    ImGui::EndTable();
}

void draw_topic(const ui::Ui& ui, const std::string& name) {
    const auto key = "help." + name;
    ui::begin_card(ui, name);
    ui::subtitle(ui, ui.tr(key + ".title"));
    ui::body(ui, ui.tr(key + ".words"));
    ui::gap(ui, 6);
    draw_keys(ui, ui.tr(key + ".keys"));
    ui::end_card(ui);
    ui::gap(ui, 12);
}

}  // namespace

void Help::draw(ui::Ui& ui) {
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    if (!about_.empty()) draw_topic(ui, about_);
    draw_topic(ui, "everywhere");
    for (const char* name : kScreens) {
        if (about_ != name) draw_topic(ui, name);
    }
    ImGui::EndChild();
}

}  // namespace yuanquan::screens

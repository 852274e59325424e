#include "app/ui/combo.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/ui/item_log.hpp"

namespace yuanquan::ui {

namespace {

// Ends with … where it is longer than the room: Dear ImGui would cut it through a letter.
std::string shortened(const std::string& text, float room) {
    if (ImGui::CalcTextSize(text.c_str()).x <= room) return text;
    const char* rest = nullptr;
    const float most = std::max(1.0f, room - ImGui::CalcTextSize("…").x);
    ImGui::GetFont()->CalcTextSizeA(ImGui::GetFontSize(), most, 0, text.c_str(), text.c_str() + text.size(), &rest);
    return std::string(text.c_str(), rest) + "…";
}

}  // namespace

bool begin_combo(const std::string& id, const std::string& shown, float width) {
    width = std::min(width, ImGui::GetContentRegionAvail().x);
    ImGui::SetNextItemWidth(width);
    const auto words = shortened(shown, width - ImGui::GetFrameHeight() - ImGui::GetStyle().FramePadding.x);
    const bool open = ImGui::BeginCombo(id.c_str(), words.c_str(), ImGuiComboFlags_HeightLarge);
    if (!open) name_last_item(id);
    return open;
}

void end_combo() { ImGui::EndCombo(); }

}  // namespace yuanquan::ui

#include "app/ui/combo.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/ui/cells.hpp"
#include "app/ui/item_log.hpp"

namespace yuanquan::ui {

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

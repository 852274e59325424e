#include "app/ui/item_log.hpp"

#include <imgui.h>
#include <imgui_internal.h>

namespace yuanquan::ui {

namespace {

std::vector<LoggedItem>& log() {
    static std::vector<LoggedItem> items;
    return items;
}

LoggedItem* by_id(unsigned id) {
    for (auto it = log().rbegin(); it != log().rend(); ++it) {
        if (it->id == id) return &*it;
    }
    return nullptr;
}

}  // namespace

void record_items(bool on) { ImGui::GetCurrentContext()->TestEngineHookItems = on; }
void clear_items() { log().clear(); }
const std::vector<LoggedItem>& items() { return log(); }

const LoggedItem* find_item(std::string_view label) {
    for (const auto& item : log()) {
        if (item.visible && (item.label == label || item.name == label)) return &item;
    }
    return nullptr;
}

void name_last_item(std::string_view name) {
    if (!ImGui::GetCurrentContext()->TestEngineHookItems) return;
    if (auto* item = by_id(ImGui::GetItemID())) {
        item->name = name;
        item->label = item->name.substr(0, item->name.find("##"));
    }
}

}  // namespace yuanquan::ui

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box, const ImGuiLastItemData* data) {
    if (id == 0) return;
    const ImRect clip = context->CurrentWindow->ClipRect;
    yuanquan::ui::LoggedItem item;
    item.id = id;
    item.x0 = box.Min.x, item.y0 = box.Min.y, item.x1 = box.Max.x, item.y1 = box.Max.y;
    constexpr auto kNoStop = ImGuiItemFlags_NoTabStop | ImGuiItemFlags_NoNav | ImGuiItemFlags_Disabled;
    const auto* window = context->CurrentWindow;
    item.takes_tab = data != nullptr && (data->ItemFlags & kNoStop) == 0 && window->DC.NavLayerCurrent == ImGuiNavLayer_Main;
    item.root = window->RootWindowForNav->ID;
    item.visible = clip.Contains(box.GetCenter());
    yuanquan::ui::log().push_back(std::move(item));
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label, ImGuiItemStatusFlags) {
    if (auto* item = yuanquan::ui::by_id(id); item != nullptr && label != nullptr) {
        item->name = label;
        item->label = item->name.substr(0, item->name.find("##"));
    }
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }

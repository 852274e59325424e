#include "app/ui/panel.hpp"

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>
#include <optional>
#include <vector>

namespace yuanquan::ui {

namespace {

constexpr float kPadX = 16, kPadY = 12, kBar = 4;

struct OpenPanel {
    ImGuiID key = 0;
    ImVec2 at;
    float width = 0;
    bool flat = false;
    std::optional<NarrowTo> narrow;
};
std::vector<std::unique_ptr<OpenPanel>>& open_panels() {
    static std::vector<std::unique_ptr<OpenPanel>> panels;
    return panels;
}
ImRect g_last;

}  // namespace

NarrowTo::NarrowTo(float width) {
    auto* window = ImGui::GetCurrentWindow();
    work_ = window->WorkRect.Max.x;
    region_ = window->ContentRegionRect.Max.x;
    const float end = window->DC.CursorPos.x + width;
    window->WorkRect.Max.x = std::min(work_, end);
    window->ContentRegionRect.Max.x = std::min(region_, end);
}

NarrowTo::~NarrowTo() {
    auto* window = ImGui::GetCurrentWindow();
    window->WorkRect.Max.x = work_;
    window->ContentRegionRect.Max.x = region_;
}

bool begin_panel(const Ui& ui, const std::string& id, const PanelLook& look, bool needed) {
    auto& context = *ImGui::GetCurrentContext();
    auto* window = ImGui::GetCurrentWindow();
    const ImGuiID key = window->GetID((id + "##panel").c_str());
    const float height = window->StateStorage.GetFloat(key, 0.0f);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = look.width > 0 ? look.width : ImGui::GetContentRegionAvail().x;
    const ImVec2 end{at.x + width, at.y + height};
    if (height > 0 && !needed && !context.NavAnyRequest && !ImGui::IsRectVisible(at, end)) {
        ImGui::Dummy({width, height});
        return false;
    }
    if (height > 0 && !look.flat) {
        auto* draw = window->DrawList;
        const float round = ui.px(6);
        draw->AddRectFilled(at, end, ui.theme.surface.packed(), round);
        draw->AddRect(at, end, (look.focused ? ui.theme.here : ui.theme.line).packed(), round, 0,
                      look.focused ? ui.px(2) : ImGui::GetStyle().ChildBorderSize);
        if (look.focused) {
            draw->AddRectFilled(at, {at.x + ui.px(kBar), end.y}, ui.theme.here.packed(), round, ImDrawFlags_RoundCornersLeft);
        }
    }
    auto panel = std::make_unique<OpenPanel>();
    panel->key = key, panel->at = at, panel->width = width, panel->flat = look.flat;
    const float pad_x = look.edge ? 0 : ui.px(kPadX), pad_y = look.flat ? ui.px(2) : ui.px(kPadY);
    ImGui::PushID(id.c_str());
    ImGui::SetCursorScreenPos({at.x + pad_x, at.y + pad_y});
    ImGui::BeginGroup();
    panel->narrow.emplace(width - 2 * pad_x);
    open_panels().push_back(std::move(panel));
    return true;
}

void end_panel(const Ui& ui) {
    auto panel = std::move(open_panels().back());
    open_panels().pop_back();
    ImGui::EndGroup();
    ImGui::PopID();
    panel->narrow.reset();
    const float bottom = ImGui::GetItemRectMax().y + (panel->flat ? ui.px(2) : ui.px(kPadY));
    const float height = bottom - panel->at.y;
    ImGui::GetCurrentWindow()->StateStorage.SetFloat(panel->key, height);
    ImGui::SetCursorScreenPos(panel->at);
    ImGui::Dummy({panel->width, height});
    g_last = {panel->at, {panel->at.x + panel->width, bottom}};
}

void scroll_to_panel() {
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), g_last, ImGuiScrollFlags_KeepVisibleEdgeY | ImGuiScrollFlags_NoScrollParent);
}

}  // namespace yuanquan::ui

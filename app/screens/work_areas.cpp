// The area tree of the Work screen: where records are and where this person works, with how many are complete.

#include <algorithm>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/screens/work.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/item_log.hpp"

namespace yuanquan::screens {

namespace {

constexpr int kOpenDepth = 2;
constexpr char kAreaMenu[] = "areas";

}  // namespace

bool Work::area_shown(const survey::Area& area) const {
    if (list_.in_area(area.code) > 0) return true;
    const auto& areas = state_.workspace.areas();
    const auto& own = state_.workspace.identity().areas;
    return std::any_of(own.begin(), own.end(), [&](const auto& code) {
        return areas.within(area.code, code) || areas.within(code, area.code);
    });
}

std::string Work::area_label(const ui::Ui& ui) const {
    if (query_.area.empty()) return ui.tr("work.all_areas");
    if (query_.area == kNoArea) return ui.tr("work.no_area");
    return state_.workspace.areas().name(query_.area, ui.texts.chinese(), 1);
}

void Work::draw_area_line(const ui::Ui& ui, const std::string& code, const std::string& name, std::uint32_t count, bool leaf,
                          bool open_first, bool* opened) {
    ImGuiTreeNodeFlags flags = ImGuiTreeNodeFlags_OpenOnArrow | ImGuiTreeNodeFlags_SpanAvailWidth | ImGuiTreeNodeFlags_FramePadding;
    if (leaf) flags |= ImGuiTreeNodeFlags_Leaf | ImGuiTreeNodeFlags_NoTreePushOnOpen;
    if (open_first) flags |= ImGuiTreeNodeFlags_DefaultOpen;
    const bool here = query_.area == code;
    if (here) flags |= ImGuiTreeNodeFlags_Selected;
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    if (here) ImGui::PushFont(ui.fonts.bold, 0);
    const bool is_open = ImGui::TreeNodeEx(("##area" + code).c_str(), flags);
    ui::name_last_item(name + "##area" + code);
    const float begin = ImGui::GetItemRectMin().x + ImGui::GetTreeNodeToLabelSpacing();
    if (here) ImGui::PopFont();
    if (opened != nullptr) *opened = is_open;
    if ((ImGui::IsItemClicked() && !ImGui::IsItemToggledOpen()) ||
        (ImGui::IsItemFocused() && ImGui::IsKeyPressed(ImGuiKey_Enter, false))) {
        query_.area = code;
    }
    // The name ends where the count at the right end begins.
    const auto done = list_.done_in_area(code);
    const auto figure = count == 0 ? std::string("0") : code.empty() || code == kNoArea ? std::to_string(count) : std::to_string(done) + " / " + std::to_string(count);
    const ImVec2 size = ImGui::CalcTextSize(figure.c_str());
    const float y = (ImGui::GetItemRectMin().y + ImGui::GetItemRectMax().y - size.y) / 2;
    auto* draw = ImGui::GetWindowDrawList();
    const bool pointed_at = ImGui::IsItemHovered();
    if (here) ImGui::PushFont(ui.fonts.bold, 0);
    const ImVec2 room{end - std::max(size.x, count == 0 ? 0 : ui.px(44)) - ui.px(10), y + size.y}, needed = ImGui::CalcTextSize(name.c_str());
    ImGui::RenderTextEllipsis(draw, {begin, y}, room, room.x, name.c_str(), name.c_str() + name.size(), &needed);
    if (here) ImGui::PopFont();
    if (pointed_at && needed.x > room.x - begin) ImGui::SetTooltip("%s", name.c_str());
    const bool finished = count > 0 && done == count;
    draw->AddText({end - size.x - ui.px(4), y}, (finished ? ui.theme.done : count > 0 ? ui.theme.ink : ui.theme.quiet).packed(), figure.c_str());
    if (count == 0 || code.empty() || code == kNoArea) return;
    // How far it is, as a line under the figure.
    const float full = ui.px(44), line = y + size.y + ui.px(1);
    draw->AddRectFilled({end - full - ui.px(4), line}, {end - ui.px(4), line + ui.px(2)}, ui.theme.line.packed());
    draw->AddRectFilled({end - full - ui.px(4), line}, {end - full - ui.px(4) + full * static_cast<float>(done) / static_cast<float>(count), line + ui.px(2)},
                        ui.theme.done.packed());
}

void Work::draw_area(const ui::Ui& ui, const survey::Area& area, int depth) {
    const auto& areas = state_.workspace.areas();
    std::vector<const survey::Area*> children;
    for (const auto& code : area.children) {
        if (const auto* child = areas.find(code); child != nullptr && area_shown(*child)) children.push_back(child);
    }
    const auto& name = ui.texts.chinese() || area.label_en.empty() ? area.label : area.label_en;
    bool opened = false;
    draw_area_line(ui, area.code, name, list_.in_area(area.code), children.empty(), depth < kOpenDepth, &opened);
    if (!opened || children.empty()) return;
    for (const auto* child : children) draw_area(ui, *child, depth + 1);
    ImGui::TreePop();
}

void Work::draw_area_tree(const ui::Ui& ui) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(6), ui.px(1)});
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(4), ui.px(5)});
    ImGui::PushStyleVar(ImGuiStyleVar_IndentSpacing, ui.px(14));
    draw_area_line(ui, "", ui.tr("work.all_areas"), list_.counts().all, true, false, nullptr);
    const auto& areas = state_.workspace.areas();
    std::vector<const survey::Area*> tops;
    const auto shown_of = [&](const std::vector<std::string>& codes) {
        std::vector<const survey::Area*> shown;
        for (const auto& code : codes) {
            if (const auto* area = areas.find(code); area != nullptr && area_shown(*area)) shown.push_back(area);
        }
        return shown;
    };
    // Starts where the tree branches: a village team need not pass province, city and county every time.
    tops = shown_of(areas.roots());
    while (tops.size() == 1) {
        auto below = shown_of(tops.front()->children);
        if (below.size() != 1 || shown_of(below.front()->children).empty()) break;   // "Group 2" alone does not say of which village.
        tops = std::move(below);
    }
    for (const auto* area : tops) draw_area(ui, *area, 0);
    if (const auto none = list_.in_area(kNoArea); none > 0) {
        draw_area_line(ui, std::string(kNoArea), ui.tr("work.no_area"), none, true, false, nullptr);
    }
    ImGui::PopStyleVar(3);
}

void Work::draw_area_pane(const ui::Ui& ui, float width) {
    const auto& surface = ui.theme.surface;
    ImGui::PushStyleColor(ImGuiCol_ChildBg, surface.packed());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(10)});
    ImGui::BeginChild("area_pane", {width, 0}, ImGuiChildFlags_Borders | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    draw_area_tree(ui);
    ImGui::EndChild();
}

void Work::draw_area_popup(const ui::Ui& ui) {
    if (ui::button(ui, area_label(ui) + " ▼##area_menu")) ImGui::OpenPopup(kAreaMenu);
    ImGui::SetNextWindowSize({ui.px(300), ui.px(380)});
    if (!ImGui::BeginPopup(kAreaMenu)) return;
    const auto before = query_.area;
    draw_area_tree(ui);
    if (query_.area != before) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace yuanquan::screens

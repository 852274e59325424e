// The outline: where one is, what is done, what is wrong; a sign and a word for each page.
#include <imgui.h>

#include "app/screens/questionnaire.hpp"
#include "app/ui/item_log.hpp"
#include "app/ui/panel.hpp"

namespace yuanquan::screens {

namespace {

struct Standing {
    ui::State state;
    std::string words;
};

Standing standing_of(const ui::Ui& ui, const Page& page) {
    const auto& counts = page.counts;
    if (counts.wrong > 0) return {ui::State::error, ui.tr("questionnaire.page_wrong", {{"count", std::to_string(counts.wrong)}})};
    if (counts.missing > 0 && counts.passed) {
        return {ui::State::waiting, ui.tr("questionnaire.page_missing", {{"count", std::to_string(counts.missing)}})};
    }
    const bool all = counts.missing == 0 && counts.answered > 0;
    const auto words = ui.tr("questionnaire.page_answered", {{"answered", std::to_string(counts.answered)},
                                                              {"total", std::to_string(counts.questions)}});
    if (counts.questions == 0) return {ui::State::plain, ""};
    return {all ? ui::State::done : ui::State::plain, words};
}

// Answered for the questionnaire, and still nobody knows: said on a line of its own.
std::string reasons_of(const ui::Ui& ui, const Page& page) {
    if (page.counts.reasons == 0) return {};
    return std::string(ui::state_sign(ui::State::reason)) + " " + ui.tr("questionnaire.page_reasons", {{"count", std::to_string(page.counts.reasons)}});
}

}  // namespace

void Questionnaire::draw_outline_entry(ui::Ui& ui, std::size_t index, float width) {
    const auto& entry = pages_[index];
    const bool here = index == page_;
    const auto standing = standing_of(ui, entry);
    const float pad = ui.px(10), line = ImGui::GetTextLineHeight();
    const float wrap = width - 2 * pad;
    ImGui::PushFont(here ? ui.fonts.bold : ui.fonts.regular, 0);
    const float title = ImGui::CalcTextSize(entry.title.c_str(), nullptr, false, wrap).y;
    ImGui::PopFont();
    const auto reasons = reasons_of(ui, entry);
    const float below = line + ui.px(2);   // Of each line below the title.
    const float height = title + (standing.words.empty() ? 0 : below) + (reasons.empty() ? 0 : below) + 2 * ui.px(6);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(("##page" + entry.key).c_str(), {width, height}, ImGuiButtonFlags_EnableNav)) turn_to(index, true);
    ui::name_last_item(entry.title + "##page" + entry.key);
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec2 end{at.x + width, at.y + height};
    if (here) {
        draw->AddRectFilled(at, end, ui.theme.here.with_alpha(30).packed(), ui.px(6));
        draw->AddRectFilled(at, {at.x + ui.px(4), end.y}, ui.theme.here.packed(), ui.px(3));
    } else if (ImGui::IsItemHovered()) {
        draw->AddRectFilled(at, end, ui.theme.action.with_alpha(24).packed(), ui.px(6));
    }
    ImGui::PushFont(here ? ui.fonts.bold : ui.fonts.regular, 0);
    draw->AddText(nullptr, 0, {at.x + pad, at.y + ui.px(6)}, ui.theme.ink.packed(), entry.title.c_str(), nullptr, wrap);
    ImGui::PopFont();
    if (standing.words.empty()) return;
    const auto words = std::string(ui::state_sign(standing.state)) + " " + standing.words;
    draw->AddText({at.x + pad, at.y + ui.px(8) + title}, ui::state_color(ui.theme, standing.state).packed(), words.c_str());
    draw->AddText({at.x + pad, at.y + ui.px(8) + title + below}, ui::state_color(ui.theme, ui::State::reason).packed(), reasons.c_str());
}

void Questionnaire::draw_outline(ui::Ui& ui, float width) {
    ImGui::BeginChild("outline", {width, 0}, ImGuiChildFlags_NavFlattened);
    const float inner = ImGui::GetContentRegionAvail().x;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(2)});
    // One stop for Tab: the page one is on. Arrow keys walk.
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, i != page_);
        draw_outline_entry(ui, i, inner);
        ImGui::PopItemFlag();
        if (i == page_ && scroll_top_) ImGui::SetScrollHereY(0.5f);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

void Questionnaire::draw_strip_outline(ui::Ui& ui) {
    const auto label = [&](std::size_t index) {
        const auto standing = standing_of(ui, pages_[index]);
        return std::to_string(index + 1) + "/" + std::to_string(pages_.size()) + "  " + pages_[index].title + "   " +
               ui::state_sign(standing.state) + " " + standing.words + (reasons_of(ui, pages_[index]).empty() ? "" : "   ") + reasons_of(ui, pages_[index]);
    };
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (!ImGui::BeginCombo("##pages", label(page_).c_str(), ImGuiComboFlags_HeightLarge)) return;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        if (ImGui::Selectable((label(i) + "##page" + pages_[i].key).c_str(), i == page_)) turn_to(i, true);
    }
    ImGui::EndCombo();
}

}  // namespace yuanquan::screens

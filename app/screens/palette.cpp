#include "app/screens/palette.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/entry_field.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kWidth = 680, kTop = 64, kListHeight = 360;
constexpr std::size_t kHouseholds = 30;

}  // namespace

void Palette::open(std::vector<PaletteAction> actions) {
    actions_ = std::move(actions);
    searched_.clear();
    for (const auto& action : actions_) {
        const auto pinyin = base::pinyin(action.words);
        searched_.push_back(base::fold_case(action.words) + "\n" + base::fold_case(pinyin) + "\n" + base::replace_all(base::fold_case(pinyin), " ", "") + "\n" +
                            base::pinyin_initials(action.words));
    }
    text_.clear();
    open_ = focus_ = stale_ = true;
}

void Palette::find(const ui::Ui& ui) {
    stale_ = false;
    found_for_ = text_;
    at_ = 0;
    hits_.clear();
    const auto folded = base::fold_case(text_);
    const auto words = base::split_space(folded);
    for (std::size_t i = 0; i < actions_.size(); ++i) {
        const bool fits = std::all_of(words.begin(), words.end(), [&](auto word) { return searched_[i].find(word) != std::string::npos; });
        if (fits) hits_.push_back({actions_[i].sign, actions_[i].words, actions_[i].key, actions_[i].run});
    }
    if (words.empty() || !state_.rows->update()) return;
    std::vector<Hit> households;
    for (const auto index : state_.rows->find(text_, kHouseholds)) {
        const auto& row = state_.rows->all()[index];
        const auto id = row.id;
        auto title = row.title.empty() ? id.text().substr(0, 8) : row.title;
        households.push_back({"≡", std::move(title), state_.workspace.areas().name(row.area, ui.texts.chinese()),
                              [this, id] { state_.shell.push(std::make_unique<Household>(state_, id)); }});
    }
    hits_.insert(hits_.begin(), households.begin(), households.end());
}

void Palette::choose(std::size_t index) {
    open_ = false;
    const auto run = hits_[index].run;
    run();
}

void Palette::draw_hits(const ui::Ui& ui) {
    if (hits_.empty()) {
        ui::quiet(ui, ui.tr("palette.none"));
        return;
    }
    ImGui::BeginChild("hits", {0, ui.px(kListHeight)}, ImGuiChildFlags_NavFlattened);
    ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5f});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (std::size_t i = 0; i < hits_.size() && open_; ++i) {
        const auto& hit = hits_[i];
        const auto label = hit.sign + "  " + hit.words + "##hit" + std::to_string(i);
        const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x - ui.px(8);
        if (ImGui::Selectable(label.c_str(), i == at_, 0, {0, ui.theme.row_height()})) choose(i);
        if (i == at_ && moved_) ImGui::SetScrollHereY(0.5f);
        const ImVec2 size = ImGui::CalcTextSize(hit.side.c_str());
        const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
        ImGui::GetWindowDrawList()->AddText({end - size.x, (low.y + high.y - size.y) / 2}, ui.theme.quiet.packed(), hit.side.c_str());
    }
    moved_ = false;
    ImGui::PopStyleVar(2);
    ImGui::EndChild();
}

void Palette::draw(const ui::Ui& ui) {
    if (!open_) return;
    constexpr char kPopup[] = "##palette";
    if (focus_) ImGui::OpenPopup(kPopup);
    const auto* viewport = ImGui::GetMainViewport();
    const float width = std::min(ui.px(kWidth), viewport->WorkSize.x - ui.px(32));
    ImGui::SetNextWindowPos({viewport->WorkPos.x + (viewport->WorkSize.x - width) / 2, viewport->WorkPos.y + ui.px(kTop)});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(14), ui.px(14)});
    if (!ImGui::BeginPopup(kPopup, ImGuiWindowFlags_NoMove)) {
        ImGui::PopStyleVar();
        open_ = false;
        return;
    }
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    ui::EntryField field;
    field.id = "##palette_text";
    field.name = field.hint = ui.tr("palette.hint");
    field.own_arrows = true;
    const auto entry = ui::entry_field(ui, field, text_);
    if (stale_ || found_for_ != text_) find(ui);
    if (entry.left && hits_.empty()) ImGui::SetKeyboardFocusHere(-1);   // Nothing to go to: type on.
    const bool entered = entry.left && (ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter));
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow) && at_ + 1 < hits_.size()) ++at_, moved_ = true;
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) && at_ > 0) --at_, moved_ = true;
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) open_ = false;
    for (int digit = 1; digit <= 9; ++digit) {   // Alt and a figure goes to another screen, which this would lie over.
        if (ImGui::GetIO().KeyAlt && ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_0 + digit), false)) open_ = false;
    }
    if (entered && at_ < hits_.size()) choose(at_);
    if (open_) draw_hits(ui);
    if (!open_) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    ImGui::PopStyleVar();
}

}  // namespace yuanquan::screens

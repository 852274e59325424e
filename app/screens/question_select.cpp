// Questions with a short list: choice buttons with digits. The list is one stop for Tab; arrow keys walk in it.
#include <algorithm>
#include <imgui.h>

#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/panel.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
constexpr std::size_t kDigits = 9;

bool holds(std::string_view value, const std::string& choice, bool multiple) {
    if (!multiple) return value == choice;
    const auto words = base::split_space(value);
    return std::find(words.begin(), words.end(), choice) != words.end();
}

// In the order of the list, as ODK's own clients keep it.
std::string toggled(std::string_view value, const std::vector<Offer>& offers, const std::string& choice) {
    std::string out;
    const auto add = [&](std::string_view word) { out += (out.empty() ? "" : " ") + std::string(word); };
    for (const auto& offer : offers) {
        if (holds(value, offer.value, true) != (offer.value == choice)) add(offer.value);
    }
    return out;
}

void choose(Entry& entry, const Asked& asked, const std::vector<Offer>& offers, std::size_t index, bool multiple) {
    const auto& value = offers[index].value;
    entry.answer(asked.question, multiple ? toggled(entry.form().value(asked.question), offers, value) : value);
}

std::size_t digit_pressed(std::size_t count) {
    const auto& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper) return kNowhere;
    for (std::size_t i = 0; i < std::min(count, kDigits); ++i) {
        const auto offset = static_cast<int>(i);
        if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + offset), false) ||
            ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_Keypad1 + offset), false)) {
            return i;
        }
    }
    return kNowhere;
}

// As many columns as the longest label allows, so that yes and no stand side by side.
std::size_t columns_for(const ui::Ui& ui, const std::vector<Offer>& offers, float width) {
    float longest = 0;
    for (const auto& offer : offers) longest = std::max(longest, ImGui::CalcTextSize(offer.label.c_str()).x);
    const float wanted = longest + ui.px(92);
    const auto fit = static_cast<std::size_t>(std::max(1.0f, width / wanted));
    return std::clamp<std::size_t>(fit, 1, std::min<std::size_t>(3, std::max<std::size_t>(1, offers.size())));
}

}  // namespace

bool enter_pressed() {
    return ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
}

void draw_select(const ui::Ui& ui, Entry& entry, const Asked& asked, bool multiple) {
    std::vector<Offer> offers;
    for (const auto& choice : entry.form().choices(asked.question)) offers.push_back({choice.value, plain_words(choice.label)});
    const auto& control = entry.form().control(asked.question);
    const bool search = offers.size() > kShortList || control.has_appearance("minimal") || control.has_appearance("autocomplete") ||
                        control.has_appearance("search");
    // A value that the list does not hold (any more) is still seen.
    if (!multiple) {
        const auto value = entry.form().value(asked.question);
        const bool known = value.empty() || std::any_of(offers.begin(), offers.end(), [&](const auto& o) { return o.value == value; });
        if (!known) ui::quiet(ui, ui.tr("questionnaire.not_offered", {{"value", entry.form().choice_label(asked.question, value)}}));
    }
    if (search && !offers.empty()) {
        draw_search(ui, entry, asked, offers, multiple);
    } else {
        draw_offers(ui, entry, asked, offers, multiple);
    }
}

void draw_offers(const ui::Ui& ui, Entry& entry, const Asked& asked, const std::vector<Offer>& offers, bool multiple) {
    if (offers.empty()) {
        ui::quiet(ui, ui.tr("questionnaire.no_choices"));
        return;
    }
    const auto value = entry.form().value(asked.question);
    std::size_t stop = 0;  // Where Tab and Enter arrive.
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (holds(value, offers[i].value, multiple)) {
            stop = i;
            break;
        }
    }
    if (entry.choice_path == asked.path) stop = std::min(entry.choice_at, offers.size() - 1);
    const float avail = ImGui::GetContentRegionAvail().x, space = ui.px(8);
    const auto columns = columns_for(ui, offers, avail);
    const float width = (avail - space * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    std::size_t picked = kNowhere, focused = kNowhere;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (i % columns != 0) ImGui::SameLine(0, space);
        const std::string key = i < kDigits ? std::to_string(i + 1) : std::string();
        const ui::NarrowTo narrow(width);
        if (i == stop) entry.take_focus(asked.path);
        ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, i != stop);
        const bool pressed = ui::choice_button(ui, offers[i].label + "##" + asked.path + "=" + offers[i].value, key,
                                               holds(value, offers[i].value, multiple), multiple);
        ImGui::PopItemFlag();
        if (ImGui::IsItemFocused()) focused = i;
        entry.note_item(asked.path);
        if (pressed && !enter_pressed()) picked = i;  // Enter goes on; space, digits and the mouse choose.
    }
    if (focused != kNowhere) {
        if (entry.choice_path == asked.path && entry.choice_at != focused) entry.arrowed = asked.path;
        entry.choice_path = asked.path;
        entry.choice_at = focused;
        if (enter_pressed() && !multiple && entry.arrowed == asked.path) picked = focused;
        if (ImGui::IsKeyPressed(ImGuiKey_Delete, false) || ImGui::IsKeyPressed(ImGuiKey_Backspace, false)) {
            entry.answer(asked.question, {});
            return;
        }
    }
    if (entry.current() == asked.path) {
        if (const auto digit = digit_pressed(offers.size()); digit != kNowhere) {
            picked = digit;
            entry.choice_path = asked.path;
            entry.choice_at = digit;
            entry.go_to(asked.path);
        }
    }
    if (picked != kNowhere) choose(entry, asked, offers, picked, multiple);
}

}  // namespace yuanquan::screens

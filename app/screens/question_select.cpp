// Questions with a short list: choice buttons with digits. The list is one stop for Tab; arrow keys walk in it.
#include <algorithm>
#include <imgui.h>

#include "app/screens/keys.hpp"
#include "app/screens/question_media.hpp"
#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/panel.hpp"
#include "app/ui/rich_text.hpp"
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

// The digit that chooses it: its place in a list, but itself on a scale, where 1 must not choose 0.
std::string digit_of(const form::Control& control, const std::vector<Offer>& offers, std::size_t index) {
    if (control.kind == form::ControlKind::range) return offers[index].value.size() == 1 ? offers[index].value : std::string();
    return index < kDigits ? std::to_string(index + 1) : std::string();
}

std::size_t chosen_by_digit(const form::Control& control, const std::vector<Offer>& offers) {
    for (int digit = 0; digit <= 9; ++digit) {
        if (!digit_pressed(digit)) continue;
        for (std::size_t i = 0; i < offers.size(); ++i) {
            if (digit_of(control, offers, i) == std::to_string(digit)) return i;
        }
    }
    return kNowhere;
}

// What the form asks for ("columns-3", a scale in one line), else as many columns as the longest label allows, so that yes
// and no stand side by side. Never so many that a label has no room.
std::size_t columns_for(const ui::Ui& ui, const form::Control& control, const std::vector<Offer>& offers, float width, bool bare) {
    if (bare) return offers.size();
    float longest = 0, longest_word = ui.px(18);   // Labels may break between words, not within one.
    for (const auto& offer : offers) {
        longest = std::max(longest, ImGui::CalcTextSize(offer.label.c_str()).x);
        const bool latin = !offer.label.empty() && static_cast<unsigned char>(offer.label.front()) < 0x80;
        if (!latin) longest_word = std::max(longest_word, std::min(ImGui::CalcTextSize(offer.label.c_str()).x, ui.px(60)));   // Four characters.
        for (const auto word : base::split_space(latin ? std::string_view(offer.label) : std::string_view())) {
            longest_word = std::max(longest_word, ImGui::CalcTextSize(word.data(), word.data() + word.size()).x);
        }
    }
    const auto fit = [&](float room) { return std::max<std::size_t>(1, static_cast<std::size_t>(width / room)); };
    const std::size_t all = std::max<std::size_t>(1, offers.size());
    const bool line = control.has_appearance("likert") || control.has_appearance("list-nolabel") || control.has_appearance("horizontal");
    if (control.kind == form::ControlKind::range) return std::min(all, fit(longest + ui.px(64)));
    const float narrowest = longest_word + ui.px(92);
    if (line) return std::min(all, fit(narrowest));
    for (const auto word : base::split_space(control.appearance)) {
        for (const std::string_view name : {"columns-", "horizontal-", "compact-"}) {
            const auto number = word.starts_with(name) ? base::parse_integer(word.substr(name.size())) : std::nullopt;
            if (number && *number > 0) return std::min({all, static_cast<std::size_t>(*number), fit(narrowest)});
        }
    }
    return std::min({all, std::size_t{3}, fit(longest + ui.px(92))});
}

}  // namespace

bool enter_pressed() {
    return ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
}

bool digit_pressed(int digit) { return !ImGui::GetIO().WantTextInput && ui::pressed(keys::choice(digit)); }

void draw_select(const ui::Ui& ui, Entry& entry, const Asked& asked, bool multiple) {
    std::vector<Offer> offers;
    for (const auto& choice : entry.form().choices(asked.question)) {
        const auto picture = choice.media.find("image");
        offers.push_back({choice.value, ui::plain_text(choice.label), picture == choice.media.end() ? std::string() : picture->second});
    }
    const auto& control = entry.form().control(asked.question);
    if (control.has_appearance("label")) return;  // The heading of a grid too narrow to be one: its questions name their choices.
    const bool search = !asked.bare && (offers.size() > kShortList || control.has_appearance("minimal") || control.has_appearance("autocomplete") ||
                        control.has_appearance("search"));
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
    const auto& control = entry.form().control(asked.question);
    const auto columns = columns_for(ui, control, offers, avail, asked.bare);
    const float width = (avail - space * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    std::size_t picked = kNowhere, focused = kNowhere;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (i % columns != 0) ImGui::SameLine(0, space);
        const std::string key = control.kind == form::ControlKind::range ? std::string() : digit_of(control, offers, i);
        const ui::NarrowTo narrow(width);
        if (i == stop) entry.take_focus(asked.path);
        ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, i != stop);
        const bool pictured = !asked.bare && !offers[i].picture.empty();
        if (pictured) ImGui::BeginGroup();
        if (pictured) draw_form_picture(ui, entry, offers[i].picture, std::min(width / ui.theme.scale, 160.0f));
        const bool pressed = ui::choice_button(ui, (asked.bare ? std::string() : offers[i].label) + "##" + asked.path + "=" + offers[i].value, key,
                                               holds(value, offers[i].value, multiple), multiple);
        ImGui::PopItemFlag();
        if (ImGui::IsItemFocused()) focused = i;
        entry.note_item(asked.path);
        if (pictured) ImGui::EndGroup();
        if (pressed && !enter_pressed()) picked = i;  // Enter goes on; space, digits and the mouse choose.
    }
    if (focused != kNowhere) {
        if (entry.choice_path == asked.path && entry.choice_at != focused) entry.arrowed = asked.path;
        entry.choice_path = asked.path;
        entry.choice_at = focused;
        if (enter_pressed() && !ImGui::GetIO().KeyShift && !multiple && entry.arrowed == asked.path) picked = focused;
        if (ImGui::IsKeyPressed(ImGuiKey_Delete, false) || ImGui::IsKeyPressed(ImGuiKey_Backspace, false)) {
            entry.answer(asked.question, {});
            return;
        }
    }
    if (entry.current() == asked.path) {
        if (const auto digit = chosen_by_digit(control, offers); digit != kNowhere) {
            picked = digit;
            entry.choice_path = asked.path;
            entry.choice_at = digit;
            entry.go_to(asked.path);
        }
    }
    if (picked == kNowhere) return;
    choose(entry, asked, offers, picked, multiple);
    if (!multiple && control.has_appearance("quick")) entry.go_on();
}

}  // namespace yuanquan::screens

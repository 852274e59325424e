// Questions with a long list: a field that narrows the list below it, by any part of the label or by pinyin.
#include <algorithm>
#include <imgui.h>
#include <unordered_map>

#include "app/screens/question_widgets.hpp"
#include "app/ui/entry_field.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kShown = 6;

struct Sound {
    std::string whole, initials;  // "zhangsan", "zs"
};
// Transliteration is slow and labels are few thousand: each is asked for once.
const Sound& sound_of(const std::string& label) {
    static std::unordered_map<std::string, Sound> known;
    const auto [found, is_new] = known.try_emplace(label);
    if (is_new) found->second = {base::replace_all(base::fold_case(base::pinyin(label)), " ", ""), base::fold_case(base::pinyin_initials(label))};
    return found->second;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// "12" -> "十二": groups are counted in words, 一组. '' beyond 99.
std::string in_chinese(std::string_view digits) {
    static const std::string kOnes[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const auto number = digits.size() <= 2 ? base::parse_integer(digits).value_or(0) : 0;
    if (number <= 0) return {};
    const auto tens = static_cast<std::size_t>(number / 10), ones = static_cast<std::size_t>(number % 10);
    return (tens > 1 ? kOnes[tens] : "") + (tens > 0 ? "十" : "") + kOnes[ones];
}

std::string toggled(std::string_view value, const std::string& choice) {
    std::string out;
    bool had = false;
    for (const auto word : base::split_space(value)) {
        had |= word == choice;
        if (word != choice) out += (out.empty() ? "" : " ") + std::string(word);
    }
    if (!had) out += (out.empty() ? "" : " ") + choice;
    return out;
}

void close(Entry& entry) {
    entry.search_path.clear();
    entry.search_text.clear();
    entry.search_typed = entry.search_moved = entry.search_left = false;
}

void pick(Entry& entry, const Asked& asked, const Offer& offer, bool multiple) {
    entry.answer(asked.question, multiple ? toggled(entry.form().value(asked.question), offer.value) : offer.value);
    if (entry.notice_path == asked.path) entry.forget_notice();   // "Not in the list" was about what was typed before.
    close(entry);
}

// The answers of a select_multiple stand above the field; each is taken out by a press.
void draw_picked(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto value = entry.form().value(asked.question);
    for (const auto word : base::split_space(value)) {
        const std::string choice(word);
        const auto label = entry.form().choice_label(asked.question, word) + "##" + asked.path + "@picked=" + choice;
        if (ui::choice_button(ui, label, "×", true, true) && !enter_pressed()) entry.answer(asked.question, toggled(value, choice));
        entry.note_item(asked.path);
    }
}

// True when one was picked.
bool draw_list(const ui::Ui& ui, Entry& entry, const Asked& asked, const std::vector<Offer>& offers,
               const std::vector<std::size_t>& matches, bool multiple) {
    const auto value = entry.form().value(asked.question);
    const auto words = base::split_space(value);
    const std::size_t first = entry.search_at < kShown ? 0 : entry.search_at - kShown + 1;
    const std::size_t end = std::min(matches.size(), first + kShown);
    bool picked = false;
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
    for (std::size_t i = first; i < end; ++i) {
        const auto& offer = offers[matches[i]];
        const bool chosen = std::find(words.begin(), words.end(), offer.value) != words.end();
        ui::choice_button(ui, offer.label + "##" + asked.path + "=" + offer.value, {}, chosen, multiple);
        if (i == entry.search_at) {
            ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), ui.theme.here.packed(), ui.px(6), 0,
                                                ui.px(2));
        }
        // On the press, not the release: the field loses the keyboard at the press, and this list with it.
        if (!picked && ImGui::IsItemActivated()) {
            pick(entry, asked, offer, multiple);
            picked = true;
        }
    }
    ImGui::PopItemFlag();
    if (matches.empty()) {
        ui::quiet(ui, ui.tr("questionnaire.search_none"));
    } else if (matches.size() > kShown) {
        ui::quiet(ui, ui.tr("questionnaire.search_more", {{"count", std::to_string(matches.size())}}));
    }
    return picked;
}

void walk(Entry& entry, std::size_t count) {
    const auto step = [&](bool down) {
        entry.search_moved = true;
        if (down && entry.search_at + 1 < count) ++entry.search_at;
        if (!down && entry.search_at > 0) --entry.search_at;
    };
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) step(true);
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) step(false);
}

// The field lost the keyboard to a press elsewhere. What it says is taken now, for the press may lead to another page; the
// list folds and words appear only when the button is let go, or they would move away what is being pressed.
void leave_by_mouse(Entry& entry, const Asked& asked, const std::vector<Offer>& offers, const std::vector<std::size_t>& matches, bool multiple) {
    entry.search_left = true;
    const auto value = entry.form().value(asked.question);
    if (entry.search_typed && entry.search_text.empty()) {
        if (!multiple) entry.answer(asked.question, {});
    } else if (entry.search_typed && matches.size() == 1) {
        const auto& choice = offers[matches.front()].value;
        entry.answer(asked.question, multiple ? toggled(value, choice) : choice);
    }
}
void fold(Entry& entry, const Asked& asked, const std::vector<std::size_t>& matches) {
    if (entry.search_typed && !entry.search_text.empty() && matches.size() != 1) entry.say(asked.path, "questionnaire.not_in_list");
    close(entry);
}

// The field was left: by Enter what is marked is meant; otherwise only what can be meant in one way.
void leave(Entry& entry, const Asked& asked, const std::vector<Offer>& offers, const std::vector<std::size_t>& matches, bool multiple) {
    const bool entered = enter_pressed(), escaped = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    const bool typed = entry.search_typed && !entry.search_text.empty();
    if (escaped) {
        close(entry);
    } else if (typed || entry.search_moved) {
        if (!matches.empty() && (entered || (typed && matches.size() == 1))) {
            pick(entry, asked, offers[matches[std::min(entry.search_at, matches.size() - 1)]], multiple);
            if (multiple && entered) {
                entry.keep_enter();
                entry.go_to(asked.path);
            }
            return;
        }
        if (typed) {
            entry.say(asked.path, "questionnaire.not_in_list");
            if (entered) {  // Stay: nothing was chosen.
                entry.keep_enter();
                entry.go_to(asked.path);
            }
        }
        close(entry);
    } else {
        if (entry.search_typed && !multiple) entry.answer(asked.question, {});  // Emptied.
        close(entry);
    }
}

}  // namespace

std::vector<std::size_t> matching_offers(const std::vector<Offer>& offers, std::string_view typed) {
    std::vector<std::size_t> out;
    const auto query = base::fold_case(base::trim(typed));
    const bool latin = is_ascii(query);
    const auto sound = base::replace_all(query, " ", "");
    const auto counted = in_chinese(query);
    std::vector<std::size_t> by_sound;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        const auto& offer = offers[i];
        // Whoever knows the code types 3 for 03.
        const auto code = std::string_view(offer.value).substr(std::min(offer.value.find_first_not_of('0'), offer.value.size()));
        const bool by_code = offer.value.starts_with(query) || code.starts_with(query);
        if (query.empty() || by_code || base::fold_case(offer.label).find(query) != std::string::npos) {
            out.push_back(i);
        } else if (!counted.empty() && (offer.label.starts_with(counted) || offer.label.starts_with("第" + counted))) {
            out.push_back(i);
        } else if (latin && !is_ascii(offer.label)) {
            const auto& heard = sound_of(offer.label);
            if (heard.initials.find(sound) != std::string::npos || heard.whole.find(sound) != std::string::npos) by_sound.push_back(i);
        }
    }
    out.insert(out.end(), by_sound.begin(), by_sound.end());
    return out;
}

void draw_search(const ui::Ui& ui, Entry& entry, const Asked& asked, const std::vector<Offer>& offers, bool multiple) {
    if (multiple) draw_picked(ui, entry, asked);
    const bool open = entry.search_path == asked.path;
    const auto value = entry.form().value(asked.question);
    std::string text = open && entry.search_typed ? entry.search_text
                       : multiple || value.empty() ? std::string() : entry.form().choice_label(asked.question, value);
    ui::EntryField field{"##" + asked.path, asked.name, ui.tr("questionnaire.search_hint", {{"count", std::to_string(offers.size())}}),
                         0, false, false, true, true};
    entry.take_focus(asked.path);
    const auto state = ui::entry_field(ui, field, text);
    if (state.focused) entry.note_focus(asked.path, true);
    if (state.focused && !state.active && !state.left && entry.moved()) entry.go_to(asked.path);
    // The frame in which the button comes up included: what was pressed is still to be drawn in it.
    const bool is_pressed = ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    if (state.active && (!open || (entry.search_left && !is_pressed))) {
        close(entry);
        entry.search_path = asked.path;
        entry.search_at = 0;
    }
    if (state.changed) {
        entry.search_path = asked.path;
        entry.search_text = text;
        entry.search_typed = true;
        entry.search_at = 0;
        entry.say({}, {});
    }
    if (entry.search_path != asked.path) return;
    const auto matches = matching_offers(offers, entry.search_typed ? entry.search_text : std::string());
    if (!entry.search_typed && !entry.search_moved && !value.empty() && !multiple) {
        const auto at = std::find_if(offers.begin(), offers.end(), [&](const auto& offer) { return offer.value == value; });
        if (at != offers.end()) entry.search_at = static_cast<std::size_t>(at - offers.begin());
    }
    if (state.active) walk(entry, matches.size());
    if (draw_list(ui, entry, asked, offers, matches, multiple)) {
        if (multiple) entry.go_to(asked.path);
    } else if (state.left && is_pressed) {
        leave_by_mouse(entry, asked, offers, matches, multiple);
    } else if (state.left) {
        leave(entry, asked, offers, matches, multiple);
    } else if (entry.search_left && !is_pressed) {
        fold(entry, asked, matches);
    }
}

}  // namespace yuanquan::screens

#include "app/screens/preferences.hpp"

#include <algorithm>
#include <imgui.h>
#include <iterator>

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kLanguage[] = "ui.language", kTheme[] = "ui.theme", kScale[] = "ui.scale", kRows[] = "ui.rows";
constexpr char kLock[] = "ui.lock", kQuestions[] = "ui.questions";
constexpr char kComfortable[] = "comfortable", kDense[] = "dense", kOne[] = "one", kPages[] = "pages";
constexpr char kMenu[] = "appearance";

std::string percent(float scale) { return std::to_string(static_cast<int>(scale * 100 + 0.5f)) + " %"; }

}  // namespace

Preferences load_preferences(const survey::Workspace& workspace) {
    const auto& store = workspace.store();
    const auto setting = [&store](const char* name) { return store.setting(name).value_or(""); };
    Preferences preferences;
    preferences.language = setting(kLanguage);
    preferences.theme = ui::parse_theme(setting(kTheme));
    const auto scale = static_cast<float>(base::parse_decimal(setting(kScale)).value_or(1));
    preferences.scale = *std::min_element(std::begin(kScales), std::end(kScales), [&](float a, float b) {
        return (a > scale ? a - scale : scale - a) < (b > scale ? b - scale : scale - b);
    });
    preferences.comfortable = setting(kRows) == kComfortable;
    preferences.one_question = setting(kQuestions) == kOne;
    const auto minutes = base::parse_integer(setting(kLock)).value_or(0);
    if (std::find(std::begin(kLockMinutes), std::end(kLockMinutes), minutes) != std::end(kLockMinutes)) {
        preferences.lock_minutes = static_cast<int>(minutes);
    }
    return preferences;
}

base::Status store_preferences(survey::Workspace& workspace, const Preferences& preferences) {
    auto& store = workspace.store();
    if (auto done = store.set_setting(kLanguage, preferences.language); !done) return done;
    if (auto done = store.set_setting(kTheme, ui::theme_text(preferences.theme)); !done) return done;
    if (auto done = store.set_setting(kScale, base::format_number(static_cast<double>(preferences.scale))); !done) return done;
    if (auto done = store.set_setting(kLock, std::to_string(preferences.lock_minutes)); !done) return done;
    if (auto done = store.set_setting(kQuestions, preferences.one_question ? kOne : kPages); !done) return done;
    return store.set_setting(kRows, preferences.comfortable ? kComfortable : kDense);
}

void draw_look_choices(const ui::Ui& ui, Preferences& preferences) {
    ui::strong(ui, ui.tr("bar.theme"));
    for (const auto theme : {ui::ThemeName::light, ui::ThemeName::dark, ui::ThemeName::contrast}) {
        const auto key = "bar.theme." + ui::theme_text(theme);
        if (ImGui::RadioButton(ui.tr(key), preferences.theme == theme)) preferences.theme = theme;
    }
    ui::gap(ui, 12);
    ui::strong(ui, ui.tr("bar.size"));
    const float left = ImGui::GetCursorPosX();
    for (std::size_t i = 0; i < std::size(kScales); ++i) {
        if (i % 4 != 0) ImGui::SameLine(left + static_cast<float>(i % 4) * ui.px(116));
        if (ImGui::RadioButton(percent(kScales[i]).c_str(), preferences.scale == kScales[i])) preferences.scale = kScales[i];
    }
    ui::gap(ui, 12);
    ImGui::Checkbox(ui.tr("bar.comfortable"), &preferences.comfortable);
}

void draw_preferences(const ui::Ui& ui, Preferences& preferences) {
    const bool chinese = ui.texts.chinese();
    if (ui::quiet_button(ui, chinese ? "English##language" : "中文##language")) preferences.language = chinese ? "en" : "zh";
    ImGui::SameLine(0, 0);
    if (ui::quiet_button(ui, std::string("◑ ") + ui.tr("bar.appearance") + "##appearance")) ImGui::OpenPopup(kMenu);
    ImGui::SetNextWindowPos({ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + ui.px(4)}, ImGuiCond_Appearing, {1, 0});   // Below it.
    if (!ImGui::BeginPopup(kMenu)) return;
    draw_look_choices(ui, preferences);
    ImGui::EndPopup();
}

}  // namespace yuanquan::screens

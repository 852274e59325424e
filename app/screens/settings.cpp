#include "app/screens/settings.hpp"

#include <algorithm>
#include <imgui.h>
#include <utility>

#include "app/screens/help.hpp"
#include "app/screens/laptop_card.hpp"
#include "app/screens/rest_lock.hpp"
#include "app/team/enrolment.hpp"
#include "app/ui/entry_field.hpp"
#include "app/words/size_words.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 860, kLabel = 180;
constexpr std::size_t kPassphraseMin = 4;

bool begin_facts(const ui::Ui& ui, const char* id) {
    if (!ImGui::BeginTable(id, 2, ImGuiTableFlags_NoSavedSettings)) return false;
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kLabel));
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
    return true;
}

void fact(const ui::Ui& ui, const char* key, const std::string& text) {
    ImGui::TableNextColumn();
    ui::quiet(ui, ui.tr(key));
    ImGui::TableNextColumn();
    ui::body(ui, text);
}

}  // namespace

Settings::Settings(AppState& state, std::shared_ptr<BackupRun> backup)
    : state_(state), backup_(state, std::move(backup)), person_(state.workspace.identity().person) {}

void Settings::say(const ui::Ui& ui, const base::Status& status, const std::string& words) {
    if (status) {
        state_.shell.say(ui::State::done, words);
    } else {
        state_.shell.say(ui::State::error, ui.texts.error(status.error()));
    }
}

void Settings::draw(ui::Ui& ui) {
    if (generation_ != state_.workspace.store().generation()) {
        generation_ = state_.workspace.store().generation();
        storage_ = team::measure(state_.workspace);
    }
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    draw_person(ui);
    draw_look(ui);
    draw_lock(ui);
    draw_storage(ui);
    if (ui::button(ui, ui.tr("settings.keys"))) state_.shell.push(std::make_unique<Help>(help()));
    ImGui::EndChild();
}

void Settings::draw_person(const ui::Ui& ui) {
    auto& workspace = state_.workspace;
    const auto& identity = workspace.identity();
    const bool enrolled = team::is_member(workspace);
    ui::begin_card(ui, "person");
    ui::subtitle(ui, ui.tr("settings.person"));
    if (!enrolled && identity.role != survey::Role::headquarters) {
        // Nobody enrolled this laptop: who works here is theirs to say. Afterwards headquarters vouches for the name.
        ui::quiet(ui, ui.tr("settings.name_words"));
        const auto save = std::string(ui.tr("settings.name_keep"));
        ui::text_field(ui, "##person", person_, ui.tr("settings.name_hint"), false, ui.px(300));
        const bool entered = ui::field_entered();
        ImGui::SameLine();
        const auto name = std::string(base::trim(person_));
        if (ui::button(ui, save, !name.empty() && name != identity.person, ui.tr("settings.name_hint")) || (entered && !name.empty())) {
            auto changed = identity;
            changed.person = name;
            say(ui, workspace.set_identity(changed), ui.tr("settings.name_kept", {{"person", name}}));
        }
    }
    draw_identity(ui, enrolled || identity.role == survey::Role::headquarters);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void Settings::draw_identity(const ui::Ui& ui, bool named) {
    const auto& workspace = state_.workspace;
    const auto& identity = workspace.identity();
    if (!begin_facts(ui, "facts")) return;
    if (named) fact(ui, "settings.who", identity.person);
    fact(ui, "settings.role", role_words(ui, survey::role_name(identity.role)));
    std::string areas;
    for (const auto& code : identity.areas) areas += (areas.empty() ? "" : ", ") + workspace.areas().name(code, ui.texts.chinese(), 3);
    fact(ui, "settings.areas", areas.empty() ? ui.tr("work.all_areas") : areas);
    if (auto member = team::membership(workspace)) {
        fact(ui, "settings.laptop", member->laptop);
        fact(ui, "settings.headquarters", member->address);
    }
    fact(ui, "settings.replica", workspace.store().replica().text().substr(0, 12));
    ImGui::EndTable();
}

void Settings::draw_look(const ui::Ui& ui) {
    ui::begin_card(ui, "look");
    ui::subtitle(ui, ui.tr("settings.look"));
    ui::strong(ui, ui.tr("settings.language"));
    auto& preferences = state_.preferences;
    if (ImGui::RadioButton("中文", preferences.language == "zh")) preferences.language = "zh";
    ImGui::SameLine(0, ui.px(20));
    if (ImGui::RadioButton("English", preferences.language == "en")) preferences.language = "en";
    ui::gap(ui, 12);
    draw_look_choices(ui, preferences);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

void Settings::draw_lock(const ui::Ui& ui) {
    auto& preferences = state_.preferences;
    ui::begin_card(ui, "lock");
    ui::subtitle(ui, ui.tr("settings.lock"));
    ui::quiet(ui, ui.tr("settings.lock_words"));
    const bool chosen = has_passphrase(state_.workspace);
    if (chosen) {
        ImGui::AlignTextToFramePadding();
        ui::strong(ui, ui.tr("settings.lock_after"));
        for (const int minutes : kLockMinutes) {
            const auto label = minutes == 0 ? std::string(ui.tr("settings.lock_never"))
                                            : ui.tr("settings.lock_minutes", {{"minutes", std::to_string(minutes)}});
            if (minutes != kLockMinutes[0]) ImGui::SameLine(0, ui.px(16));
            if (ImGui::RadioButton(label.c_str(), preferences.lock_minutes == minutes)) preferences.lock_minutes = minutes;
        }
        ui::gap(ui, 6);
    }
    if (choosing_passphrase_) {
        draw_passphrase(ui);
    } else {
        if (ui::button(ui, ui.tr(chosen ? "settings.passphrase_other" : "settings.passphrase_choose"))) choose_passphrase(true);
        if (chosen) {
            ImGui::SameLine();
            if (ui::quiet_button(ui, ui.tr("settings.passphrase_remove"))) {
                say(ui, set_passphrase(state_, {}), ui.tr("settings.passphrase_removed"));
            }
        }
    }
    ui::end_card(ui);
    ui::gap(ui, 12);
}

// Twice, since nobody sees what is typed: a slip would lock out whoever made it.
void Settings::draw_passphrase(const ui::Ui& ui) {
    ui::EntryField field;
    field.id = "##new_passphrase";
    field.name = ui.tr("settings.passphrase");
    field.hint = ui.tr("settings.passphrase_hint");
    field.width = ui.px(300);
    field.secret = true;
    if (std::exchange(focus_passphrase_, false)) ImGui::SetKeyboardFocusHere();
    const auto first = ui::entry_field(ui, field, passphrase_);
    const auto enter = [](const ui::EntryState& entry) {
        return entry.left && (ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter));
    };
    if (enter(first)) ImGui::SetKeyboardFocusHere();
    field.id = "##passphrase_again";
    field.name = field.hint = ui.tr("settings.passphrase_again");
    const auto second = ui::entry_field(ui, field, passphrase_again_);
    const bool enough = base::count_characters(passphrase_) >= kPassphraseMin;
    const bool same = passphrase_ == passphrase_again_;
    if (first.changed) passphrases_differ_ = false;
    if (passphrases_differ_) ui::message_strip(ui, ui::State::waiting, ui.tr("settings.passphrase_differs"));
    const auto lacking = ui.tr(enough ? "settings.passphrase_differs" : "settings.passphrase_hint");
    const bool keep = ui::primary_button(ui, ui.tr("settings.passphrase_keep"), enough && same, lacking);
    if (enough && !same && enter(second)) {   // Nobody sees which of them is wrong: both anew.
        choose_passphrase(true);
        passphrases_differ_ = true;
    } else if (enough && same && (keep || enter(second))) {
        const auto done = set_passphrase(state_, passphrase_);
        if (done && state_.preferences.lock_minutes == 0) state_.preferences.lock_minutes = 5;
        say(ui, done, ui.tr("settings.passphrase_kept"));
        choose_passphrase(false);
    }
    ImGui::SameLine();
    if (ui::quiet_button(ui, ui.tr("settings.cancel"))) choose_passphrase(false);
}

void Settings::choose_passphrase(bool choose) {
    passphrase_.clear(), passphrase_again_.clear();
    choosing_passphrase_ = focus_passphrase_ = choose;
    passphrases_differ_ = false;
}

void Settings::draw_storage(ui::Ui& ui) {
    ui::begin_card(ui, "storage");
    ui::subtitle(ui, ui.tr("settings.storage"));
    const auto counts = state_.workspace.store().counts();
    if (begin_facts(ui, "sizes")) {
        fact(ui, "settings.folder", state_.workspace.folder());
        fact(ui, "settings.records", ui.tr("settings.records_size", {{"size", words::size_words(storage_.records)},
                                                                     {"count", std::to_string(counts ? counts->records : 0)}}));
        fact(ui, "settings.exports", words::size_words(storage_.exports));
        fact(ui, "settings.free", words::size_words(storage_.free));
        ImGui::EndTable();
    }
    constexpr std::uint64_t kLittle = std::uint64_t{500} << 20;
    if (storage_.free < kLittle) ui::message_strip(ui, ui::State::waiting, ui.tr("settings.little_room"));
    ui::gap(ui, 8);
    backup_.draw(ui);
    ui::end_card(ui);
    ui::gap(ui, 12);
}

}  // namespace yuanquan::screens

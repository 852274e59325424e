#include "app/screens/join.hpp"

#include <imgui.h>

#include "app/team/enrolment.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kCardWidth = 560;
constexpr std::size_t kEnrolmentBytesMax = std::size_t{256} << 20;   // Questionnaires with their lists are inside.

}  // namespace

bool needs_joining(const survey::Workspace& workspace) {
    if (team::is_member(workspace) || !workspace.identity().person.empty()) return false;
    const auto forms = workspace.store().forms();
    return forms && forms->empty();
}

void Join::take(const ui::Ui& ui, const std::string& path) {
    path_ = path;
    refusal_.clear();
    auto bytes = base::read_file(std::string(base::trim(path)), kEnrolmentBytesMax);
    const auto joined = bytes ? team::join(state_.workspace, *bytes) : base::fail(std::move(bytes.error()));
    if (!joined) {
        refusal_ = ui.texts.error(joined.error());
        return;
    }
    state_.shell.say(ui::State::done, ui.tr("join.done", {{"person", state_.workspace.identity().person}}));
    state_.shell.go(0);
}

void Join::draw(ui::Ui& ui) {
    ui::gap(ui, 48);
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kCardWidth));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (ImGui::GetContentRegionAvail().x - width) / 2);
    ui::begin_card(ui, "join", width);
    ui::title(ui, ui.tr("join.welcome"));
    ui::quiet(ui, ui.tr("join.words"));
    ui::gap(ui, 16);
    ui::strong(ui, ui.tr("join.file"));
    ui::text_field(ui, "##enrolment", path_, ui.tr("join.file_hint"));
    const bool entered = ui::field_entered();
    if (!refusal_.empty()) ui::message_strip(ui, ui::State::error, refusal_);
    ui::gap(ui, 8);
    const bool given = !base::trim(path_).empty();
    if (ui::primary_button(ui, ui.tr("join.open"), given, ui.tr("join.file_hint")) || (entered && given)) take(ui, path_);
    ImGui::SameLine();
    if (ui::quiet_button(ui, ui.tr("join.later"))) state_.shell.go(0);
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

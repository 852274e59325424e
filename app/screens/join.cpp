#include "app/screens/join.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/given_path.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/open_program.hpp"
#include "app/ui/barcode.hpp"
#include "app/ui/picture.hpp"
#include "model/base/digest.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kCardWidth = 720;
constexpr std::size_t kEnrolmentBytesMax = std::size_t{256} << 20;   // Questionnaires with their lists are inside.
constexpr int kPictureSide = 4000;
constexpr std::size_t kNameBytesMax = 100;                           // What is longer is a code.

// The code is the enrolment file in base64, broken into lines by whatever it was sent with.
base::Result<std::string> from_code(std::string_view code) {
    std::string whole;
    for (const auto part : base::split_space(code)) whole += part;
    return base::from_base64(whole);
}

bool is_code(std::string_view given) {
    const auto decoded = given.size() > kNameBytesMax ? from_code(given) : base::fail(base::ErrorCode::bad_input);
    return decoded && !decoded->empty();
}

base::Result<std::string> read_enrolment(const std::string& given) {
    const auto path = path_of(given);
    if (!base::exists(path)) {
        if (is_code(given)) return from_code(given);
        return base::fail(base::ErrorCode::not_found, path.size() > kNameBytesMax ? path.substr(0, 40) + "…" : path);
    }
    auto bytes = base::read_file(path, kEnrolmentBytesMax);
    if (!bytes) return bytes;
    const auto pixels = ui::decode_picture(*bytes, kPictureSide);
    if (!pixels) return bytes;   // No picture: the file itself.
    const auto code = ui::read_barcode(*pixels);
    if (!code) return base::fail(base::ErrorCode::bad_input, path, "no QR code in the picture");
    return from_code(*code);
}

}  // namespace

bool needs_joining(const survey::Workspace& workspace) {
    if (team::is_member(workspace) || !workspace.identity().person.empty()) return false;
    const auto forms = workspace.store().forms();
    return forms && forms->empty();
}

void Join::take(const ui::Ui& ui, const std::string& given) {
    given_ = given;
    refusal_.clear();
    const auto enrolment = read_enrolment(std::string(base::trim(given)));
    const auto joined = enrolment ? team::join(state_.workspace, *enrolment) : base::fail(enrolment.error());
    if (!joined) {
        refusal_ = ui.texts.error(joined.error());
        focus_ = true;   // To be mended at once.
        return;
    }
    const auto forms = state_.workspace.store().forms();
    const bool bare = forms && forms->empty();   // A code is too short for questionnaires: they come with the first exchange.
    state_.shell.say(ui::State::done, ui.tr(bare ? "join.done_bare" : "join.done", {{"person", state_.workspace.identity().person}}));
    state_.shell.go(0);
}

bool Join::drop(const std::vector<std::string>& paths) {
    if (!paths.empty()) dropped_ = paths.front();
    return true;
}

void Join::draw(ui::Ui& ui) {
    if (!dropped_.empty()) take(ui, std::exchange(dropped_, {}));
    ui::gap(ui, 20);
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kCardWidth));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (ImGui::GetContentRegionAvail().x - width) / 2);
    ImGui::BeginChild("join", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    ui::title(ui, ui.tr("join.welcome"));
    ui::quiet(ui, ui.tr("join.words"));
    ui::gap(ui, 10);
    draw_enrolment(ui);
    draw_alone(ui);
    draw_demo(ui);
    ImGui::EndChild();
}

void Join::draw_enrolment(ui::Ui& ui) {
    ui::begin_card(ui, "enrolment");
    ui::subtitle(ui, ui.tr("join.file"));
    ui::quiet(ui, ui.tr("join.file_words"));
    const auto label = std::string(ui.tr("join.open"));
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    ui::text_field(ui, "##enrolment", given_, ui.tr("join.file_hint"), false,
                   ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(label.c_str()).x - ui.px(48));
    const bool entered = ui::field_entered();
    ImGui::SameLine();
    const bool given = !base::trim(given_).empty();
    const bool pressed = ui::primary_button(ui, label, given, ui.tr("join.file_hint"));
    if (!refusal_.empty()) ui::message_strip(ui, ui::State::error, refusal_);
    if (pressed || (entered && given)) take(ui, given_);
    ui::end_card(ui);
    ui::gap(ui, 10);
}

void Join::draw_alone(ui::Ui& ui) {
    ui::begin_card(ui, "alone");
    ui::subtitle(ui, ui.tr("join.alone"));
    ui::quiet(ui, ui.tr("join.alone_words"));
    ui::text_field(ui, "##person", person_, ui.tr("settings.name_hint"), false, ui.px(260));
    const bool entered = ui::field_entered();
    ImGui::SameLine();
    const bool is_enrolment = looks_like_path(person_) || is_code(person_);   // A change under that name could never be undone.
    const bool named = !base::trim(person_).empty() && !is_enrolment;
    if (ui::button(ui, ui.tr("join.later"), named, ui.tr("settings.name_hint")) || (entered && named)) go_alone(ui);
    if (is_enrolment && (ui::message_strip(ui, ui::State::waiting, ui.tr("join.no_name"), std::string(ui.tr("join.open")) + "##person_open") || entered)) {
        take(ui, std::exchange(person_, {}));
    }
    ui::end_card(ui);
    ui::gap(ui, 10);
}

// No dead end without headquarters: a name, and the household questionnaire of the program with its areas.
void Join::go_alone(const ui::Ui& ui) {
    auto identity = state_.workspace.identity();
    identity.person = std::string(base::trim(person_));
    base::Status done = state_.workspace.set_identity(identity);
    if (auto assets = base::assets_folder(); done && assets) {
        auto installed = state_.workspace.install_form(base::join_path(*assets, "forms/household.md"));
        if (!installed) done = base::fail(std::move(installed.error()));
    }
    if (!done) {
        state_.shell.say(ui::State::error, ui.texts.error(done.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr("join.alone_done", {{"person", identity.person}}));
    state_.shell.go(0);
}

void Join::draw_demo(ui::Ui& ui) {
    ui::begin_card(ui, "demo");
    ui::subtitle(ui, ui.tr("join.demo"));
    ui::quiet(ui, ui.tr("join.demo_words"));
    if (ui::button(ui, ui.tr("join.demo_open"))) {
        const auto folder = base::join_path(state_.workspace.folder(), "demo");
        const auto office = base::join_path(folder, "hq");
        const bool started = base::exists(office) ? team::open_program({"--workspace", office}) : team::open_program({"demo", "--dir", folder});
        state_.shell.say(started ? ui::State::here : ui::State::error, ui.tr(started ? "join.demo_comes" : "join.demo_failed"));
    }
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

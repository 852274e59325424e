#include "app/screens/household.hpp"

#include <algorithm>
#include <imgui.h>
#include <utility>

#include "app/export/dossier.hpp"
#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "app/screens/comment_lines.hpp"
#include "app/screens/conflicts.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/open_visit.hpp"
#include "app/ui/cells.hpp"
#include "model/base/files.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 1100;
constexpr char kExports[] = "exports", kStartMenu[] = "start_form";
constexpr const char* kTabs[] = {"household.tab.file",   "household.tab.timeline", "household.tab.income", "household.tab.plan",
                                 "household.tab.photos", "household.tab.papers",   "household.tab.history"};
static_assert(std::size(kTabs) == keys::kHouseholdPages);

}  // namespace

std::string Household::title(const ui::Ui& ui) const { return view_ ? view_->title : ui.tr("household.title"); }

bool Household::fold() {
    if (!event_.is_open()) return false;
    event_.fold();
    focus_first_ = true;
    return true;
}

bool Household::leave() {
    // What could not be kept stays on the screen with the reason; who goes in spite of it means it.
    return event_.keep().has_value() || std::exchange(told_failure_, true);
}

void Household::update(const ui::Ui& ui) {
    const auto generation = state_.workspace.store().generation();
    if (generation == generation_ && language_ == ui.texts.language() && shown_masked_ == masked_) return;
    generation_ = generation;
    language_ = ui.texts.language();
    shown_masked_ = masked_;
    history_.reset();
    timeline_.reset();
    income_.reset();
    papers_.reset();
    failure_.reset();
    auto record = state_.workspace.store().record(id_);
    if (!record) {
        failure_ = record.error();
        return;
    }
    record_ = std::move(*record);
    survey::ViewOptions options;
    options.masked = masked_;
    options.reasons = reasons_ = exports::reason_words(ui.texts);
    if (auto open = state_.workspace.form(record_.form_id)) options.language = survey::language_index(*open->form, language_);
    auto view = survey::view_record(state_.workspace, record_, options);
    if (!view) {
        failure_ = view.error();
        return;
    }
    view_ = std::move(*view);
    exports::name_places(ui.texts, *view_);
    view_->area_name = state_.workspace.areas().name(view_->area, ui.texts.chinese(), 3);
    unfinished_ = survey::unfinished_moves(state_.workspace, record_);
    if (auto rows = state_.workspace.store().list({view_->form_id, view_->area, "", false, {}})) {
        for (const auto& row : *rows) {
            if (row.id == id_) at_headquarters_ = row.at_headquarters;
        }
    }
}

const std::vector<survey::HistoryLine>& Household::history(const ui::Ui& ui) {
    if (!history_) {
        auto lines = survey::view_history(state_.workspace, id_, language_, masked_, reasons_);
        history_ = lines ? std::move(*lines) : std::vector<survey::HistoryLine>();
        exports::name_places(ui.texts, *history_);
    }
    return *history_;
}

void Household::draw(ui::Ui& ui) {
    update(ui);
    if (failure_) {
        ui::message_strip(ui, ui::State::error, ui.texts.error(*failure_));
        return;
    }
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    draw_head(ui);
    draw_standing(ui);
    event_.draw(ui);
    draw_tabs(ui);
    switch (page_) {
        case Page::file: draw_file(ui); break;
        case Page::timeline: draw_timeline(ui); break;
        case Page::income: draw_income(ui); break;
        case Page::plan: draw_plan(ui); break;
        case Page::photos: draw_photos(ui); break;
        case Page::papers: draw_papers(ui); break;
        case Page::history: draw_history(ui); break;
    }
    ImGui::EndChild();
}

void Household::draw_head(const ui::Ui& ui) {
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    const auto next = [&](float width) {   // In the same line where there is room.
        ImGui::SameLine();
        if (ImGui::GetCursorScreenPos().x + width > end) ImGui::NewLine();
    };
    if (std::exchange(focus_first_, false)) {   // What one mostly comes here for is one Enter away, which only a frame that shows takes.
        ImGui::SetKeyboardFocusHere();
        ImGui::SetNavCursorVisible(true);
    }
    if (ui::primary_button(ui, ui.tr("household.edit"))) {
        open_visit(state_, ui, survey::Visit::open(state_.workspace, id_));
    }
    if (survey::has_members(state_.workspace, record_)) {
        next(ui::button_width(ui.tr("household.event")));
        if (ui::button(ui, ui.tr("household.event"))) event_.open(ui);
    }
    next(ui::button_width(ui.tr("household.start")));
    draw_start(ui);
    next(ui::button_width(ui.tr("household.export")));
    if (ui::button(ui, ui.tr("household.export"))) export_dossier(ui);
    const float box = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemInnerSpacing.x;
    next(box + ImGui::CalcTextSize(ui.tr("household.whole_numbers")).x);
    bool whole = !masked_;
    if (ImGui::Checkbox(ui.tr("household.whole_numbers"), &whole)) masked_ = !whole;
    next(box + ImGui::CalcTextSize(ui.tr("household.blanks")).x);
    ImGui::Checkbox(ui.tr("household.blanks"), &blanks_);
    ui::gap(ui, 10);
}

// Any questionnaire that is installed, with what is known of this household filled in.
void Household::draw_start(const ui::Ui& ui) {
    if (ui::button(ui, ui.tr("household.start")) || start_wanted_) ImGui::OpenPopup(kStartMenu);
    start_wanted_ = false;
    if (!ImGui::BeginPopup(kStartMenu)) return;
    ui::quiet(ui, ui.tr("household.start_words"));
    auto forms = state_.workspace.store().forms();
    std::string last;
    bool any = false;
    for (std::size_t i = 0; forms && i < forms->size(); ++i) {
        const auto& form = (*forms)[i];
        if (form.id == last || form.id == record_.form_id) continue;   // Newest version of each first.
        last = form.id;
        any = true;
        if (ImGui::Selectable((form.title + "##start" + form.id).c_str(), false, 0, {0, ui.theme.row_height()})) {
            open_visit(state_, ui, survey::Visit::start(state_.workspace, form.id, record_.area, id_));
        }
    }
    if (!any) ui::quiet(ui, ui.tr("household.start_none"));
    ImGui::EndPopup();
}

void Household::draw_standing(const ui::Ui& ui) {
    if (view_->conflict_count > 0) {
        const auto words = ui.tr("household.conflicts", {{"count", std::to_string(view_->conflict_count)}});
        if (ui::message_strip(ui, ui::State::versions, words, ui.tr("household.settle"))) settle();
    }
    for (const auto& move : unfinished_) {
        const auto title = state_.workspace.store().record(move.from);
        const auto from = title ? std::string(title->value("@title")) : move.from.text();
        if (!ui::message_strip(ui, ui::State::waiting, ui.tr("household.unfinished", {{"who", move.name}, {"household", from}}),
                               ui.tr("household.finish_move"))) {
            continue;
        }
        if (auto done = survey::finish_move(state_.workspace, id_, move); !done) state_.shell.say(ui::State::error, ui.texts.error(done.error()));
    }
    const auto events = survey::life_events_of(record_);
    if (!events.empty() && events.front().kind == survey::LifeEventKind::merged && record_.rows("members").empty() && events.front().household) {
        const auto other = state_.workspace.store().record(*events.front().household);
        const auto into = other ? std::string(other->value("@title")) : events.front().household->text();
        if (ui::message_strip(ui, ui::State::waiting, ui.tr("household.merged_into", {{"household", into}}), ui.tr("household.open_other"))) {
            state_.shell.push(std::make_unique<Household>(state_, *events.front().household));
        }
    }
    if (!at_headquarters_) {
        ui::chip(ui, ui::State::unsent, ui.tr("status.unsent"));
    } else {
        ui::chip(ui, ui::State::done, ui.tr("status.at_headquarters"));
    }
    const auto standing = survey::standing_of(record_);
    if (standing != survey::Standing::unchecked) {
        ImGui::SameLine(0, ui.px(8));
        const auto words = standing_words(standing);
        ui::chip(ui, words.state, ui.tr(words.key));
    }
    draw_beside_chips(ui, ui.tr("household.who", {{"area", view_->area_name},
                                                  {"form", view_->form_title},
                                                  {"who", view_->last_author},
                                                  {"when", local_time(state_.workspace, view_->last_ms)}}));
    ui::gap(ui, 6);
}

void Household::draw_tabs(const ui::Ui& ui) {
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < std::size(kTabs); ++i) {
        const auto page = static_cast<Page>(i);
        const auto label = std::string(ui.tr(kTabs[i]));
        if (i > 0) {
            ImGui::SameLine(0, ui.px(6));
            if (ImGui::GetCursorScreenPos().x + ui::button_width(label) > end) ImGui::NewLine();
        }
        const auto& here = page == page_ ? ui.theme.here : ui.theme.ink;
        ImGui::PushStyleColor(ImGuiCol_Button, (page == page_ ? ui.theme.here.with_alpha(36) : ui.theme.surface.with_alpha(0)).packed());
        ImGui::PushStyleColor(ImGuiCol_Text, here.packed());
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
        if (page == page_) ImGui::PushFont(ui.fonts.bold, 0);
        const bool bold = page == page_;
        if (ImGui::Button((label + "##" + kTabs[i]).c_str(), {0, ui.theme.row_height()})) page_ = page;
        if (bold) ImGui::PopFont();
        ImGui::PopStyleVar();
        ImGui::PopStyleColor(2);
        const auto chord = keys::household_page(i);
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui::chord_words(ui, chord).c_str());
        ui::key_hint(ui, chord);
        if (ui::pressed(chord)) page_ = page;
    }
    ui::rule(ui);
    ui::gap(ui, 12);
}

void Household::settle() { state_.shell.push(std::make_unique<Conflicts>(state_, id_)); }

void Household::export_dossier(const ui::Ui& ui) {
    auto& workspace = state_.workspace;
    const auto now = workspace.clock().now_ms();
    exports::DossierOptions options;
    options.texts = &ui.texts;
    options.printed_ms = now;
    options.offset_minutes = workspace.clock().offset_minutes(now);
    options.office = workspace.identity().person;
    options.blob = [&workspace](const record::BlobId& id) { return workspace.store().blob(id); };
    const auto folder = base::join_path(workspace.folder(), kExports);
    const auto path = base::join_path(folder, exports::dossier_file_name(*view_));
    base::Status done = base::make_folder(folder);
    if (done) {
        if (auto story = exports::read_story(workspace, *view_, ui.texts.language(), masked_)) options.story = std::move(*story);
        auto pdf = exports::write_dossier_pdf(*view_, options);
        done = pdf ? base::write_file(path, *pdf) : base::fail(std::move(pdf.error()));
    }
    if (!done) {
        state_.shell.say(ui::State::error, ui.texts.error(done.error()));
        return;
    }
    state_.shell.say(ui::State::done, ui.tr(masked_ ? "household.exported" : "household.exported_whole", {{"file", path}}));
}

}  // namespace yuanquan::screens

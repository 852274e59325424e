// The pages that show a part of the file in its own way: timeline, plan and ledger, photos, other questionnaires.
#include <algorithm>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/open_visit.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/open_outside.hpp"
#include "app/ui/rich_text.hpp"

namespace yuanquan::screens {

namespace {

using Kind = survey::Moment::Kind;

constexpr float kDayWidth = 120, kWhoWidth = 180, kThumbnail = 220;
constexpr char kDone[] = "2", kStopped[] = "3";   // Of plan/progress in the household file.

struct MomentWords {
    ui::State state;
    const char* key;
};
MomentWords words_for(Kind kind) {
    switch (kind) {
        case Kind::created: return {ui::State::here, "household.moment.created"};
        case Kind::saved: return {ui::State::plain, "household.moment.saved"};
        case Kind::settled: return {ui::State::versions, "household.moment.settled"};
        case Kind::approved: return {ui::State::done, "household.moment.approved"};
        case Kind::returned: return {ui::State::error, "household.moment.returned"};
        case Kind::assigned: return {ui::State::here, "household.moment.assigned"};
        case Kind::commented: return {ui::State::waiting, "household.moment.commented"};
        case Kind::life_event: return {ui::State::here, "household.moment.life_event"};
        case Kind::ledger: return {ui::State::done, "household.moment.ledger"};
        case Kind::supervision: return {ui::State::waiting, "household.moment.supervision"};
    }
    return {ui::State::plain, "household.moment.saved"};
}

const survey::Fact* cell(const survey::TableRow& row, std::string_view name) {
    for (const auto& fact : row.facts) {
        if (fact.path.substr(fact.path.rfind('/') + 1) == name) return &fact;
    }
    return nullptr;
}
std::string text_of(const survey::TableRow& row, std::string_view name) {
    const auto* fact = cell(row, name);
    return fact == nullptr ? std::string() : fact->text;
}
bool is_picture(const std::string& file) {
    for (const char* end : {".png", ".jpg", ".jpeg", ".PNG", ".JPG", ".JPEG", ".gif", ".bmp"}) {
        if (file.ends_with(end)) return true;
    }
    return false;
}

}  // namespace

void Household::draw_timeline(const ui::Ui& ui) {
    if (!timeline_) {
        auto moments = survey::timeline_of(state_.workspace, *view_);
        timeline_ = moments ? std::move(*moments) : std::vector<survey::Moment>();
    }
    ui::begin_card(ui, "timeline");
    std::string day;
    for (std::size_t i = 0; i < timeline_->size(); ++i) {
        const auto& moment = (*timeline_)[i];
        ImGui::PushID(static_cast<int>(i));
        const float start = ImGui::GetCursorPosX();
        if (moment.day != day) {
            if (!day.empty()) {
                ui::gap(ui, 4);
                ui::rule(ui);
                ui::gap(ui, 4);
            }
            ui::strong(ui, moment.day);
            ImGui::SameLine();
        }
        day = moment.day;
        ImGui::SetCursorPosX(start + ui.px(kDayWidth));
        const auto time = moment.wall_ms == 0 ? std::string() : day_and_time(moment.wall_ms, moment.offset_minutes).substr(11) + "  ";
        ui::cell_text(ui, time + moment.who, ui.theme.quiet, 0, ui.px(kWhoWidth));
        ImGui::SameLine();
        ImGui::SetCursorPosX(start + ui.px(kDayWidth + kWhoWidth + 12));
        ImGui::BeginGroup();
        draw_moment(ui, moment);
        ImGui::EndGroup();
        ImGui::PopID();
    }
    ui::end_card(ui);
}

void Household::draw_moment(const ui::Ui& ui, const survey::Moment& moment) {
    auto [state, key] = words_for(moment.kind);
    auto words = ui.tr(key, {{"count", std::to_string(moment.answers)}, {"text", moment.text}});
    if (moment.event) {
        words = ui.texts.fact(ui.tr("household.happened." + std::string(survey::life_event_word(moment.event->kind))), moment.event->name);
        if (!moment.event->date.empty()) words += "  " + moment.event->date;
        if (!moment.event->note.empty()) words += "  " + moment.event->note;
    }
    ui::colored(ui::state_color(ui.theme, state), std::string(ui::state_sign(state)) + " " + words);
    if (!moment.event) return;
    ImGui::PushID(moment.event->id.text().c_str());
    if (moment.event->household && ui::quiet_button(ui, ui.tr("household.open_other"))) {
        state_.shell.push(std::make_unique<Household>(state_, *moment.event->household));
    }
    if (moment.event->household) ImGui::SameLine();
    if (ui::quiet_button(ui, ui.tr("household.event.take_back"))) {
        const auto done = survey::take_back(state_.workspace, id_, *moment.event);
        state_.shell.say(done ? ui::State::done : ui::State::error,
                         done ? std::string(ui.tr("household.event.taken_back")) : ui.texts.error(done.error()));
    }
    ImGui::PopID();
}

// Measures by their due date, what is late first to see; then what was done.
void Household::draw_plan(const ui::Ui& ui) {
    const auto today = local_day(state_.workspace, state_.workspace.clock().now_ms());
    bool any = false;
    for (const auto& section : view_->sections) {
        for (const auto& table : section.tables) {
            if (table.rows.empty()) continue;
            if (table.path == "ledger" || table.path == "supervision") {
                any = true;
                ui::begin_card(ui, table.path);
                draw_table(ui, table);
                ui::end_card(ui);
                ui::gap(ui, 12);
            }
            if (table.path != "plan") continue;
            any = true;
            ui::begin_card(ui, "plan");
            ui::subtitle(ui, table.label);
            auto rows = table.rows;
            std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return text_of(a, "due") < text_of(b, "due"); });
            for (const auto& row : rows) {
                const auto due = text_of(row, "due");
                const auto* progress = cell(row, "progress");
                const bool closed = progress != nullptr && (progress->value == kDone || progress->value == kStopped);
                const auto state = closed ? ui::State::done : !due.empty() && due < today ? ui::State::error : ui::State::waiting;
                const auto word = closed ? progress->text : state == ui::State::error ? ui.tr("household.overdue", {{"due", due}})
                                          : due.empty() ? std::string(ui.tr("household.no_due")) : ui.tr("household.due", {{"due", due}});
                ui::chip(ui, state, word);
                ImGui::SameLine(0, ui.px(12));
                ui::strong(ui, text_of(row, "kind") + "  " + text_of(row, "content"));
                std::string more;
                for (const char* name : {"responsible", "money", "target"}) {
                    const auto* fact = cell(row, name);
                    if (fact != nullptr && !fact->text.empty()) more += (more.empty() ? "" : " · ") + ui.texts.fact(ui::plain_text(fact->label), fact->text);
                }
                if (!more.empty()) ui::quiet(ui, more);
                ui::gap(ui, 6);
            }
            ui::end_card(ui);
            ui::gap(ui, 12);
        }
    }
    if (!any && ui::empty_state(ui, ui.tr("household.no_plan"), ui.tr("household.no_plan_words"), ui.tr("household.edit"))) {
        open_visit(state_, ui, survey::Visit::open(state_.workspace, id_));
    }
}

void Household::draw_photos(const ui::Ui& ui) {
    std::size_t count = 0;
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    const auto place = [&](const survey::Fact& fact, const std::string& whose) {
        if (!fact.blob) return;
        if (count++ > 0) {
            ImGui::SameLine(0, ui.px(12));
            if (ImGui::GetCursorScreenPos().x + ui.px(kThumbnail) > end) ImGui::NewLine();
        }
        draw_photo(ui, fact, (whose.empty() ? "" : whose + " · ") + ui::plain_text(fact.label));
    };
    for (const auto& section : view_->sections) {
        for (const auto& fact : section.facts) place(fact, "");
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                for (const auto& fact : row.facts) place(fact, row.facts.front().text);
            }
        }
    }
    if (count == 0 && ui::empty_state(ui, ui.tr("household.no_photos"), ui.tr("household.no_photos_words"), ui.tr("household.edit"))) {
        open_visit(state_, ui, survey::Visit::open(state_.workspace, id_));
    }
}

void Household::draw_photo(const ui::Ui& ui, const survey::Fact& fact, const std::string& caption) {
    const float side = ui.px(kThumbnail);
    const auto bytes = [&] { return state_.workspace.store().blob(*fact.blob).value_or(""); };
    ImGui::PushID(fact.path.c_str());
    ui::begin_card(ui, "photo", side);
    const auto* picture = is_picture(fact.file_name) ? pictures_.get(fact.blob->text(), bytes) : nullptr;
    if (picture != nullptr) {
        const auto width = static_cast<float>(picture->width()), height = static_cast<float>(picture->height());
        const float room = ImGui::GetContentRegionAvail().x, shrink = std::min({1.0f, room / width, room / height});
        picture->draw(width * shrink, height * shrink);
    } else {
        ui::quiet(ui, state_.workspace.store().has_blob(*fact.blob) ? std::string(fact.file_name) : std::string(ui.tr("household.photo_later")));
    }
    ui::body(ui, caption);
    if (state_.workspace.store().has_blob(*fact.blob) && ui::quiet_button(ui, ui.tr("household.photo_open"))) {
        if (!ui::open_outside(fact.file_name, bytes())) state_.shell.say(ui::State::error, ui.tr("household.photo_no_program"));
    }
    ui::end_card(ui);
    ImGui::PopID();
}

void Household::draw_papers(const ui::Ui& ui) {
    if (!papers_) {
        auto rows = state_.workspace.store().list({"", "", "", false, id_});
        papers_ = rows ? std::move(*rows) : std::vector<store::ListRow>();
        std::sort(papers_->begin(), papers_->end(), [](const auto& a, const auto& b) { return a.last_wall_ms > b.last_wall_ms; });
    }
    if (papers_->empty()) {
        if (ui::empty_state(ui, ui.tr("household.no_papers"), ui.tr("household.no_papers_words"), std::string(ui.tr("household.start")) + "##papers")) {
            start_wanted_ = true;
        }
        return;
    }
    ui::begin_card(ui, "papers");
    for (const auto& row : *papers_) {
        const auto form = state_.workspace.form(row.form_id);
        const auto title = (form ? form->form->title : row.form_id) + "  " + row.title + "##paper" + row.id.text();
        if (ui::quiet_button(ui, title)) state_.shell.push(std::make_unique<Household>(state_, row.id));
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        ui::quiet(ui, row.last_author + "  " + local_time(state_.workspace, row.last_wall_ms));
    }
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

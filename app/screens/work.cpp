#include "app/screens/work.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/open_visit.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kAreaPane = 236, kNarrowBelow = 760, kSearchMax = 420, kMoreWidth = 320;
constexpr std::size_t kDraftsShown = 2;
constexpr char kHouseholdForm[] = "household";
constexpr char kNewMenu[] = "new";

}  // namespace

void Work::update(const ui::Ui& ui) {
    const int frame = ImGui::GetFrameCount();
    if (last_frame_ != frame - 1 || language_ != ui.texts.language()) {
        load_forms(ui);
        if (placed_) focus_position_ = -2;  // Back from another screen: to the row that was left.
    }
    last_frame_ = frame;
    const auto updated = list_.update(query_, sort_, ui.texts.chinese());
    if (!updated) {
        state_.shell.say(ui::State::error, ui.texts.error(updated.error()));
        return;
    }
    if (!placed_ && query_.form_id.empty() && forms_.size() > 1) {  // Starts on the form that has most records.
        const auto most = std::max_element(forms_.begin(), forms_.end(), [this](const auto& a, const auto& b) {
            return list_.of_form(a.id) < list_.of_form(b.id);
        });
        query_.form_id = most->id;
        placed_ = true;
        update(ui);
        return;
    }
    placed_ = true;
    const auto listed = !query_.form_id.empty() ? query_.form_id : forms_.size() == 1 ? forms_.front().id : std::string();
    if (listed != columns_of_ || (!listed.empty() && !columns_)) {
        columns_of_ = listed;
        columns_.reset();
        if (listed.empty()) {
            query_.only_overdue = false;
        } else if (auto columns = FormColumns::make(state_.workspace, listed, ui.texts)) columns_ = std::move(*columns);
    }
    auto due = due_column();
    if (due != query_.due) {
        query_.due = std::move(due);
        static_cast<void>(list_.update(query_, sort_, ui.texts.chinese()));   // Read without fault above.
    }
}

std::optional<RecordQuery::Due> Work::due_column() const {
    if (!columns_) return {};
    const auto& columns = columns_->columns();
    const auto due = std::find_if(columns.begin(), columns.end(), [](const auto& column) { return column.kind == store::ListColumn::Kind::earliest; });
    if (due == columns.end()) return {};
    const auto now = state_.workspace.clock().now_ms();
    return RecordQuery::Due{static_cast<std::size_t>(due - columns.begin()), local_day(state_.workspace, now)};
}

void Work::load_forms(const ui::Ui& ui) {
    language_ = ui.texts.language();
    columns_.reset();
    forms_.clear();
    drafts_.clear();
    if (auto forms = state_.workspace.store().forms()) {
        for (auto& form : *forms) {  // Newest version of each first.
            const bool known = std::any_of(forms_.begin(), forms_.end(), [&](const auto& f) { return f.id == form.id; });
            if (!known) forms_.push_back(std::move(form));
        }
    }
    if (auto drafts = state_.workspace.store().drafts()) drafts_ = std::move(*drafts);
    std::sort(drafts_.begin(), drafts_.end(), [](const auto& a, const auto& b) { return a.touched_ms > b.touched_ms; });
}

void Work::handle_keys(const ui::Ui& ui) {
    if (ui::pressed(keys::kSearch)) focus_search_ = true;
    if (ui::pressed(keys::kSelectAll) && !ImGui::GetIO().WantTextInput) {
        for (const auto index : list_.visible()) selection_.insert(list_.row(index).id);
    }
    if (ui::pressed(keys::kNew)) {
        if (forms_.size() == 1) {
            start_new(ui, forms_.front().id);
        } else {
            new_wanted_ = true;
        }
    }
}

void Work::draw(ui::Ui& ui) {
    update(ui);
    handle_keys(ui);
    const bool narrow = ImGui::GetContentRegionAvail().x < ui.px(kNarrowBelow) || state_.workspace.areas().empty();
    if (!narrow) {
        draw_area_pane(ui, ui.px(kAreaPane));
        ImGui::SameLine(0, ui.px(16));
    }
    ImGui::BeginChild("list", {0, 0}, ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoScrollbar);
    draw_tools(ui, narrow);
    draw_returned(ui);
    draw_drafts(ui);
    draw_selection(ui);
    if (list_.counts().all > 0 || !query_.form_id.empty()) draw_filters(ui);
    if (list_.visible().empty()) {
        draw_empty(ui);
    } else {
        draw_table(ui);
    }
    ImGui::EndChild();
    remember();
}

void Work::remember() {
    WorkView view{query_, sort_};
    view.query.text.clear();
    view.query.due.reset();
    if (view == kept_) return;
    kept_ = view;
    // Not worth a word to the person: the next start shows everything.
    static_cast<void>(store_work_view(state_.workspace, view));
}

std::string Work::new_label(const ui::Ui& ui) const {
    const bool household = forms_.size() == 1 && forms_.front().id == kHouseholdForm;
    return ui.tr(household ? "work.new_household" : "work.new_record");
}

void Work::draw_tools(const ui::Ui& ui, bool narrow) {
    const auto add = new_label(ui);
    const float add_width = ui::primary_width(ui, add);
    if (narrow && !state_.workspace.areas().empty()) {
        draw_area_popup(ui);
        ImGui::SameLine();
    }
    const float room = ImGui::GetContentRegionAvail().x - add_width - ui.px(16);
    const float width = std::min(ui.px(kSearchMax), forms_.size() > 1 ? room * 0.6f : room);
    if (focus_search_) ImGui::SetKeyboardFocusHere();
    focus_search_ = false;
    ui::text_field(ui, "##search", query_.text, std::string(ui.tr("work.search_hint")) + "  (" + ui::chord_words(ui, keys::kSearch) + ")", false, width);
    ui::key_hint(ui, keys::kSearch);
    const bool searching = ImGui::IsItemActive() || ImGui::IsItemDeactivated();
    if (searching && !list_.visible().empty()) {
        if (ImGui::IsKeyPressed(ImGuiKey_DownArrow, false)) focus_position_ = 0;
        if (ui::field_entered()) open_row(list_.visible().front());
    }
    if (!query_.text.empty()) {
        ImGui::SameLine(0, ui.px(4));
        if (ui::quiet_button(ui, "×##clear")) {
            query_.text.clear();
            focus_search_ = true;
        }
    }
    if (forms_.size() > 1) {
        ImGui::SameLine();
        draw_form_filter(ui);
    }
    ImGui::SameLine();
    ui::align_right(add_width);
    draw_new(ui);
    ui::gap(ui, 10);
}

void Work::draw_new(const ui::Ui& ui) {
    const auto label = new_label(ui);
    const bool pressed = ui::primary_button(ui, label, !forms_.empty(), ui.tr("work.no_forms")) || new_wanted_;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui::chord_words(ui, keys::kNew).c_str());
    ui::key_hint(ui, keys::kNew);
    new_wanted_ = false;
    if (pressed && forms_.size() == 1) start_new(ui, forms_.front().id);
    if (pressed && forms_.size() > 1) ImGui::OpenPopup(kNewMenu);
    // Under the button, also when a key opened it.
    ImGui::SetNextWindowPos({ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + ui.px(4)}, ImGuiCond_Appearing, {1, 0});
    if (ImGui::BeginPopup(kNewMenu)) {
        ui::quiet(ui, ui.tr("work.which_form"));
        for (const auto& form : forms_) {
            if (ImGui::Selectable((form.title + "##new" + form.id).c_str(), false, 0, {0, ui.theme.row_height()})) {
                start_new(ui, form.id);
            }
        }
        ImGui::EndPopup();
    }
}

void Work::draw_form_filter(const ui::Ui& ui) {
    std::string shown = ui.tr("work.all_forms");
    for (const auto& form : forms_) {
        if (form.id == query_.form_id) shown = form.title;
    }
    const float whole = ImGui::CalcTextSize(shown.c_str()).x + ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().FramePadding.x;
    const float room = ImGui::GetContentRegionAvail().x - ui::primary_width(ui, new_label(ui)) - ui.px(16);
    if (!ui::begin_combo("##form", shown, std::min(std::max(ui.px(160), whole), room))) return;
    if (ImGui::Selectable(ui.tr("work.all_forms"), query_.form_id.empty())) query_.form_id.clear();
    for (const auto& form : forms_) {
        const auto label = form.title + "  " + std::to_string(list_.of_form(form.id)) + "##form" + form.id;
        if (ImGui::Selectable(label.c_str(), form.id == query_.form_id)) query_.form_id = form.id;
    }
    ui::end_combo();
}

// One that has no name yet by its questionnaire and when it was begun.
std::string Work::draft_name(const ui::Ui& ui, const store::DraftHead& draft) const {
    if (!base::trim(draft.title).empty()) return draft.title;
    const auto form = std::find_if(forms_.begin(), forms_.end(), [&](const auto& f) { return f.id == draft.form_id; });
    return ui.tr("work.untitled", {{"form", form == forms_.end() ? draft.form_id : form->title}, {"when", local_time(state_.workspace, draft.started_ms)}});
}

// What was begun and not saved stands on top until it is saved or thrown away.
void Work::draw_drafts(const ui::Ui& ui) {
    if (drafts_.empty()) return;
    ui::begin_card(ui, "drafts");
    ui::colored(ui::state_color(ui.theme, ui::State::waiting), std::string(ui::state_sign(ui::State::waiting)) + " " +
                                                                   ui.tr("work.drafts", {{"count", std::to_string(drafts_.size())}}));
    for (std::size_t i = 0; i < std::min(kDraftsShown, drafts_.size()); ++i) {
        const auto& draft = drafts_[i];
        const auto label = std::string(ui.tr("work.continue")) + "##" + draft.id.text();
        ImGui::AlignTextToFramePadding();
        const float room = ImGui::GetContentRegionAvail().x - ui::button_width(label) - ui.px(180);
        ui::cell_text(ui, draft_name(ui, draft), ui.theme.ink, 0, room);
        ImGui::SameLine(room + ui.px(24));
        ui::cell_text(ui, local_time(state_.workspace, draft.touched_ms), ui.theme.quiet);
        ImGui::SameLine();
        ui::align_right(ui::button_width(label));
        if (ui::button(ui, label)) open_visit(state_, ui, survey::Visit::resume(state_.workspace, draft.id));
    }
    if (drafts_.size() > kDraftsShown && ui::begin_combo("##more_drafts", ui.tr("work.more_drafts"), ui.px(kMoreWidth))) {
        for (std::size_t i = kDraftsShown; i < drafts_.size(); ++i) {
            const auto& draft = drafts_[i];
            const auto label = local_time(state_.workspace, draft.touched_ms) + "  " + draft_name(ui, draft) + "##" + draft.id.text();
            if (ImGui::Selectable(label.c_str())) open_visit(state_, ui, survey::Visit::resume(state_.workspace, draft.id));
        }
        ui::end_combo();
    }
    ui::end_card(ui);
}

void Work::draw_filters(const ui::Ui& ui) {
    const auto& counts = list_.counts();
    ImGui::AlignTextToFramePadding();
    const auto shown = std::to_string(list_.visible().size()), all = std::to_string(counts.all);
    ui::quiet(ui, list_.visible().size() == counts.all ? ui.tr("work.count", {{"count", all}})
                                                       : ui.tr("work.count_of", {{"count", shown}, {"all", all}}));
    const auto offer = [&](ui::State state, const char* key, std::uint32_t count, bool& on) {
        if (count == 0 && !on) return;
        const auto label = std::string(ui.tr(key)) + "  " + std::to_string(count);
        ImGui::SameLine(0, ui.px(10));
        // What does not fit goes into a line of its own.
        if (ImGui::GetContentRegionAvail().x < ui::chip_width(ui, state, label) + ui.px(10)) ImGui::NewLine();
        if (ui::toggle_chip(ui, state, label, on)) on = !on;
    };
    offer(ui::State::error, "work.filter.returned", counts.returned, query_.only_returned);
    offer(ui::State::error, "work.filter.overdue", counts.overdue, query_.only_overdue);
    offer(ui::State::waiting, "work.filter.unfinished", counts.unfinished, query_.only_unfinished);
    offer(ui::State::versions, "status.versions", counts.conflicts, query_.only_conflicts);
    offer(ui::State::unsent, "status.unsent", counts.unsent, query_.only_unsent);
    if (counts.mine != counts.all || query_.only_mine) offer(ui::State::here, "work.filter.mine", counts.mine, query_.only_mine);
    ui::gap(ui, 10);
}

void Work::draw_empty(const ui::Ui& ui) {
    ui::gap(ui, 48);
    const bool filtered = list_.counts().all > 0;
    if (filtered) {
        if (ui::empty_state(ui, ui.tr("work.none_found"), ui.tr("work.none_found_words"), ui.tr("work.show_all"))) {
            const auto form = query_.form_id;
            query_ = {};
            query_.form_id = form;
        }
        return;
    }
    if (forms_.empty()) {
        ui::empty_state(ui, ui.tr("work.no_forms"), ui.tr("work.no_forms_words"));
        return;
    }
    if (ui::empty_state(ui, ui.tr("work.empty"), ui.tr("work.empty_words"), new_label(ui) + "##empty")) new_wanted_ = true;
}

void Work::start_new(const ui::Ui& ui, const std::string& form_id) {
    auto area = query_.area == kNoArea ? std::string() : query_.area;
    const auto& own = state_.workspace.identity().areas;
    if (area.empty() && own.size() == 1) area = own.front();
    open_visit(state_, ui, survey::Visit::start(state_.workspace, form_id, area));
}

void Work::open_row(std::uint32_t index) {
    selected_ = list_.row(index).id;
    state_.shell.push(std::make_unique<Household>(state_, *selected_));
}

}  // namespace yuanquan::screens

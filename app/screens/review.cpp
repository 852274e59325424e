#include "app/screens/review.hpp"

#include <algorithm>
#include <chrono>
#include <imgui.h>
#include <imgui_internal.h>
#include <set>

#include "app/screens/comment_lines.hpp"
#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"

namespace yuanquan::screens {

namespace {

using survey::ReviewRule;

constexpr float kQueueWidth = 320;
constexpr std::size_t kPortion = 16;                      // Records read before looking at the clock.
constexpr std::chrono::milliseconds kReadingAFrame{8};

struct RuleWords {
    ReviewRule rule;
    ui::State state;
    const char* key;
};
constexpr RuleWords kRules[] = {
    {ReviewRule::waiting, ui::State::here, "review.rule.waiting"},   {ReviewRule::mended, ui::State::waiting, "review.rule.mended"},
    {ReviewRule::problems, ui::State::error, "review.rule.problems"}, {ReviewRule::outliers, ui::State::waiting, "review.rule.outliers"},
    {ReviewRule::sample, ui::State::plain, "review.rule.sample"},     {ReviewRule::returned, ui::State::error, "review.rule.returned"},
    {ReviewRule::approved, ui::State::done, "review.rule.approved"}};

}  // namespace

void Review::choose_form() {
    forms_.clear();
    if (auto forms = state_.workspace.store().forms()) {
        for (auto& form : *forms) {
            const bool known = std::any_of(forms_.begin(), forms_.end(), [&](const auto& f) { return f.id == form.id; });
            if (!known) forms_.push_back(std::move(form));
        }
    }
    if (queue_ || forms_.empty()) return;
    std::map<std::string, std::size_t> records;
    if (auto rows = state_.workspace.store().list()) {
        for (const auto& row : *rows) ++records[row.form_id];
    }
    const auto most = std::max_element(forms_.begin(), forms_.end(),
                                       [&](const auto& a, const auto& b) { return records[a.id] < records[b.id]; });
    queue_ = std::make_unique<survey::ReviewQueue>(state_.workspace, most->id);
}

void Review::update(const ui::Ui& ui) {
    if (!queue_) choose_form();
    if (!queue_) return;
    const auto until = std::chrono::steady_clock::now() + kReadingAFrame;
    do {
        auto worked = queue_->work(kPortion);
        if (!worked) {
            state_.shell.say(ui::State::error, ui.texts.error(worked.error()));
            return;
        }
        shown_stale_ |= *worked;
    } while (!queue_->complete() && std::chrono::steady_clock::now() < until);
    if (!shown_stale_) return;
    shown_stale_ = false;
    shown_.clear();
    std::set<std::string> people;
    std::fill(std::begin(counts_), std::end(counts_), std::size_t{0});
    const auto& rows = queue_->rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t rule = 0; rule < std::size(kRules); ++rule) {
            if (falls_under(rows[i], kRules[rule].rule)) ++counts_[rule];
        }
        if (falls_under(rows[i], rule_)) shown_.push_back(i);
        for (const auto* person : {&rows[i].author, &rows[i].assigned}) {
            if (!person->empty()) people.insert(*person);
        }
    }
    people_.assign(people.begin(), people.end());
    const bool there = selected_ && row_of_selected() != nullptr;
    if (!there) selected_.reset();
    if (!selected_ && !shown_.empty()) select(rows[shown_.front()].id);
}

const survey::ReviewRow* Review::row_of_selected() const {
    if (!selected_ || !queue_) return nullptr;
    const auto& rows = queue_->rows();
    const auto found = std::find_if(rows.begin(), rows.end(), [this](const auto& row) { return row.id == *selected_; });
    return found == rows.end() ? nullptr : &*found;
}

void Review::select(const record::RecordId& id) {
    if (selected_ == id) return;
    keep_remarks();
    selected_ = id;
    generation_ = ~std::uint64_t{0};
    draft_ = TextDraft(state_.workspace, "review.remarks." + id.text());
    remark_open_ = draft_.texts.empty() ? std::string("-") : draft_.texts.begin()->first;
}

// After a decision: the one that stood behind it in the list.
void Review::select_next() {
    const auto& rows = queue_->rows();
    const auto here = std::find_if(shown_.begin(), shown_.end(), [&](auto i) { return rows[i].id == *selected_; });
    if (here == shown_.end() || shown_.size() < 2) return;
    const auto next = here + 1 == shown_.end() ? here - 1 : here + 1;
    select(rows[*next].id);
    focus_queue_ = true;
}

bool Review::draw_nothing(const ui::Ui& ui) {
    const auto say = [&](const char* heading, const char* words) {
        ui::gap(ui, 48);
        ui::empty_state(ui, ui.tr(heading), ui.tr(words));
        return true;
    };
    if (!survey::may_decide(state_.workspace)) {
        ui::gap(ui, 48);
        const auto way = ui.tr("palette.go", {{"screen", ui.tr("rail.work")}});
        if (ui::empty_state(ui, ui.tr("review.not_lead"), ui.tr("review.not_lead_words"), way)) state_.shell.go(0);
        return true;
    }
    if (!queue_) return say("work.no_forms", "work.no_forms_words");
    if (queue_->complete() && queue_->rows().empty()) return say("review.empty", "review.empty_words");
    return false;
}

void Review::draw(ui::Ui& ui) {
    if (survey::may_decide(state_.workspace)) update(ui);
    if (draw_nothing(ui)) return;
    draw_rules(ui);
    draw_queue(ui, ui.px(kQueueWidth));
    ImGui::SameLine(0, ui.px(16));
    ImGui::BeginChild("record", {0, 0}, ImGuiChildFlags_NavFlattened);
    if (selected_) {
        draw_record(ui);
    } else {
        ui::gap(ui, 48);
        ui::empty_state(ui, ui.tr("review.none_here"), ui.tr("review.none_here_words"));
    }
    ImGui::EndChild();
}

bool Review::leave() {
    keep_remarks();
    return true;
}

void Review::draw_rules(const ui::Ui& ui) {
    if (forms_.size() > 1) {
        std::string shown;
        for (const auto& form : forms_) {
            if (form.id == queue_->form_id()) shown = form.title;
        }
        if (ui::begin_combo("##review_form", shown, ui.px(240))) {
            for (const auto& form : forms_) {
                if (!ImGui::Selectable((form.title + "##review_form" + form.id).c_str(), form.id == queue_->form_id())) continue;
                keep_remarks();
                selected_.reset();
                queue_ = std::make_unique<survey::ReviewQueue>(state_.workspace, form.id);
                shown_.clear();   // Places in the other one.
                shown_stale_ = true;
            }
            ui::end_combo();
        }
        ImGui::SameLine();
    }
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < std::size(kRules); ++i) {
        const auto label = std::string(ui.tr(kRules[i].key)) + "  " + std::to_string(counts_[i]);
        const float width = ui::button_width(std::string(ui::state_sign(kRules[i].state)) + " " + label);
        if (i > 0) {
            ImGui::SameLine(0, ui.px(8));
            if (ImGui::GetCursorScreenPos().x + width > end) ImGui::NewLine();
        }
        if (ui::toggle_chip(ui, kRules[i].state, label, rule_ == kRules[i].rule)) {
            rule_ = kRules[i].rule;
            shown_stale_ = true;
            keep_remarks();
            selected_.reset();
            focus_queue_ = true;
        }
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", ui.tr(std::string(kRules[i].key) + "_words"));
    }
    if (!queue_->complete()) {
        ui::progress_bar(ui, static_cast<double>(queue_->looked_at()) / static_cast<double>(std::max<std::size_t>(1, queue_->rows().size())),
                         ui.tr("review.reading", {{"count", std::to_string(queue_->looked_at())},
                                                  {"all", std::to_string(queue_->rows().size())}}));
    }
    ui::gap(ui, 8);
}

void Review::draw_queue(const ui::Ui& ui, float width) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(4), ui.px(4)});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.theme.surface.packed());
    ImGui::BeginChild("queue", {width, 0}, ImGuiChildFlags_Borders | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (shown_.empty()) ui::quiet(ui, ui.tr("review.none_in_rule"));
    const float height = 2 * ImGui::GetTextLineHeight() + ui.px(14);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown_.size()), height);
    const auto& rows = queue_->rows();
    if (focus_queue_ && selected_) {
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            if (rows[shown_[i]].id == *selected_) clipper.IncludeItemByIndex(static_cast<int>(i));
        }
    }
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) draw_queue_row(ui, rows[shown_[static_cast<std::size_t>(i)]]);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

// Two lines: whose, and why it is here.
void Review::draw_queue_row(const ui::Ui& ui, const survey::ReviewRow& row) {
    const float line = ImGui::GetTextLineHeight(), height = 2 * line + ui.px(14);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const bool here = selected_ == row.id;
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.ink.with_alpha(0).packed());   // Drawn below, in two lines.
    const bool pressed = ImGui::Selectable((row.title + "##queue" + row.id.text()).c_str(), here, 0, {width, height});
    ImGui::PopStyleColor();
    if (here && focus_queue_) {
        ImGui::FocusItem();
        ImGui::SetScrollHereY(0.5f);
        focus_queue_ = false;
    }
    const bool walked = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible && !here;
    const auto standing = standing_words(row.standing);
    std::string why = std::string(ui::state_sign(standing.state)) + " " + ui.tr(standing.key);
    auto state = standing.state;
    if (survey::falls_under(row, ReviewRule::waiting)) {
        if (row.problems) {
            why = std::string("▲ ") + ui.tr("review.why.problems");
            state = ui::State::error;
        }
        if (row.conflicts > 0) {
            why = "⇄ " + ui.tr("review.why.conflicts", {{"count", std::to_string(row.conflicts)}});
            state = ui::State::versions;
        }
        if (!row.outliers.empty()) {
            why = "● " + ui.tr("review.why.outliers", {{"count", std::to_string(row.outliers.size())}});
            state = ui::State::waiting;
        }
    }
    auto* draw = ImGui::GetWindowDrawList();
    const ImVec4 clip{at.x, at.y, at.x + width - ui.px(8), at.y + height};
    draw->AddText(ui.fonts.bold, ImGui::GetFontSize(), {at.x + ui.px(8), at.y + ui.px(5)}, ui.theme.ink.packed(), row.title.c_str(), nullptr, 0, &clip);
    draw->AddText(nullptr, 0, {at.x + ui.px(8), at.y + ui.px(9) + line}, ui::state_color(ui.theme, state).packed(), why.c_str(), nullptr, 0, &clip);
    if (pressed || walked) select(row.id);
}

}  // namespace yuanquan::screens

#include "app/screens/duplicate_page.hpp"

#include <algorithm>
#include <chrono>
#include <imgui.h>

#include "app/export/place_words.hpp"
#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/rich_text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kCardsMax = 10, kSidesMax = 4, kDeclaredMax = 20, kReadAtOnce = 8;
constexpr std::chrono::milliseconds kReadFor{6};   // Of a frame.
constexpr float kLabelColumn = 130, kSignColumn = 84;

}  // namespace

void DuplicatePage::update(ui::Ui& ui) {
    auto& search = *state_.duplicates;
    if (auto done = state_.rows->update(); !done) return;   // The Work screen says what is wrong.
    if (generation_ != state_.rows->generation() || language_ != ui.texts.language()) {
        generation_ = state_.rows->generation();
        language_ = ui.texts.language();
        search.expect(state_.rows->all());
        comparisons_.clear();
        stale_ = true;
    }
    const auto until = std::chrono::steady_clock::now() + kReadFor;
    while (search.left() > 0 && std::chrono::steady_clock::now() < until) {
        if (auto done = search.read(kReadAtOnce); !done) {
            state_.shell.say(ui::State::error, ui.texts.error(done.error()));
            break;
        }
        stale_ = true;
    }
    if (search.left() > 0) {
        ui.tasks.post([] {});   // Another frame soon, to read on.
    } else if (stale_) {
        stale_ = false;
        proposals_ = search.proposals();
        same_ = search.same();
        not_same_ = search.not_same();
        recall_titles();
    }
}

void DuplicatePage::draw(const ui::Ui& ui) {
    const auto left = state_.duplicates->left(), all = std::max<std::size_t>(1, state_.rows->all().size());
    if (left > 0) {
        ui::progress_bar(ui, 1 - static_cast<double>(left) / static_cast<double>(all), ui.tr("duplicates.reading", {{"count", std::to_string(all - std::min(left, all))}, {"all", std::to_string(all)}}));
        ui::gap(ui, 12);
    }
    if (proposals_.empty() && left == 0) {
        if (same_.empty() && not_same_.empty()) ui::gap(ui, 32);
        ui::subtitle(ui, ui.tr("duplicates.none"));
        ui::quiet(ui, ui.tr("duplicates.none_words"));
        ui::gap(ui, 12);
    } else if (!proposals_.empty()) {
        ui::quiet(ui, ui.tr("duplicates.words", {{"count", std::to_string(proposals_.size())}}));
        ui::gap(ui, 8);
    }
    for (std::size_t i = 0; i < std::min(proposals_.size(), kCardsMax); ++i) draw_proposal(ui, proposals_[i]);
    if (proposals_.size() > kCardsMax) ui::quiet(ui, ui.tr("duplicates.more", {{"count", std::to_string(proposals_.size() - kCardsMax)}}));
    draw_declared(ui);
}

const survey::Comparison* DuplicatePage::compared(const ui::Ui& ui, const std::vector<record::RecordId>& ids) {
    if (const auto known = comparisons_.find(ids); known != comparisons_.end()) return &known->second;
    auto comparison = survey::compare_records(state_.workspace, ids, language_);
    if (!comparison) return nullptr;
    exports::name_places(ui.texts, *comparison);
    return &comparisons_.emplace(ids, std::move(*comparison)).first->second;
}

void DuplicatePage::draw_proposal(const ui::Ui& ui, const survey::Proposal& proposal) {
    ImGui::PushID(proposal.records.front().text().c_str());
    ImGui::PushID(static_cast<int>(proposal.likeness));
    ui::begin_card(ui, "proposal");
    ui::colored(ui.theme.waiting, std::string("≈ ") + ui.tr("duplicates." + std::string(survey::name(proposal.likeness))));
    auto sides = proposal.records;
    if (sides.size() > kSidesMax) sides.resize(kSidesMax);
    if (const auto* comparison = compared(ui, sides)) {
        draw_sides(ui, proposal, *comparison);
    } else {
        ui::quiet(ui, ui.tr("duplicates.unreadable"));
    }
    for (std::size_t i = sides.size(); i < proposal.records.size(); ++i) {
        ui::body(ui, "+ " + title_of(proposal.records[i]));
    }
    draw_actions(ui, proposal);
    ui::end_card(ui);
    ImGui::PopID();
    ImGui::PopID();
    ui::gap(ui, 12);
}

void DuplicatePage::draw_sides(const ui::Ui& ui, const survey::Proposal& proposal, const survey::Comparison& comparison) {
    const auto count = comparison.records.size();
    if (!ImGui::BeginTable("sides", static_cast<int>(count) + 2, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings)) return;
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kLabelColumn));
    for (std::size_t i = 0; i < count; ++i) ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(kSignColumn));
    ImGui::TableNextColumn();
    for (const auto& record : comparison.records) {
        ImGui::TableNextColumn();
        ImGui::PushID(record.id.text().c_str());
        if (proposal.records.size() > 2) {
            bool meant = !left_out_.contains(record.id);
            if (ImGui::Checkbox("##meant", &meant)) meant ? static_cast<void>(left_out_.erase(record.id)) : static_cast<void>(left_out_.insert(record.id));
            ImGui::SameLine();
        } else {   // Its words stand over those below.
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() - ImGui::GetStyle().FramePadding.x);
        }
        if (ui::quiet_button(ui, record.title + "##open")) state_.shell.push(std::make_unique<Household>(state_, record.id));
        if (!record.area.empty()) ui::quiet(ui, record.area);
        ui::quiet(ui, ui.tr("duplicates.changed", {{"who", record.author}, {"when", local_day(state_.workspace, record.changed_ms)}, {"count", std::to_string(record.changes)}}));
        ImGui::PopID();
    }
    ImGui::TableNextColumn();
    for (const auto& line : comparison.lines) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ui::quiet(ui, ui::plain_text(line.label));
        for (const auto& text : line.texts) {
            ImGui::TableNextColumn();
            line.same ? ui::strong(ui, text) : ui::body(ui, text);
        }
        ImGui::TableNextColumn();
        if (line.same) ui::colored(ui.theme.done, std::string("＝ ") + ui.tr("duplicates.alike"));
    }
    ImGui::EndTable();
}

std::vector<record::RecordId> DuplicatePage::chosen(const survey::Proposal& proposal) const {
    if (proposal.records.size() == 2) return proposal.records;
    std::vector<record::RecordId> chosen;
    for (const auto& id : proposal.records) {
        if (!left_out_.contains(id)) chosen.push_back(id);
    }
    return chosen;
}

void DuplicatePage::draw_actions(const ui::Ui& ui, const survey::Proposal& proposal) {
    const auto records = chosen(proposal);
    const bool enough = records.size() > 1;
    ui::gap(ui, 8);
    if (focus_) ImGui::SetKeyboardFocusHere();
    focus_ = false;
    const bool same = ui::primary_button(ui, ui.tr("duplicates.same"), enough, ui.tr("duplicates.two_needed"));
    ImGui::SameLine(0, ui.px(12));
    const bool different = ui::button(ui, ui.tr("duplicates.not_same"), enough, ui.tr("duplicates.two_needed"));
    if (same || different) decide(ui, records, same);
}

// Every change is one that can be taken back below.
void DuplicatePage::decide(const ui::Ui& ui, const std::vector<record::RecordId>& records, bool same) {
    auto& search = *state_.duplicates;
    base::Status status;
    for (std::size_t i = 0; i < records.size() && status; ++i) {
        for (std::size_t k = i + 1; k < records.size() && status; ++k) {
            if (!same) {
                status = search.declare_not_same(records[i], records[k]);
            } else if (i == 0) {
                auto said = search.declare_same(records[i], records[k]);
                if (!said && said.error().code != base::ErrorCode::already_exists) status = base::fail(std::move(said.error()));
            }
        }
    }
    if (say(ui, status, same ? "duplicates.said_same" : "duplicates.said_not_same")) left_out_.clear();
    focus_ = true;   // The next proposal is decided with the same key.
}

bool DuplicatePage::say(const ui::Ui& ui, const base::Status& status, const char* key) {
    stale_ = true;
    if (!status) {
        state_.shell.say(ui::State::error, ui.texts.error(status.error()));
        return false;
    }
    state_.shell.say(ui::State::done, ui.tr(key));
    return true;
}

void DuplicatePage::recall_titles() {
    titles_.clear();
    for (const auto& proposal : proposals_) {
        for (const auto& id : proposal.records) titles_[id];
    }
    for (const auto& group : same_) {
        for (const auto& id : group) titles_[id];
    }
    for (const auto& [one, other] : not_same_) titles_[one], titles_[other];
    for (const auto& row : state_.rows->all()) {
        if (const auto known = titles_.find(row.id); known != titles_.end()) known->second = row.title;
    }
    for (auto& [id, title] : titles_) {   // One that is not on this laptop is called by its number.
        if (title.empty()) title = id.text().substr(0, 8);
    }
}

const std::string& DuplicatePage::title_of(const record::RecordId& id) const { return titles_.at(id); }

void DuplicatePage::draw_declared(const ui::Ui& ui) {
    if (same_.empty() && not_same_.empty()) return;
    ui::begin_card(ui, "declared");
    ui::subtitle(ui, ui.tr("duplicates.declared"));
    ui::quiet(ui, ui.tr("duplicates.declared_words"));
    ui::gap(ui, 4);
    for (std::size_t i = 0; i < std::min(same_.size(), kDeclaredMax); ++i) draw_group(ui, same_[i]);
    for (std::size_t i = 0; i < std::min(not_same_.size(), kDeclaredMax); ++i) draw_pair(ui, not_same_[i]);
    ui::end_card(ui);
}

void DuplicatePage::draw_group(const ui::Ui& ui, const std::vector<record::RecordId>& group) {
    std::string titles;
    for (const auto& id : group) titles += (titles.empty() ? "" : "  ＝  ") + title_of(id);
    ImGui::PushID(group.front().text().c_str());
    ui::body(ui, titles);
    for (std::size_t i = 1; i < group.size(); ++i) {
        const auto label = group.size() == 2 ? std::string(ui.tr("duplicates.take_back")) : ui.tr("duplicates.take_out", {{"household", title_of(group[i])}});
        if (i > 1) ImGui::SameLine(0, ui.px(8));
        if (!ui::quiet_button(ui, label + "##" + group[i].text())) continue;
        auto said = state_.duplicates->declare_different(group[i]);
        say(ui, said ? base::Status() : base::Status(base::fail(std::move(said.error()))), "duplicates.taken_back");
    }
    ImGui::PopID();
    ui::rule(ui);
}

void DuplicatePage::draw_pair(const ui::Ui& ui, const survey::RecordPair& pair) {
    ui::body(ui, title_of(pair.first) + "  ≠  " + title_of(pair.second));
    if (ui::quiet_button(ui, std::string(ui.tr("duplicates.take_back")) + "##" + pair.first.text() + pair.second.text())) {
        say(ui, state_.duplicates->declare_not_same(pair.first, pair.second, false), "duplicates.taken_back");
    }
    ui::rule(ui);
}

}  // namespace yuanquan::screens

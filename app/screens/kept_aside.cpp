#include "app/screens/kept_aside.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/screens/moments.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kShownMax = 50;

}  // namespace

std::string words_of_reason(const ui::Ui& ui, const std::string& reason) {
    const auto key = "reason." + reason;
    return ui.texts.has("en", key) ? std::string(ui.tr(key)) : reason;
}

void KeptAside::load() {
    auto& store = state_.workspace.store();
    if (generation_ == store.generation()) return;
    const auto kept = store.quarantine();
    if (!kept) return;
    generation_ = store.generation();
    total_ = kept->size();
    lines_.clear();
    for (std::size_t i = 0; i < std::min(kept->size(), kShownMax); ++i) {
        const auto& one = (*kept)[i];
        Line line{one.number, one.at_ms, one.from, one.reason, {}, {}, 0, {}};
        if (const auto change = record::decode(one.bytes)) {
            line.author = change->author;
            line.record = change->record;
            const auto is_answer = [](const auto& op) { return op.kind == record::OpKind::set && !op.path.starts_with('@'); };
            line.answers = static_cast<std::size_t>(std::count_if(change->ops.begin(), change->ops.end(), is_answer));
            for (const auto& op : change->ops) {
                if (op.path == record::kTitleCell) line.household = op.value;
            }
            const auto known = store.record(change->record);
            if (known && !known->value(record::kTitleCell).empty()) line.household = known->value(record::kTitleCell);
        }
        lines_.push_back(std::move(line));
    }
    const auto is_asked = [this](const auto& line) { return line.number == asked_; };
    if (std::none_of(lines_.begin(), lines_.end(), is_asked)) asked_ = 0;
}

bool KeptAside::fold() { return std::exchange(asked_, 0) != 0; }

void KeptAside::let_in(const ui::Ui& ui, const Line& line) {
    const auto record = line.record;
    const auto released = state_.workspace.store().release(line.number, state_.workspace.identity().person);
    asked_ = 0;
    said_of_ = {};
    if (!released) {
        said_state_ = ui::State::error;
        said_ = ui.texts.error(released.error());
    } else if (released->outcome == store::Applied::Outcome::quarantined) {
        said_state_ = ui::State::waiting;
        said_ = ui.tr("kept.stays", {{"reason", words_of_reason(ui, released->reason)}});
    } else {
        said_state_ = ui::State::done;
        said_ = ui.tr("kept.let_in");
        said_of_ = record;
    }
}

void KeptAside::draw(const ui::Ui& ui) {
    load();
    if (!said_.empty()) {
        const auto open = said_of_.is_zero() ? std::string() : std::string(ui.tr("kept.open"));
        if (ui::message_strip(ui, said_state_, said_, open)) state_.shell.push(std::make_unique<Household>(state_, said_of_));
    }
    if (lines_.empty()) return;
    const bool may = state_.workspace.identity().role != survey::Role::member;
    ui::subtitle(ui, ui.tr("exchange.kept_aside", {{"count", std::to_string(total_)}}));
    ui::quiet(ui, ui.tr(may ? "kept.words_lead" : "exchange.kept_aside_words"));
    ui::begin_card(ui, "quarantine");
    for (const auto& line : lines_) {
        ImGui::PushID(static_cast<int>(line.number));
        ui::body(ui, "▲ " + ui.tr("exchange.kept_line", {{"when", local_time(state_.workspace, line.at_ms)}, {"from", line.from}, {"reason", words_of_reason(ui, line.reason)}}));
        if (!line.author.empty()) {
            const auto household = line.household.empty() ? line.record.text().substr(0, 8) : line.household;
            ui::quiet(ui, ui.tr("kept.what", {{"author", line.author}, {"household", household}, {"count", std::to_string(line.answers)}}));
        }
        if (may && asked_ != line.number && !line.author.empty() && ui::quiet_button(ui, ui.tr("kept.ask"))) asked_ = line.number;
        if (may && asked_ == line.number) {
            ui::body(ui, ui.tr("kept.sure"));
            const bool yes = ui::primary_button(ui, ui.tr("kept.yes"));
            ImGui::SameLine(0, ui.px(8));
            if (ui::button(ui, ui.tr("laptops.leave"))) asked_ = 0;
            if (yes) {
                let_in(ui, line);
                ImGui::PopID();
                break;   // The list is made anew with the next frame.
            }
        }
        ImGui::PopID();
    }
    if (total_ > lines_.size()) ui::quiet(ui, ui.tr("exchange.more", {{"count", std::to_string(total_ - lines_.size())}}));
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

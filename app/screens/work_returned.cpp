// What a lead has sent back stands on top of the member's work, with the comments, until it is saved again.
#include <algorithm>
#include <imgui.h>

#include "app/screens/comment_lines.hpp"
#include "app/screens/open_visit.hpp"
#include "app/screens/work.hpp"
#include "app/ui/cells.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kReturnedShown = 2, kCommentsShown = 2;
constexpr char kReturnedState[] = "returned";

}  // namespace

void Work::draw_returned(const ui::Ui& ui) {
    auto& workspace = state_.workspace;
    if (survey::may_decide(workspace)) return;   // Leads have the Review screen.
    if (returned_generation_ != workspace.store().generation()) {
        returned_generation_ = workspace.store().generation();
        returned_.clear();
        returned_count_ = 0;
        const auto& person = workspace.identity().person;
        for (const auto index : list_.order()) {
            const auto& row = list_.row(index);
            if (row.state != kReturnedState || (!row.assigned.empty() && row.assigned != person)) continue;
            if (++returned_count_ > kReturnedShown) continue;
            auto record = workspace.store().record(row.id);
            if (!record) continue;
            auto comments = survey::comments_of(*record);
            std::erase_if(comments, [](const auto& comment) { return comment.done; });
            returned_.push_back({row.id, row.title, std::move(comments)});
        }
    }
    if (returned_.empty()) return;
    ui::begin_card(ui, "returned");
    ui::colored(ui.theme.error, "▲ " + ui.tr("work.returned", {{"count", std::to_string(returned_count_)}}));
    for (const auto& returned : returned_) {
        const auto label = std::string(ui.tr("work.returned_open")) + "##returned" + returned.id.text();
        ImGui::AlignTextToFramePadding();
        ImGui::PushFont(ui.fonts.bold, 0);
        ui::cell_text(ui, returned.title, ui.theme.ink, 0, ImGui::GetContentRegionAvail().x - ui::button_width(label) - ui.px(24));
        ImGui::PopFont();
        ImGui::SameLine();
        ui::align_right(ui::button_width(label));
        if (ui::button(ui, label)) {   // At what is to be mended.
            const auto about = std::find_if(returned.comments.begin(), returned.comments.end(), [](const auto& comment) { return !comment.about.empty(); });
            open_visit(state_, ui, survey::Visit::open(workspace, returned.id), about == returned.comments.end() ? std::string() : about->about);
        }
        for (std::size_t i = 0; i < std::min(kCommentsShown, returned.comments.size()); ++i) draw_comment(ui, returned.comments[i]);
        if (returned.comments.size() > kCommentsShown) {
            ui::quiet(ui, ui.tr("work.returned_comments", {{"count", std::to_string(returned.comments.size())}}));
        }
    }
    if (returned_count_ > returned_.size()) {
        ui::quiet(ui, ui.tr("work.returned_more", {{"count", std::to_string(returned_count_ - returned_.size())}}));
    }
    ui::end_card(ui);
}

}  // namespace yuanquan::screens

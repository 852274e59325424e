#include "app/screens/comment_lines.hpp"

#include <imgui.h>

#include "app/screens/moments.hpp"
#include "app/ui/cells.hpp"

namespace yuanquan::screens {

StandingWords standing_words(survey::Standing standing) {
    using survey::Standing;
    switch (standing) {
        case Standing::unchecked: return {ui::State::plain, "review.standing.unchecked"};
        case Standing::returned: return {ui::State::error, "review.standing.returned"};
        case Standing::mended: return {ui::State::waiting, "review.standing.mended"};
        case Standing::approved: return {ui::State::done, "review.standing.approved"};
        case Standing::changed: return {ui::State::waiting, "review.standing.changed"};
    }
    return {ui::State::plain, "review.standing.unchecked"};
}

void draw_beside_chips(const ui::Ui& ui, const std::string& words) {
    ImGui::SameLine(0, ui.px(12));
    if (ImGui::CalcTextSize(words.c_str()).x <= ImGui::GetContentRegionAvail().x) {
        ui::cell_text(ui, words, ui.theme.quiet, ImGui::GetTextLineHeight() + ui.px(4));   // As high as the chips.
    } else {
        ImGui::NewLine();
        ui::quiet(ui, words);
    }
}

void draw_comment(const ui::Ui& ui, const survey::Comment& comment) {
    const auto state = comment.done ? ui::State::done : ui::State::waiting;
    ui::colored(ui::state_color(ui.theme, state), std::string(ui::state_sign(state)) + " " + comment.text);
    ui::quiet(ui, ui.tr(comment.done ? "review.comment_done" : "review.comment_who",
                        {{"who", comment.author}, {"when", day_and_time(comment.wall_ms, comment.offset_minutes)}}));
}

bool draw_comments_about(const ui::Ui& ui, const record::Record& record, std::string_view path) {
    if (!survey::has_comments(record)) return false;
    bool any = false;
    for (const auto& comment : survey::comments_of(record)) {
        if (comment.about != path) continue;
        draw_comment(ui, comment);
        any = true;
    }
    return any;
}

}  // namespace yuanquan::screens

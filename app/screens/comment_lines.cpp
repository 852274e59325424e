#include "app/screens/comment_lines.hpp"

#include "app/screens/moments.hpp"

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

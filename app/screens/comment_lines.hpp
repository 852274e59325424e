#pragma once
// Comments and the standing of a record in words, wherever a screen shows them: Review, Work, Household, beside a question.

#include <string>
#include <string_view>

#include "app/ui/widgets.hpp"
#include "model/survey/review.hpp"

namespace yuanquan::screens {

struct StandingWords {
    ui::State state;
    const char* key;
};
StandingWords standing_words(survey::Standing standing);
// Beside the chips before it where there is room, else in lines of its own below them.
void draw_beside_chips(const ui::Ui& ui, const std::string& words);
void draw_comment(const ui::Ui& ui, const survey::Comment& comment);   // Wrapped, with who and when below.
// Those about one question, '' = about the whole record. False where there are none.
bool draw_comments_about(const ui::Ui& ui, const record::Record& record, std::string_view path);

}  // namespace yuanquan::screens

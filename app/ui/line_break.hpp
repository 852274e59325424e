#pragma once
// Where a line of words may end, in Chinese as in Latin: no line begins with a mark that closes or separates (，。）》…),
// none ends with one that opens (（《“), and words, figures and paths stay whole. Dear ImGui knows blanks and a few Latin
// marks alone; line_break.cpp takes the place of its own rule, so that all that is wrapped anywhere follows this one.

namespace yuanquan::ui {

// Between two characters that follow one another.
bool may_break_between(char32_t before, char32_t after);

}  // namespace yuanquan::ui

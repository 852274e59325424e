#pragma once
// What the program keeps of a record beside the answers (its review, who is responsible) has no words in its
// questionnaire: here it gets those of the user's language, for the window and the commands alike.

#include "app/words/texts.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/history_view.hpp"

namespace yuanquan::exports {

bool is_of_program(const survey::ConflictView& conflict);
void name_program_cells(const words::Texts& texts, survey::ConflictView& conflict);
void name_program_cells(const words::Texts& texts, std::vector<survey::HistoryLine>& lines);
std::string state_words(const words::Texts& texts, const std::string& state);   // An unknown one as it is.

}  // namespace yuanquan::exports

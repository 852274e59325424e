#pragma once
// "Don't know" and "refused" in the user's language, with the sign that tells them from an answer of the same words: for the
// window, on paper and in the terminal alike.

#include "app/words/texts.hpp"
#include "model/survey/unanswered.hpp"

namespace yuanquan::exports {

inline const std::string kReasonSign = "◇ ";

survey::ReasonWords reason_words(const words::Texts& texts);   // "◇ Refused"
std::string plain_reason(const words::Texts& texts, survey::Reason reason);

}  // namespace yuanquan::exports

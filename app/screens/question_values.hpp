#pragma once
// What a person types against what is stored: full-width figures, dates as 20160501, times as 0830, coordinates with a
// comma become the canonical text; stored values become what one would type. No window here.

#include <optional>
#include <string>
#include <string_view>

#include "model/form/live_form.hpp"

namespace yuanquan::screens {

// What is typed at a question: its type, and how much of a date is asked for (appearances month-year and year; ODK keeps
// the first day).
struct Typing {
    enum class Part : std::uint8_t { day, month, year };
    form::DataType type = form::DataType::string;
    Part part = Part::day;
    bool thousands = false;   // Shown as 12,500 while nobody types in it.
};
Typing typing_of(const form::LiveForm& form, const form::Element& question);
// nullopt: not yet, or not at all, an answer of that type. '' for blank text.
std::optional<std::string> stored_from_typed(const Typing& typing, std::string_view typed);
// "2016-05-01T08:30:00.000+08:00" → "2016-05-01 08:30"; "39.7 98.5 0.0 0.0" → "39.7, 98.5".
std::string typed_from_stored(const Typing& typing, std::string_view stored);
// Text key of what to type there: "questionnaire.type.date"; '' for text, which takes anything.
std::string_view typing_hint_key(const Typing& typing);

}  // namespace yuanquan::screens

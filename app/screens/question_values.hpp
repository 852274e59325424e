#pragma once
// What a person types against what is stored: full-width figures, dates as 20160501, times as 0830, coordinates with a
// comma become the canonical text; stored values become what one would type. No window here.

#include <optional>
#include <string>
#include <string_view>

#include "model/form/form.hpp"

namespace yuanquan::screens {

// nullopt: not yet, or not at all, an answer of that type. '' for blank text.
std::optional<std::string> stored_from_typed(form::DataType type, std::string_view typed);
// "2016-05-01T08:30:00.000+08:00" → "2016-05-01 08:30"; "39.7 98.5 0.0 0.0" → "39.7, 98.5".
std::string typed_from_stored(form::DataType type, std::string_view stored);
// Text key of what to type there: "questionnaire.type.date"; '' for text, which takes anything.
std::string_view typing_hint_key(form::DataType type);
// The name in "blob:<hash>/<name>"; the value itself where it is no file.
std::string file_name_of(std::string_view stored);
// A label without Markdown and HTML: what is written is shown as words.
std::string plain_words(std::string_view label);

}  // namespace yuanquan::screens

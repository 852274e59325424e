#pragma once
// Answers as text: one canonical lexical form per type, so that equal answers are equal bytes wherever they are merged.
// https://getodk.github.io/xforms-spec/#data-types. Pure; used by the live form, imports and tests.

#include <optional>
#include <string>
#include <string_view>

#include "model/form/form.hpp"
#include "model/xpath/value.hpp"

namespace yuanquan::form {

// The canonical text; nullopt when the text cannot be of the type. Blank stays blank. What each type becomes:
//   integer    "12" (fractions cut off: 10.9 → 10)      decimal   "12.5"
//   date       "2024-05-01" (a date and time is cut)    time      "08:05:00.000+08:00", without zone where none is given
//   date_time  "2024-05-01T08:05:00.000+08:00"; a date alone starts at 00:00 of `offset_minutes`
//   geopoint   "30.1 120.2 0.0 0.0" (latitude, longitude, altitude, accuracy); traces and shapes: points joined by "; "
//   boolean    as written (true, false, 1, 0);  all others: as written
std::optional<std::string> canonical_answer(DataType type, std::string_view text, int offset_minutes = 0);

// What a calculation stores: NaN and what cannot be of the type is blank.
std::string stored_value(DataType type, const xpath::Value& value, int offset_minutes = 0);

// Choices separated by one space, each once.
std::string canonical_choices(std::string_view text);

}  // namespace yuanquan::form

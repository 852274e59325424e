#pragma once
// The parameters column: "start=1 end=10 step=2", and the checks on what each question type takes. Used by
// xlsform_rows and xlsform_range.

#include <initializer_list>
#include <string_view>

#include "model/form/xlsform_reading.hpp"

namespace yuanquan::form {

// Faults of the syntax go to findings; what could be read is returned.
Parameters read_parameters(XlsformReading& reading, std::string_view text, int row);
// A finding for each key that the type does not take.
void accept_parameters(XlsformReading& reading, const Parameters& parameters, int row,
                       std::initializer_list<std::string_view> accepted);
// Parameters by question type: each puts what it means into the draft.
void apply_parameters(XlsformReading& reading, Draft& draft, std::string_view question_type,
                      std::string_view appearance);
void apply_audit(XlsformReading& reading, Draft& draft);
void apply_select(XlsformReading& reading, Draft& draft, bool from_file);
void apply_range(XlsformReading& reading, Draft& draft, std::string_view appearance);  // xlsform_range.cpp

}  // namespace yuanquan::form

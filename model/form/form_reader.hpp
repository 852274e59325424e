#pragma once
// Questionnaire files in, Form out, by the ending of the name: .xlsx .csv .md (xlsform_reader), .xml (xform_reader).
// Each goes on after the first fault and ends with check_form, which finds what only the whole shows: cycles (with the
// path of the cycle), missing lists, references that lead nowhere, functions that do not exist.

#include <map>
#include <string>
#include <string_view>

#include "model/base/sheet.hpp"
#include "model/form/form.hpp"

namespace yuanquan::form {

// Files beside the form: "areas.csv" → bytes. Needed to check external lists; absent ones are a warning.
using Media = std::map<std::string, std::string, std::less<>>;

// The largest censuses ask some thousands of questions and offer some ten thousands of choices. Beyond these a form is
// refused: longer lists belong into a file beside it.
inline constexpr std::size_t kSurveyRowsMax = 20'000;
inline constexpr std::size_t kChoiceRowsMax = 250'000;

struct ReadOptions {
    std::string file_name;     // "household.xlsx"; also the fallback for the form id, as in pyxform.
    std::string form_name;     // Root element name; '' = settings' name, else "data".
    Media media;
    // For installing: a column of the survey sheet that nobody knows is an error, since a slip (constaint) would lose a
    // season's checks. Without it such a column is a warning, as pyxform leaves it out in silence.
    bool strict_columns = false;
};

ReadForm read_form(std::string_view bytes, const ReadOptions& options);
ReadForm read_xlsform(const base::Workbook& workbook, const ReadOptions& options);  // https://xlsform.org
ReadForm read_xform(std::string_view xml, const ReadOptions& options);              // https://getodk.github.io/xforms-spec/
// Findings on a form as a whole; the readers call it last.
void check_form(const Form& form, const Media& media, std::vector<base::Finding>& findings);

}  // namespace yuanquan::form

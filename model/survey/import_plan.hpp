#pragma once
// Which column of a list goes where in a form: proposed from the headings, shown to a person, kept as a file that can be
// changed and used again for the next list. Pure.
//
// As a file it is a table (CSV) with the columns sheet, heading, to, key, question. `to` is the path of a question, as an export
// names it ("identity/phone", "members/name", "members[2]/name", "identity/location:latitude"), or
//     @record  which record the line belongs to: a record's id, the instanceID of a submission, or any text that is its own
//     @row     which row of the repeat;   @parent_row  in which row around it;   @area  the record's area code
//     @parent  the record that it belongs to, by its id or instanceID: a visit to its household
// or '' for what is left out. Columns with key = yes together say which record a line belongs to, where @record is absent: lines
// with the same are one record, and where they are blank the line belongs to the record above. A column inside a repeat makes
// each line a row of it.

#include <string>
#include <vector>

#include "model/base/error.hpp"
#include "model/base/sheet.hpp"
#include "model/form/form.hpp"

namespace yuanquan::survey {

inline constexpr char kToRecord[] = "@record", kToRow[] = "@row", kToParentRow[] = "@parent_row", kToArea[] = "@area", kToParent[] = "@parent";

struct ImportColumn {
    std::string sheet, heading;
    std::string to;
    bool key = false;
};
struct ImportPlan {
    std::vector<ImportColumn> columns;
};
ImportPlan propose_plan(const form::Form& form, const base::Workbook& workbook);
std::string write_plan(const ImportPlan& plan, const form::Form& form);
base::Result<ImportPlan> read_plan(std::string_view csv);   // bad_input where it is no such table.

// The row of a sheet that holds its headings (index into rows): the one of the first ten that the plan or the form knows most of;
// the first when none does.
std::size_t heading_row(const base::Sheet& sheet, const std::vector<std::string>& known);
std::string plain_heading(std::string_view text);            // For comparing: without blanks, marks and units, lower case.
std::vector<std::string> heading_texts(const form::Form& form);   // Every path and label, plain.
std::string path_of(std::string_view to);                    // "members[2]/name" -> "members/name", "a/b:latitude" -> "a/b".

}  // namespace yuanquan::survey

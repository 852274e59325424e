#pragma once
// A fault in something a person wrote, with its place and the way out. Readers of questionnaires and imports
// return every finding beside what they could read, and never stop at the first.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::base {

enum class Severity { warning, error };

// Where in a workbook or document. Rows count from 1 as a spreadsheet shows them; 0 = not applicable.
struct Place {
    std::string file;    // May be empty.
    std::string sheet;   // "survey", "choices", … or an XML path for XForms.
    int row = 0;
    std::string column;  // The heading of the column: "constraint", "label::中文 (zh)".
    int position = -1;   // 0-based character in the cell, where known.
};

struct Finding {
    Severity severity = Severity::error;
    // Dotted key of the text in assets/lang: "finding." + code gives the sentence and
    // "finding." + code + ".fix" the way out. Example: "form.unknown_function".
    std::string code;
    std::map<std::string, std::string> parameters;  // Filled into {name} in both texts.
    Place place;
};

bool has_errors(const std::vector<Finding>& findings);

}  // namespace yuanquan::base

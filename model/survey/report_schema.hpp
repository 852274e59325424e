#pragma once
// What reports may name of a form: its questions by name, groups left out, rosters with the questions of their rows. Made
// once from a Form; says which names an expression reads, so that nothing else of a million records need be held, and
// names what does not exist.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/finding.hpp"
#include "model/form/form.hpp"
#include "model/survey/report.hpp"

namespace yuanquan::survey {

struct ReportField {
    std::string name;
    std::string path;                   // Question path in the form; '' for what the program itself knows (_area).
    xpath::LeafType type = xpath::LeafType::text;
    bool repeat = false, calculated = false, sensitive = false, choices = false, birth = false;   // birth: of a date the year alone may be shown.
    bool ambiguous = false;             // Another question of the same level has the name too.
    std::vector<ReportField> fields;    // Of a roster's rows; of the report, the forms.
    const ReportField* find(std::string_view name) const;
};

// Of every record: _id _title _state _area _author _changed _conflicts _parent _county _township _village _group.
const std::vector<std::string>& record_fields();
// Of a place: code name level parent.
ReportField form_fields(const form::Form& form);
// The whole tree: report/(year|area|today|place/…|FORM/…).
ReportField report_fields(const std::vector<std::shared_ptr<const form::Form>>& forms);

// The names that the report's expressions read, wherever they stand. all: one of them reads everything.
struct ReportNames {
    std::set<std::string, std::less<>> names;
    bool all = false;
};
ReportNames names_of(const Report& report);

// Where a read leads from `context` (levels from the root down); nullptr when it leaves the names, with the unknown one.
struct ReportTarget {
    const ReportField* field = nullptr;
    std::vector<const ReportField*> levels;
    std::string unknown;
    bool ambiguous = false;
};
ReportTarget resolve(const xpath::PathRead& read, const std::vector<const ReportField*>& context);
std::vector<base::Finding> check_names(const Report& report, const ReportField& root);

}  // namespace yuanquan::survey

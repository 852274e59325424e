#pragma once
// What Yuanquan asks of a form beyond ODK, as bind attributes in a namespace of its own (XLSForm columns `bind::yq:list`
// and so on, with settings `namespaces` yq="http://yuanquan.org/xforms"), so that other ODK programs ignore it:
//     yq:list="2"     the answer is column 2 of lists (any number; also on a repeat: its row count)
//     yq:list="3 latest"    of a date in a repeat: the latest of all rows, when one was last there
//     yq:list="4 earliest"  likewise the earliest, what is due next; several dates with one number make one column
//     yq:over="2 3"   of the choice in the same repeat that says how far a row is: with these answers it is over and its
//                     dates no longer count for "earliest"
//     yq:mask="yes"   sensitive: lists, papers and exports mask it; "year": a birth date, of which they show the year
//     yq:area="yes"   holds an area code: filled from the area the person stands in; the deepest one is the record's area
//     yq:optional="yes"  of a repeat: may have no rows. ODK opens every repeat with a row; here that row counts, and is
//                     saved, only once something in it was answered
// A form without yq:list gets its first few short questions as columns.

#include <cstdint>
#include <string>
#include <vector>

#include "model/form/form.hpp"
#include "model/store/store.hpp"

namespace yuanquan::survey {

store::ListColumns list_columns(const form::Form& form);
enum class MaskRule : std::uint8_t { none, whole, year };
MaskRule mask_rule(const form::FormNode& node);
bool is_optional(const form::FormNode& repeat);
std::vector<form::NodeIndex> area_questions(const form::Form& form);  // In order of the form: county first.

}  // namespace yuanquan::survey

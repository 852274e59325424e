#pragma once
// How far a page or a row is: what was answered of how much, what is wrong, what is still blank. Unlike the live form's own
// progress it knows what stands in a field and could not be taken, and tells wrong from blank: a page nobody has been to
// is not full of faults.

#include <string>
#include <vector>

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

struct Counts {
    std::size_t questions = 0, answered = 0;   // A question that says why it has no answer needs no more.
    std::size_t reasons = 0;    // Of the answered: how many say so.
    std::size_t wrong = 0;      // An answer that cannot stand.
    std::size_t missing = 0;    // Must be answered and is blank.
    bool passed = false;        // Someone has been in one of them.
    std::vector<form::Element> problems;   // Of both kinds, in reading order.

    void add(const Counts& other);
};
Counts count_below(const Entry& entry, const std::vector<form::Element>& elements);

}  // namespace yuanquan::screens

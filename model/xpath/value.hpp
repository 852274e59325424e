#pragma once
// The value of an expression: string, number, boolean, nodes, or a moment. Casts follow XPath 1.0 section 3 and 4,
// with the ODK rules for dates (a date is a number of days since 1970-01-01 UTC when arithmetic needs one, and an ISO
// text when text is asked for).

#include <string>
#include <variant>
#include <vector>

#include "model/xpath/tree.hpp"

namespace yuanquan::xpath {

struct Moment {               // A date, or a date and time.
    double days = 0;          // Since 1970-01-01T00:00 UTC; NaN where a text was no date.
    bool has_time = false;    // Text shows the time; date('…T…') drops it from the text only.
    int offset_minutes = 0;   // Zone in which it is written. A date starts at midnight there.
};
using NodeSet = std::vector<Node>;

struct Value : std::variant<std::string, double, bool, NodeSet, Moment> {
    using variant::variant;
    std::string string() const;
    double number() const;   // NaN where text is no number.
    bool boolean() const;
    const NodeSet* nodes() const { return std::get_if<NodeSet>(this); }
};

// 0.30000000000000004, 100000000000000000, NaN, Infinity: ODK's text of a number, never with an exponent.
std::string number_text(double number);
double text_number(std::string_view text);  // NaN where it is none.

}  // namespace yuanquan::xpath

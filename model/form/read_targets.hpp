#pragma once
// Which nodes of the form an expression may read, by the definition alone. Errs towards too many, never too few.
// Called by bind_graph; check_form finds cycles with it.

#include <vector>

#include "model/form/instance.hpp"
#include "model/xpath/expression.hpp"

namespace yuanquan::form {

struct ReadTarget {
    NodeIndex node = kNone;
    // The highest node on the way: the reader at one instance of `anchor` reads only what lies below that instance.
    NodeIndex anchor = 0;
};

// Of an expression computed at an instance of `at`. `contextual`: absolute paths mean the rows that `at` stands in.
std::vector<ReadTarget> read_targets(const Shape& shape, const xpath::Expression& expression, NodeIndex at, bool contextual);

}  // namespace yuanquan::form

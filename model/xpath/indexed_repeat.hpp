#pragma once
// indexed-repeat(value, repeat, index, …): the node of a given row, for up to any number of nested repeats. Arguments
// are paths, absolute or relative; rows that no pair names are those that the context stands in.

#include "model/xpath/functions.hpp"

namespace yuanquan::xpath {

Value indexed_repeat(Call& call);

}  // namespace yuanquan::xpath

#pragma once
// Which paths an expression may read: a superset, precise for plain paths. The bind graph is built from it. A read of
// a node means its whole branch, since the text of a group is all text below.

#include <vector>

#include "model/xpath/ast.hpp"
#include "model/xpath/expression.hpp"

namespace yuanquan::xpath {

std::vector<PathRead> find_reads(const ast::Expr& root);

}  // namespace yuanquan::xpath

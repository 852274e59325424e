#pragma once
// What the parser works out once about predicates and paths, so that evaluation is fast: positions that stop early,
// [key = value] that an index may answer, parts that are the same for every node, paths that are only names.

#include "model/xpath/ast.hpp"

namespace yuanquan::xpath {

void classify(ast::Predicate& predicate, int& memo_slots);
void finish_path(ast::Expr& path);

}  // namespace yuanquan::xpath

#pragma once
// Tokens → syntax tree, by recursive descent. Depth is bounded; chains and paths are loops. Unknown functions and wrong
// numbers of arguments are no syntax errors: engines in the field accept `false() and nonsense()`, so they come back
// as problems for the reader of the form to show, and fail only when reached.

#include <memory>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"
#include "model/xpath/ast.hpp"
#include "model/xpath/expression.hpp"

namespace yuanquan::xpath {

struct Parsed {
    ast::ExprPtr root;
    int memo_slots = 0;
    std::vector<base::Error> problems;    // Unknown functions, wrong numbers of arguments. Columns in bytes.
    std::vector<std::string> functions;   // Called anywhere, each once.
    bool is_volatile = false;
};
base::Result<Parsed> parse(std::string_view text, const Namespaces& namespaces, std::size_t depth_max);

}  // namespace yuanquan::xpath

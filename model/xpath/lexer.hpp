#pragma once
// Text of an expression → tokens, with XPath 1.0 section 3.7's rule that a name after an operand is an operator.
// Only the parser uses it.

#include <string_view>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::xpath {

struct Token {
    enum class Kind : std::uint8_t {
        end, number, literal, name, wildcard,  // name: with prefix, as written; wildcard: * or prefix:*
        axis,                                  // A name before "::", which is swallowed.
        function,                              // A name before "(", which is not.
        or_, and_, div, mod, star, plus, minus, equal, not_equal, less, less_equal, greater, greater_equal, bar,
        slash, double_slash, dot, double_dot, at, comma, open, close, open_bracket, close_bracket
    };
    Kind kind = Kind::end;
    std::string_view text;
    int column = 0;  // Byte.
};

base::Result<std::vector<Token>> tokenize(std::string_view text);

}  // namespace yuanquan::xpath

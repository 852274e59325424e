#pragma once
// The syntax tree of one expression. Chains of one precedence (a + b - c …) are one node with many operands, so that
// ten thousand terms need no recursion. For this folder only: outside, an Expression is opaque.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/xpath/functions.hpp"

namespace yuanquan::xpath::ast {

enum class Operator : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal,
                                     add, subtract, multiply, divide, modulo };

enum class Axis : std::uint8_t {
    child, parent, self, attribute, descendant, descendant_or_self, ancestor, ancestor_or_self,
    following, following_sibling, preceding, preceding_sibling, name_space
};
inline bool is_reverse(Axis axis) {
    return axis == Axis::ancestor || axis == Axis::ancestor_or_self || axis == Axis::preceding ||
           axis == Axis::preceding_sibling || axis == Axis::parent;
}

struct NodeTest {
    enum class Kind : std::uint8_t { name, node, text, comment, instruction };
    // Which namespaces a name takes: an unprefixed name without a declared default takes any, as Collect does; with
    // one, that or none, as Web Forms does; an unknown prefix is compared as it is written.
    enum class Space : std::uint8_t { any, none_or_uri, uri, prefix };
    Kind kind = Kind::name;
    Space space = Space::any;
    bool any_name = false;  // "*"
    std::string name;       // Local name, or the target of a processing instruction.
    std::string uri;        // Or the prefix.
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Predicate {
    enum class Kind : std::uint8_t { general, number, last };  // number: [3]; last: [last()]
    Kind kind = Kind::general;
    ExprPtr expr;
    double number = 0;
    bool uses_position = true;      // position() or last() inside, or a number as its value.
    std::string key;                // [key = value] or [key = value and …], value the same for every node: an
    const Expr* key_value = nullptr;  // index of the tree may answer it.
};

struct Step {
    Axis axis = Axis::child;
    NodeTest test;
    std::vector<Predicate> predicates;
};

struct Expr {
    enum class Kind : std::uint8_t { text, number, disjunction, conjunction, equality, relation, sum, product,
                                     negation, set_union, path, call };
    enum class Start : std::uint8_t { context, root, operand };  // Of a path.

    Kind kind = Kind::text;
    Type type = Type::any;
    int column = 0;           // 0-based byte in the text.
    bool context_free = true; // The same whatever the context node and position are.
    bool position = false;    // Reads position() or last() of its own context.
    int memo = -1;            // Slot of a context-free part of a predicate: computed once in an evaluation.

    std::string text;         // A literal, or the function's name.
    double number = 0;
    std::vector<ExprPtr> operands;    // Of a chain, arguments of a call, start of a path.
    std::vector<Operator> operators;  // Between the operands of a chain.
    const Function* function = nullptr;  // Null for an unknown one: an error only if it is reached.

    Start start = Start::context;
    bool simple = false;      // Only names: (self|parent)* (child|attribute)*, no predicates. Walked without sets.
    std::vector<Predicate> predicates;  // Of the start of a path: (…)[1]/a
    std::vector<Step> steps;
};

}  // namespace yuanquan::xpath::ast

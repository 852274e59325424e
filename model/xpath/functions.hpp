#pragma once
// The function library as one table: name, arity, what it needs, implementation. The families are in functions_*.cpp,
// each one with the corners decided there. The parser looks names up; the evaluator calls.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/xpath/value.hpp"

namespace yuanquan::xpath {

namespace ast { struct Expr; }
class Evaluator;
struct Frame;
struct Call;

enum class Type : std::uint8_t { any, text, number, boolean, nodes };

struct Function {
    enum : unsigned {
        kPlain = 0,
        kContext = 1,         // Reads the context node.
        kContextIfBare = 2,   // Reads it where called without arguments.
        kPosition = 4,        // Reads position or size where called without arguments.
        kVolatile = 8,        // Clock, chance or properties.
        kSteady = 16,         // Volatile, yet the same within one evaluation (now, today).
    };
    static constexpr int kAny = -1;

    std::string_view name;
    int arguments_min;
    int arguments_max;  // kAny: no bound.
    Type type;
    unsigned needs;
    Value (*call)(Call&);
};

const Function* find_function(std::string_view name);
std::vector<std::string_view> function_names();  // For completion and documentation, sorted.

std::span<const Function> core_functions();
std::span<const Function> number_functions();
std::span<const Function> text_functions();
std::span<const Function> date_functions();
std::span<const Function> geo_functions();
std::span<const Function> node_functions();
std::span<const Function> form_functions();
std::span<const Function> surveycto_functions();

// The arguments of one call, evaluated when asked for (if, coalesce and `and` must not touch the others).
struct Call {
    Evaluator& evaluator;
    const ast::Expr& expr;
    const Frame& frame;

    std::size_t size() const;
    const ast::Expr& argument(std::size_t index) const;
    Value value(std::size_t index);
    std::string string(std::size_t index);
    double number(std::size_t index);
    bool boolean(std::size_t index);
    NodeSet nodes(std::size_t index);
    bool is_nodes(std::size_t index) const;  // By its form: a path, a union, a function that gives nodes.
    // The text of every node of a node-set argument, or the one text of another.
    std::vector<std::string> strings(std::size_t index);
    [[noreturn]] void fail(std::string detail) const;
};

}  // namespace yuanquan::xpath

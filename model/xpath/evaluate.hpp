#pragma once
// Runs a syntax tree against a context. One Evaluator is one evaluation: it counts work, remembers what is the same
// for every node, and knows the time once. Faults end it by EvaluationError, which only expression.cpp catches.
// Casts are asked for by the wanted type, so that a sum over a thousand rows builds no texts and no sets.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/base/error.hpp"
#include "model/xpath/ast.hpp"
#include "model/xpath/context.hpp"
#include "model/xpath/moment.hpp"
#include "model/xpath/value.hpp"

namespace yuanquan::xpath {

struct EvaluationError {
    base::Error error;
};

struct Frame {  // What a predicate changes of the context.
    Node node;
    std::size_t position = 1;
    std::size_t size = 1;
};

// A callable by reference: called for each node, false to stop.
class NodeVisitor {
  public:
    template <class F>
        requires(!std::is_same_v<std::remove_const_t<F>, NodeVisitor>)
    NodeVisitor(F& function)  // NOLINT: by reference, like std::function_ref to come.
        : object_(&function), call_([](void* object, Node node) { return (*static_cast<F*>(object))(node); }) {}
    bool operator()(Node node) const { return call_(object_, node); }

  private:
    void* object_;
    bool (*call_)(void*, Node);
};

class Evaluator {
  public:
    Evaluator(const Context& context, int memo_slots);

    Value value(const ast::Expr& expr, const Frame& frame);
    std::string string(const ast::Expr& expr, const Frame& frame);
    double number(const ast::Expr& expr, const Frame& frame);
    bool boolean(const ast::Expr& expr, const Frame& frame);
    NodeSet nodes(const ast::Expr& expr, const Frame& frame);  // Document order, unless randomize() gave another.
    // As if the expression stood at that node: current() is it, and absolute paths follow the rows that it stands in.
    bool boolean_at(const ast::Expr& expr, Node place);
    // Every node in order without building a set where the path allows; false when the visitor stopped.
    bool each_node(const ast::Expr& expr, const Frame& frame, NodeVisitor visit);

    double text_to_number(std::string_view text);  // Dates included.
    double to_number(const Value& value);
    double node_number(Node node);
    // The node's text, valid until the next call.
    const std::string& node_text(Node node);
    bool node_boolean(Node node);  // By value where the tree says boolean, else true.

    const Context& context() const { return context_; }
    const LocalZone& zone();
    Node root() const { return root_; }
    Node current() const { return current_; }
    void spend(std::size_t steps, const ast::Expr& where) {
        if (steps > steps_left_) out_of_steps(where);
        steps_left_ -= steps;
    }
    void check_size(std::size_t bytes, const ast::Expr& where) const;
    [[noreturn]] static void fail(const ast::Expr& where, std::string detail);

  private:
    friend class PathWalk;
    [[noreturn]] static void out_of_steps(const ast::Expr& where);
    const Value* remembered(const ast::Expr& expr, const Frame& frame);
    Value compute(const ast::Expr& expr, const Frame& frame);
    double arithmetic(const ast::Expr& expr, const Frame& frame);
    bool comparison(const ast::Expr& expr, const Frame& frame);
    bool compare(ast::Operator op, const ast::Expr& a, const ast::Expr& b, const Frame& frame);
    bool compare_values(ast::Operator op, const Value& a, const Value& b);
    bool compare_nodes(ast::Operator op, const ast::Expr& nodes, const Value& other, const Frame& frame, bool swapped);
    bool compare_sets(ast::Operator op, const ast::Expr& a, const ast::Expr& b, const Frame& frame);
    Value call(const ast::Expr& expr, const Frame& frame);
    bool each_in_union(const ast::Expr& expr, const Frame& frame, NodeVisitor visit);

    const Context& context_;
    Node root_;
    Node current_;
    std::size_t steps_left_;
    std::size_t hidden_seen_ = 0;  // Hidden nodes passed over; see Tree::hidden.
    std::optional<LocalZone> zone_;
    std::vector<std::optional<Value>> memo_;
    std::string scratch_;
};

bool is_node_set(const ast::Expr& expr);  // By its form.

}  // namespace yuanquan::xpath

#pragma once
// One compiled ODK XPath expression: text in, value out. Immutable and shareable between threads; evaluation never
// changes a tree. XPath 1.0 (W3C 1999) and the function library of the ODK XForms specification
// (https://getodk.github.io/xforms-spec/#xpath-functions); corners are decided in functions_*.cpp beside the function.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.hpp"
#include "model/xpath/context.hpp"
#include "model/xpath/value.hpp"

namespace yuanquan::xpath {

namespace ast { struct Expr; }  // expression tree, in ast.hpp: for this folder and the dependency finder only

// Prefix → URI for names in the expression; odk and jr prefixes of functions need no declaration.
using Namespaces = std::vector<std::pair<std::string, std::string>>;

// One step of a path as the dependency finder needs it.
struct ReadStep {
    enum class Axis : std::uint8_t { child, parent, self, descendant_or_self, ancestor, attribute, other };
    Axis axis = Axis::child;
    std::string name;  // Local name; "*" for any; "" where the test is not a name.
};
// A path that the expression reads. Predicates' inner paths are listed as reads of their own, relative to the path
// that they filter (their steps are appended to its steps).
struct PathRead {
    enum class From : std::uint8_t { context, root, current, instance };
    From from = From::context;
    std::string instance;         // For From::instance.
    std::vector<ReadStep> steps;
};

class Expression {
  public:
    Expression() = default;  // Empty: evaluates to ''.
    // expression_error with the column in position, or too_large for nesting beyond Limits.
    static base::Result<Expression> compile(std::string_view text, const Namespaces& namespaces = {});

    bool empty() const { return root_ == nullptr; }
    const std::string& text() const { return text_; }
    const std::vector<PathRead>& reads() const { return reads_; }
    // Depends on clock, chance or properties (now(), random(), property …), so never folded.
    bool is_volatile() const { return volatile_; }
    // Calls any of position(), last(), once(), indexed-repeat() …: true when it calls the function named.
    bool calls(std::string_view function) const;
    // Unknown functions and wrong numbers of arguments: the expression compiles, since engines in the field accept
    // `false() and nonsense()`, and evaluation fails where it reaches one. subject: the function. For form readers.
    const std::vector<base::Error>& problems() const { return problems_; }
    // A literal or an expression of literals: the same everywhere.
    bool is_constant() const { return reads_.empty() && !volatile_ && !calls("position") && !calls("last"); }

    base::Result<Value> evaluate(const Context& context) const;
    base::Result<std::string> evaluate_string(const Context& context) const;
    base::Result<double> evaluate_number(const Context& context) const;
    base::Result<bool> evaluate_boolean(const Context& context) const;
    base::Result<std::vector<Node>> evaluate_nodes(const Context& context) const;  // Document order.

  private:
    template <class T, class F>
    base::Result<T> run(const Context& context, F&& evaluate) const;

    std::string text_;
    std::shared_ptr<const ast::Expr> root_;
    std::vector<PathRead> reads_;
    std::vector<std::string> functions_;
    std::vector<base::Error> problems_;
    int memo_slots_ = 0;
    bool volatile_ = false;
};

}  // namespace yuanquan::xpath

// Any text as an expression: parsed and evaluated over a small document within its limits, or an error with a column.
#include "model/base/xml.hpp"
#include "model/xpath/expression.hpp"
#include "model/xpath/xml_tree.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

void fuzz(std::string_view bytes) {
    static const auto root = *base::read_xml("<data><a>1</a><b><c>2020-01-01</c><c>x</c></b><r><a>2</a></r><r><a>3</a></r></data>");
    static const xpath::XmlTree tree(root);
    const auto expression = xpath::Expression::compile(bytes);
    if (!expression) {
        require(expression.error().position >= 0);
        return;
    }
    xpath::Context context;
    context.node = {&tree, tree.document()};
    context.limits.steps = 100'000;
    context.limits.string_bytes = 1 << 16;
    static_cast<void>(expression->evaluate(context));
    static_cast<void>(expression->reads());
}

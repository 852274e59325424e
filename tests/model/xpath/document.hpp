#pragma once
// A document in a string, with what an expression over it is: the test language of this folder. Times are those of
// noon on 2026-03-05 in UTC+8, chance comes from a seed. Used by the tests of xpath only.

#include <string>
#include <string_view>

#include "model/base/clock.hpp"
#include "model/base/ids.hpp"
#include "model/base/xml.hpp"
#include "model/xpath/expression.hpp"
#include "model/xpath/xml_tree.hpp"

namespace yuanquan::xpath {

class Document {
  public:
    explicit Document(std::string_view xml) : tree(base::read_xml(xml).value()) {
        context.node = tree.document_node();
        context.clock = &clock;
        context.random = &random;
    }

    // The text of an expression's value, or "error: why @column".
    std::string operator()(std::string_view text) {
        auto const expression = Expression::compile(text);
        if (!expression) return refusal(expression.error());
        auto const value = expression->evaluate(context);
        return value ? value->string() : refusal(value.error());
    }
    // Moves the context to the first node of a path.
    Document& at(std::string_view path) {
        auto const nodes = Expression::compile(path).value().evaluate_nodes(context).value();
        context.node = nodes.at(0);
        return *this;
    }

    XmlTree tree;
    base::FixedClock clock{1772683200000, 480};
    base::SeededRandom random{1};
    Context context;

  private:
    static std::string refusal(const base::Error& error) {
        return "error: " + error.detail + " @" + std::to_string(error.position);
    }
};

}  // namespace yuanquan::xpath

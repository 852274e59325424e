#pragma once
// Paths: axes, node tests, predicates, document order. The evaluator's other half, used by nothing else.

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {

class PathWalk {
  public:
    PathWalk(Evaluator& evaluator, const ast::Expr& path) : evaluator_(evaluator), path_(path) {}
    bool each(const Frame& frame, NodeVisitor visit);  // Document order, each node once.
    static void sort_unique(NodeSet& set);

  private:
    bool each_simple(std::size_t step, Node node, NodeVisitor visit);
    NodeSet starts(const Frame& frame, bool& ordered);
    Node contextual_root(std::size_t& steps_done) const;
    NodeSet run(const Frame& frame);
    void take_step(const ast::Step& step, Node from, NodeSet& out);
    bool take_indexed(const ast::Step& step, Node from, NodeSet& out);
    void filter(const ast::Predicate& predicate, NodeSet& set, std::size_t from);
    template <class F>
    bool walk(const ast::Step& step, Node from, F&& visit);
    template <class F>
    bool walk_below(Node from, F&& visit);
    bool visible(Node node);
    bool matches(const ast::Step& step, Node node) const;

    Evaluator& evaluator_;
    const ast::Expr& path_;
};

}  // namespace yuanquan::xpath

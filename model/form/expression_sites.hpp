#pragma once
// Every expression of a form with the place where it stands, and the nodes that a path reads from there. For check_form;
// changes nothing, evaluates nothing.

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/form/form.hpp"

namespace yuanquan::form {

struct ExpressionSite {
    enum class Use : std::uint8_t { relevant, readonly, required, calculate, constraint, other };
    const xpath::Expression* expression = nullptr;
    NodeIndex context = kNone;       // kNone where it is known only when the form runs (labels of shared choices).
    Use use = Use::other;
    std::string_view column;         // As a bind or control names it: "relevant", "calculate", "jr:count".
    const base::Place* place = nullptr;
};
void for_each_expression(const Form& form, const std::function<void(const ExpressionSite&)>& visit);

// What a path reads. certain: only names, "." and ".." led here, so that no node means that there is none.
struct ReadNodes {
    std::vector<NodeIndex> nodes;
    bool certain = true;
};
// Looks names up in an index, so that a form of n questions takes n steps and not n squared.
class PathNodes {
  public:
    explicit PathNodes(const Form& form);
    ReadNodes nodes(const xpath::PathRead& read, NodeIndex context) const;

  private:
    void add_children(NodeIndex parent, const xpath::ReadStep& step, std::vector<NodeIndex>& out) const;
    void add_all_below(NodeIndex node, std::vector<NodeIndex>& out) const;

    const Form& form_;
    std::unordered_multimap<std::string, NodeIndex> by_name_;  // "12/name", "12/@id".
};
// "/data/members/name", as the author would write the path.
std::string text_of(const xpath::PathRead& read);

// Errors for cycles of calculate and relevant, and for readonly and required that ask for their own node.
void check_cycles(const Form& form, const PathNodes& paths, std::vector<base::Finding>& findings);

}  // namespace yuanquan::form

#pragma once
// What depends on what in a form, found once per Form: each rule (a relevance, a calculation …), in an order in which
// every rule comes after those it reads, and for each node the rules that read it, with the way from a changed instance
// to the instances to recompute. A rule that reads its own row touches that row only; a sum is touched once.
// Cycles are refused by check_form; here their members simply come last.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "model/form/form.hpp"
#include "model/form/instance.hpp"

namespace yuanquan::form {

class BindGraph {
  public:
    // In this order a node's rules run. count: how many rows a repeat has. choices: whether answers are still offered.
    enum class Kind : std::uint8_t { relevant, count, calculate, choices, readonly, required, constraint };
    struct Rule {
        Kind kind = Kind::relevant;
        NodeIndex node = kNone;         // Whose rule.
        NodeIndex holder = kNone;       // Whose instance it is computed for: node, or the container of a counted repeat.
        ControlIndex control = kNone;   // Of count and choices.
        const xpath::Expression* expression = nullptr;
        std::uint32_t bit = 0;          // In Instance::Item::dirty; 0 where a holder has too many.
        bool is_volatile = false;
    };
    // A rule that reads a node: climb from the changed instance to `anchor`, then go down `way` (slots are found by these
    // definitions); every instance at its end is to be recomputed.
    struct Reader {
        std::uint32_t rule = 0;
        NodeIndex anchor = 0;
        std::vector<NodeIndex> way;
    };

    // Kept per form, shared by every live form of it.
    static std::shared_ptr<const BindGraph> of(const std::shared_ptr<const Form>& form);
    explicit BindGraph(const Form& form);

    Shape shape;
    std::vector<Rule> rules;                           // In the order to run; an index is a rank.
    std::vector<std::vector<Reader>> readers;          // By node.
    std::vector<std::vector<std::uint32_t>> held;      // Rules by holder, in order.
    std::vector<std::uint32_t> constraint_of, required_of, readonly_of;  // By node; kNone without one.
    std::vector<ControlIndex> control;                 // By node: the first one bound to it.
    std::vector<ControlIndex> repeat_control;          // By repeat node.
    std::vector<std::vector<ControlIndex>> selects;    // By node: controls that offer choices.
    std::vector<std::vector<std::uint32_t>> triggered; // By node: actions fired by its change or, of a repeat, a new row.

    // The trees of the lists that stand in the form, made when first asked for; nullptr for others.
    std::shared_ptr<const xpath::Tree> inline_list(std::size_t instance) const;

  private:
    mutable std::mutex mutex_;
    mutable std::map<std::size_t, std::shared_ptr<const xpath::Tree>> inline_lists_;
    void collect();
    void add(Kind kind, NodeIndex node, const xpath::Expression& expression, ControlIndex at = kNone);
    void order();
    void connect();
};

// Whether absolute paths inside a row mean this row (corner 1 of the engines: Collect's reading, which forms made by
// older tools depend on).
inline constexpr bool kContextualPaths = true;

}  // namespace yuanquan::form

// What SurveyCTO's forms call beyond ODK's functions, by its manual ("Using expressions in your forms"): aggregates with a
// condition, ranks over a repeat, lists in a text with a separator, figures and letters for reading. Left out, and so
// refused by name: what needs a telephone (phone-call-log, …) or is described nowhere (hash, plug-in-metadata, …).
// The -if functions run their condition once for each row, as if it stood there: ${age} in it is that row's age.

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

constexpr double kNoRank = 999;  // Of a row that is not there, left out, or no figure.

// The nodes of one argument whose row meets the condition in another; all of them without one.
NodeSet chosen_nodes(Call& call, std::size_t nodes, std::size_t condition) {
    NodeSet chosen;
    for (Node node : call.nodes(nodes)) {
        if (condition >= call.size() || call.evaluator.boolean_at(call.argument(condition), node)) chosen.push_back(node);
    }
    return chosen;
}

Value count_if(Call& call) { return static_cast<double>(chosen_nodes(call, 0, 1).size()); }

Value sum_if(Call& call) {
    double total = 0;
    for (Node node : chosen_nodes(call, 0, 1)) {
        if (call.evaluator.node_text(node).empty()) continue;
        total += call.evaluator.node_number(node);
    }
    return total;
}

template <class Better>
Value best_if(Call& call, Better better) {
    double best = std::numeric_limits<double>::quiet_NaN();
    for (Node node : chosen_nodes(call, 0, 1)) {
        double const number = call.evaluator.node_number(node);
        if (!std::isnan(number) && (std::isnan(best) || better(number, best))) best = number;
    }
    return std::isnan(best) ? Value(std::string()) : Value(best);
}
Value min_if(Call& call) { return best_if(call, std::less<>()); }
Value max_if(Call& call) { return best_if(call, std::greater<>()); }

Value join_if(Call& call) {
    std::string const separator = call.string(0);
    std::string result;
    bool first = true;
    for (Node node : chosen_nodes(call, 1, 2)) {
        if (!first) result += separator;
        first = false;
        result += call.evaluator.node_text(node);
        call.evaluator.check_size(result.size(), call.expr);
    }
    return result;
}

// The place of a row among all, the greatest first; rows with the same figure share a place.
Value rank_index(Call& call) {
    double const index = std::trunc(call.number(0));
    NodeSet const all = call.nodes(1), chosen = chosen_nodes(call, 1, 2);
    if (!(index >= 1) || index > static_cast<double>(all.size())) return kNoRank;
    Node const row = all[static_cast<std::size_t>(index) - 1];
    double const own = call.evaluator.node_number(row);
    if (std::isnan(own) || std::find(chosen.begin(), chosen.end(), row) == chosen.end()) return kNoRank;
    double rank = 1;
    for (Node node : chosen) {
        if (call.evaluator.node_number(node) > own) ++rank;
    }
    return rank;
}

// The number of the row that the context stands in.
Value index(Call& call) {
    Node node = call.frame.node;
    if (!node) return 1.0;
    const Host* host = call.evaluator.context().host;
    for (; node.id != kNoNode; node.id = node.tree->parent(node.id)) {
        if (host != nullptr && host->is_repeat(node)) return static_cast<double>(node.tree->sibling_position(node.id));
    }
    return 1.0;
}

std::vector<std::string> items_of(Call& call) {
    std::string const separator = call.string(0), list = call.string(1);
    std::vector<std::string> items;
    if (list.empty()) return items;
    if (separator.empty()) call.fail("the separator is empty");
    for (std::size_t at = 0;;) {
        std::size_t const end = list.find(separator, at);
        items.push_back(list.substr(at, end == std::string::npos ? end : end - at));
        if (end == std::string::npos) return items;
        at = end + separator.size();
    }
}

Value count_items(Call& call) { return static_cast<double>(items_of(call).size()); }
Value item_at(Call& call) {  // The first is 0, as in selected-at().
    auto const items = items_of(call);
    double const place = std::trunc(call.number(2));
    if (!(place >= 0) || place >= static_cast<double>(items.size())) return std::string();
    return items[static_cast<std::size_t>(place)];
}
Value item_index(Call& call) {
    auto const items = items_of(call);
    auto const found = std::find(items.begin(), items.end(), call.string(2));
    return found == items.end() ? -1.0 : static_cast<double>(found - items.begin());
}
Value item_present(Call& call) {
    auto const items = items_of(call);
    return std::find(items.begin(), items.end(), call.string(2)) != items.end();
}
Value de_duplicate(Call& call) {
    std::string const separator = call.string(0);
    std::vector<std::string> seen;
    std::string result;
    for (auto& item : items_of(call)) {
        call.evaluator.spend(seen.size() + 1, call.expr);
        if (std::find(seen.begin(), seen.end(), item) != seen.end()) continue;
        if (!seen.empty()) result += separator;
        result += item;
        seen.push_back(std::move(item));
    }
    return result;
}

Value linebreak(Call&) { return std::string("\n"); }
Value lower(Call& call) { return base::lower_case(call.string(0)); }
Value upper(Call& call) { return base::upper_case(call.string(0)); }
Value empty(Call& call) { return call.string(0).empty(); }

// The node is there: neither it nor what it stands in is left out.
Value relevant(Call& call) {
    bool found = false;
    auto see = [&](Node node) {
        found = !node.tree->hidden(node.id);
        return !found;
    };
    call.evaluator.each_node(call.argument(0), call.frame, see);
    return found;
}

// 1234567.5 → 1,234,567.5: for reading, not for reckoning.
Value format_number(Call& call) {
    std::string text = call.string(0);
    std::size_t const begin = text.starts_with('-') ? 1 : 0;
    std::size_t const whole = std::min(text.find('.'), text.size());
    if (text.find_first_not_of("0123456789", begin) < whole) return text;
    for (std::size_t at = whole; at > begin + 3;) text.insert(at -= 3, ",");
    return text;
}

// choice-label(${field}, value): jr:choice-name() with the field itself in place of its path.
Value choice_label(Call& call) {
    std::string value = call.string(1);
    const Host* host = call.evaluator.context().host;
    Node field;
    auto take = [&](Node node) {
        field = node;
        return false;
    };
    call.evaluator.each_node(call.argument(0), call.frame, take);
    if (host == nullptr || !field) return value;
    std::string path;
    for (NodeId id = field.id; id != kNoNode && id != field.tree->document(); id = field.tree->parent(id)) {
        path.insert(0, "/" + std::string(field.tree->local_name(id)));
    }
    return host->choice_name(value, path, field);
}

Value enumerator_name(Call& call) {
    const Host* host = call.evaluator.context().host;
    return host ? host->property("username") : std::string();
}

constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"count-if", 2, 2, Type::number, kPlain, count_if},
    {"sum-if", 2, 2, Type::number, kPlain, sum_if},
    {"min-if", 2, 2, Type::any, kPlain, min_if},
    {"max-if", 2, 2, Type::any, kPlain, max_if},
    {"join-if", 3, 3, Type::text, kPlain, join_if},
    {"rank-index", 2, 2, Type::number, kPlain, rank_index},
    {"rank-index-if", 3, 3, Type::number, kPlain, rank_index},
    {"index", 0, 0, Type::number, Function::kContext, index},
    {"count-items", 2, 2, Type::number, kPlain, count_items},
    {"item-at", 3, 3, Type::text, kPlain, item_at},
    {"item-index", 3, 3, Type::number, kPlain, item_index},
    {"item-present", 3, 3, Type::boolean, kPlain, item_present},
    {"de-duplicate", 2, 2, Type::text, kPlain, de_duplicate},
    {"linebreak", 0, 0, Type::text, kPlain, linebreak},
    {"lower", 1, 1, Type::text, kPlain, lower},
    {"upper", 1, 1, Type::text, kPlain, upper},
    {"empty", 1, 1, Type::boolean, kPlain, empty},
    {"relevant", 1, 1, Type::boolean, kPlain, relevant},
    {"format-number", 1, 1, Type::text, kPlain, format_number},
    {"choice-label", 2, 2, Type::text, kPlain, choice_label},
    {"enumerator-name", 0, 0, Type::text, Function::kVolatile, enumerator_name},
};

}  // namespace

std::span<const Function> surveycto_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

#include "model/xpath/functions.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

using Table = std::unordered_map<std::string_view, const Function*>;

const Table& table() {
    static const Table kTable = [] {
        Table table;
        for (auto family : {core_functions(), number_functions(), text_functions(), date_functions(), geo_functions(),
                            node_functions(), form_functions(), surveycto_functions()}) {
            for (auto const& function : family) table.emplace(function.name, &function);
        }
        return table;
    }();
    return kTable;
}

}  // namespace

const Function* find_function(std::string_view name) {
    auto const found = table().find(name);
    return found == table().end() ? nullptr : found->second;
}

std::vector<std::string_view> function_names() {
    std::vector<std::string_view> names;
    for (auto const& [name, function] : table()) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

std::size_t Call::size() const { return expr.operands.size(); }
const ast::Expr& Call::argument(std::size_t index) const { return *expr.operands[index]; }
Value Call::value(std::size_t index) { return evaluator.value(argument(index), frame); }
std::string Call::string(std::size_t index) { return evaluator.string(argument(index), frame); }
double Call::number(std::size_t index) { return evaluator.number(argument(index), frame); }
bool Call::boolean(std::size_t index) { return evaluator.boolean(argument(index), frame); }
NodeSet Call::nodes(std::size_t index) { return evaluator.nodes(argument(index), frame); }
bool Call::is_nodes(std::size_t index) const { return is_node_set(argument(index)); }
void Call::fail(std::string detail) const { Evaluator::fail(expr, std::move(detail)); }

std::vector<std::string> Call::strings(std::size_t index) {
    std::vector<std::string> texts;
    if (!is_nodes(index)) {
        texts.push_back(string(index));
        return texts;
    }
    std::size_t bytes = 0;
    auto add = [&](Node node) {
        texts.push_back(evaluator.node_text(node));
        bytes += texts.back().size();
        evaluator.check_size(bytes, expr);
        return true;
    };
    evaluator.each_node(argument(index), frame, add);
    return texts;
}

}  // namespace yuanquan::xpath

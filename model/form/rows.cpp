// Rows of repeats: added, removed, counted.
#include <algorithm>
#include <cmath>

#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

// A count beyond this is a slip or an attack: a form that asks for a billion rows must not take the laptop down.
constexpr double kRowsMax = 10'000;

}  // namespace

// All that is in the row is new to those who read it from outside.
void Filling::announce_row(InstanceId row) {
    std::uint32_t const inside = graph->shape.depth[tree.item(row).def];
    tree.each_below(row, [&](InstanceId id) {
        if (inside > 0) mark_readers(id, graph->readers[tree.item(id).def], 0, inside - 1);
    });
}

InstanceId Filling::add_row(InstanceId container, NodeIndex repeat, std::size_t index, const base::RowId& id) {
    auto const found = form->templates.find(repeat);
    auto const* origin = found == form->templates.end() ? nullptr : &found->second;
    InstanceId const row = tree.insert_row(container, repeat, index, origin, id);
    tree.each_below(row, [&](InstanceId below) {  // Rows inside it come with the template.
        if (below != row && form->nodes[tree.item(below).def].repeat) tree.set_row_id(below, base::RowId::random(*environment.random));
    });
    auto const& rows = tree.rows(container, repeat);
    for (std::size_t i = index + 1; i < rows.size(); ++i) moved(rows[i]);
    preload_below(row);
    fire_new_row(row);
    mark_all_below(row);
    announce_row(row);
    return row;
}

void Filling::remove_row(InstanceId row) {
    announce_row(row);
    InstanceId const container = tree.item(row).parent;
    NodeIndex const repeat = tree.item(row).def;
    std::size_t const index = tree.item(row).position;
    tree.take_row(row);
    auto const& rows = tree.rows(container, repeat);
    for (std::size_t i = index; i < rows.size(); ++i) moved(rows[i]);
}

// jr:count: as many rows as it says, at once. Rows beyond a count that shrank rest with their answers: who corrects 12 to
// 1 and back has lost nothing.
void Filling::fit_count(std::uint32_t index, InstanceId container) {
    auto const& rule = graph->rules[index];
    auto const place = tree.place_of_repeat(container, rule.node);
    double const number = rule.expression->evaluate_number(context(place)).value_or(0);
    if (std::isnan(number) && settled_once) return;  // Being typed: the rows wait for a number.
    auto const wanted = number >= 1 ? static_cast<std::size_t>(std::min(number, kRowsMax)) : 0;
    while (tree.rows(container, rule.node).size() > wanted) {
        InstanceId const last = tree.rows(container, rule.node).back();
        announce_row(last);
        tree.rest_row(last);
    }
    while (tree.rows(container, rule.node).size() < wanted) {
        auto& all = tree.list(container, rule.node);
        if (all.resting.empty()) {
            add_row(container, rule.node, all.rows.size(), base::RowId::random(*environment.random));
            continue;
        }
        InstanceId const row = tree.wake_row(container, rule.node);
        spread_relevance(row, tree.item(container).relevant);
        mark_all_below(row);
        announce_row(row);
    }
}

}  // namespace yuanquan::form

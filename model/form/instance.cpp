#include "model/form/instance.hpp"

#include <cmath>

#include "model/base/text.hpp"

namespace yuanquan::form {
namespace {

bool names(const FormNode& def, const base::XmlNode& element) {
    if (element.kind != base::XmlNode::Kind::element || element.local_name() != def.name) return false;
    return def.namespace_uri.empty() || element.namespace_uri().empty() || def.namespace_uri == element.namespace_uri();
}

const base::XmlNode* first_named(const base::XmlNode* parent, const FormNode& def) {
    if (!parent) return nullptr;
    for (auto const& element : parent->children) {
        if (names(def, element)) return &element;
    }
    return nullptr;
}

}  // namespace

Shape::Shape(const Form& the_form) : form(the_form), slot(form.nodes.size()), depth(form.nodes.size()), leaf(form.nodes.size()), by_name(form.nodes.size()),
      next_same_name(form.nodes.size(), kNone) {
    std::vector<NodeIndex> open{0};
    while (!open.empty()) {  // By a list: depth is the author's choice.
        NodeIndex const node = open.back();
        open.pop_back();
        std::uint32_t place = 0;
        leaf[node] = !form.nodes[node].repeat && node != 0;
        for (NodeIndex child : form.nodes[node].children) {
            if (!form.nodes[child].attribute) leaf[node] = false;
            slot[child] = place++;
            depth[child] = depth[node] + 1;
            if (!form.nodes[child].attribute) {
                auto const [known, is_first] = by_name[node].try_emplace(form.nodes[child].name, slot[child]);
                if (!is_first) {
                    NodeIndex last = form.nodes[node].children[known->second];
                    while (next_same_name[last] != kNone) last = form.nodes[node].children[next_same_name[last]];
                    next_same_name[last] = slot[child];
                }
            }
            open.push_back(child);
        }
    }
}

bool Shape::is_below(NodeIndex node, NodeIndex ancestor) const {
    while (depth[node] > depth[ancestor]) node = form.nodes[node].parent;
    return node == ancestor;
}

NodeIndex Shape::common(NodeIndex a, NodeIndex b) const {
    while (a != b) {
        if (depth[a] >= depth[b]) {
            a = form.nodes[a].parent;
        } else {
            b = form.nodes[b].parent;
        }
    }
    return a;
}

Instance::Instance(const Shape& shape) : shape_(shape) {}

void Instance::build(const base::XmlNode& initial) { create(0, kNoInstance, &initial); }

InstanceId Instance::create(NodeIndex def_index, InstanceId parent, const base::XmlNode* origin) {
    auto const id = static_cast<InstanceId>(items_.size());
    auto const& node = shape_.form.nodes[def_index];
    Item& made = items_.emplace_back();
    made.def = def_index;
    made.parent = parent;
    made.slots = static_cast<std::uint32_t>(slots_.size());
    made.origin = origin;
    if (parent != kNoInstance) made.relevant = items_[parent].relevant;
    if (node.attribute) {
        if (auto const* text = origin ? origin->attribute(node.prefix.empty() ? node.name : node.prefix + ":" + node.name) : nullptr) {
            made.value = *text;
        }
        return id;
    }
    if (shape_.leaf[def_index] && origin) made.value = origin->text_content();
    if (!node.children.empty()) {
        slots_.resize(slots_.size() + node.children.size(), kNoInstance);
        create_children(id, origin);
    }
    return id;
}

void Instance::create_children(InstanceId id, const base::XmlNode* origin) {
    auto const& children = shape_.form.nodes[items_[id].def].children;
    std::uint32_t const first = items_[id].slots;
    for (std::size_t i = 0; i < children.size(); ++i) {
        auto const& node = shape_.form.nodes[children[i]];
        if (!node.repeat) {
            InstanceId const made = create(children[i], id, node.attribute ? origin : first_named(origin, node));
            slots_[first + i] = made;
            continue;
        }
        auto const number = static_cast<std::uint32_t>(row_lists_.size());
        row_lists_.emplace_back();
        slots_[first + i] = number;
        if (!origin) continue;
        for (auto const& element : origin->children) {
            if (!names(node, element)) continue;
            InstanceId const row = create(children[i], id, &element);
            items_[row].position = static_cast<std::uint32_t>(row_lists_[number].rows.size());
            row_lists_[number].rows.push_back(row);
        }
    }
}

InstanceId Instance::child(InstanceId parent, NodeIndex def_index) const {
    return slots_[items_[parent].slots + shape_.slot[def_index]];
}

InstanceId Instance::nearest(NodeIndex def_index, InstanceId context) const {
    NodeIndex const meet = shape_.common(def_index, items_[context].def);
    while (items_[context].def != meet) context = items_[context].parent;
    std::vector<NodeIndex> down;
    for (NodeIndex node = def_index; node != meet; node = shape_.form.nodes[node].parent) down.push_back(node);
    for (auto step = down.rbegin(); step != down.rend(); ++step) {
        if (shape_.form.nodes[*step].repeat) {
            auto const& all = rows(context, *step);
            if (all.empty()) return kNoInstance;
            context = all.front();
        } else {
            context = child(context, *step);
        }
    }
    return context;
}

InstanceId Instance::container(NodeIndex repeat, InstanceId context) const {
    return nearest(shape_.form.nodes[repeat].parent, context);
}

void Instance::renumber(Rows& list, std::size_t from) {
    for (std::size_t i = from; i < list.rows.size(); ++i) items_[list.rows[i]].position = static_cast<std::uint32_t>(i);
}

InstanceId Instance::insert_row(InstanceId parent, NodeIndex repeat, std::size_t index, const base::XmlNode* origin,
                                const base::RowId& id) {
    InstanceId const row = create(repeat, parent, origin);
    auto& rows = list(parent, repeat);
    rows.rows.insert(rows.rows.begin() + static_cast<std::ptrdiff_t>(index), row);
    renumber(rows, index);
    set_row_id(row, id);
    place_row(row);
    return row;
}

void Instance::take_row(InstanceId row) {
    auto& all = list(items_[row].parent, items_[row].def);
    std::size_t const index = items_[row].position;
    std::vector<InstanceId> gone;
    each_below(row, [&](InstanceId id) { gone.push_back(id); });
    all.rows.erase(all.rows.begin() + static_cast<std::ptrdiff_t>(index));
    renumber(all, index);
    for (InstanceId id : gone) {
        items_[id].alive = false;
        items_[id].value = {};
        if (auto const known = row_facts_.find(id); known != row_facts_.end()) {
            rows_by_id_.erase(known->second.id);
            row_facts_.erase(known);
        }
    }
}

void Instance::rest_row(InstanceId row) {
    auto& all = list(items_[row].parent, items_[row].def);
    each_below(row, [&](InstanceId id) { items_[id].alive = false; });
    all.rows.erase(all.rows.begin() + items_[row].position);
    renumber(all, items_[row].position);
    all.resting.push_back(row);
}

InstanceId Instance::wake_row(InstanceId parent, NodeIndex repeat) {
    auto& all = list(parent, repeat);
    InstanceId const row = all.resting.back();
    all.resting.pop_back();
    all.rows.push_back(row);
    items_[row].position = static_cast<std::uint32_t>(all.rows.size() - 1);
    each_below(row, [&](InstanceId id) {
        items_[id].alive = true;
        items_[id].dirty = 0;
    });
    return row;
}

const base::RowId* Instance::row_id(InstanceId row) const {
    auto const known = row_facts_.find(row);
    return known == row_facts_.end() ? nullptr : &known->second.id;
}

InstanceId Instance::find_row(const base::RowId& id) const {
    auto const known = rows_by_id_.find(id);
    return known == rows_by_id_.end() ? kNoInstance : known->second;
}

void Instance::set_row_id(InstanceId row, const base::RowId& id) {
    auto& facts = row_facts_[row];
    if (!facts.id.is_zero()) rows_by_id_.erase(facts.id);
    facts.id = id;
    rows_by_id_[id] = row;
}

const std::string& Instance::place_text(InstanceId row) const {
    static const std::string none;
    auto const known = row_facts_.find(row);
    return known == row_facts_.end() ? none : known->second.place;
}

void Instance::place_row(InstanceId row) {
    auto const& all = rows(items_[row].parent, items_[row].def);
    std::size_t const at = items_[row].position;
    auto number = [&](InstanceId neighbour) { return base::parse_decimal(place_text(neighbour)).value_or(0); };
    double const before = at > 0 ? number(all[at - 1]) : 0;
    if (at + 1 == all.size()) return set_place_text(row, base::format_number(std::floor(before) + 1));
    double const after = number(all[at + 1]);
    double const middle = before + (after - before) / 2;
    if (middle > before && middle < after) return set_place_text(row, base::format_number(middle));
    for (InstanceId each : all) set_place_text(each, std::to_string(items_[each].position + 1));  // No room is left.
}

}  // namespace yuanquan::form

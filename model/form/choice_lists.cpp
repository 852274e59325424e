// The choices of a question as they stand: written in place, or items of a list picked by an expression.
#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

std::uint64_t key_of(ControlIndex control, InstanceId node) { return std::uint64_t{control} << 32 | node; }

// "name", "properties/name", "@id": a short path down from an item. Anything else is left to XPath.
xpath::Node part_of(xpath::Node item, std::string_view path) {
    for (std::string_view step : base::split(path, '/')) {
        if (step == "." || step.empty()) continue;
        bool const attribute = step.front() == '@';
        std::string_view name = attribute ? step.substr(1) : step;
        if (auto const colon = name.find(':'); colon != name.npos) name = name.substr(colon + 1);
        auto const& tree = *item.tree;
        xpath::NodeId id = attribute ? tree.first_attribute(item.id) : tree.first_child(item.id);
        while (id != xpath::kNoNode && tree.local_name(id) != name) id = attribute ? tree.next_attribute(id) : tree.next_sibling(id);
        if (id == xpath::kNoNode) return {};
        item.id = id;
    }
    return item;
}

bool has_output(const Text& text) {
    for (auto const& phrase : text.by_language) {
        if (!phrase) continue;
        for (auto const& part : phrase->parts) {
            if (!part.output.empty()) return true;
        }
    }
    return false;
}

}  // namespace

std::vector<xpath::Node> Filling::item_nodes(const Itemset& itemset, InstanceId node, std::uint32_t seed) const {
    auto const at = context(tree.handle(node));
    if (!itemset.randomize) return itemset.nodeset.evaluate_nodes(at).value_or(xpath::NodeSet{});
    // randomize() is XPath's: the same shuffle for a list of choices and for a calculation.
    std::string const own = itemset.seed.empty() ? std::to_string(seed) : itemset.seed.text();
    auto const shuffled = xpath::Expression::compile("randomize(" + itemset.nodeset.text() + ", " + own + ")", form->namespaces);
    return shuffled ? shuffled->evaluate_nodes(at).value_or(xpath::NodeSet{}) : xpath::NodeSet{};
}

std::string Filling::item_value(const Itemset& itemset, xpath::Node item) const {
    xpath::Node const part = part_of(item, itemset.value_ref);
    return part ? part.tree->string_value(part.id) : std::string();
}

std::string Filling::item_label(const Itemset& itemset, xpath::Node item, xpath::Node at) const {
    xpath::Node const part = part_of(item, itemset.label_ref);
    if (!part) return {};
    std::string text = part.tree->string_value(part.id);
    if (!itemset.label_is_itext) return std::string(base::trim(text));
    auto const found = form->texts.find(text);
    return found == form->texts.end() ? text : words(found->second, at);
}

// Labels of choices that show answers change with any answer; all others only with what the filter reads.
bool Filling::shows_answers(ControlIndex index) const {
    auto const& control = form->controls[index];
    for (auto const& item : control.items) {
        if (has_output(item.label)) return true;
    }
    return false;
}

const std::vector<Choice>& Filling::choices(ControlIndex index, InstanceId node) const {
    auto const& control = form->controls[index];
    auto& list = choice_lists_[key_of(index, node)];
    std::uint32_t const epoch = tree.item(node).choices_epoch + 1;
    bool const answers_shown = list.revision != 0;
    if (list.epoch == epoch && list.language == language && (!answers_shown || list.revision == revision)) return list.choices;
    list.epoch = epoch;
    list.language = language;
    list.revision = shows_answers(index) ? revision : 0;
    list.choices.clear();
    xpath::Node const at = tree.handle(node);
    for (auto const& item : control.items) {
        Choice choice{item.value, words(item.label, at), {}};
        if (auto const* chosen = phrase(item.label)) choice.media = chosen->media;
        list.choices.push_back(std::move(choice));
    }
    if (!control.itemset) return list.choices;
    auto const& itemset = *control.itemset;
    if (itemset.randomize && list.seed == 0) list.seed = static_cast<std::uint32_t>(environment.random->next_u64() % 0x7fffffff) + 1;
    for (xpath::Node item : item_nodes(itemset, node, list.seed)) {
        Choice choice{item_value(itemset, item), {}, {}};
        xpath::Node const part = itemset.label_is_itext ? part_of(item, itemset.label_ref) : xpath::Node{};
        auto const text = part ? form->texts.find(part.tree->string_value(part.id)) : form->texts.end();
        if (text != form->texts.end()) {
            choice.label = words(text->second, at);
            if (auto const* chosen = phrase(text->second)) choice.media = chosen->media;
        } else {
            choice.label = item_label(itemset, item, at);
        }
        list.choices.push_back(std::move(choice));
    }
    return list.choices;
}

// An answer that is no longer among the choices is dropped: a township of another county must not stay.
void Filling::drop_unoffered(InstanceId node) {
    std::string const value = tree.item(node).value;
    if (value.empty()) return;
    if (reopened && !settled_once) return;  // Looking at a record must not change it: a newer list may lack old answers.
    for (ControlIndex index : graph->selects[tree.item(node).def]) {
        auto const& control = form->controls[index];
        if (!control.itemset) return;
        bool const many = control.kind != ControlKind::select_one;
        auto const found = control.itemset->nodeset.evaluate_nodes(context(tree.handle(node)));
        if (!found) return;  // A list that cannot be read (a file is missing) says nothing about answers.
        auto const& items = *found;
        auto offered = [&](std::string_view wanted) {
            return std::any_of(items.begin(), items.end(), [&](xpath::Node item) {
                return item_value(*control.itemset, item) == wanted;
            });
        };
        std::string kept;
        if (!many) {
            if (offered(value)) return;
        } else {
            for (std::string_view word : base::split_space(value)) {
                if (offered(word)) kept += (kept.empty() ? "" : " ") + std::string(word);
            }
        }
        set_value(node, std::move(kept));
        return;
    }
}

std::optional<std::string> Filling::choice_label(ControlIndex index, InstanceId node, std::string_view value) const {
    for (auto const& choice : choices(index, node)) {
        if (choice.value == value) return choice.label;
    }
    return std::nullopt;
}

}  // namespace yuanquan::form

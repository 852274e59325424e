// Words of the form in the current language with answers in them, and what expressions ask about texts.
#include "model/base/text.hpp"
#include "model/form/filling.hpp"
#include "model/form/read_targets.hpp"

namespace yuanquan::form {

const Phrase* Filling::phrase(const Text& text) const {
    auto const& all = text.by_language;
    if (all.empty()) return nullptr;
    if (all.size() == 1 && all.front()) return &*all.front();
    auto const at = [&](std::size_t index) { return index < all.size() && all[index] ? &*all[index] : nullptr; };
    if (auto const* own = at(language)) return own;
    if (auto const* fallback = at(form->default_language)) return fallback;
    for (auto const& any : all) {
        if (any) return &*any;
    }
    return nullptr;
}

std::string Filling::words(const Text& text, xpath::Node at) const {
    auto const* chosen = phrase(text);
    if (!chosen) return {};
    std::string out;
    for (auto const& part : chosen->parts) {
        out += part.literal;
        if (part.output.empty()) continue;
        auto value = part.output.evaluate_string(context(at));
        if (value && *value != "NaN") out += *value;
    }
    return std::string(base::trim(out));
}

std::string Filling::itext(std::string_view id) const {
    auto const found = form->texts.find(id);
    if (found == form->texts.end()) return std::string(id);
    return words(found->second, tree.handle(Instance::kRoot));
}

std::string Filling::property(std::string_view name) const {
    auto const found = environment.properties.find(std::string(name));
    return found == environment.properties.end() ? std::string() : found->second;
}

bool Filling::is_repeat(xpath::Node node) const {
    InstanceId const id = tree.instance_of(node);
    return id != kNoInstance && tree.def(id).repeat;
}

std::optional<xpath::Node> Filling::instance(std::string_view id) const {
    auto known = instances_.find(id);
    if (known == instances_.end()) {
        std::shared_ptr<const xpath::Tree> made;
        for (std::size_t i = 0; i < form->instances.size() && !made; ++i) {
            if (form->instances[i].id != id) continue;
            made = graph->inline_list(i);
            if (!made) made = make_instance_tree(form->instances[i], *environment.media).value_or(nullptr);
        }
        known = instances_.emplace(std::string(id), std::move(made)).first;
    }
    if (known->second) return xpath::Node{known->second.get(), known->second->document()};
    if (id == form->root_name || id == form->id || id.empty()) return xpath::Node{&tree, tree.document()};
    return std::nullopt;
}

// jr:choice-name(value, 'path'): the path names a question by its place in the form, absolute or from the context.
std::string Filling::choice_name(std::string_view value, std::string_view path, xpath::Node at) const {
    InstanceId const here = tree.instance_of(at);
    auto const parsed = xpath::Expression::compile(path, form->namespaces);
    if (!parsed || here == kNoInstance) return std::string(value);
    for (auto const& target : read_targets(graph->shape, *parsed, tree.item(here).def, true)) {
        for (ControlIndex control : graph->selects[target.node]) {
            InstanceId const question = tree.nearest(target.node, here);
            if (question == kNoInstance) continue;
            return choice_label(control, question, value).value_or(std::string());
        }
    }
    return {};
}

}  // namespace yuanquan::form

// The filled form as its body shows it: LiveForm's half that screens read.
#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

bool is_answered_by_people(const Control& control) {
    switch (control.kind) {
        case ControlKind::group: case ControlKind::repeat: return false;
        default: return true;
    }
}

}  // namespace

Element LiveForm::root() const { return {ElementKind::group, 0, Instance::kRoot}; }

const Control& LiveForm::control(const Element& element) const {
    YQ_CHECK(element.control < form().controls.size());
    return form().controls[element.control];
}

const FormNode* LiveForm::node(const Element& element) const {
    NodeIndex const def = control(element).node;
    return def == kNone ? nullptr : &form().nodes[def];
}

std::vector<Element> LiveForm::children(const Element& parent, bool relevant_only) const {
    std::vector<Element> out;
    auto const& tree = impl_->filling.tree;
    if (parent.kind == ElementKind::question || !tree.item(parent.node).alive) return out;
    if (parent.kind == ElementKind::repeat) {
        for (InstanceId row : tree.rows(parent.node, control(parent).node)) {
            if (!relevant_only || tree.item(row).relevant) out.push_back({ElementKind::row, parent.control, row});
        }
        return out;
    }
    for (ControlIndex index : control(parent).children) {
        auto const& child = form().controls[index];
        if (child.kind == ControlKind::repeat) {
            InstanceId const container = tree.container(child.node, parent.node);
            if (container == kNoInstance || (relevant_only && !tree.item(container).relevant)) continue;
            out.push_back({ElementKind::repeat, index, container});
            continue;
        }
        InstanceId const at = child.node == kNone ? parent.node : tree.nearest(child.node, parent.node);
        if (at == kNoInstance || (relevant_only && !tree.item(at).relevant)) continue;
        out.push_back({child.kind == ControlKind::group ? ElementKind::group : ElementKind::question, index, at});
    }
    return out;
}

std::optional<Element> LiveForm::parent(const Element& element) const {
    auto const& tree = impl_->filling.tree;
    if (element.control == 0) return std::nullopt;
    if (element.kind == ElementKind::row) return Element{ElementKind::repeat, element.control, tree.item(element.node).parent};
    ControlIndex const above = control(element).parent;
    auto const& shape = impl_->filling.graph->shape;
    if (above == kNone || above == 0) return root();
    // The node of the surrounding control: the nearest one above that is bound.
    auto const& outer = form().controls[above];
    if (outer.kind == ControlKind::repeat) {
        InstanceId row = element.node;
        while (row != kNoInstance && tree.item(row).def != outer.node) row = tree.item(row).parent;
        return row == kNoInstance ? std::nullopt : std::optional(Element{ElementKind::row, above, row});
    }
    ControlIndex bound = above;
    while (bound != 0 && bound != kNone && form().controls[bound].node == kNone) bound = form().controls[bound].parent;
    if (bound == 0 || bound == kNone) return Element{ElementKind::group, above, Instance::kRoot};
    InstanceId at = element.node;
    NodeIndex const wanted = form().controls[bound].node;
    if (shape.is_below(tree.item(at).def, wanted)) {
        while (tree.item(at).def != wanted) at = tree.item(at).parent;
    } else {
        at = tree.nearest(wanted, at);
    }
    return Element{ElementKind::group, above, at};
}

std::string LiveForm::label(const Element& element) const {
    return impl_->filling.words(control(element).label, impl_->filling.tree.handle(element.node));
}
std::string LiveForm::hint(const Element& element) const {
    return impl_->filling.words(control(element).hint, impl_->filling.tree.handle(element.node));
}
std::string LiveForm::guidance(const Element& element) const {
    return impl_->filling.words(control(element).guidance, impl_->filling.tree.handle(element.node));
}
std::map<std::string, std::string> LiveForm::media(const Element& element) const {
    auto const* phrase = impl_->filling.phrase(control(element).label);
    return phrase ? phrase->media : std::map<std::string, std::string>();
}

bool LiveForm::relevant(const Element& element) const { return impl_->filling.tree.item(element.node).relevant; }
bool LiveForm::readonly(const Element& element) const { return impl_->filling.readonly(element.node); }
bool LiveForm::required(const Element& element) const {
    return element.kind == ElementKind::question && node(element) && impl_->filling.flag(element.node, BindGraph::Kind::required);
}

std::string LiveForm::value(const Element& question) const {
    return question.kind == ElementKind::question && node(question) ? impl_->filling.tree.item(question.node).value : std::string();
}

bool LiveForm::is_blank(const Element& question) const {
    return question.kind != ElementKind::question || !node(question) || impl_->filling.tree.item(question.node).value.empty();
}

Validity LiveForm::validity(const Element& question) const {
    return question.kind == ElementKind::question && node(question) ? impl_->filling.validity(question.node) : Validity::valid;
}

std::string LiveForm::message(const Element& question) const {
    auto const at = impl_->filling.tree.handle(question.node);
    switch (validity(question)) {
        case Validity::required: return impl_->filling.words(node(question)->required_message, at);
        case Validity::constraint: return impl_->filling.words(node(question)->constraint_message, at);
        default: return {};
    }
}

const std::vector<Choice>& LiveForm::choices(const Element& question) const {
    return impl_->filling.choices(question.control, question.node);
}
std::string LiveForm::choice_label(const Element& question, std::string_view value) const {
    return impl_->filling.choice_label(question.control, question.node, value).value_or(std::string(value));
}

bool LiveForm::can_add_row(const Element& repeat) const {
    auto const& own = control(repeat);
    return repeat.kind == ElementKind::repeat && own.repeat_count.empty() && !own.no_add_remove &&
           !impl_->filling.readonly(repeat.node);
}

std::optional<base::RowId> LiveForm::row_id(const Element& row) const {
    auto const* id = row.kind == ElementKind::row ? impl_->filling.tree.row_id(row.node) : nullptr;
    return id ? std::optional(*id) : std::nullopt;
}

Progress LiveForm::progress(const Element& element) const {
    Progress out;
    if (element.kind == ElementKind::question) {
        if (!relevant(element)) return out;
        if (validity(element) != Validity::valid) ++out.problems;
        if (is_answered_by_people(control(element)) && !readonly(element)) {
            ++out.questions;
            if (!value(element).empty()) ++out.answered;
        }
        return out;
    }
    for (auto const& child : children(element)) {
        Progress const part = progress(child);
        out.questions += part.questions;
        out.answered += part.answered;
        out.problems += part.problems;
    }
    return out;
}

std::vector<Element> LiveForm::problems() const {
    std::vector<Element> out;
    auto look = [&](auto&& self, const Element& element) -> void {
        if (validity(element) != Validity::valid) out.push_back(element);
        for (auto const& child : children(element)) self(self, child);
    };
    look(look, root());
    return out;
}

std::string LiveForm::title() const {
    NodeIndex const def = form().find_node("meta/instanceName");
    auto const& tree = impl_->filling.tree;
    return def == kNone ? std::string() : tree.item(tree.nearest(def, Instance::kRoot)).value;
}

std::string LiveForm::cell_path(const Element& element) const {
    std::string path = impl_->filling.cell_path(element.node);
    if (element.kind != ElementKind::repeat) return path;
    std::string const name = form().nodes[control(element).node].name;
    return path.empty() ? name : path + "/" + name;
}

std::optional<Element> LiveForm::element_at(InstanceId id) const {
    if (id == kNoInstance) return std::nullopt;
    auto const& filling = impl_->filling;
    NodeIndex const def = filling.tree.item(id).def;
    if (def == 0) return root();
    if (form().nodes[def].repeat && filling.graph->repeat_control[def] != kNone) {
        return Element{ElementKind::row, filling.graph->repeat_control[def], id};
    }
    ControlIndex const control = filling.graph->control[def];
    if (control == kNone) return std::nullopt;
    bool const group = form().controls[control].kind == ControlKind::group;
    return Element{group ? ElementKind::group : ElementKind::question, control, id};
}

std::optional<Element> LiveForm::find(std::string_view cell_path) const {
    auto const& filling = impl_->filling;
    if (InstanceId const id = filling.locate(cell_path); id != kNoInstance) return element_at(id);
    // A repeat itself has no node of its own, only its rows do: it is found by its parent and its name.
    auto const slash = cell_path.rfind('/');
    bool const outermost = slash == cell_path.npos;
    InstanceId const parent = filling.locate(outermost ? std::string_view{} : cell_path.substr(0, slash));
    if (parent == kNoInstance) return std::nullopt;
    auto const name = outermost ? cell_path : cell_path.substr(slash + 1);
    for (NodeIndex const child : form().nodes[filling.tree.item(parent).def].children) {
        ControlIndex const repeat = filling.graph->repeat_control[child];
        if (form().nodes[child].repeat && form().nodes[child].name == name && repeat != kNone) {
            return Element{ElementKind::repeat, repeat, parent};
        }
    }
    return std::nullopt;
}

std::optional<Element> LiveForm::find_by_position(std::string_view path) const {
    return element_at(impl_->filling.locate_by_position(path));
}

std::string LiveForm::value_at_position(std::string_view path) const {
    InstanceId const id = impl_->filling.locate_by_position(path);
    return id == kNoInstance ? std::string() : impl_->filling.tree.item(id).value;
}

std::string LiveForm::value_at(std::string_view cell_path) const {
    InstanceId const id = impl_->filling.locate(cell_path);
    return id == kNoInstance ? std::string() : impl_->filling.tree.item(id).value;
}

}  // namespace yuanquan::form

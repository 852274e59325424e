// The body: controls with their words, choices and actions.

#include "model/form/xform_vocabulary.hpp"
#include "model/form/xform_writing.hpp"

namespace yuanquan::form {

namespace {

struct BodyWriter {
    XformWriting& writing;
    const Form& form = writing.form;
    std::multimap<ControlIndex, const Action*> actions{};  // By the control that they stand in.

    explicit BodyWriter(XformWriting& w) : writing(w) {
        std::map<NodeIndex, ControlIndex> first;
        for (ControlIndex i = 0; i < form.controls.size(); ++i) {
            if (form.controls[i].node != kNone) first.emplace(form.controls[i].node, i);
        }
        for (const Action& action : form.actions) {
            const auto it = first.find(action.trigger);
            if (it != first.end()) actions.emplace(it->second, &action);
        }
    }

    // pyxform gives a repeat, and what has a hint, a label even when it is empty.
    void words(const Control& control) {
        const bool hinted = !control.hint.empty() || !control.guidance.empty();
        if (!control.label.empty() || hinted || control.kind == ControlKind::repeat) {
            const bool itext = writing.in_itext(control.label);
            writing.write_text("label", control.label, itext ? itext_id(form, control.label, control.node, "label") : "");
        }
        if (!hinted) return;
        const bool itext = writing.in_itext(control.hint) || !control.guidance.empty();
        writing.write_text("hint", control.hint, itext ? hint_id(form, control) : "");
    }

    void attributes(const Control& control) {
        if (!control.appearance.empty()) writing.attribute("appearance", control.appearance);
        for (const auto& [name, value] : control.attributes) writing.attribute(name, value);
    }

    void choices(const Control& control) {
        if (control.itemset) {
            const Itemset& itemset = *control.itemset;
            writing.open("itemset");
            writing.attribute("nodeset", itemset.nodeset_text.empty() ? itemset.nodeset.text() : itemset.nodeset_text);
            writing.open("value");
            writing.attribute("ref", itemset.value_ref);
            writing.close("value");
            if (!itemset.label_ref.empty()) {
                writing.open("label");
                writing.attribute("ref", itemset.label_is_itext ? "jr:itext(" + itemset.label_ref + ")" : itemset.label_ref);
                writing.close("label");
            }
            writing.close("itemset");
        }
        for (std::size_t i = 0; i < control.items.size(); ++i) item(control, i);
    }

    void item(const Control& control, std::size_t i) {
        const Item& item = control.items[i];
        const bool tag = control.kind == ControlKind::upload;
        writing.open(tag ? "tag" : "item");
        if (tag) writing.attribute("key", item.value);
        if (!item.label.empty()) {
            const bool itext = writing.in_itext(item.label);
            const std::string id = itext_id(form, item.label, control.node, "option" + std::to_string(i));
            writing.write_text("label", item.label, itext ? id : "");
        }
        if (!tag) {
            writing.open("value");
            writing.text(item.value);
            writing.close("value");
        }
        writing.close(tag ? "tag" : "item");
    }

    void inner(ControlIndex index) {
        for (ControlIndex child : form.controls[index].children) control(child);
        const auto [begin, end] = actions.equal_range(index);
        for (auto it = begin; it != end; ++it) writing.write_action(*it->second);
    }

    void repeat(ControlIndex index) {
        const Control& control = form.controls[index];
        const std::string path = form.absolute_path(control.node);
        writing.open("group");
        writing.attribute("ref", path);
        words(control);
        writing.open("repeat");
        writing.attribute("nodeset", path);
        writing.expression("jr:count", control.repeat_count);
        if (control.no_add_remove) writing.attribute("jr:noAddRemove", "true()");
        attributes(control);
        inner(index);
        writing.close("repeat");
        writing.close("group");
    }

    void control(ControlIndex index) {
        const Control& control = form.controls[index];
        if (control.kind == ControlKind::repeat) return repeat(index);
        std::string name;
        for (const auto& [word, kind] : kControlNames) {
            if (kind == control.kind) name = word;
        }
        if (control.kind == ControlKind::rank) name = "odk:rank";
        writing.open(name);
        if (control.node != kNone) writing.attribute("ref", form.absolute_path(control.node));
        attributes(control);
        words(control);
        choices(control);
        inner(index);
        writing.close(name);
    }
};

}  // namespace

void XformWriting::write_body() {
    open("h:body");
    if (!form.style.empty()) attribute("class", form.style);
    BodyWriter body{*this};
    if (!form.controls.empty()) body.inner(0);
    close("h:body");
}

}  // namespace yuanquan::form

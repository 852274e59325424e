#pragma once
// One writing of a form as XForms XML: the text so far and the small steps that all parts use. Straight into the text,
// without a tree in between, since an inline list may hold a million cells. Only xform_writer*.cpp use it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/xml.hpp"
#include "model/form/form.hpp"

namespace yuanquan::form {

struct XformWriting {
    const Form& form;
    std::string out{};
    bool in_tag = false;

    void open(std::string_view name);
    void attribute(std::string_view name, std::string_view value);
    void expression(std::string_view name, const xpath::Expression& value);  // An attribute, when there is one.
    void text(std::string_view text);
    void close_tag();
    void close(std::string_view name);
    void element(const base::XmlNode& node);
    void open_like(const base::XmlNode& node);    // Its start tag.

    void write_model();                           // xform_writer_model.cpp
    void write_bind(NodeIndex index);
    void write_action(const Action& action);
    void write_body();                            // xform_writer_body.cpp

    // Texts (xform_writer_text.cpp). Those with an id, or in several languages, stand in itext.
    void write_itext();
    bool in_itext(const Text& text) const;
    std::string message(const Text& text, const std::string& id) const;  // For an attribute of a bind.
    void write_parts(const Phrase& phrase);
    void write_text(std::string_view element, const Text& text, const std::string& id);
};

// The itext id of a text: its own, or what pyxform would call it.
std::string itext_id(const Form& form, const Text& text, NodeIndex node, std::string_view part);
// Whether a hint must stand in itext because a guidance goes with it, and under which id.
std::string hint_id(const Form& form, const Control& control);

}  // namespace yuanquan::form

#include "model/form/xform_writer.hpp"

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xform_vocabulary.hpp"
#include "model/form/xform_writing.hpp"

namespace yuanquan::form {

void XformWriting::open(std::string_view name) {
    close_tag();
    out += '<';
    out += name;
    in_tag = true;
}

void XformWriting::attribute(std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    for (char c : base::escape_xml(value)) {  // Line ends in an attribute read back as spaces unless written so.
        if (c == '\n') out += "&#10;";
        else if (c == '\r') out += "&#13;";
        else if (c == '\t') out += "&#9;";
        else out += c;
    }
    out += '"';
}

void XformWriting::expression(std::string_view name, const xpath::Expression& value) {
    if (!value.empty()) attribute(name, value.text());
}

void XformWriting::text(std::string_view text) {
    if (text.empty()) return;
    close_tag();
    for (char c : base::escape_xml(text)) {
        if (c == '\r') out += "&#13;";
        else out += c;
    }
}

void XformWriting::close_tag() {
    if (in_tag) out += '>';
    in_tag = false;
}

void XformWriting::close(std::string_view name) {
    if (in_tag) {
        out += "/>";
        in_tag = false;
        return;
    }
    out += "</";
    out += name;
    out += '>';
}

void XformWriting::element(const base::XmlNode& node) {
    if (node.kind == base::XmlNode::Kind::text) return text(node.text);
    if (node.kind != base::XmlNode::Kind::element) return;
    open_like(node);
    for (const base::XmlNode& child : node.children) element(child);
    close(node.name());
}

void XformWriting::open_like(const base::XmlNode& node) {
    open(node.name());
    for (const auto& [prefix, uri] : node.namespaces) attribute(prefix.empty() ? "xmlns" : "xmlns:" + prefix, uri);
    for (const base::XmlAttribute& a : node.attributes) attribute(a.name, a.value);
}

namespace {

bool uses_entities(const Form& form) {
    return std::any_of(form.nodes.begin(), form.nodes.end(), [](const FormNode& n) { return !n.save_to.empty(); }) ||
           std::any_of(form.model_attributes.begin(), form.model_attributes.end(),
                       [](const auto& a) { return base::starts_with(a.first, "entities:"); });
}

void write_namespaces(XformWriting& writing) {
    writing.attribute("xmlns", kXformsNamespace);
    std::set<std::string, std::less<>> done;
    const auto declare = [&](std::string_view prefix, std::string_view uri) {
        if (!prefix.empty() && done.emplace(prefix).second) writing.attribute("xmlns:" + std::string(prefix), uri);
    };
    std::map<std::string_view, std::string_view> own(writing.form.namespaces.begin(), writing.form.namespaces.end());
    for (const auto& [prefix, uri] : kStandardNamespaces) declare(prefix, own.emplace(prefix, uri).first->second);
    if (uses_entities(writing.form)) declare("entities", kEntitiesNamespace);
    for (const auto& [prefix, uri] : writing.form.namespaces) declare(prefix, uri);
}

}  // namespace

std::string write_xform(const Form& form) {
    XformWriting writing{form};
    writing.out = "<?xml version=\"1.0\"?>";
    writing.open("h:html");
    write_namespaces(writing);
    writing.open("h:head");
    writing.open("h:title");
    writing.text(form.title);
    writing.close("h:title");
    writing.open("model");
    writing.attribute("odk:xforms-version", "1.0.0");
    for (const auto& [name, value] : form.model_attributes) writing.attribute(name, value);
    writing.write_model();
    writing.close("model");
    writing.close("h:head");
    writing.write_body();
    writing.close("h:html");
    writing.out += '\n';
    return std::move(writing.out);
}

}  // namespace yuanquan::form

#pragma once
// One reading of an XForms document: the form so far, and what every part of the reader needs while it goes on (places,
// expressions, references). Only the files xform_reader*.cpp use it; callers see read_xform in form_reader.hpp.
// Parts run in the order of their declarations below, because each needs what the ones before it found.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/xml.hpp"
#include "model/form/form.hpp"
#include "model/form/form_reader.hpp"

namespace yuanquan::form {

struct XformReading {
    const ReadOptions& options;
    Form form{};
    std::vector<base::Finding> findings{};

    std::map<std::string, NodeIndex, std::less<>> bind_ids{};  // bind/@id → its node, for controls that name a bind.
    std::map<std::string, Text, std::less<>> guidances{};      // itext id → its texts of form="guidance".
    std::map<std::string, NodeIndex, std::less<>> steps{};     // "12/name", "12/orx:name", "12/@id" → child of node 12.
    std::set<NodeIndex> doubled{};      // Nodes found twice side by side: rows, or a fault.

    // An XPath that leads to the element: //bind[@nodeset='/data/a'].
    base::Place place(const base::XmlNode& element, std::string_view attribute = {}) const;
    NodeIndex add_node(NodeIndex parent, std::string_view prefix, std::string_view name, std::string_view uri,
                       bool attribute);
    NodeIndex child_of(NodeIndex parent, std::string_view step) const;
    void find(base::Severity severity, std::string code, base::Place at, std::map<std::string, std::string> parameters = {});
    // Empty for blank text; a finding and empty where it does not compile.
    xpath::Expression compile(std::string_view text, const base::XmlNode& element, std::string_view attribute);
    xpath::Expression compile_attribute(const base::XmlNode& element, std::string_view attribute);
    // The node that a reference leads to from the context, kNone where there is none. Attributes that are named become
    // nodes on the way, when the instance has them.
    NodeIndex resolve(std::string_view reference, NodeIndex context);
    // Of @ref, @nodeset or @bind, as written; '' without one.
    std::string reference_of(const base::XmlNode& element) const;
    NodeIndex resolve_element(const base::XmlNode& element, NodeIndex context);

    void read_namespaces(const base::XmlNode& html, const base::XmlNode& head, const base::XmlNode& model);
    void read_itext(const base::XmlNode& model);                      // xform_reader_text.cpp
    void read_primary_instance(const base::XmlNode& model);           // xform_reader_model.cpp
    void read_secondary_instances(const base::XmlNode& model);
    void read_submission(const base::XmlNode& model);
    void read_binds(const base::XmlNode& model);
    void read_model_actions(const base::XmlNode& model);
    void read_body(const base::XmlNode& body);                        // xform_reader_body.cpp
    void finish_repeats();                                            // xform_reader_model.cpp
    void read_entities();

    // <label>, <hint> and their kind: by reference to itext, or written in place.
    Text read_text(const base::XmlNode& element);
    Text read_message(const base::XmlNode& element, std::string_view attribute);  // jr:itext('id') or the text itself.
    Text text_by_id(std::string_view id, const base::XmlNode& element);
    bool is_action(const base::XmlNode& element) const;
    void read_action(const base::XmlNode& element, NodeIndex context, NodeIndex trigger, bool in_repeat);
};

// "entities:saveto": the name with the prefix that this program writes for its namespace; as written for others.
std::string canonical_name(const base::XmlAttribute& attribute);
// The attribute of that canonical name; nullptr without one.
const std::string* find_attribute(const base::XmlNode& element, std::string_view canonical);

}  // namespace yuanquan::form

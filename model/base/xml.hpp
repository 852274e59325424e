#pragma once
// A small XML tree: strict reader without entities, DOCTYPE or network (all refused), and a writer. Built by expat in
// one pass. Names are kept with their prefix; namespace_uri resolves it. Used by XForms, choices in XML, submissions.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::base {

struct XmlAttribute {
    std::string name;            // With prefix, as written.
    std::string local_name;
    std::string namespace_uri;   // Resolved; "" for none.
    std::string value;
};

// What an element is called. Immutable and shared by all elements of one name: a list of choices has a million elements
// and three names.
class XmlName {
  public:
    XmlName() = default;
    explicit XmlName(std::string_view written, std::string namespace_uri = {});
    const std::string& written() const { return parts().written; }
    const std::string& local() const { return parts().local; }
    const std::string& namespace_uri() const { return parts().namespace_uri; }

  private:
    struct Parts {
        std::string written, local, namespace_uri;
    };
    const Parts& parts() const;

    std::shared_ptr<const Parts> parts_;
};

// Element with its children in order; text nodes have an empty name.
struct XmlNode {
    enum class Kind : std::uint8_t { element, text, comment, instruction };
    Kind kind = Kind::element;
    std::uint32_t offset = 0;    // Byte in the source, for places in findings.
    XmlName called;
    std::string text;            // Of a text, comment or instruction node.
    std::vector<XmlAttribute> attributes;                            // Without xmlns declarations.
    std::vector<std::pair<std::string, std::string>> namespaces;     // Declared here: prefix ("" = default), URI.
    std::vector<XmlNode> children;

    const std::string& name() const { return called.written(); }     // "h:html"; for an instruction its target.
    const std::string& local_name() const { return called.local(); } // "html"
    const std::string& namespace_uri() const { return called.namespace_uri(); }
    const XmlNode* child(std::string_view local_name) const;         // First child element of that local name.
    std::vector<const XmlNode*> children_named(std::string_view local_name) const;
    std::vector<const XmlNode*> child_elements() const;
    const std::string* attribute(std::string_view name) const;       // By name as written, else by local name.
    std::string text_content() const;                                // All text below, joined.
};

struct XmlLimits {
    std::size_t bytes = std::size_t{256} << 20;
    std::size_t depth = 256;
    std::size_t nodes = 20'000'000;
};
// The root element. bad_input with the byte in position; too_large past a limit.
Result<XmlNode> read_xml(std::string_view bytes, const XmlLimits& limits = {});
// With declaration; pretty = indented by two spaces where an element has only elements.
std::string write_xml(const XmlNode& root, bool pretty = false);
std::string escape_xml(std::string_view text);                       // & < > " for text and attributes.

}  // namespace yuanquan::base

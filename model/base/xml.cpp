#include "model/base/xml.hpp"

#include <algorithm>
#include <expat.h>
#include <map>
#include <memory>
#include <optional>

#include "model/base/check.hpp"

namespace yuanquan::base {
namespace {

constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

std::string_view prefix_of(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}
std::string local_of(std::string_view name) { return std::string(name.substr(name.find(':') + 1)); }

// expat drives, this builds. A fault is kept and stops the parser; nothing is thrown across C.
class Builder {
  public:
    Builder(XML_Parser parser, const XmlLimits& limits) : parser_(parser), limits_(limits) {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(
            parser, [](void* self, const XML_Char* name, const XML_Char** pairs) { of(self).start(name, pairs); },
            [](void* self, const XML_Char*) { of(self).end(); });
        XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int length) {
            of(self).text({text, static_cast<std::size_t>(length)});
        });
        XML_SetCommentHandler(parser, [](void* self, const XML_Char* text) {
            of(self).leaf(XmlNode::Kind::comment, "", text);
        });
        XML_SetProcessingInstructionHandler(parser, [](void* self, const XML_Char* target, const XML_Char* text) {
            of(self).leaf(XmlNode::Kind::instruction, target, text);
        });
        XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
            of(self).stop(ErrorCode::bad_input, "DOCTYPE is refused");
        });
    }

    Result<XmlNode> take(XML_Status status) {
        if (fault_) return fail(std::move(*fault_));
        if (status != XML_STATUS_OK) {
            return fail(ErrorCode::bad_input, "xml", XML_ErrorString(XML_GetErrorCode(parser_)), place());
        }
        YQ_CHECK(root_ && open_.empty());
        return std::move(*root_);
    }

  private:
    static Builder& of(void* self) { return *static_cast<Builder*>(self); }
    int place() const { return static_cast<int>(XML_GetCurrentByteIndex(parser_)); }

    void stop(ErrorCode code, std::string detail) {
        if (!fault_) fault_ = make_error(code, "xml", std::move(detail), place());
        XML_StopParser(parser_, XML_FALSE);
    }

    bool count_node() {
        if (++nodes_ > limits_.nodes) stop(ErrorCode::too_large, "too many nodes");
        return !fault_;
    }

    void start(std::string_view name, const XML_Char** pairs) {
        if (fault_ || !count_node()) return;
        if (open_.size() >= limits_.depth) return stop(ErrorCode::too_large, "nested too deeply");
        XmlNode& node = open_.emplace_back();
        node.offset = static_cast<std::uint32_t>(place());
        for (; *pairs != nullptr; pairs += 2) {
            const std::string_view key = pairs[0];
            if (key == "xmlns" || key.starts_with("xmlns:")) {
                node.namespaces.emplace_back(key == "xmlns" ? "" : local_of(key), pairs[1]);
                bindings_.push_back(node.namespaces.back());
            } else {
                node.attributes.push_back({std::string(key), local_of(key), {}, pairs[1]});
                nodes_ += 1;  // An attribute costs what a node costs.
            }
        }
        node.called = shared_name(name, resolve(prefix_of(name)));
        for (XmlAttribute& attribute : node.attributes) {
            const std::string_view prefix = prefix_of(attribute.name);
            if (!prefix.empty()) attribute.namespace_uri = resolve(prefix);  // Unprefixed ones are in none.
        }
    }

    void end() {
        if (fault_ || open_.empty()) return;
        XmlNode node = std::move(open_.back());
        open_.pop_back();
        node.children.shrink_to_fit();  // Most elements hold one text.
        bindings_.resize(bindings_.size() - node.namespaces.size());
        if (open_.empty()) {
            root_ = std::move(node);
        } else {
            open_.back().children.push_back(std::move(node));
        }
    }

    void text(std::string_view text) {
        if (fault_ || open_.empty()) return;
        std::vector<XmlNode>& siblings = open_.back().children;
        if (siblings.empty() || siblings.back().kind != XmlNode::Kind::text) {
            leaf(XmlNode::Kind::text, "", text);
        } else {
            siblings.back().text += text;  // expat cuts at line ends, references and CDATA; for us it is one text.
        }
    }

    void leaf(XmlNode::Kind kind, std::string_view target, std::string_view text) {
        if (fault_ || open_.empty() || !count_node()) return;  // Outside the root nobody asks for them.
        XmlNode& node = open_.back().children.emplace_back();
        node.kind = kind;
        if (!target.empty()) node.called = XmlName(target);
        node.text = text;
        node.offset = static_cast<std::uint32_t>(place());
    }

    XmlName shared_name(std::string_view written, std::string namespace_uri) {
        const auto known = names_.find(written);
        if (known != names_.end() && known->second.namespace_uri() == namespace_uri) return known->second;
        nodes_ += 2;  // A name costs what two nodes cost.
        XmlName fresh(written, std::move(namespace_uri));
        names_.insert_or_assign(std::string(written), fresh);
        return fresh;
    }

    std::string resolve(std::string_view prefix) {
        if (prefix == "xml") return std::string(kXmlNamespace);
        const auto it = std::find_if(bindings_.rbegin(), bindings_.rend(),
                                     [&](const auto& binding) { return binding.first == prefix; });
        if (it != bindings_.rend()) return it->second;
        if (!prefix.empty()) stop(ErrorCode::bad_input, "undeclared prefix " + std::string(prefix));
        return {};
    }

    XML_Parser parser_;
    const XmlLimits& limits_;
    std::size_t nodes_ = 0;
    std::map<std::string, XmlName, std::less<>> names_;
    std::vector<XmlNode> open_;
    std::vector<std::pair<std::string, std::string>> bindings_;  // Of all open elements, innermost last.
    std::optional<XmlNode> root_;
    std::optional<Error> fault_;
};

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\r': out += "&#13;"; break;  // A reader would make it a newline.
            case '\n': out += in_attribute ? "&#10;" : "\n"; break;
            case '\t': out += in_attribute ? "&#9;" : "\t"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) {
                    out += c;
                } else {
                    out += "\xef\xbf\xbd";  // XML 1.0 cannot hold other control characters.
                }
        }
    }
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    append_escaped(out, value, true);
    out += '"';
}

void append_node(std::string& out, const XmlNode& node, bool pretty, std::size_t depth);

void append_element(std::string& out, const XmlNode& node, bool pretty, std::size_t depth) {
    out += '<' + node.name();
    for (const auto& [prefix, uri] : node.namespaces) {
        append_attribute(out, prefix.empty() ? "xmlns" : "xmlns:" + prefix, uri);
    }
    for (const XmlAttribute& attribute : node.attributes) append_attribute(out, attribute.name, attribute.value);
    if (node.children.empty()) {
        out += "/>";
        return;
    }
    out += '>';
    const bool indent = pretty && std::none_of(node.children.begin(), node.children.end(), [](const XmlNode& child) {
        return child.kind == XmlNode::Kind::text;
    });
    for (const XmlNode& child : node.children) {
        if (indent) out += '\n' + std::string(2 * depth + 2, ' ');
        append_node(out, child, indent, depth + 1);
    }
    if (indent) out += '\n' + std::string(2 * depth, ' ');
    out += "</" + node.name() + '>';
}

void append_node(std::string& out, const XmlNode& node, bool pretty, std::size_t depth) {
    switch (node.kind) {
        case XmlNode::Kind::element: append_element(out, node, pretty, depth); break;
        case XmlNode::Kind::text: append_escaped(out, node.text, false); break;
        case XmlNode::Kind::comment: out += "<!--" + node.text + "-->"; break;
        case XmlNode::Kind::instruction: out += "<?" + node.name() + ' ' + node.text + "?>"; break;
    }
}

}  // namespace

XmlName::XmlName(std::string_view written, std::string namespace_uri)
    : parts_(std::make_shared<const Parts>(Parts{std::string(written), local_of(written), std::move(namespace_uri)})) {}

const XmlName::Parts& XmlName::parts() const {
    static const Parts kNameless;
    return parts_ ? *parts_ : kNameless;
}

const XmlNode* XmlNode::child(std::string_view wanted) const {
    for (const XmlNode& node : children) {
        if (node.kind == Kind::element && node.local_name() == wanted) return &node;
    }
    return nullptr;
}

std::vector<const XmlNode*> XmlNode::children_named(std::string_view wanted) const {
    std::vector<const XmlNode*> found;
    for (const XmlNode& node : children) {
        if (node.kind == Kind::element && node.local_name() == wanted) found.push_back(&node);
    }
    return found;
}

std::vector<const XmlNode*> XmlNode::child_elements() const {
    std::vector<const XmlNode*> found;
    for (const XmlNode& node : children) {
        if (node.kind == Kind::element) found.push_back(&node);
    }
    return found;
}

const std::string* XmlNode::attribute(std::string_view wanted) const {
    for (const XmlAttribute& attribute : attributes) {
        if (attribute.name == wanted) return &attribute.value;
    }
    for (const XmlAttribute& attribute : attributes) {
        if (attribute.local_name == wanted) return &attribute.value;
    }
    return nullptr;
}

std::string XmlNode::text_content() const {
    if (kind == Kind::text) return text;
    std::string joined;
    for (const XmlNode& node : children) {
        if (node.kind == Kind::text || node.kind == Kind::element) joined += node.text_content();
    }
    return joined;
}

Result<XmlNode> read_xml(std::string_view bytes, const XmlLimits& limits) {
    if (bytes.size() > std::min<std::size_t>(limits.bytes, 0x7fffffff)) return fail(ErrorCode::too_large, "xml", "bytes");
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr), XML_ParserFree);
    YQ_CHECK(parser != nullptr);
    Builder builder(parser.get(), limits);
    return builder.take(XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE));
}

std::string write_xml(const XmlNode& root, bool pretty) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    append_node(out, root, pretty, 0);
    return out += '\n';
}

std::string escape_xml(std::string_view text) {
    std::string out;
    append_escaped(out, text, true);
    return out;
}

}  // namespace yuanquan::base

// The order of reading, and what all parts share: places, expressions, references, namespaces.

#include <algorithm>
#include <array>

#include "model/base/text.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_reading.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

using base::Severity;
using base::XmlNode;

std::string canonical_name(const base::XmlAttribute& attribute) {
    if (attribute.namespace_uri.empty()) return attribute.name;
    for (const auto& [prefix, uri] : kStandardNamespaces) {
        if (attribute.namespace_uri == uri) return std::string(prefix) + ":" + attribute.local_name;
    }
    if (attribute.namespace_uri == kEntitiesNamespace) return "entities:" + attribute.local_name;
    return attribute.name;
}

const std::string* find_attribute(const XmlNode& element, std::string_view canonical) {
    for (const base::XmlAttribute& attribute : element.attributes) {
        if (attribute.name == canonical || canonical_name(attribute) == canonical) return &attribute.value;
    }
    return nullptr;
}

base::Place XformReading::place(const XmlNode& element, std::string_view attribute) const {
    base::Place at;
    at.file = options.file_name;
    at.sheet = "//" + element.name();
    for (const char* key : {"nodeset", "ref", "id", "lang"}) {
        const std::string* value = element.attribute(key);
        if (value == nullptr || value->size() > 200) continue;
        at.sheet += "[@" + std::string(key) + "='" + *value + "']";
        break;
    }
    at.column = std::string(attribute);
    at.position = static_cast<int>(std::min<std::size_t>(element.offset, 0x7fffffff));
    return at;
}

void XformReading::find(Severity severity, std::string code, base::Place at,
                        std::map<std::string, std::string> parameters) {
    constexpr std::size_t kFindings = 1000;  // A hostile file must not fill the memory with what is wrong with it.
    if (findings.size() < kFindings) {
        findings.push_back({severity, std::move(code), std::move(parameters), std::move(at)});
    } else if (severity == Severity::error && !base::has_errors(findings)) {
        findings.back() = {severity, std::move(code), std::move(parameters), std::move(at)};
    }
}

xpath::Expression XformReading::compile(std::string_view text, const XmlNode& element, std::string_view attribute) {
    if (base::trim(text).empty()) return {};
    auto compiled = xpath::Expression::compile(text, form.namespaces);
    if (compiled) return *std::move(compiled);
    find(Severity::error, "form.bad_expression", place(element, attribute),
         {{"expression", shortened(text)},
          {"detail", compiled.error().detail},
          {"position", std::to_string(compiled.error().position + 1)}});
    return {};
}

xpath::Expression XformReading::compile_attribute(const XmlNode& element, std::string_view attribute) {
    const std::string* text = find_attribute(element, attribute);
    return text == nullptr ? xpath::Expression{} : compile(*text, element, attribute);
}

NodeIndex XformReading::add_node(NodeIndex parent, std::string_view prefix, std::string_view name, std::string_view uri,
                                 bool attribute) {
    FormNode node;
    node.name = name;
    node.prefix = prefix;
    node.namespace_uri = uri;
    node.parent = parent;
    node.attribute = attribute;
    const auto index = static_cast<NodeIndex>(form.nodes.size());
    form.nodes.push_back(std::move(node));
    if (parent == kNone) return index;
    form.nodes[parent].children.push_back(index);
    const std::string key = std::to_string(parent) + (attribute ? "/@" : "/");
    if (!prefix.empty()) steps.emplace(key + std::string(prefix) + ":" + std::string(name), index);
    // Collect compares local names only, and old forms rely on it; the exact name wins.
    if (prefix.empty()) steps[key + std::string(name)] = index;
    else steps.emplace(key + std::string(name), index);
    return index;
}

NodeIndex XformReading::child_of(NodeIndex parent, std::string_view step) const {
    const std::string key = std::to_string(parent) + "/";
    auto it = steps.find(key + std::string(step));
    if (it != steps.end()) return it->second;
    const auto colon = step.find(':');
    if (colon == std::string_view::npos) return kNone;
    it = steps.find(key + (step.front() == '@' ? "@" : "") + std::string(step.substr(colon + 1)));
    return it == steps.end() ? kNone : it->second;
}

NodeIndex XformReading::resolve(std::string_view reference, NodeIndex context) {
    reference = base::trim(reference);
    if (reference.empty()) return kNone;
    NodeIndex at = context;
    if (reference.front() == '/') {
        reference.remove_prefix(1);
        const auto end = reference.find('/');
        std::string_view root = reference.substr(0, end);
        root = root.substr(root.find(':') + 1);
        if (root != form.root_name && root != "*") return kNone;
        at = 0;
        reference = end == std::string_view::npos ? std::string_view{} : reference.substr(end + 1);
        if (reference.empty()) return at;
    }
    for (std::string_view step : base::split(reference, '/')) {
        step = base::trim(step.substr(0, step.find('[')));  // Which row is said by where it stands.
        if (at == kNone) return kNone;
        if (step == "." || step == "current()") continue;
        if (step == "..") {
            at = form.nodes[at].parent;
            continue;
        }
        const NodeIndex parent = at;
        at = child_of(parent, step);
        if (at != kNone || !base::starts_with(step, "@")) continue;
        const auto colon = step.find(':');
        const bool prefixed = colon != std::string_view::npos;
        const std::string_view prefix = prefixed ? step.substr(1, colon - 1) : std::string_view{};
        std::string uri;
        for (const auto& [known, known_uri] : form.namespaces) {
            if (prefixed && known == prefix) uri = known_uri;
        }
        at = add_node(parent, prefix, step.substr(prefixed ? colon + 1 : 1), uri, true);
    }
    return at;
}

std::string XformReading::reference_of(const XmlNode& element) const {
    for (const char* key : {"ref", "nodeset", "bind"}) {
        if (const std::string* value = element.attribute(key)) return *value;
    }
    return {};
}

NodeIndex XformReading::resolve_element(const XmlNode& element, NodeIndex context) {
    if (const std::string* id = element.attribute("bind")) {
        const auto it = bind_ids.find(base::trim(*id));
        if (it != bind_ids.end()) return it->second;
    }
    return resolve(reference_of(element), context);
}

void XformReading::read_namespaces(const XmlNode& html, const XmlNode& head, const XmlNode& model) {
    for (const auto& [prefix, uri] : kStandardNamespaces) form.namespaces.emplace_back(prefix, uri);
    for (const XmlNode* element : {&html, &head, &model}) {
        for (const auto& [prefix, uri] : element->namespaces) {
            if (prefix.empty()) continue;
            auto known = std::find_if(form.namespaces.begin(), form.namespaces.end(),
                                      [&, p = prefix](const auto& pair) { return pair.first == p; });
            if (known == form.namespaces.end()) form.namespaces.emplace_back(prefix, uri);
            else known->second = uri;
        }
    }
}

namespace {

// Some generators leave the head out or nest the model oddly; the first model anywhere near the top is the one.
const XmlNode* find_model(const XmlNode& html) {
    if (const XmlNode* head = html.child("head")) {
        if (const XmlNode* model = head->child("model")) return model;
    }
    return html.child("model");
}

void read_document(XformReading& reading, const XmlNode& html) {
    const XmlNode* model = find_model(html);
    if (model == nullptr) {
        reading.find(Severity::error, "form.not_xform", reading.place(html), {{"element", html.name()}});
        return;
    }
    const XmlNode* head = html.child("head");
    reading.read_namespaces(html, head != nullptr ? *head : html, *model);
    if (const XmlNode* title = head != nullptr ? head->child("title") : nullptr) {
        reading.form.title = base::collapse_space(title->text_content());
    }
    reading.read_primary_instance(*model);
    if (reading.form.nodes.empty()) return;
    reading.read_itext(*model);
    reading.read_secondary_instances(*model);
    reading.read_submission(*model);
    reading.read_binds(*model);
    reading.read_model_actions(*model);
    static const XmlNode kNoBody{};
    const XmlNode* body = html.child("body");
    reading.read_body(body != nullptr ? *body : kNoBody);
    reading.finish_repeats();
    reading.read_entities();
    if (reading.form.title.empty()) reading.form.title = reading.form.id;
    check_form(reading.form, reading.options.media, reading.findings);
}

}  // namespace

ReadForm read_xform(std::string_view xml, const ReadOptions& options) {
    XformReading reading{options};
    base::XmlLimits limits;
    limits.nodes = 1'000'000;  // A quarter of a gigabyte; choices beyond that belong into a file.
    auto html = base::read_xml(xml, limits);
    if (!html) {
        base::Place at;
        at.file = options.file_name;
        at.position = html.error().position;
        const bool too_large = html.error().code == base::ErrorCode::too_large;
        reading.find(Severity::error, too_large ? "form.too_large" : "form.not_xml", at, {{"detail", html.error().detail}});
        return {nullptr, std::move(reading.findings)};
    }
    read_document(reading, *html);
    ReadForm out;
    out.findings = std::move(reading.findings);
    if (!base::has_errors(out.findings)) out.form = std::make_shared<const Form>(std::move(reading.form));
    return out;
}

}  // namespace yuanquan::form

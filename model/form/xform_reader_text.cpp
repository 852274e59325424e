// Words of a form: itext with its languages, labels and hints, messages of binds.

#include <algorithm>
#include <optional>

#include "model/base/text.hpp"
#include "model/form/xform_reading.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

using base::Severity;
using base::XmlNode;

namespace {

std::string_view trim_end(std::string_view text, bool start, bool end) {
    constexpr std::string_view kSpace = " \t\r\n";
    if (start) text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    if (end) text = text.substr(0, text.find_last_not_of(kSpace) + 1);
    return text;
}

// Text and outputs in order; other elements (old forms hold XHTML) count by their text. Ends are trimmed as JavaRosa
// does: pyxform pads an output with spaces.
void append_parts(XformReading& reading, const XmlNode& element, std::vector<TextPart>& parts) {
    for (const XmlNode& child : element.children) {
        if (child.kind == XmlNode::Kind::text) {
            if (parts.empty() || !parts.back().output.empty()) parts.emplace_back();
            parts.back().literal += child.text;
        } else if (child.kind == XmlNode::Kind::element && child.local_name() == "output") {
            const char* attribute = child.attribute("value") != nullptr ? "value" : "ref";
            TextPart part;
            part.output = reading.compile_attribute(child, attribute);
            if (!part.output.empty()) parts.push_back(std::move(part));
        } else if (child.kind == XmlNode::Kind::element) {
            append_parts(reading, child, parts);
        }
    }
}

Phrase read_phrase(XformReading& reading, const XmlNode& element) {
    Phrase phrase;
    append_parts(reading, element, phrase.parts);
    for (std::size_t i = 0; i < phrase.parts.size(); ++i) {
        std::string& literal = phrase.parts[i].literal;
        literal = std::string(trim_end(literal, i == 0, i + 1 == phrase.parts.size()));
    }
    std::erase_if(phrase.parts, [](const TextPart& part) { return part.literal.empty() && part.output.empty(); });
    return phrase;
}

// pyxform writes "-" where a language has no text, so that Collect does not refuse the form.
bool stands_for_missing(const Phrase& phrase) {
    return phrase.parts.size() == 1 && phrase.parts[0].literal == "-";
}

std::string media_file(std::string_view form, std::string_view text) {
    for (const auto& [key, folder] : kMediaFolders) {
        if (key == form && base::starts_with(text, folder)) text.remove_prefix(folder.size());
    }
    return std::string(text);
}

void set(Text& text, std::size_t languages, std::size_t language, Phrase phrase) {
    if (text.by_language.empty()) text.by_language.resize(languages);
    text.by_language[language] = std::move(phrase);
}

struct Translations {
    XformReading& reading;
    std::size_t languages;

    void read_entry(const XmlNode& entry, std::size_t language) {
        const std::string* id = entry.attribute("id");
        if (id == nullptr) return;
        Phrase phrase;
        bool has_text = false;
        for (const XmlNode* value : entry.children_named("value")) {
            const std::string* form = value->attribute("form");
            if (form == nullptr || *form == "long" || *form == "short") {
                if (has_text && form != nullptr) continue;  // The plain one wins.
                phrase.parts = read_phrase(reading, *value).parts;
                has_text = true;
            } else if (*form == "guidance") {
                Text& text = reading.guidances[*id];
                text.id = *id;
                Phrase guidance = read_phrase(reading, *value);
                if (!stands_for_missing(guidance)) set(text, languages, language, std::move(guidance));
                else if (text.by_language.empty()) text.by_language.resize(languages);
            } else {
                const std::string file = media_file(*form, base::trim(value->text_content()));
                if (file != "-") phrase.media[*form] = file;
            }
        }
        Text& text = reading.form.texts[*id];
        text.id = *id;
        if (text.by_language.empty()) text.by_language.resize(languages);
        if (stands_for_missing(phrase)) phrase.parts.clear();
        if (!phrase.empty()) text.by_language[language] = std::move(phrase);
    }
};

}  // namespace

void XformReading::read_itext(const XmlNode& model) {
    form.languages = {""};
    const XmlNode* itext = model.child("itext");
    if (itext == nullptr) return;
    const auto translations = itext->children_named("translation");
    if (translations.empty()) return;
    form.languages.clear();
    for (const XmlNode* translation : translations) {
        const std::string* lang = translation->attribute("lang");
        if (const std::string* is_default = translation->attribute("default"); is_default != nullptr) {
            if (base::trim(*is_default) != "false()") {
                form.default_language = form.languages.size();
                form.names_default_language = true;
            }
        }
        form.languages.push_back(lang == nullptr ? "" : *lang);
    }
    Translations all{*this, translations.size()};
    for (std::size_t i = 0; i < translations.size(); ++i) {
        for (const XmlNode* entry : translations[i]->children_named("text")) all.read_entry(*entry, i);
    }
}

Text XformReading::text_by_id(std::string_view id, const XmlNode& element) {
    const auto it = form.texts.find(id);
    if (it != form.texts.end()) return it->second;
    find(Severity::warning, "form.missing_text", place(element), {{"id", shortened(id)}});
    Text text;
    text.id = std::string(id);
    return text;
}

namespace {

// jr:itext('id') → id.
std::optional<std::string_view> itext_id(std::string_view reference) {
    reference = base::trim(reference);
    if (!base::starts_with(reference, "jr:itext(") || !base::ends_with(reference, ")")) return std::nullopt;
    reference = base::trim(reference.substr(9, reference.size() - 10));
    if (reference.size() < 2 || (reference.front() != '\'' && reference.front() != '"')) return std::nullopt;
    return reference.substr(1, reference.size() - 2);
}

}  // namespace

Text XformReading::read_text(const XmlNode& element) {
    const std::string* reference = element.attribute("ref");
    if (reference != nullptr) {
        if (const auto id = itext_id(*reference)) return text_by_id(*id, element);
    }
    Phrase phrase = read_phrase(*this, element);
    if (reference != nullptr && phrase.empty()) {  // The words are an answer.
        TextPart part;
        part.output = compile(*reference, element, "ref");
        if (!part.output.empty()) phrase.parts.push_back(std::move(part));
    }
    Text text;
    if (!phrase.empty()) text.by_language.emplace_back(std::move(phrase));
    return text;
}

Text XformReading::read_message(const XmlNode& element, std::string_view attribute) {
    const std::string* message = find_attribute(element, attribute);
    if (message == nullptr || base::trim(*message).empty()) return {};
    if (const auto id = itext_id(*message)) return text_by_id(*id, element);
    Text text;
    Phrase phrase;
    phrase.parts.push_back({std::string(base::trim(*message)), {}});
    text.by_language.emplace_back(std::move(phrase));
    return text;
}

}  // namespace yuanquan::form

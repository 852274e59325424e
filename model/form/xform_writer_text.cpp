// Words: itext, and labels in place or by reference.

#include <set>

#include "model/base/text.hpp"
#include "model/form/xform_vocabulary.hpp"
#include "model/form/xform_writing.hpp"

namespace yuanquan::form {

std::string itext_id(const Form& form, const Text& text, NodeIndex node, std::string_view part) {
    if (!text.id.empty()) return text.id;
    return (node == kNone ? std::string{} : form.absolute_path(node)) + ":" + std::string(part);
}

std::string hint_id(const Form& form, const Control& control) {
    if (!control.hint.id.empty()) return control.hint.id;
    return itext_id(form, control.guidance, control.node, "hint");
}

bool XformWriting::in_itext(const Text& text) const {
    if (!text.id.empty() || text.by_language.size() > 1) return true;
    for (const auto& phrase : text.by_language) {
        if (phrase && !phrase->media.empty()) return true;  // Only itext has room for media.
    }
    return false;
}

// Words beside an output have a space at the ends of the text, as pyxform writes them; readers trim it.
void XformWriting::write_parts(const Phrase& phrase) {
    bool mixed = false;
    for (const TextPart& part : phrase.parts) mixed = mixed || !part.output.empty();
    for (const TextPart& part : phrase.parts) {
        if (mixed && &part == &phrase.parts.front() && !part.literal.empty()) text(" ");
        text(part.literal);
        if (mixed && &part == &phrase.parts.back() && !part.literal.empty()) text(" ");
        if (part.output.empty()) continue;
        open("output");
        attribute("value", part.output.text());
        close("output");
    }
}

namespace {

const Phrase* phrase_in(const Text* text, std::size_t language) {
    if (text == nullptr || text->by_language.empty()) return nullptr;
    const std::size_t at = text->by_language.size() == 1 ? 0 : language;
    if (at >= text->by_language.size() || !text->by_language[at]) return nullptr;
    return &*text->by_language[at];
}

struct Entry {
    std::string id;
    const Text* text = nullptr;
    const Text* guidance = nullptr;
};

// Every text that stands in itext, once, in the order of the form.
struct Entries {
    const XformWriting& writing;
    std::vector<Entry> all{};
    std::set<std::string, std::less<>> seen{};

    void add(const Text& text, NodeIndex node, std::string_view part) {
        if (!writing.in_itext(text)) return;
        std::string id = itext_id(writing.form, text, node, part);
        if (seen.insert(id).second) all.push_back({std::move(id), &text, nullptr});
    }

    void add_control(const Control& control) {
        add(control.label, control.node, "label");
        if (!control.guidance.empty()) {
            std::string id = hint_id(writing.form, control);
            if (seen.insert(id).second) all.push_back({std::move(id), &control.hint, &control.guidance});
        } else {
            add(control.hint, control.node, "hint");
        }
        for (std::size_t i = 0; i < control.items.size(); ++i) {
            add(control.items[i].label, control.node, "option" + std::to_string(i));
        }
    }
};

void write_value(XformWriting& writing, std::string_view form, const Phrase& phrase) {
    writing.open("value");
    if (!form.empty()) writing.attribute("form", form);
    writing.write_parts(phrase);
    writing.close("value");
}

void write_media(XformWriting& writing, const std::string& kind, const std::string& file) {
    std::string_view folder;
    for (const auto& [key, known] : kMediaFolders) {
        if (key == kind && file.find("://") == std::string::npos) folder = known;
    }
    writing.open("value");
    writing.attribute("form", kind);
    writing.text(std::string(folder) + file);
    writing.close("value");
}

// As pyxform does, so that Collect does not refuse the form: the words that one language has, the others have at least as
// "-". Files are left out where there are none.
void write_entry(XformWriting& writing, const Entry& entry, std::size_t language) {
    static const Phrase kMissing{{{"-", {}}}, {}};
    bool has_text = false;
    bool has_guidance = false;
    bool has_media = false;
    for (std::size_t i = 0; i < writing.form.languages.size(); ++i) {
        if (phrase_in(entry.guidance, i) != nullptr) has_guidance = true;
        const Phrase* phrase = phrase_in(entry.text, i);
        if (phrase == nullptr) continue;
        has_text = has_text || !phrase->parts.empty();
        has_media = has_media || !phrase->media.empty();
    }
    const Phrase* phrase = phrase_in(entry.text, language);
    const Phrase* guidance = phrase_in(entry.guidance, language);
    writing.open("text");
    writing.attribute("id", entry.id);
    if (has_text || (!has_guidance && !has_media)) {
        write_value(writing, {}, phrase != nullptr && !phrase->parts.empty() ? *phrase : kMissing);
    }
    if (has_guidance) write_value(writing, "guidance", guidance != nullptr ? *guidance : kMissing);
    if (phrase != nullptr) {
        for (const auto& [kind, file] : phrase->media) write_media(writing, kind, file);
    }
    writing.close("text");
}

}  // namespace

void XformWriting::write_itext() {
    Entries entries{*this};
    for (const Control& control : form.controls) entries.add_control(control);
    for (NodeIndex i = 0; i < form.nodes.size(); ++i) {
        entries.add(form.nodes[i].constraint_message, i, "jr:constraintMsg");
        entries.add(form.nodes[i].required_message, i, "jr:requiredMsg");
        entries.add(form.nodes[i].no_app_error, i, "jr:noAppErrorString");
    }
    for (const auto& [id, text] : form.texts) {
        if (entries.seen.insert(id).second) entries.all.push_back({id, &text, nullptr});
    }
    const bool one_nameless = form.languages.size() <= 1 && (form.languages.empty() || form.languages[0].empty());
    if (entries.all.empty() && one_nameless) return;
    open("itext");
    for (std::size_t language = 0; language < form.languages.size(); ++language) {
        open("translation");
        attribute("lang", form.languages[language].empty() ? "default" : form.languages[language]);
        const bool named = form.names_default_language || form.default_language != 0 || form.languages[language].empty();
        if (named && language == form.default_language) attribute("default", "true()");
        for (const Entry& entry : entries.all) write_entry(*this, entry, language);
        close("translation");
    }
    close("itext");
}

std::string XformWriting::message(const Text& text, const std::string& id) const {
    if (in_itext(text)) return "jr:itext('" + id + "')";
    const Phrase* phrase = phrase_in(&text, 0);
    std::string literal;
    if (phrase != nullptr) {
        for (const TextPart& part : phrase->parts) literal += part.literal;
    }
    return literal;
}

void XformWriting::write_text(std::string_view element, const Text& text, const std::string& id) {
    open(element);
    if (!id.empty()) {
        attribute("ref", "jr:itext('" + id + "')");
    } else if (const Phrase* phrase = phrase_in(&text, 0)) {
        write_parts(*phrase);
    }
    close(element);
}

}  // namespace yuanquan::form

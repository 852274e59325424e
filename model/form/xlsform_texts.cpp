// Words of the form: languages, labels, hints, messages. What pyxform would put into itext gets its itext id
// here.

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xlsform_build.hpp"
#include "model/form/xlsform_lexer.hpp"

namespace yuanquan::form {

namespace {

struct LanguagesUsed {
    const std::string& fallback;
    std::set<std::string, std::less<>> used{};

    void add(const Localized& words, bool itext) {
        if (words.empty() || (!words.translated && !itext)) return;
        for (const auto& [language, text] : words.entries)
            used.insert(words.translated ? language : fallback);
    }

    void add_media(const Dict& media) {
        for (const auto& [kind, files] : media.entries)
            add(files, true);
    }

    void add(const Draft& draft) {
        add(draft.label, !draft.media.empty());
        add(draft.hint, !draft.guidance.empty());
        add(draft.guidance, true);
        add_media(draft.media);
        for (const char* key : {"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"}) {
            const Localized* message = draft.bind.find(key);
            if (message != nullptr) add(*message, has_reference(message->any()));
        }
        for (const auto& child : draft.children)
            add(*child);
    }
};

void in_column_order(const SheetTable& table, const std::set<std::string, std::less<>>& used,
                     std::vector<std::string>& out) {
    for (const Heading& heading : table.headings) {
        if (heading.tokens.size() < 2 || !used.contains(heading.tokens.back())) continue;
        if (std::find(out.begin(), out.end(), heading.tokens.back()) == out.end())
            out.push_back(heading.tokens.back());
    }
}

}  // namespace

void FormBuilding::find_languages() {
    const std::string& fallback = reading.settings.default_language;
    LanguagesUsed languages{fallback};
    for (const ChoiceList& list : reading.choices.lists) {
        if (!list.requires_itext) continue;
        for (const ChoiceDraft& choice : list.choices) {
            languages.add(choice.label, true);
            languages.add_media(choice.media);
        }
    }
    languages.add(*reading.root);
    std::vector<std::string> ordered;
    in_column_order(reading.survey_table, languages.used, ordered);
    in_column_order(reading.choices.table, languages.used, ordered);
    for (const std::string& language : languages.used) {
        if (std::find(ordered.begin(), ordered.end(), language) == ordered.end()) ordered.push_back(language);
    }
    form.languages = ordered.empty() ? std::vector<std::string>{""} : ordered;
    const auto at = std::find(ordered.begin(), ordered.end(), fallback);
    form.default_language = at == ordered.end() ? 0 : static_cast<std::size_t>(at - ordered.begin());
    form.names_default_language = at != ordered.end();
}

std::size_t FormBuilding::language(std::string_view name) const {
    const auto at = std::find(form.languages.begin(), form.languages.end(), name);
    return at == form.languages.end() ? 0 : static_cast<std::size_t>(at - form.languages.begin());
}

Phrase FormBuilding::phrase(std::string_view words, const Draft* draft, const base::Place& place) {
    Phrase phrase;
    const auto literal = [&](std::string_view text) {
        if (text.empty()) return;
        if (phrase.parts.empty() || !phrase.parts.back().output.empty()) phrase.parts.emplace_back();
        phrase.parts.back().literal += text;
    };
    const auto output = [&](std::string path) {
        if (has_gap(path)) return;
        auto compiled = xpath::Expression::compile(path, form.namespaces);
        if (compiled) {
            phrase.parts.push_back({{}, *std::move(compiled)});
            return;
        }
        reading.error("form.bad_expression", place,
                      {{"expression", path},
                       {"detail", compiled.error().detail},
                       {"position", std::to_string(compiled.error().position + 1)}});
    };
    const auto paths = instance_paths(words);
    auto next = paths.begin();
    for (std::size_t at = 0; at < words.size();) {
        if (next != paths.end() && at == next->first) {
            const std::string_view path = words.substr(at, next->second - at);
            output(draft == nullptr ? std::string(path) : replace_references(reading, path, *draft));
            at = (next++)->second;
            continue;
        }
        const std::size_t length = words[at] == '$' ? reference_length(words.substr(at)) : 0;
        const std::string path = length == 0 ? std::string{} : reference_path(reading, words, at, draft);
        if (!path.empty()) {
            output(path);
            at += length;
            continue;
        }
        std::size_t end = at + 1;
        while (end < words.size() && words[end] != '$' && (next == paths.end() || end != next->first))
            ++end;
        literal(words.substr(at, end - at));
        at = end;
    }
    return phrase;
}

Text FormBuilding::text(const Localized& words, const Dict* media, const Draft* draft, std::string id,
                        const base::Place& place) {
    Text text;
    if (words.empty() && (media == nullptr || media->empty())) return text;
    text.id = std::move(id);
    if (text.id.empty()) {
        text.by_language.emplace_back(phrase(words.any(), draft, place));
        return text;
    }
    text.by_language.resize(form.languages.size());
    const auto in = [&](const Localized& from, const std::string& name) -> std::optional<Phrase>& {
        return text.by_language[language(from.translated ? name : reading.settings.default_language)];
    };
    for (const auto& [name, written] : words.entries)
        in(words, name) = phrase(written, draft, place);
    if (media == nullptr) return text;
    for (const auto& [kind, files] : media->entries) {
        for (const auto& [name, file] : files.entries) {
            std::optional<Phrase>& into = in(files, name);
            if (!into) into.emplace();
            into->media[kind] = file;
        }
    }
    return text;
}

Text FormBuilding::label(const Draft& draft) {
    const bool itext = draft.label.translated || !draft.media.empty();
    return text(draft.label, &draft.media, &draft, itext ? draft.xpath() + ":label" : "",
                reading.place(draft, "label"));
}

Text FormBuilding::hint(const Draft& draft) {
    Localized words = draft.hint;
    if (words.empty() && draft.type != nullptr && !draft.type->hint.empty())
        words.set_plain(std::string(draft.type->hint));
    const bool itext = words.translated || !draft.guidance.empty();
    return text(words, nullptr, &draft, itext ? draft.xpath() + ":hint" : "", reading.place(draft, "hint"));
}

Text FormBuilding::guidance(const Draft& draft) {
    return text(draft.guidance, nullptr, &draft, draft.xpath() + ":hint",
                reading.place(draft, "guidance_hint"));
}

Text FormBuilding::message(const Draft& draft, std::string_view key) {
    const Localized* words = draft.bind.find(key);
    if (words == nullptr) return {};
    const bool itext = words->translated || (key != "jr:noAppErrorString" && has_reference(words->any()));
    const base::Place place = reading.place(draft, "bind/" + std::string(key));
    if (itext) return text(*words, nullptr, &draft, draft.xpath() + ":" + std::string(key), place);
    Text plain;
    plain.by_language.emplace_back(Phrase{{{words->any(), {}}}, {}});
    return plain;
}

Text FormBuilding::choice_label(const ChoiceList& list, std::size_t index) {
    const ChoiceDraft& choice = list.choices[index];
    const std::string id = list.requires_itext ? list.name + "-" + std::to_string(index) : std::string{};
    return text(choice.label, &choice.media, nullptr, id,
                reading.place(SheetKind::choices, choice.row, "label"));
}

}  // namespace yuanquan::form

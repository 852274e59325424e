#include "app/words/texts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::words {

namespace {

constexpr char kSource[] = "en";

Parameters as_parameters(const std::map<std::string, std::string>& parameters) {
    Parameters out;
    for (const auto& [name, value] : parameters) out.emplace_back(name, value);
    return out;
}

// "Permission denied" -> "permission_denied".
std::string as_key(std::string_view reason) {
    std::string key;
    for (const char c : reason) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (word) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!key.empty() && key.back() != '_') key += '_';
    }
    return key;
}

// "{count|change|changes}" -> "{count} change" where the count is 1, else "{count} changes".
std::string in_number(std::string_view pattern, const Parameters& parameters) {
    std::string chosen;
    while (!pattern.empty()) {
        const auto start = pattern.find('{'), end = pattern.find('}', start);
        if (end == std::string_view::npos) break;
        const auto inside = pattern.substr(start + 1, end - start - 1);
        const auto name = inside.substr(0, inside.find('|'));
        chosen.append(pattern.substr(0, start + 1)).append(name) += '}';
        if (name != inside) {
            const auto forms = inside.substr(name.size() + 1);
            const auto middle = forms.find('|');
            const auto is_one = [&](const auto& parameter) { return parameter.first == name && parameter.second == "1"; };
            const bool one = std::any_of(parameters.begin(), parameters.end(), is_one);
            (chosen += ' ').append(one ? forms.substr(0, middle) : forms.substr(middle + 1));
        }
        pattern.remove_prefix(end + 1);
    }
    return chosen.append(pattern);
}

base::Status read_room(const std::string& path, std::map<std::string, std::string, std::less<>>& table) {
    auto bytes = base::read_file(path);
    if (!bytes) return base::fail(std::move(bytes.error()));
    const auto json = nlohmann::json::parse(*bytes, nullptr, false);
    if (!json.is_object()) return base::fail(base::ErrorCode::damaged, path, "not a JSON object");
    for (const auto& [key, value] : json.items()) {
        if (value.is_string()) table[key] = value.get<std::string>();
    }
    return {};
}

}  // namespace

base::Result<Texts> Texts::load(const std::string& assets) {
    Texts texts;
    const auto folder = base::join_path(assets, "lang");
    auto languages = base::list_folder(folder);
    if (!languages) return base::fail(std::move(languages.error()));
    for (const auto& language : *languages) {
        auto rooms = base::list_folder(base::join_path(folder, language));
        if (!rooms) continue;  // A file, not a language.
        auto& table = texts.tables_[language];
        for (const auto& room : *rooms) {
            if (!room.ends_with(".json")) continue;
            const auto path = base::join_path(base::join_path(folder, language), room);
            if (auto read = read_room(path, table); !read) return base::fail(std::move(read.error()));
        }
        texts.order_.push_back(language);
    }
    if (!texts.tables_.contains(kSource)) return base::fail(base::ErrorCode::missing_resource, folder);
    return texts;
}

void Texts::set_language(std::string_view language) {
    if (tables_.contains(language)) language_ = language;
}

const char* Texts::tr(std::string_view key) const {
    for (const auto& language : {language_, std::string(kSource)}) {
        const auto table = tables_.find(language);
        if (table == tables_.end()) continue;
        if (const auto it = table->second.find(key); it != table->second.end()) return it->second.c_str();
    }
    // Literals end with '\0'; a key made at run time is one of a table that the language test covers.
    return key.data();
}

std::string Texts::tr(std::string_view key, const Parameters& parameters) const {
    const std::string_view pattern = tr(key);
    if (pattern.find('|') == std::string_view::npos) return base::fill(pattern, parameters);
    return base::fill(in_number(pattern, parameters), parameters);
}

bool Texts::has(std::string_view language, std::string_view key) const {
    const auto table = tables_.find(language);
    return table != tables_.end() && table->second.contains(key);
}

std::vector<std::string> Texts::keys(std::string_view language) const {
    std::vector<std::string> keys;
    if (const auto table = tables_.find(language); table != tables_.end()) {
        for (const auto& entry : table->second) keys.push_back(entry.first);
    }
    return keys;
}

std::string Texts::fact(std::string_view what, std::string_view value) const {
    return tr("fact", {{"what", std::string(what)}, {"value", std::string(value)}});
}

std::string Texts::error(const base::Error& error) const {
    auto key = "error." + std::string(base::name(error.code));
    // Of the person's own data other things are to be said than of a file that came from elsewhere.
    const auto happened = [&](const char* deed) { return std::find(error.context.begin(), error.context.end(), deed) != error.context.end(); };
    if (happened("opening the workspace") && has(kSource, key + ".workspace")) key += ".workspace";
    // Whoever holds a file in hand is not told of headquarters that answers, nor of the message inside.
    for (const auto& [deed, file] : {std::pair{"reading the enrolment file", ".enrolment"}, std::pair{"reading the exchange file", ".bundle"}}) {
        if (happened(deed) && error.detail != "not one of ours" && has(kSource, key + file)) key += file;
    }
    // What is known of the reason has a sentence of its own, so that a system's English stands in none of ours.
    if (const auto special = key + "." + as_key(error.detail); has(kSource, special)) key = special;
    return tr(key, {{"subject", error.subject}, {"detail", error.detail}});
}

std::string Texts::place(const base::Place& place) const {
    std::string text = place.sheet;
    if (place.row > 0) text += (text.empty() ? "" : ", ") + tr("finding.row", {{"row", std::to_string(place.row)}});
    if (!place.column.empty()) text += (text.empty() ? "" : ", ") + place.column;
    return text;
}

std::string Texts::finding(const base::Finding& finding) const {
    const auto key = "finding." + finding.code;
    const auto where = place(finding.place);
    return (where.empty() ? "" : where + ": ") + tr(key, as_parameters(finding.parameters));
}

std::string Texts::finding_fix(const base::Finding& finding) const {
    const auto key = "finding." + finding.code + ".fix";
    return has(kSource, key) ? tr(key, as_parameters(finding.parameters)) : std::string();
}

}  // namespace yuanquan::words

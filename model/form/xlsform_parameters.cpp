#include "model/form/xlsform_parameters.hpp"

#include <algorithm>
#include <array>

#include "model/base/text.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

constexpr std::string_view kBreaks = " \t\r\n\f\v,;";

base::Place place(const XlsformReading& reading, int row) {
    return reading.place(SheetKind::survey, row, "parameters");
}

// Names of columns and lists keep their letters.
bool keeps_case(std::string_view key) {
    return key == "label" || key == "value" || key == "reference-geometry";
}

bool one_of(std::string_view value, std::initializer_list<std::string_view> allowed) {
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

std::string list_words(std::initializer_list<std::string_view> words) {
    std::string text;
    for (std::string_view word : words)
        text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
}

// The value where it is one of those allowed; a finding where not.
const std::string* choice(XlsformReading& reading, const Draft& draft, const char* key,
                          std::initializer_list<std::string_view> allowed) {
    const auto it = draft.parameters.find(key);
    if (it == draft.parameters.end()) return nullptr;
    if (one_of(it->second, allowed)) return &it->second;
    reading.error("form.parameter_choice", place(reading, draft.row),
                  {{"parameter", key}, {"value", it->second}, {"allowed", list_words(allowed)}});
    return nullptr;
}

const std::string* number(XlsformReading& reading, const Draft& draft, const char* key, bool whole) {
    const auto it = draft.parameters.find(key);
    if (it == draft.parameters.end()) return nullptr;
    if (whole ? is_integer_text(it->second) : parse_number(it->second).has_value()) return &it->second;
    reading.error(whole ? "form.parameter_integer" : "form.parameter_number", place(reading, draft.row),
                  {{"parameter", key}, {"value", it->second}});
    return nullptr;
}

// Which rule of Android's package names it breaks: a word for the text of the finding; '' for none.
bool is_package_name(std::string_view name) {
    if (name.find('.') == name.npos) return false;
    for (std::string_view segment : base::split(name, '.')) {
        if (segment.empty() || segment[0] == '_' || (segment[0] >= '0' && segment[0] <= '9')) return false;
        const bool plain = std::all_of(segment.begin(), segment.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (!plain) return false;
    }
    return true;
}

void apply_image(XlsformReading& reading, Draft& draft, std::string_view appearance) {
    accept_parameters(reading, draft.parameters, draft.row, {"app", "max-pixels"});
    if (const std::string* pixels = number(reading, draft, "max-pixels", true))
        draft.bind.set("orx:max-pixels", *pixels);
    const auto app = draft.parameters.find("app");
    if (app == draft.parameters.end() || (!appearance.empty() && appearance != "annotate")) return;
    if (is_package_name(app->second))
        draft.control.set("intent", app->second);
    else
        reading.error("form.package_name", place(reading, draft.row), {{"value", app->second}});
}

void apply_geo(XlsformReading& reading, Draft& draft, bool point) {
    if (point) {
        accept_parameters(
            reading, draft.parameters, draft.row,
            {"allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"});
        if (const auto* value = number(reading, draft, "capture-accuracy", false))
            draft.control.set("accuracyThreshold", *value);
        if (const auto* value = number(reading, draft, "warning-accuracy", false)) {
            draft.control.set("unacceptableAccuracyThreshold", *value);
        }
    } else {
        accept_parameters(reading, draft.parameters, draft.row,
                          {"allow-mock-accuracy", "incremental", "reference-geometry"});
        const auto incremental = draft.parameters.find("incremental");
        if (incremental != draft.parameters.end()) {
            if (yes_no(incremental->second).value_or(false))
                draft.control.set("incremental", "true");
            else
                reading.error(
                    "form.parameter_choice", place(reading, draft.row),
                    {{"parameter", "incremental"}, {"value", incremental->second}, {"allowed", "true"}});
        }
    }
    if (const auto* mock = choice(reading, draft, "allow-mock-accuracy", {"true", "false"})) {
        draft.bind.set("odk:allow-mock-accuracy", *mock);
    }
    const auto geometry = draft.parameters.find("reference-geometry");
    if (geometry != draft.parameters.end()) draft.list = geometry->second;  // Checked when the tree stands.
}

}  // namespace

Parameters read_parameters(XlsformReading& reading, std::string_view text, int row) {
    Parameters parameters;
    std::vector<std::string_view> words;  // Tokens and "=" in turn.
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '=') {
            words.push_back(text.substr(at++, 1));
        } else if (kBreaks.find(text[at]) != kBreaks.npos) {
            ++at;
        } else {
            const auto end = std::min(text.find_first_of(" \t\r\n\f\v,;=", at), text.size());
            words.push_back(text.substr(at, end - at));
            at = end;
        }
    }
    bool good = words.size() % 3 == 0;
    for (std::size_t i = 0; good && i < words.size(); i += 3) {
        good = words[i] != "=" && words[i + 1] == "=" && words[i + 2] != "=";
        const std::string key = lower_ascii(words[i]);
        const bool as_written = keeps_case(key) || words[i + 2].starts_with("${");
        if (good) parameters[key] = as_written ? std::string(words[i + 2]) : lower_ascii(words[i + 2]);
    }
    if (!good)
        reading.error("form.bad_parameters", place(reading, row),
                      {{"text", std::string(text.substr(0, 80))}});
    return parameters;
}

void accept_parameters(XlsformReading& reading, const Parameters& parameters, int row,
                       std::initializer_list<std::string_view> accepted) {
    for (const auto& [key, value] : parameters) {
        if (one_of(key, accepted)) continue;
        reading.error("form.unknown_parameter", place(reading, row),
                      {{"parameter", key}, {"allowed", list_words(accepted)}});
    }
}

void apply_parameters(XlsformReading& reading, Draft& draft, std::string_view type,
                      std::string_view appearance) {
    if (type == "text") {
        accept_parameters(reading, draft.parameters, draft.row, {"rows"});
        if (const std::string* rows = number(reading, draft, "rows", true)) draft.control.set("rows", *rows);
    } else if (type == "photo") {
        apply_image(reading, draft, appearance);
    } else if (type == "audio") {
        accept_parameters(reading, draft.parameters, draft.row, {"quality"});
        const auto* quality = choice(reading, draft, "quality", {"voice-only", "low", "normal", "external"});
        if (quality != nullptr) draft.bind.set("odk:quality", *quality);
    } else if (type == "background-audio") {
        accept_parameters(reading, draft.parameters, draft.row, {"quality"});
        const auto* quality = choice(reading, draft, "quality", {"voice-only", "low", "normal"});
        if (quality != nullptr) draft.events.back().quality = *quality;
    } else if (type == "geopoint" || type == "geoshape" || type == "geotrace") {
        apply_geo(reading, draft, type == "geopoint");
    } else if (type == "range") {
        apply_range(reading, draft, appearance);
    }
}

void apply_audit(XlsformReading& reading, Draft& draft) {
    accept_parameters(reading, draft.parameters, draft.row,
                      {"identify-user", "location-max-age", "location-min-interval", "location-priority",
                       "track-changes", "track-changes-reasons"});
    for (const char* key : {"track-changes", "identify-user"}) {
        if (const auto* value = choice(reading, draft, key, {"true", "false"}))
            draft.bind.set(std::string("odk:") + key, *value);
    }
    if (const auto* reasons = choice(reading, draft, "track-changes-reasons", {"on-form-edit"})) {
        draft.bind.set("odk:track-changes-reasons", *reasons);
    }
    constexpr std::array kLocation{"location-max-age", "location-min-interval", "location-priority"};
    const auto given = std::count_if(kLocation.begin(), kLocation.end(),
                                     [&](const char* key) { return draft.parameters.contains(key); });
    if (given == 0) return;
    if (given < 3) return reading.error("form.audit_location", place(reading, draft.row));
    const auto* priority =
        choice(reading, draft, "location-priority", {"no-power", "low-power", "balanced", "high-accuracy"});
    const auto* interval = number(reading, draft, "location-min-interval", true);
    const auto* age = number(reading, draft, "location-max-age", true);
    if (priority == nullptr || interval == nullptr || age == nullptr) return;
    const auto seconds = [](const std::string& text) {
        return base::parse_integer(base::trim(text)).value_or(0);
    };
    if (seconds(*interval) < 0 || seconds(*age) < seconds(*interval)) {
        return reading.error("form.audit_interval", place(reading, draft.row));
    }
    draft.bind.set("odk:location-max-age", *age);
    draft.bind.set("odk:location-min-interval", *interval);
    draft.bind.set("odk:location-priority", *priority);
}

void apply_select(XlsformReading& reading, Draft& draft, bool from_file) {
    if (from_file)
        accept_parameters(reading, draft.parameters, draft.row, {"randomize", "seed", "value", "label"});
    else
        accept_parameters(reading, draft.parameters, draft.row, {"randomize", "seed"});
    for (const char* key : {"value", "label"}) {
        const auto it = draft.parameters.find(key);
        if (!from_file || it == draft.parameters.end() || is_xml_name(it->second)) continue;
        reading.error("form.parameter_name", place(reading, draft.row),
                      {{"parameter", key}, {"value", it->second}});
    }
    choice(reading, draft, "randomize", {"true", "false"});
    const auto seed = draft.parameters.find("seed");
    if (seed == draft.parameters.end()) return;
    if (!draft.parameters.contains("randomize"))
        return reading.error("form.seed_alone", place(reading, draft.row));
    if (only_reference(seed->second).empty() && !parse_number(seed->second)) {
        reading.error("form.bad_seed", place(reading, draft.row), {{"value", seed->second}});
    }
}

}  // namespace yuanquan::form

// The parameters of a range question: bounds, step, ticks and the labels on them.
// https://getodk.github.io/xforms-spec/#range

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/base/text.hpp"
#include "model/form/xlsform_parameters.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

// Decimals as whole numbers of a common unit, so that 0.3 is a multiple of 0.1.
struct Decimal {
    double value = 0;
    int places = 0;
};

std::optional<Decimal> decimal(std::string_view text) {
    const auto value = parse_number(text);
    if (!value) return std::nullopt;
    const auto point = text.find('.');
    const auto exponent = text.find_first_of("eE");
    const std::string_view fraction =
        point == text.npos ? std::string_view{} : text.substr(point + 1, exponent - point - 1);
    return Decimal{*value, static_cast<int>(std::min<std::size_t>(fraction.size(), 9))};
}

bool is_multiple(Decimal value, Decimal origin, Decimal unit) {
    const double scale = std::pow(10.0, std::max({value.places, origin.places, unit.places}));
    const double steps = std::round((value.value - origin.value) * scale);
    return std::fabs(std::fmod(steps, std::round(unit.value * scale))) < 0.5;
}

struct Range {
    XlsformReading& reading;
    Draft& draft;
    std::string_view appearance;
    Decimal start{}, end{}, step{};
    std::optional<Decimal> tick{}, placeholder{};

    void fault(const char* code, std::map<std::string, std::string> parameters = {}) const {
        reading.error(code, reading.place(SheetKind::survey, draft.row, "parameters"), std::move(parameters));
    }

    bool read(const char* key, const char* fallback, std::optional<Decimal>& out) const {
        const auto it = draft.parameters.find(key);
        if (it == draft.parameters.end() && fallback == nullptr) return true;
        const std::string text = it == draft.parameters.end() ? fallback : it->second;
        out = decimal(text);
        if (!out) fault("form.parameter_number", {{"parameter", key}, {"value", text}});
        return out.has_value();
    }

    bool read_numbers() {
        std::optional<Decimal> from, to, by;
        bool good = read("start", "1", from);  // Each is read, so that every fault is told.
        good = read("end", "10", to) && good;
        good = read("step", "1", by) && good;
        good = read("tick_interval", nullptr, tick) && good;
        good = read("placeholder", nullptr, placeholder) && good;
        if (!good) return false;
        start = *from;
        end = *to;
        step = *by;
        return true;
    }

    bool inside(double value) const {
        return value >= std::min(start.value, end.value) && value <= std::max(start.value, end.value);
    }

    bool check_unit(const char* key, Decimal unit) const {
        if (unit.value == 0) {
            fault("form.range_zero", {{"parameter", key}});
            return false;
        }
        if (unit.value > std::fabs(end.value - start.value)) {
            fault("form.range_too_large", {{"parameter", key}});
            return false;
        }
        return true;
    }

    bool no_ticks() const { return appearance.find("no-ticks") != appearance.npos; }

    void check_labels(const std::string& name) const {
        const ChoiceList* list = reading.choices.find(name);
        if (list == nullptr) return fault("form.missing_list", {{"list", name}});
        std::vector<double> values;
        for (const ChoiceDraft& choice : list->choices) {
            const auto value = decimal(choice.name);
            const std::map<std::string, std::string> which{{"list", name}, {"name", choice.name}};
            if (!value) return fault("form.range_label_number", which);
            if (!inside(value->value)) return fault("form.range_label_outside", which);
            if (!is_multiple(*value, start, tick.value_or(step)))
                return fault("form.range_label_step", which);
            if (std::find(values.begin(), values.end(), value->value) == values.end())
                values.push_back(value->value);
        }
        if (!no_ticks()) return;
        const bool ends = values.size() == 2 &&
                          std::find(values.begin(), values.end(), start.value) != values.end() &&
                          std::find(values.begin(), values.end(), end.value) != values.end();
        if (!ends) fault("form.range_label_ends", {{"list", name}});
    }
};

}  // namespace

void apply_range(XlsformReading& reading, Draft& draft, std::string_view appearance) {
    accept_parameters(reading, draft.parameters, draft.row,
                      {"end", "placeholder", "start", "step", "tick_interval", "tick_labelset"});
    Range range{reading, draft, appearance};
    const auto has = [&](const char* key) { return draft.parameters.contains(key); };
    const bool marks = has("tick_interval") || has("placeholder") || has("tick_labelset");
    const auto words = base::split_space(appearance);
    const bool plain = std::all_of(words.begin(), words.end(),
                                   [](std::string_view w) { return w == "vertical" || w == "no-ticks"; });
    if (marks && !plain) range.fault("form.range_appearance", {{"appearance", std::string(appearance)}});
    if (!range.read_numbers() || !range.check_unit("step", range.step)) return;
    if (range.tick) {
        if (!range.check_unit("tick_interval", *range.tick)) return;
        if (!is_multiple(*range.tick, {}, range.step))
            range.fault("form.range_multiple", {{"parameter", "tick_interval"}});
    }
    if (range.placeholder) {
        if (!is_multiple(*range.placeholder, range.start, range.step))
            range.fault("form.range_multiple", {{"parameter", "placeholder"}});
        if (!range.inside(range.placeholder->value))
            range.fault("form.range_outside", {{"parameter", "placeholder"}});
    }
    if (has("tick_labelset")) {
        draft.list = draft.parameters.find("tick_labelset")->second;
        range.check_labels(draft.list);
    }
    const auto whole = [](const std::optional<Decimal>& d) { return !d || d->value == std::floor(d->value); };
    if (!whole(range.start) || !whole(range.end) || !whole(range.step) || !whole(range.tick) ||
        !whole(range.placeholder)) {
        draft.bind.set("type", "decimal");
    }
    constexpr std::pair<const char*, const char*> kAttributes[] = {
        {"start", "1"}, {"end", "10"}, {"step", "1"}, {"tick_interval", nullptr}, {"placeholder", nullptr}};
    for (const auto& [key, fallback] : kAttributes) {
        if (!has(key) && fallback == nullptr) continue;
        const std::string value = has(key) ? draft.parameters.find(key)->second : fallback;
        if (fallback != nullptr)
            draft.control.set(key, value);
        else
            draft.control.set(
                std::string_view(key) == "placeholder" ? "odk:placeholder" : "odk:tick-interval", value);
    }
    draft.parameters.clear();
}

}  // namespace yuanquan::form

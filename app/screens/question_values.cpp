#include "app/screens/question_values.hpp"

#include <cstdio>
#include <vector>

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

using form::DataType;

// Figures and signs as an input method types them (full width) become plain ones.
std::string half_width(std::string_view text) {
    std::u32string out;
    for (char32_t c : base::to_utf32(text)) {
        if (c >= U'！' && c <= U'～') c -= U'！' - U'!';
        if (c == U'　') c = U' ';
        if (c == U'。') c = U'.';
        if (c == U'、') c = U',';
        out += c;
    }
    return std::string(base::trim(base::to_utf8(out)));
}

// The runs of figures in a text, and whether anything but separators stands between them.
struct Figures {
    std::vector<std::string> runs;
    bool clean = true;
};
Figures figures_in(std::string_view text, std::u32string_view separators) {
    Figures out;
    bool in_run = false;
    for (char32_t c : base::to_utf32(text)) {
        if (c >= U'0' && c <= U'9') {
            if (!in_run) out.runs.emplace_back();
            out.runs.back() += static_cast<char>(c);
            in_run = true;
        } else {
            in_run = false;
            if (separators.find(c) == separators.npos) out.clean = false;
        }
    }
    return out;
}

int days_in(int year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : kDays[month - 1];
}

std::optional<std::string> date(std::string_view text, Typing::Part part = Typing::Part::day) {
    auto [runs, clean] = figures_in(text, U"-/. 年月日");
    if (!clean) return std::nullopt;
    if (part == Typing::Part::year && runs.size() == 1 && runs[0].size() == 4) runs.emplace_back("1");
    if (part == Typing::Part::month && runs.size() == 1 && runs[0].size() == 6) runs = {runs[0].substr(0, 4), runs[0].substr(4)};
    if (runs.size() == 1 && runs[0].size() == 8) runs = {runs[0].substr(0, 4), runs[0].substr(4, 2), runs[0].substr(6, 2)};
    if (runs.size() == 2 && runs[0].size() == 4) runs.emplace_back("1");  // A month alone: its first day, as ODK keeps it.
    if (runs.size() != 3 || runs[0].size() != 4 || runs[1].size() > 2 || runs[2].size() > 2) return std::nullopt;
    const int year = std::stoi(runs[0]), month = std::stoi(runs[1]), day = std::stoi(runs[2]);
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
    char out[48];
    std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
    return out;
}

std::optional<std::string> time(std::string_view text) {
    auto [runs, clean] = figures_in(text, U": .点时分秒");
    if (!clean) return std::nullopt;
    if (runs.size() == 1 && (runs[0].size() == 3 || runs[0].size() == 4)) {
        const auto hours = runs[0].size() - 2;
        runs = {runs[0].substr(0, hours), runs[0].substr(hours)};
    }
    if (runs.size() < 2 || runs.size() > 3) return std::nullopt;
    for (const auto& run : runs) {
        if (run.size() > 2) return std::nullopt;
    }
    const int hours = std::stoi(runs[0]), minutes = std::stoi(runs[1]), seconds = runs.size() == 3 ? std::stoi(runs[2]) : 0;
    if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    char out[64];
    std::snprintf(out, sizeof out, "%02d:%02d:%02d", hours, minutes, seconds);
    return out;
}

std::optional<std::string> date_time(std::string_view text) {
    const auto space = text.find_first_of(" T");
    if (space == text.npos) return std::nullopt;
    const auto day = date(text.substr(0, space));
    const auto clock = time(base::trim(text.substr(space + 1)));
    if (!day || !clock) return std::nullopt;
    return *day + "T" + *clock;
}

std::optional<std::string> geopoint(std::string_view text) {
    const auto spaced = base::replace_all(text, ",", " ");
    const auto words = base::split_space(spaced);
    if (words.size() < 2 || words.size() > 4) return std::nullopt;
    std::string out;
    for (const auto word : words) {
        if (!base::parse_decimal(word)) return std::nullopt;
        out += (out.empty() ? "" : " ") + std::string(word);
    }
    return out;
}

std::string with_thousands(std::string_view number) {
    const std::size_t end = std::min(number.find('.'), number.size()), begin = number.starts_with('-') ? 1 : 0;
    std::string out(number);
    for (std::size_t at = end; at > begin + 3;) out.insert(at -= 3, ",");
    return out;
}

}  // namespace

Typing typing_of(const form::LiveForm& form, const form::Element& question) {
    const auto* node = form.node(question);
    if (node == nullptr) return {};
    const auto& control = form.control(question);
    Typing typing{node->type, Typing::Part::day, control.has_appearance("thousands-sep")};
    if (control.has_appearance("month-year")) typing.part = Typing::Part::month;
    if (control.has_appearance("year")) typing.part = Typing::Part::year;
    return typing;
}

std::optional<std::string> stored_from_typed(const Typing& typing, std::string_view typed) {
    const DataType type = typing.type;
    switch (type) {
        case DataType::integer: case DataType::decimal: case DataType::date: case DataType::time: case DataType::date_time:
        case DataType::geopoint: case DataType::geotrace: case DataType::geoshape: break;
        default: return std::string(typed);
    }
    const auto text = half_width(typed);
    if (text.empty()) return std::string();
    switch (type) {
        case DataType::integer: {
            const auto number = base::parse_integer(base::replace_all(text, ",", ""));
            return number ? std::optional(std::to_string(*number)) : std::nullopt;
        }
        case DataType::decimal: {
            const auto figures = base::replace_all(text, ",", "");
            return base::parse_decimal(figures) ? std::optional(figures) : std::nullopt;
        }
        case DataType::date: return date(text, typing.part);
        case DataType::time: return time(text);
        case DataType::date_time: return date_time(text);
        case DataType::geopoint: return geopoint(text);
        default: return text;  // Lines and shapes: the form itself says whether they are right.
    }
}

std::string typed_from_stored(const Typing& typing, std::string_view stored) {
    switch (typing.type) {
        case DataType::date:
            return std::string(typing.part == Typing::Part::year ? stored.substr(0, 4) : typing.part == Typing::Part::month ? stored.substr(0, 7) : stored);
        case DataType::integer: case DataType::decimal: return typing.thousands ? with_thousands(stored) : std::string(stored);
        case DataType::time: return std::string(stored.substr(0, 5));
        case DataType::date_time:
            return stored.size() >= 16 ? std::string(stored.substr(0, 10)) + " " + std::string(stored.substr(11, 5)) : std::string(stored);
        case DataType::geopoint: {
            const auto words = base::split_space(stored);
            if (words.size() < 2) return std::string(stored);
            std::string out = std::string(words[0]) + ", " + std::string(words[1]);
            const bool more = words.size() > 2 && !(words[2] == "0.0" && (words.size() < 4 || words[3] == "0.0"));
            for (std::size_t i = 2; more && i < words.size(); ++i) out += ", " + std::string(words[i]);
            return out;
        }
        default: return std::string(stored);
    }
}

std::string_view typing_hint_key(const Typing& typing) {
    switch (typing.type) {
        case DataType::integer: return "questionnaire.type.integer";
        case DataType::decimal: return "questionnaire.type.decimal";
        case DataType::date:
            return typing.part == Typing::Part::year    ? "questionnaire.type.year"
                   : typing.part == Typing::Part::month ? "questionnaire.type.month"
                                                        : "questionnaire.type.date";
        case DataType::time: return "questionnaire.type.time";
        case DataType::date_time: return "questionnaire.type.date_time";
        case DataType::geopoint: return "questionnaire.type.geopoint";
        case DataType::geotrace: case DataType::geoshape: return "questionnaire.type.geotrace";
        default: return {};
    }
}

}  // namespace yuanquan::screens

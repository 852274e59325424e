#include "model/survey/import_values.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/answer_types.hpp"
#include "model/survey/import_plan.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::survey {

namespace {

// Figures of full width become plain ones; commas and blanks between thousands, 元 and 亩 behind go.
std::string plain_number(const std::string& text) {
    std::string out;
    for (char32_t c : base::to_utf32(text)) {
        if (c >= U'０' && c <= U'９') c = c - U'０' + U'0';
        if (c == U'－' || c == U'−') c = U'-';
        if (c == U'．') c = U'.';
        if (std::u32string_view(U", ，\u00a0元亩¥￥").find(c) == std::u32string_view::npos) out += base::to_utf8(std::u32string_view(&c, 1));
    }
    return out;
}

// 2016/5/1, 2016.5.1, 2016年5月1日, 20160501 -> 2016-05-01; what is none of these stays.
std::string plain_date(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char32_t c : base::to_utf32(base::trim(text))) {
        if (c >= U'0' && c <= U'9') {
            parts.back() += static_cast<char>(c);
        } else if (std::u32string_view(U"-/.年月日").find(c) != std::u32string_view::npos) {
            if (!parts.back().empty()) parts.emplace_back();
        } else {
            return text;
        }
    }
    if (parts.back().empty()) parts.pop_back();
    if (parts.size() == 1 && parts[0].size() == 8) parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6, 2)};
    if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() > 2 || parts[2].size() > 2) return text;
    for (std::size_t i = 1; i < 3; ++i) parts[i].insert(0, 2 - parts[i].size(), '0');
    return parts[0] + "-" + parts[1] + "-" + parts[2];
}

// The code itself, or what its label says in the language of the moment; of several choices, each.
std::optional<std::string> choice_code(const std::vector<form::Choice>& choices, std::string_view text) {
    for (const auto& choice : choices) {
        if (choice.value == text) return choice.value;
    }
    const auto plain = plain_heading(text);
    for (const auto& choice : choices) {
        if (plain_heading(choice.label) == plain) return choice.value;
    }
    return std::nullopt;
}

std::optional<std::string> choice_codes(const std::vector<form::Choice>& choices, const std::string& text) {
    std::string codes;
    const auto add = [&](std::string_view part) {
        const auto code = choice_code(choices, part);
        if (code) codes += (codes.empty() ? "" : " ") + *code;
        return code.has_value();
    };
    const auto words = base::split_space(text);
    if (std::all_of(words.begin(), words.end(), add)) return codes;
    codes.clear();   // Labels may hold blanks: then semicolons and the like part them.
    const auto parted = base::replace_all(base::replace_all(base::replace_all(base::replace_all(text, "；", ";"), "、", ";"), "，", ";"), ",", ";");
    for (const auto part : base::split(parted, ';')) {
        if (!base::trim(part).empty() && !add(base::trim(part))) return std::nullopt;
    }
    return codes;
}

bool lost_digits(const std::string& text) {   // 6.20981E+17: a spreadsheet took a number of a person for a quantity.
    const auto e = text.find_first_of("eE");
    return e != std::string::npos && e > 0 && base::parse_decimal(text.substr(0, e)) && text.find('+', e) == e + 1;
}

}  // namespace

std::optional<std::string> imported_value(const form::LiveForm& live, const form::Element& question, const std::string& written,
                                          std::string& fault) {
    const std::string text(base::trim(written));
    if (text.empty()) return text;
    const auto& node = *live.node(question);
    switch (live.control(question).kind) {
        case form::ControlKind::select_one:
        case form::ControlKind::select_multiple:
        case form::ControlKind::rank: {
            const auto& choices = live.choices(question);
            auto code = live.control(question).kind == form::ControlKind::select_one ? choice_code(choices, text) : choice_codes(choices, text);
            if (!code) fault = "import.no_choice";
            return code;
        }
        default: break;
    }
    std::string value = written;
    if (node.type == form::DataType::integer || node.type == form::DataType::decimal) value = plain_number(text);
    if (node.type == form::DataType::date) value = plain_date(text);
    if (node.type == form::DataType::string && lost_digits(text)) {
        fault = "import.lost_digits";
        return std::nullopt;
    }
    if (node.type == form::DataType::integer && base::parse_decimal(value) && !base::parse_integer(value) && value.find('.') != std::string::npos &&
        value.find_last_not_of('0') != value.find('.')) {
        fault = "import.not_whole";   // 10.9 people: nothing is cut off in silence.
        return std::nullopt;
    }
    if (!form::canonical_answer(node.type, value)) {
        fault = "import.wrong_type";
        return std::nullopt;
    }
    return value;
}

}  // namespace yuanquan::survey

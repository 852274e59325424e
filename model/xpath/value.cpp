#include "model/xpath/value.hpp"

#include <cmath>
#include <limits>

#include "model/base/text.hpp"
#include "model/xpath/moment.hpp"

namespace yuanquan::xpath {

std::string number_text(double number) {
    return number == 0 ? "0" : base::format_number(number);  // No sign for -0.
}

double text_number(std::string_view text) {
    // XPath 1.0: spaces, '-', figures with at most one dot. No '+', exponent, comma or Infinity.
    text = base::trim(text);
    if (text.ends_with('.') && text.size() > 1 && text[text.size() - 2] != '-') text.remove_suffix(1);
    if (text.empty() || text.find_first_not_of("-.0123456789") != std::string_view::npos) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // Most answers are small whole numbers: read without a library.
    bool const negative = text.front() == '-';
    std::string_view const figures = text.substr(negative ? 1 : 0);
    if (!figures.empty() && figures.size() <= 15 && figures.find_first_of("-.") == std::string_view::npos) {
        double number = 0;
        for (char c : figures) number = number * 10 + (c - '0');
        return negative ? -number : number;
    }
    auto const number = base::parse_decimal(text);
    return number ? *number : std::numeric_limits<double>::quiet_NaN();
}

std::string Value::string() const {
    if (auto const* text = std::get_if<std::string>(this)) return *text;
    if (auto const* number = std::get_if<double>(this)) return number_text(*number);
    if (auto const* truth = std::get_if<bool>(this)) return *truth ? "true" : "false";
    if (auto const* moment = std::get_if<Moment>(this)) return moment_text(*moment);
    NodeSet const& set = *nodes();
    return set.empty() ? std::string() : set.front().tree->string_value(set.front().id);
}

double Value::number() const {
    if (auto const* number = std::get_if<double>(this)) return *number;
    if (auto const* truth = std::get_if<bool>(this)) return *truth ? 1 : 0;
    if (auto const* moment = std::get_if<Moment>(this)) return moment->days;
    if (auto const* text = std::get_if<std::string>(this)) return text_number(*text);
    return text_number(string());
}

bool Value::boolean() const {
    if (auto const* truth = std::get_if<bool>(this)) return *truth;
    if (auto const* number = std::get_if<double>(this)) return *number != 0 && !std::isnan(*number);
    if (auto const* moment = std::get_if<Moment>(this)) return !std::isnan(moment->days);
    if (auto const* text = std::get_if<std::string>(this)) return !text->empty();
    return !nodes()->empty();
}

}  // namespace yuanquan::xpath

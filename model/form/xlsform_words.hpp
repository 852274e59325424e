#pragma once
// Small judgements on words in an XLSForm: names, yes and no, near misses, what a cell says once spaces and
// typographic quotes are tidied. No sheet, no form; the xlsform_*.cpp files call it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuanquan::form {

// An XML name without colon: what may stand for a question or a list.
bool is_plain_name(std::string_view text);
// The same, or two of them joined by a colon.
bool is_xml_name(std::string_view text);
// Bytes of the name without colon at the start of the text; 0 where there is none.
std::size_t plain_name_length(std::string_view text);

// yes, Yes, TRUE, true() … as pyxform knows them; nullopt for anything else.
std::optional<bool> yes_no(std::string_view text);
// yes → true(), no → false(), others as they are.
std::string as_condition(std::string_view text);

std::string snake_case(std::string_view heading);  // "Constraint  Message" → "constraint_message"
std::string lower_ascii(std::string_view text);
std::size_t edit_distance(std::string_view a, std::string_view b);
// The candidate that someone probably meant: nearest within a third of its length, at most 2 letters; '' for
// none.
std::string nearest_word(std::string_view word, const std::vector<std::string_view>& candidates);

// Unicode white space off both ends.
std::string_view trim_wide(std::string_view text);
// Quotes “ ” ‘ ’ become " and '; with collapse, ends are trimmed and runs of spaces become one. source[i],
// where wanted, is the byte of the cell that byte i of the result comes from, with one entry more for the
// end.
std::string clean_cell(std::string_view cell, bool collapse, std::vector<std::uint32_t>* source = nullptr);

// A finite decimal number as Python's float() or Decimal() reads it for our purposes: sign, point, exponent.
std::optional<double> parse_number(std::string_view text);
bool is_integer_text(std::string_view text);  // int(text) would work.

}  // namespace yuanquan::form

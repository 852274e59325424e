#pragma once
// Cuts the text of a cell into the tokens that decide how an XLSForm is read: is a default a value or a
// calculation, and where in a label does an instance(…) path begin and end. Rough on purpose: the same rules,
// in the same order, as pyxform's lexer, so that every form means the same; the XPath of the form is compiled
// by model/xpath.

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace yuanquan::form {

enum class TokenKind : std::uint8_t {
    number,
    math,
    compare,
    logic,
    set_union,
    open,
    close,
    path,
    literal,
    comma,
    space,
    reference,
    call,
    open_predicate,
    close_predicate,
    scheme,
    name,
    other
};
struct Token {
    TokenKind kind = TokenKind::other;
    std::size_t start = 0;
    std::size_t end = 0;
};
std::vector<Token> cut_tokens(std::string_view text);

// A default that is computed when a record or row begins: calls, references, arithmetic. Types that hold a
// date or a position may have hyphens in plain values.
bool is_dynamic_default(std::string_view value, std::string_view question_type);

// Bytes [start, end) of each instance(…)/path[…] in a text for people.
std::vector<std::pair<std::size_t, std::size_t>> instance_paths(std::string_view text);

// Bytes of a well-formed ${name} or ${last-saved#name} at the start of the text; 0 for none.
std::size_t reference_length(std::string_view text);

}  // namespace yuanquan::form

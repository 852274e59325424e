#include "model/form/xlsform_lexer.hpp"

#include <algorithm>
#include <string>

#include "model/base/text.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "dddd-dd-dd": d stands for a digit, everything else for itself.
bool matches(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'd' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
    }
    return true;
}

std::size_t time_length(std::string_view text) {
    if (!matches(text, "dd:dd:dd")) return 0;
    if (text.substr(8).starts_with("Z")) return 9;
    if (matches(text.substr(8), "+dd:dd") || matches(text.substr(8), "-dd:dd")) return 14;
    return 8;
}

std::size_t moment_length(std::string_view text) {
    const std::size_t sign = text.starts_with("-") ? 1 : 0;
    if (!matches(text.substr(sign), "dddd-dd-dd")) return time_length(text);
    const std::size_t date = sign + 10;
    if (!text.substr(date).starts_with("T")) return date;
    const std::size_t time = time_length(text.substr(date + 1));
    return time == 0 ? date : date + 1 + time;
}

std::size_t number_length(std::string_view text) {
    std::size_t at = text.starts_with("-") ? 1 : 0;
    const std::size_t digits = at;
    while (at < text.size() && is_digit(text[at]))
        ++at;
    const bool whole = at > digits;
    if (at < text.size() && text[at] == '.') {
        std::size_t end = at + 1;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (whole || end > at + 1) return end;
    }
    return whole ? at : 0;
}

std::size_t qualified_name_length(std::string_view text) {
    std::size_t at = plain_name_length(text);
    if (at == 0 || at >= text.size() || text[at] != ':') return at;
    const std::size_t second = plain_name_length(text.substr(at + 1));
    return second == 0 ? at : at + 1 + second;
}

std::size_t space_length(std::string_view text) {
    const auto end = text.find_first_not_of(" \t\r\n\f\v");
    return end == std::string_view::npos ? text.size() : end;
}

std::size_t word_operator(std::string_view text, std::initializer_list<std::string_view> words) {
    for (std::string_view word : words) {
        if (text.starts_with(word)) return word.size();
    }
    return 0;
}

Token name_token(std::string_view text) {
    const std::size_t qualified = qualified_name_length(text);
    const std::size_t plain = plain_name_length(text);
    if (qualified == 0) return {};
    const auto next = [&](std::size_t at) { return at < text.size() ? text[at] : '\0'; };
    if (next(qualified) == '(') return {TokenKind::call, 0, qualified + 1};
    if (next(qualified) == '[') return {TokenKind::open_predicate, 0, qualified + 1};
    if (text.substr(plain).starts_with("://")) return {TokenKind::scheme, 0, plain + 3};
    return {TokenKind::name, 0, qualified};
}

Token first_token(std::string_view text) {
    if (const std::size_t n = moment_length(text)) return {TokenKind::number, 0, n};
    if (const std::size_t n = number_length(text)) return {TokenKind::number, 0, n};
    if (const std::size_t n = word_operator(text, {"*", "+", "-", " mod ", " div "}))
        return {TokenKind::math, 0, n};
    if (const std::size_t n = word_operator(text, {"=", "!=", "<", ">"})) return {TokenKind::compare, 0, n};
    if (const std::size_t n = word_operator(text, {" and ", " or "})) return {TokenKind::logic, 0, n};
    switch (text[0]) {
        case '|':
            return {TokenKind::set_union, 0, 1};
        case '(':
            return {TokenKind::open, 0, 1};
        case ')':
            return {TokenKind::close, 0, 1};
        case ']':
            return {TokenKind::close_predicate, 0, 1};
        case '.':
            return {TokenKind::other, 0, text.starts_with("..") ? std::size_t{2} : std::size_t{1}};
        case '/':
            return {TokenKind::path, 0, 1};
        case ',':
            return {TokenKind::comma, 0, 1};
        default:
            break;
    }
    if (text[0] == '"' || text[0] == '\'') {
        const auto end = text.find(text[0], 1);
        if (end != std::string_view::npos) return {TokenKind::literal, 0, end + 1};
    }
    if (const std::size_t n = space_length(text)) return {TokenKind::space, 0, n};
    if (const std::size_t n = reference_length(text)) return {TokenKind::reference, 0, n};
    const Token name = name_token(text);
    return name.end > 0 ? name : Token{TokenKind::other, 0, 1};
}

}  // namespace

std::size_t reference_length(std::string_view text) {
    if (!text.starts_with("${")) return 0;
    std::size_t at = 2;
    if (text.substr(at).starts_with("last-saved#")) at += 11;
    const std::size_t name = plain_name_length(text.substr(at));
    at += name;
    return name > 0 && at < text.size() && text[at] == '}' ? at + 1 : 0;
}

std::vector<Token> cut_tokens(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        Token token = first_token(text.substr(at));
        token.start = at;
        token.end += at;
        at = token.end;
        tokens.push_back(token);
    }
    return tokens;
}

bool is_dynamic_default(std::string_view value, std::string_view question_type) {
    bool hyphens_are_plain = false;
    for (std::string_view type : {"date", "dateTime", "geopoint", "geotrace", "geoshape"}) {
        if (question_type == type) hyphens_are_plain = true;
    }
    for (const Token& token : cut_tokens(value)) {
        if (hyphens_are_plain && token.kind == TokenKind::math && value[token.start] == '-') return false;
        if (token.kind == TokenKind::math || token.kind == TokenKind::set_union ||
            token.kind == TokenKind::reference || token.kind == TokenKind::call) {
            return true;
        }
    }
    return false;
}

std::vector<std::pair<std::size_t, std::size_t>> instance_paths(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> paths;
    if (text.find("instance(") == std::string_view::npos) return paths;
    const std::vector<Token> tokens = cut_tokens(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (text.substr(tokens[i].start, tokens[i].end - tokens[i].start) != "instance(") continue;
        // instance ( 'id' ) then steps; outside predicates a space ends the path.
        std::size_t at = i + 1;
        if (at >= tokens.size() || tokens[at].kind != TokenKind::literal) continue;
        if (++at >= tokens.size() || tokens[at].kind != TokenKind::close) continue;
        std::size_t end = tokens[at].end;
        int depth = 0;
        for (++at; at < tokens.size(); ++at) {
            const TokenKind kind = tokens[at].kind;
            if (kind == TokenKind::open_predicate) ++depth;
            if (kind == TokenKind::close_predicate) --depth;
            if (depth < 0 || (depth == 0 && kind == TokenKind::space)) break;
            if (depth == 0 && kind != TokenKind::path && kind != TokenKind::name &&
                kind != TokenKind::close_predicate && kind != TokenKind::other) {
                break;
            }
            end = tokens[at].end;
        }
        if (depth != 0) continue;
        paths.emplace_back(tokens[i].start, end);
        i = at - 1;
    }
    return paths;
}

}  // namespace yuanquan::form

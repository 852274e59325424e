#include "model/xpath/lexer.hpp"

#include <array>

namespace yuanquan::xpath {
namespace {

using Kind = Token::Kind;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_char(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }

// After one of these (or at the start) an operand must come, so a name is a name and * is a wildcard.
bool wants_operand(Kind kind) {
    switch (kind) {
        case Kind::number: case Kind::literal: case Kind::name: case Kind::wildcard: case Kind::dot:
        case Kind::double_dot: case Kind::close: case Kind::close_bracket: return false;
        default: return true;
    }
}

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    base::Result<std::vector<Token>> run() {
        for (;;) {
            skip_space();
            if (at_ >= text_.size()) break;
            std::size_t const before = at_;
            bool const operand = tokens_.empty() || wants_operand(tokens_.back().kind);
            char const c = text_[at_];
            bool ok = true;
            if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
                number();
            } else if (c == '\'' || c == '"') {
                ok = literal(c);
            } else if (is_letter(c)) {
                ok = operand ? name() : operator_name();
            } else {
                ok = symbol(c, operand);
            }
            if (!ok) {
                return base::fail(base::ErrorCode::expression_error, {}, message_, static_cast<int>(before));
            }
        }
        tokens_.push_back({Kind::end, {}, static_cast<int>(text_.size())});
        return std::move(tokens_);
    }

  private:
    char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }
    void push(Kind kind, std::size_t from, std::size_t length) {
        tokens_.push_back({kind, text_.substr(from, length), static_cast<int>(from)});
        at_ = from + length;
    }
    bool refuse(const char* why) {
        message_ = why;
        return false;
    }

    void number() {
        std::size_t end = at_;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        if (end < text_.size() && text_[end] == '.') ++end;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        push(Kind::number, at_, end - at_);
    }

    bool literal(char quote) {
        std::size_t const end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) return refuse("the text in quotes is not closed");
        std::size_t const from = at_;
        tokens_.push_back({Kind::literal, text_.substr(from + 1, end - from - 1), static_cast<int>(from)});
        at_ = end + 1;
        return true;
    }

    std::size_t name_end(std::size_t from) const {
        while (from < text_.size() && is_name_char(text_[from])) ++from;
        return from;
    }

    bool name() {
        std::size_t const from = at_;
        std::size_t end = name_end(from);
        Kind kind = Kind::name;
        if (end + 1 < text_.size() && text_[end] == ':' && text_[end + 1] != ':') {
            if (text_[end + 1] == '*') {
                push(Kind::wildcard, from, end + 2 - from);
                return true;
            }
            if (!is_letter(text_[end + 1])) return refuse("a name must follow the colon");
            end = name_end(end + 1);
        }
        push(kind, from, end - from);
        std::size_t after = end;
        while (after < text_.size() && is_space(text_[after])) ++after;
        if (text_.substr(after, 2) == "::") {
            tokens_.back().kind = Kind::axis;
            at_ = after + 2;
        } else if (after < text_.size() && text_[after] == '(') {
            tokens_.back().kind = Kind::function;
        }
        return true;
    }

    // `1and1` and `2 mod-1` are read as JavaRosa and Web Forms do: the operator ends where no letter follows.
    bool operator_name() {
        static constexpr std::array<std::pair<std::string_view, Kind>, 4> kOperators{
            {{"and", Kind::and_}, {"or", Kind::or_}, {"div", Kind::div}, {"mod", Kind::mod}}};
        for (auto const& [word, kind] : kOperators) {
            if (text_.substr(at_, word.size()) != word) continue;
            if (is_letter(peek(word.size()))) continue;
            push(kind, at_, word.size());
            return true;
        }
        return refuse("an operator is expected here");
    }

    bool symbol(char c, bool operand) {
        char const next = peek(1);
        switch (c) {
            case '*': push(operand ? Kind::wildcard : Kind::star, at_, 1); return true;
            case '+': push(Kind::plus, at_, 1); return true;
            case '-': push(Kind::minus, at_, 1); return true;
            case '=': push(Kind::equal, at_, 1); return true;
            case '|': push(Kind::bar, at_, 1); return true;
            case '@': push(Kind::at, at_, 1); return true;
            case ',': push(Kind::comma, at_, 1); return true;
            case '(': push(Kind::open, at_, 1); return true;
            case ')': push(Kind::close, at_, 1); return true;
            case '[': push(Kind::open_bracket, at_, 1); return true;
            case ']': push(Kind::close_bracket, at_, 1); return true;
            case '/': next == '/' ? push(Kind::double_slash, at_, 2) : push(Kind::slash, at_, 1); return true;
            case '.': next == '.' ? push(Kind::double_dot, at_, 2) : push(Kind::dot, at_, 1); return true;
            case '<': next == '=' ? push(Kind::less_equal, at_, 2) : push(Kind::less, at_, 1); return true;
            case '>': next == '=' ? push(Kind::greater_equal, at_, 2) : push(Kind::greater, at_, 1); return true;
            case '!':
                if (next != '=') return refuse("! is no operator; write not(…) or !=");
                push(Kind::not_equal, at_, 2);
                return true;
            case '$': return refuse("variables ($name) do not exist here");
            default: return refuse("this character has no meaning here");
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
    const char* message_ = "";
};

}  // namespace

base::Result<std::vector<Token>> tokenize(std::string_view text) { return Lexer(text).run(); }

}  // namespace yuanquan::xpath

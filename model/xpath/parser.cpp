#include "model/xpath/parser.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "model/xpath/lexer.hpp"
#include "model/xpath/predicates.hpp"

namespace yuanquan::xpath {
namespace {

using ast::Axis;
using ast::Expr;
using ast::ExprPtr;
using ast::NodeTest;
using ast::Step;
using Kind = Token::Kind;

// What forms declare again and again; an expression's own namespaces win.
constexpr std::pair<std::string_view, std::string_view> kKnownPrefixes[] = {
    {"jr", "http://openrosa.org/javarosa"},        {"orx", "http://openrosa.org/xforms"},
    {"odk", "http://www.opendatakit.org/xforms"},  {"h", "http://www.w3.org/1999/xhtml"},
    {"ev", "http://www.w3.org/2001/xml-events"},   {"xsd", "http://www.w3.org/2001/XMLSchema"},
    {"xml", "http://www.w3.org/XML/1998/namespace"}, {"entities", "http://www.opendatakit.org/xforms/entities"}};

constexpr std::pair<std::string_view, Axis> kAxes[] = {
    {"child", Axis::child}, {"parent", Axis::parent}, {"self", Axis::self}, {"attribute", Axis::attribute},
    {"descendant", Axis::descendant}, {"descendant-or-self", Axis::descendant_or_self},
    {"ancestor", Axis::ancestor}, {"ancestor-or-self", Axis::ancestor_or_self}, {"following", Axis::following},
    {"following-sibling", Axis::following_sibling}, {"preceding", Axis::preceding},
    {"preceding-sibling", Axis::preceding_sibling}, {"namespace", Axis::name_space}};

struct Failure {
    base::Error error;
};

class Parser {
  public:
    Parser(std::vector<Token> tokens, const Namespaces& namespaces, std::size_t depth_max)
        : tokens_(std::move(tokens)), namespaces_(namespaces), depth_max_(depth_max) {}

    Parsed run() {
        parsed_.root = expression();
        if (peek().kind != Kind::end) fail("the expression should end here");
        return std::move(parsed_);
    }

  private:
    const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    Token next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    bool accept(Kind kind) {
        if (peek().kind != kind) return false;
        next();
        return true;
    }
    void expect(Kind kind, const char* what) {
        if (!accept(kind)) fail(std::string(what) + " is missing");
    }
    [[noreturn]] void fail(std::string why) const { fail_at(peek().column, std::move(why)); }
    [[noreturn]] static void fail_at(int column, std::string why) {
        throw Failure{base::make_error(base::ErrorCode::expression_error, {}, std::move(why), column)};
    }

    static ExprPtr make(Expr::Kind kind, Type type, int column) {
        auto expr = std::make_unique<Expr>();
        expr->kind = kind;
        expr->type = type;
        expr->column = column;
        return expr;
    }
    static void adopt(Expr& parent, ExprPtr child) {
        parent.context_free = parent.context_free && child->context_free;
        parent.position = parent.position || child->position;
        parent.operands.push_back(std::move(child));
    }

    struct Level {
        Expr::Kind kind;
        Type type;
    };
    static constexpr Level kLevels[] = {{Expr::Kind::disjunction, Type::boolean}, {Expr::Kind::conjunction, Type::boolean},
                                        {Expr::Kind::equality, Type::boolean},    {Expr::Kind::relation, Type::boolean},
                                        {Expr::Kind::sum, Type::number},          {Expr::Kind::product, Type::number}};
    static constexpr int kUnary = 6;

    // The level on which a token joins two operands, or -1.
    static int level_of(Kind kind, ast::Operator& op) {
        switch (kind) {
            case Kind::or_: return 0;
            case Kind::and_: return 1;
            case Kind::equal: op = ast::Operator::equal; return 2;
            case Kind::not_equal: op = ast::Operator::not_equal; return 2;
            case Kind::less: op = ast::Operator::less; return 3;
            case Kind::less_equal: op = ast::Operator::less_equal; return 3;
            case Kind::greater: op = ast::Operator::greater; return 3;
            case Kind::greater_equal: op = ast::Operator::greater_equal; return 3;
            case Kind::plus: op = ast::Operator::add; return 4;
            case Kind::minus: op = ast::Operator::subtract; return 4;
            case Kind::star: op = ast::Operator::multiply; return 5;
            case Kind::div: op = ast::Operator::divide; return 5;
            case Kind::mod: op = ast::Operator::modulo; return 5;
            default: return -1;
        }
    }

    ExprPtr expression() {
        if (++depth_ > depth_max_) {
            throw Failure{base::make_error(base::ErrorCode::too_large, "expression", "nested too deeply", peek().column)};
        }
        ExprPtr expr = chain(0);
        --depth_;
        return expr;
    }

    ExprPtr chain(int level) {
        if (level == kUnary) return unary();
        ExprPtr first = chain(level + 1);
        ast::Operator op{};
        if (level_of(peek().kind, op) != level) return first;
        ExprPtr expr = make(kLevels[level].kind, kLevels[level].type, first->column);
        adopt(*expr, std::move(first));
        while (level_of(peek().kind, op) == level) {
            next();
            expr->operators.push_back(op);
            adopt(*expr, chain(level + 1));
        }
        return expr;
    }

    ExprPtr unary() {
        int const column = peek().column;
        std::size_t minuses = 0;
        while (accept(Kind::minus)) ++minuses;
        ExprPtr operand = set_union();
        if (minuses == 0) return operand;
        ExprPtr expr = make(Expr::Kind::negation, Type::number, column);
        expr->number = minuses % 2 ? -1 : 1;
        adopt(*expr, std::move(operand));
        return expr;
    }

    ExprPtr set_union() {
        ExprPtr first = path();
        if (peek().kind != Kind::bar) return first;
        ExprPtr expr = make(Expr::Kind::set_union, Type::nodes, first->column);
        adopt(*expr, std::move(first));
        while (accept(Kind::bar)) adopt(*expr, path());
        return expr;
    }

    static bool starts_step(Kind kind) {
        return kind == Kind::name || kind == Kind::wildcard || kind == Kind::axis || kind == Kind::dot ||
               kind == Kind::double_dot || kind == Kind::at;
    }
    bool node_type_here() const {
        if (peek().kind != Kind::function) return false;
        std::string_view const name = peek().text;
        return name == "node" || name == "text" || name == "comment" || name == "processing-instruction";
    }

    ExprPtr path() {
        Token const token = peek();
        ExprPtr expr = make(Expr::Kind::path, Type::nodes, token.column);
        switch (token.kind) {
            case Kind::slash:
                next();
                expr->start = Expr::Start::root;
                if (starts_step(peek().kind) || node_type_here()) steps(*expr);
                break;
            case Kind::double_slash:
                next();
                expr->start = Expr::Start::root;
                any_depth(*expr);
                steps(*expr);
                break;
            case Kind::literal: case Kind::number: case Kind::open: case Kind::function:
                if (!node_type_here()) return filtered(std::move(expr));
                [[fallthrough]];
            default:
                if (!starts_step(token.kind) && !node_type_here()) fail("a value or a path is expected here");
                expr->context_free = false;
                steps(*expr);
        }
        finish_path(*expr);
        return expr;
    }

    // A primary, its predicates, and a path from there.
    ExprPtr filtered(ExprPtr expr) {
        ExprPtr start = primary();
        bool const more = peek().kind == Kind::open_bracket || peek().kind == Kind::slash || peek().kind == Kind::double_slash;
        if (!more) return start;
        expr->start = Expr::Start::operand;
        adopt(*expr, std::move(start));
        predicates(expr->predicates);
        if (accept(Kind::slash)) {
            steps(*expr);
        } else if (accept(Kind::double_slash)) {
            any_depth(*expr);
            steps(*expr);
        }
        finish_path(*expr);
        return expr;
    }

    ExprPtr primary() {
        Token const token = next();
        switch (token.kind) {
            case Kind::literal: {
                ExprPtr expr = make(Expr::Kind::text, Type::text, token.column);
                expr->text = token.text;
                return expr;
            }
            case Kind::number: {
                ExprPtr expr = make(Expr::Kind::number, Type::number, token.column);
                expr->number = text_number(token.text);
                return expr;
            }
            case Kind::open: {
                ExprPtr expr = expression();
                expect(Kind::close, ")");
                return expr;
            }
            default: return call(token);
        }
    }

    ExprPtr call(const Token& token) {
        std::string_view name = token.text;
        if (name.starts_with("odk:") || name.starts_with("orx:")) name.remove_prefix(4);
        ExprPtr expr = make(Expr::Kind::call, Type::any, token.column);
        expr->text = name;
        expr->function = find_function(name);
        expect(Kind::open, "(");
        if (!accept(Kind::close)) {
            do adopt(*expr, expression());
            while (accept(Kind::comma));
            expect(Kind::close, ")");
        }
        note_function(*expr);
        return expr;
    }

    void note_function(Expr& expr) {
        if (std::find(parsed_.functions.begin(), parsed_.functions.end(), expr.text) == parsed_.functions.end()) {
            parsed_.functions.push_back(expr.text);
        }
        const Function* function = expr.function;
        if (!function) {
            expr.context_free = false;
            parsed_.problems.push_back(base::make_error(base::ErrorCode::expression_error, expr.text,
                                                        "unknown function", expr.column));
            return;
        }
        auto const count = static_cast<int>(expr.operands.size());
        if (count < function->arguments_min || (function->arguments_max >= 0 && count > function->arguments_max)) {
            parsed_.problems.push_back(base::make_error(base::ErrorCode::expression_error, expr.text,
                                                        "wrong number of arguments", expr.column));
        }
        expr.type = function->type;
        unsigned const needs = function->needs;
        bool const bare = expr.operands.empty();
        if (needs & Function::kContext || (needs & Function::kContextIfBare && bare)) expr.context_free = false;
        if (needs & Function::kPosition && bare) {
            expr.position = true;
            expr.context_free = false;
        }
        if (needs & Function::kVolatile) {
            parsed_.is_volatile = true;
            if (!(needs & Function::kSteady)) expr.context_free = false;
        }
    }

    void predicates(std::vector<ast::Predicate>& out) {
        while (accept(Kind::open_bracket)) {
            ast::Predicate predicate;
            predicate.expr = expression();
            expect(Kind::close_bracket, "]");
            classify(predicate, parsed_.memo_slots);
            out.push_back(std::move(predicate));
        }
    }

    static void any_depth(Expr& expr) {
        Step step;
        step.axis = Axis::descendant_or_self;
        step.test.kind = NodeTest::Kind::node;
        expr.steps.push_back(std::move(step));
    }

    void steps(Expr& expr) {
        for (;;) {
            expr.steps.push_back(step());
            if (accept(Kind::slash)) continue;
            if (!accept(Kind::double_slash)) return;
            any_depth(expr);
        }
    }

    Step step() {
        Step step;
        if (accept(Kind::dot) || accept(Kind::double_dot)) {
            step.axis = tokens_[at_ - 1].kind == Kind::dot ? Axis::self : Axis::parent;
            step.test.kind = NodeTest::Kind::node;
            predicates(step.predicates);  // .[…] is no XPath 1.0, yet forms have it.
            return step;
        }
        if (accept(Kind::at)) {
            step.axis = Axis::attribute;
        } else if (peek().kind == Kind::axis) {
            Token const token = next();
            const auto* found = std::find_if(std::begin(kAxes), std::end(kAxes),
                                             [&](auto const& axis) { return axis.first == token.text; });
            if (found == std::end(kAxes)) fail_at(token.column, "there is no such axis");
            step.axis = found->second;
        }
        node_test(step.test);
        predicates(step.predicates);
        return step;
    }

    void node_test(NodeTest& test) {
        Token const token = peek();
        if (token.kind == Kind::function && node_type_here()) {
            next();
            expect(Kind::open, "(");
            test.kind = token.text == "node" ? NodeTest::Kind::node
                        : token.text == "text" ? NodeTest::Kind::text
                        : token.text == "comment" ? NodeTest::Kind::comment : NodeTest::Kind::instruction;
            if (test.kind == NodeTest::Kind::instruction && peek().kind == Kind::literal) test.name = next().text;
            expect(Kind::close, ")");
            return;
        }
        if (token.kind != Kind::name && token.kind != Kind::wildcard) fail("the name of a node is expected here");
        next();
        std::string_view name = token.text;
        std::size_t const colon = name.find(':');
        if (colon != std::string_view::npos) {
            prefix(test, name.substr(0, colon));
            name.remove_prefix(colon + 1);
        } else if (const std::string* uri = declared("")) {
            test.space = NodeTest::Space::none_or_uri;
            test.uri = *uri;
        }
        test.any_name = name == "*";
        if (test.any_name && colon == std::string_view::npos) test.space = NodeTest::Space::any;
        test.name = name;
    }

    const std::string* declared(std::string_view prefix) const {
        for (auto const& [name, uri] : namespaces_) {
            if (name == prefix) return &uri;
        }
        return nullptr;
    }
    void prefix(NodeTest& test, std::string_view prefix) const {
        test.space = NodeTest::Space::uri;
        if (const std::string* uri = declared(prefix)) {
            test.uri = *uri;
            return;
        }
        for (auto const& [name, uri] : kKnownPrefixes) {
            if (name == prefix) {
                test.uri = uri;
                return;
            }
        }
        test.space = NodeTest::Space::prefix;
        test.uri = prefix;
    }

    std::vector<Token> tokens_;
    const Namespaces& namespaces_;
    std::size_t depth_max_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    Parsed parsed_;
};

}  // namespace

base::Result<Parsed> parse(std::string_view text, const Namespaces& namespaces, std::size_t depth_max) {
    auto tokens = tokenize(text);
    if (!tokens) return base::fail(std::move(tokens.error()));
    try {
        return Parser(std::move(*tokens), namespaces, depth_max).run();
    } catch (Failure& failure) {
        return base::fail(std::move(failure.error));
    }
}

}  // namespace yuanquan::xpath

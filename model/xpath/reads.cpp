#include "model/xpath/reads.hpp"

#include <utility>

namespace yuanquan::xpath {
namespace {

using ast::Axis;
using ast::Expr;

using Paths = std::vector<PathRead>;
using Step = ReadStep;

// Where a start would be one of more paths than this, everything is read instead.
constexpr std::size_t kPathsMax = 64;

bool same(const PathRead& a, const PathRead& b) {
    if (a.from != b.from || a.instance != b.instance || a.steps.size() != b.steps.size()) return false;
    for (std::size_t i = 0; i < a.steps.size(); ++i) {
        if (a.steps[i].axis != b.steps[i].axis || a.steps[i].name != b.steps[i].name) return false;
    }
    return true;
}

PathRead everything() { return {PathRead::From::root, {}, {{Step::Axis::descendant_or_self, ""}}}; }

Step::Axis axis_of(Axis axis) {
    switch (axis) {
        case Axis::child: return Step::Axis::child;
        case Axis::parent: return Step::Axis::parent;
        case Axis::self: return Step::Axis::self;
        case Axis::attribute: return Step::Axis::attribute;
        case Axis::descendant_or_self: return Step::Axis::descendant_or_self;
        case Axis::ancestor: case Axis::ancestor_or_self: return Step::Axis::ancestor;
        default: return Step::Axis::other;
    }
}

class Finder {
  public:
    Paths run(const Expr& root) {
        add(visit(root, {PathRead{}}));
        return std::move(found_);
    }

  private:
    void add(const Paths& paths) {
        for (auto const& path : paths) {
            bool known = false;
            for (auto const& other : found_) known = known || same(path, other);
            if (!known) found_.push_back(path);
        }
    }

    // Notes what the parts of an expression read and gives the paths of the nodes that it is.
    Paths visit(const Expr& expr, const Paths& context) {
        switch (expr.kind) {
            case Expr::Kind::text: case Expr::Kind::number: return {};
            case Expr::Kind::path: return path(expr, context);
            case Expr::Kind::call: return call(expr, context);
            case Expr::Kind::set_union: {
                Paths all;
                for (auto const& operand : expr.operands) {
                    for (auto& path : visit(*operand, context)) all.push_back(std::move(path));
                }
                return all;
            }
            default:
                for (auto const& operand : expr.operands) add(visit(*operand, context));
                return {};
        }
    }

    Paths call(const Expr& expr, const Paths& context) {
        Paths nodes;
        unsigned const needs = expr.function ? expr.function->needs : 0U;
        if (needs & Function::kContext || (needs & Function::kContextIfBare && expr.operands.empty())) add(context);
        std::string_view const name = expr.text;
        if (name == "current") return {PathRead{PathRead::From::current, {}, {}}};
        if (name == "instance" || name == "pulldata") nodes.push_back(instance(expr));
        for (auto const& operand : expr.operands) {
            Paths read = visit(*operand, context);
            add(read);
            bool const passes_on = name == "if" || name == "randomize" || name == "once" || name == "indexed-repeat";
            if (passes_on) nodes.insert(nodes.end(), read.begin(), read.end());
        }
        if (name == "id") nodes.push_back(everything());
        if (name == "pulldata") {
            add(nodes);
            nodes.clear();
        }
        return nodes;
    }

    static PathRead instance(const Expr& expr) {
        PathRead read{PathRead::From::instance, {}, {}};
        if (!expr.operands.empty() && expr.operands.front()->kind == Expr::Kind::text) read.instance = expr.operands.front()->text;
        return read;
    }

    Paths path(const Expr& expr, const Paths& context) {
        Paths at;
        switch (expr.start) {
            case Expr::Start::context: at = context; break;
            case Expr::Start::root: at.push_back(PathRead{PathRead::From::root, {}, {}}); break;
            case Expr::Start::operand: at = visit(*expr.operands.front(), context);
        }
        if (at.size() > kPathsMax) at = {everything()};
        for (auto const& predicate : expr.predicates) add(visit(*predicate.expr, at));
        for (auto const& step : expr.steps) {
            for (auto& read : at) extend(read, step);
            for (auto const& predicate : step.predicates) add(visit(*predicate.expr, at));
        }
        return at;
    }

    static void extend(PathRead& read, const ast::Step& step) {
        bool const plain_node = step.test.kind == ast::NodeTest::Kind::node;
        if (step.axis == Axis::self && plain_node) return;
        std::string name;
        if (step.test.kind == ast::NodeTest::Kind::name) name = step.test.any_name ? "*" : step.test.name;
        if (step.axis == Axis::descendant) {
            read.steps.push_back({Step::Axis::descendant_or_self, ""});
            read.steps.push_back({Step::Axis::child, std::move(name)});
            return;
        }
        read.steps.push_back({axis_of(step.axis), std::move(name)});
    }

    Paths found_;
};

}  // namespace

std::vector<PathRead> find_reads(const ast::Expr& root) { return Finder().run(root); }

}  // namespace yuanquan::xpath

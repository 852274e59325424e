#include "model/form/read_targets.hpp"

#include <algorithm>

namespace yuanquan::form {
namespace {

using Axis = xpath::ReadStep::Axis;

constexpr NodeIndex kAboveRoot = kNone - 1;

class Reading {
  public:
    Reading(const Shape& shape, NodeIndex at) : shape_(shape), at_(at) {}

    std::vector<ReadTarget> follow(const xpath::PathRead& read) {
        bool const absolute = read.from == xpath::PathRead::From::root;
        std::vector<ReadTarget> now{absolute ? ReadTarget{kAboveRoot, 0} : ReadTarget{at_, at_}};
        for (auto const& step : read.steps) {
            std::vector<ReadTarget> next;
            for (auto const& target : now) take(step, target, next);
            auto before = [](auto const& a, auto const& b) { return std::pair(a.node, a.anchor) < std::pair(b.node, b.anchor); };
            auto same = [](auto const& a, auto const& b) { return a.node == b.node && a.anchor == b.anchor; };
            std::sort(next.begin(), next.end(), before);
            next.erase(std::unique(next.begin(), next.end(), same), next.end());
            now = std::move(next);
        }
        return now;
    }

  private:
    void take(const xpath::ReadStep& step, ReadTarget from, std::vector<ReadTarget>& out) {
        auto const& nodes = shape_.form.nodes;
        switch (step.axis) {
            case Axis::self: out.push_back(from); return;
            case Axis::child: case Axis::attribute: {
                if (from.node == kAboveRoot) {
                    if (matches(step, 0)) out.push_back({0, 0});
                    return;
                }
                for (NodeIndex child : nodes[from.node].children) {
                    if (matches(step, child)) out.push_back({child, from.anchor});
                }
                return;
            }
            case Axis::parent:
                if (from.node == kAboveRoot) return;
                if (from.node == 0) {
                    out.push_back({kAboveRoot, 0});
                } else {
                    NodeIndex const parent = nodes[from.node].parent;
                    out.push_back({parent, shape_.depth[parent] < shape_.depth[from.anchor] ? parent : from.anchor});
                }
                return;
            case Axis::ancestor:
                for (NodeIndex node = from.node; node != kAboveRoot && node != 0;) {
                    node = nodes[node].parent;
                    if (matches(step, node)) out.push_back({node, 0});
                }
                return;
            case Axis::descendant_or_self: below(from.node == kAboveRoot ? 0 : from.node, from.anchor, out);
                if (from.node == kAboveRoot) out.push_back(from);
                return;
            case Axis::other: below(0, 0, out); return;
        }
    }
    void below(NodeIndex node, NodeIndex anchor, std::vector<ReadTarget>& out) {
        std::vector<NodeIndex> open{node};
        while (!open.empty()) {
            NodeIndex const next = open.back();
            open.pop_back();
            out.push_back({next, anchor});
            auto const& children = shape_.form.nodes[next].children;
            open.insert(open.end(), children.begin(), children.end());
        }
    }
    bool matches(const xpath::ReadStep& step, NodeIndex node) const {
        auto const& def = shape_.form.nodes[node];
        if (def.attribute != (step.axis == Axis::attribute)) return false;
        return step.name == def.name || step.name == "*" || step.name.empty();
    }

    const Shape& shape_;
    NodeIndex at_;
};

}  // namespace

std::vector<ReadTarget> read_targets(const Shape& shape, const xpath::Expression& expression, NodeIndex at, bool contextual) {
    std::vector<ReadTarget> all;
    // A predicate, indexed-repeat or a condition for each row picks its own rows, so these absolute paths reach beyond the
    // context's row.
    static constexpr std::string_view kPicking[] = {"indexed-repeat", "count-if", "sum-if", "min-if", "max-if", "join-if", "rank-index-if"};
    bool const picks = std::any_of(std::begin(kPicking), std::end(kPicking), [&](auto name) { return expression.calls(name); });
    bool const own_row = contextual && expression.text().find('[') == std::string::npos && !picks;
    Reading reading(shape, at);
    for (auto const& read : expression.reads()) {
        if (read.from == xpath::PathRead::From::instance) continue;
        for (ReadTarget target : reading.follow(read)) {
            if (target.node == kAboveRoot) continue;
            if (own_row && read.from == xpath::PathRead::From::root && target.node != 0) {
                target.anchor = shape.common(at, shape.form.nodes[target.node].parent);  // The last step is never narrowed.
            }
            all.push_back(target);
        }
    }
    return all;
}

}  // namespace yuanquan::form

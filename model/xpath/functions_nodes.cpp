// Nodes: position, last, count, names, id, lang, instance, current, randomize. randomize() with a seed gives the
// specification's shuffle (inside-out Fisher-Yates over Park-Miller), so two devices show the same order.

#include <algorithm>
#include <cmath>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"
#include "model/xpath/indexed_repeat.hpp"

namespace yuanquan::xpath {
namespace {

// The first node of the argument, or the context node.
Node node_of(Call& call) {
    if (call.size() == 0) return call.frame.node;
    Node first;
    auto take = [&](Node node) {
        first = node;
        return false;
    };
    call.evaluator.each_node(call.argument(0), call.frame, take);
    return first;
}

Value last(Call& call) { return static_cast<double>(call.frame.size); }

// With an argument: among the siblings of its name, which for a repeat is the row.
Value position(Call& call) {
    if (call.size() == 0) return static_cast<double>(call.frame.position);
    Node const node = node_of(call);
    if (!node) call.fail("there is no such node");
    const Tree& tree = *node.tree;
    if (std::size_t const known = tree.sibling_position(node.id)) return static_cast<double>(known);
    double place = 1;
    for (NodeId id = tree.previous_sibling(node.id); id != kNoNode; id = tree.previous_sibling(id)) {
        call.evaluator.spend(1, call.expr);
        if (tree.local_name(id) == tree.local_name(node.id) && tree.kind(id) == tree.kind(node.id)) ++place;
    }
    return place;
}

Value count(Call& call) {
    double total = 0;
    auto add = [&](Node) {
        ++total;
        return true;
    };
    call.evaluator.each_node(call.argument(0), call.frame, add);
    return total;
}

Value count_non_empty(Call& call) {
    double total = 0;
    auto add = [&](Node node) {
        if (!call.evaluator.node_text(node).empty()) ++total;
        return true;
    };
    call.evaluator.each_node(call.argument(0), call.frame, add);
    return total;
}

Value local_name(Call& call) {
    Node const node = node_of(call);
    return node ? std::string(node.tree->local_name(node.id)) : std::string();
}
Value namespace_uri(Call& call) {
    Node const node = node_of(call);
    return node ? std::string(node.tree->namespace_uri(node.id)) : std::string();
}
Value name(Call& call) {
    Node const node = node_of(call);
    if (!node) return std::string();
    std::string text(node.tree->prefix(node.id));
    if (!text.empty()) text += ':';
    return text.append(node.tree->local_name(node.id));
}

std::string lower(std::string text) {  // Language codes are ASCII.
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

Value lang(Call& call) {
    std::string const wanted = lower(call.string(0));
    const Tree& tree = *call.frame.node.tree;
    for (NodeId id = call.frame.node.id; id != kNoNode; id = tree.parent(id)) {
        for (NodeId at = tree.first_attribute(id); at != kNoNode; at = tree.next_attribute(at)) {
            if (tree.local_name(at) != "lang" || tree.prefix(at) != "xml") continue;
            std::string const found = lower(tree.string_value(at));
            return found == wanted || (found.starts_with(wanted) && found[wanted.size()] == '-');
        }
    }
    return false;
}

// Elements by their `id` attribute, in the document of the context node.
Value id(Call& call) {
    std::vector<std::string> wanted;
    for (auto const& text : call.strings(0)) {
        for (auto word : base::split_space(text)) wanted.emplace_back(word);
    }
    NodeSet found;
    if (!call.frame.node) return found;
    const Tree& tree = *call.frame.node.tree;
    NodeId const top = tree.document();
    for (NodeId at = tree.first_child(top); at != kNoNode;) {
        call.evaluator.spend(1, call.expr);
        for (NodeId attribute = tree.first_attribute(at); attribute != kNoNode; attribute = tree.next_attribute(attribute)) {
            if (tree.local_name(attribute) != "id") continue;
            if (std::find(wanted.begin(), wanted.end(), tree.string_value(attribute)) != wanted.end()) found.push_back({&tree, at});
        }
        NodeId next = tree.first_child(at);
        while (next == kNoNode && at != top && at != kNoNode) {
            next = tree.next_sibling(at);
            if (next == kNoNode) at = tree.parent(at);
        }
        at = next;
    }
    return found;
}

Value instance(Call& call) {
    std::string const wanted = call.string(0);
    const Host* host = call.evaluator.context().host;
    auto const node = host ? host->instance(wanted) : std::nullopt;
    return node ? NodeSet{*node} : NodeSet{};
}

Value current(Call& call) {
    Node const node = call.evaluator.current();
    return node ? NodeSet{node} : NodeSet{};
}

class ParkMiller {
  public:
    explicit ParkMiller(std::int64_t seed) : state_(seed % kModulus) {
        if (state_ <= 0) state_ += kModulus - 1;
    }
    double next() {
        state_ = state_ * 16807 % kModulus;
        return static_cast<double>(state_ - 1) / static_cast<double>(kModulus - 1);
    }

  private:
    static constexpr std::int64_t kModulus = 2147483647;
    std::int64_t state_;
};

// A number is cut to a whole one; another text is hashed, as JavaRosa does, so that a record's id may be a seed.
std::int64_t seed_of(Call& call) {
    std::string const text = call.string(1);
    double const number = call.number(1);
    if (!std::isnan(number)) return std::abs(number) < 9e18 ? static_cast<std::int64_t>(number) : 0;
    if (text.empty() || std::holds_alternative<double>(call.value(1))) return 0;
    std::string const hash = base::named_digest(base::NamedDigest::sha256, text);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | static_cast<unsigned char>(hash[i]);
    return static_cast<std::int64_t>(bits);
}

Value randomize(Call& call) {
    NodeSet const nodes = call.nodes(0);
    NodeSet shuffled(nodes.size());
    auto shuffle = [&](auto next) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            auto const j = static_cast<std::size_t>(next() * static_cast<double>(i + 1));
            shuffled[i] = shuffled[j];
            shuffled[j] = nodes[i];
        }
    };
    if (call.size() > 1) {
        ParkMiller random(seed_of(call));
        shuffle([&] { return random.next(); });
    } else {
        const Context& context = call.evaluator.context();
        base::Random& random = context.random ? *context.random : base::system_random();
        shuffle([&] { return static_cast<double>(random.next_u64() >> 11) * 0x1.0p-53; });
    }
    return shuffled;
}

constexpr auto kAny = Function::kAny;
constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"last", 0, 0, Type::number, Function::kPosition, last},
    {"position", 0, 1, Type::number, Function::kPosition, position},
    {"count", 1, 1, Type::number, kPlain, count},
    {"count-non-empty", 1, 1, Type::number, kPlain, count_non_empty},
    {"local-name", 0, 1, Type::text, Function::kContextIfBare, local_name},
    {"namespace-uri", 0, 1, Type::text, Function::kContextIfBare, namespace_uri},
    {"name", 0, 1, Type::text, Function::kContextIfBare, name},
    {"lang", 1, 1, Type::boolean, Function::kContext, lang},
    {"id", 1, 1, Type::nodes, Function::kContext, id},
    {"instance", 1, 1, Type::nodes, kPlain, instance},
    {"current", 0, 0, Type::nodes, kPlain, current},
    {"randomize", 1, 2, Type::nodes, Function::kContext, randomize},
    {"indexed-repeat", 3, kAny, Type::nodes, Function::kContext, indexed_repeat},
};

}  // namespace

std::span<const Function> node_functions() { return kFunctions; }

}  // namespace yuanquan::xpath

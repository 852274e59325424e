// Cycles as JavaRosa finds them when it loads a form: by nodes, not by rows. Two things can change when something else
// does: whether a node is relevant (R) and what it calculates to (C). Edges run from what changes to what is recomputed:
//   R(group) → R(child)        relevance is inherited
//   R(n), C(n) → R(m), C(m)    for every m whose expression reads n
// required and readonly change no value, so they end a chain. A constraint may ask for its own node. A relevant, readonly
// or required that does so is refused by JavaRosa and accepted by ODK Web Forms and pyxform, and has a sensible value: a
// warning here.
// https://github.com/getodk/javarosa/blob/master/docs/dag-and-cycles.md

#include <algorithm>
#include <deque>
#include <map>

#include "model/form/expression_sites.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

namespace {

using Use = ExpressionSite::Use;
using Vertex = std::uint32_t;  // 2 × node: R; 2 × node + 1: C.

struct Graph {
    std::vector<std::vector<Vertex>> edges;
};

// A bare "." that stands for the node, since functions such as once() read their node without naming it, which is fine.
bool names_itself(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
            continue;
        }
        if (c == '\'' || c == '"') quote = c;
        if (c != '.') continue;
        const auto is = [&](std::size_t at, auto test) { return at < text.size() && test(text[at]); };
        const auto part_of_word = [](char d) {
            return d == '.' || (d >= '0' && d <= '9') || (d >= 'a' && d <= 'z') || (d >= 'A' && d <= 'Z') || d == '_';
        };
        if ((i > 0 && is(i - 1, part_of_word)) || is(i + 1, part_of_word)) continue;
        return true;
    }
    return text.find("current()") != std::string_view::npos;
}

bool inside(const Form& form, NodeIndex node, NodeIndex ancestor) {
    while (node != kNone && node != ancestor) node = form.nodes[node].parent;
    return node == ancestor;
}

void add_fault(const Form& form, std::vector<base::Finding>& findings, const std::vector<NodeIndex>& cycle,
               const base::Place& place, std::string_view column, base::Severity severity = base::Severity::error) {
    std::string path;
    for (NodeIndex node : cycle) path += (path.empty() ? "" : " → ") + form.absolute_path(node);
    base::Finding finding;
    finding.severity = severity;
    finding.code = cycle.size() == 1 ? "form.self_reference" : "form.cycle";
    finding.parameters = {{"path", cycle.size() == 1 ? path : path + " → " + form.absolute_path(cycle.front())}};
    finding.place = place;
    finding.place.column = std::string(column);
    findings.push_back(std::move(finding));
}

Graph make_graph(const Form& form, const PathNodes& paths, std::vector<base::Finding>& findings) {
    Graph graph;
    graph.edges.resize(form.nodes.size() * 2);
    for (NodeIndex i = 0; i < form.nodes.size(); ++i) {
        for (NodeIndex child : form.nodes[i].children) graph.edges[2 * i].push_back(2 * child);
    }
    for_each_expression(form, [&](const ExpressionSite& site) {
        if (site.use == Use::other || site.use == Use::constraint) return;
        const bool cascades = site.use == Use::relevant || site.use == Use::calculate;
        const bool inherited = site.use == Use::relevant || site.use == Use::readonly;
        bool itself = false;
        bool below = false;
        for (const xpath::PathRead& read : site.expression->reads()) {
            const ReadNodes found = paths.nodes(read, site.context);
            if (!found.certain) continue;  // Wildcards: JavaRosa does not follow them either.
            for (NodeIndex node : found.nodes) {
                if (node == site.context && read.steps.empty() && !names_itself(site.expression->text())) continue;
                if (node == site.context) {
                    itself = true;
                } else if (inherited && inside(form, node, site.context)) {
                    below = true;
                } else if (cascades) {
                    const Vertex target = 2 * site.context + (site.use == Use::calculate ? 1 : 0);
                    graph.edges[2 * node].push_back(target);
                    graph.edges[2 * node + 1].push_back(target);
                }
            }
        }
        if (!itself && !below) return;
        const bool certain = below || site.use == Use::calculate;
        add_fault(form, findings, {site.context}, *site.place, site.column,
                  certain ? base::Severity::error : base::Severity::warning);
    });
    return graph;
}

// Strongly connected components (Tarjan), without recursion since forms may be as long as their authors like.
struct Components {
    const Graph& graph;
    std::vector<std::uint32_t> index, low, component;
    std::vector<Vertex> stack;
    std::vector<std::vector<Vertex>> cyclic;
    std::uint32_t next = 1;

    explicit Components(const Graph& g)
        : graph(g), index(g.edges.size(), 0), low(g.edges.size(), 0), component(g.edges.size(), 0) {
        for (Vertex v = 0; v < graph.edges.size(); ++v) {
            if (index[v] == 0) visit(v);
        }
    }

    void enter(Vertex v, std::vector<std::pair<Vertex, std::size_t>>& calls) {
        index[v] = low[v] = next++;
        stack.push_back(v);
        calls.emplace_back(v, 0);
    }

    void visit(Vertex start) {
        std::vector<std::pair<Vertex, std::size_t>> calls;
        enter(start, calls);
        while (!calls.empty()) {
            auto& [v, edge] = calls.back();
            if (edge < graph.edges[v].size()) {
                const Vertex to = graph.edges[v][edge++];
                if (index[to] == 0) enter(to, calls);
                else if (component[to] == 0) low[v] = std::min(low[v], index[to]);
                continue;
            }
            const Vertex done = v;
            calls.pop_back();
            if (!calls.empty()) low[calls.back().first] = std::min(low[calls.back().first], low[done]);
            if (low[done] == index[done]) close(done);
        }
    }

    void close(Vertex root) {
        std::vector<Vertex> members;
        Vertex v{};
        do {
            v = stack.back();
            stack.pop_back();
            component[v] = root + 1;
            members.push_back(v);
        } while (v != root);
        if (members.size() > 1) cyclic.push_back(std::move(members));
    }

    // A shortest way from a member back to itself.
    std::vector<Vertex> way_around(Vertex start) const {
        std::map<Vertex, Vertex> from;
        std::deque<Vertex> open{start};
        while (!open.empty()) {
            const Vertex v = open.front();
            open.pop_front();
            for (Vertex to : graph.edges[v]) {
                if (component[to] != component[start]) continue;
                if (to == start) {
                    std::vector<Vertex> way{v};
                    for (Vertex at = v; at != start;) way.push_back(at = from.at(at));
                    std::reverse(way.begin(), way.end());
                    return way;
                }
                if (to != start && from.emplace(to, v).second) open.push_back(to);
            }
        }
        return {start};
    }
};

}  // namespace

void check_cycles(const Form& form, const PathNodes& paths, std::vector<base::Finding>& findings) {
    const Graph graph = make_graph(form, paths, findings);
    const Components components(graph);
    for (const auto& members : components.cyclic) {
        const Vertex start = *std::min_element(members.begin(), members.end());
        std::vector<NodeIndex> cycle;
        for (Vertex v : components.way_around(start)) {
            if (cycle.empty() || cycle.back() != v / 2) cycle.push_back(v / 2);
        }
        if (cycle.size() > 1 && cycle.front() == cycle.back()) cycle.pop_back();
        NodeIndex named = cycle.front();
        for (NodeIndex node : cycle) {
            if (!form.nodes[node].calculate.empty() || !form.nodes[node].relevant.empty()) {
                named = node;
                break;
            }
        }
        const bool calculated = !form.nodes[named].calculate.empty();
        add_fault(form, findings, cycle, form.nodes[named].place, calculated ? "calculate" : "relevant");
    }
}

}  // namespace yuanquan::form

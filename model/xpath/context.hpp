#pragma once
// Where and with what an expression runs. All that is not in the tree (other instances, languages, the clock, chance)
// comes through Host, so evaluation does no IO and a seed replays it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/ids.hpp"
#include "model/xpath/tree.hpp"

namespace yuanquan::xpath {

// What the form supplies. Every function has a harmless default, so that tests and tools can run without a form.
class Host {
  public:
    virtual ~Host() = default;
    // instance('id'): the node above the root element of a secondary instance (the document of its tree), since ODK
    // writes instance('id')/root/item; or that of the primary one by its id.
    virtual std::optional<Node> instance(std::string_view id) const { (void)id; return std::nullopt; }
    // jr:choice-name(value, 'path'): the label of a choice in the current language.
    virtual std::string choice_name(std::string_view value, std::string_view path, Node context) const {
        (void)path, (void)context;
        return std::string(value);
    }
    virtual std::string itext(std::string_view id) const { return std::string(id); }  // jr:itext(id)
    virtual std::string property(std::string_view name) const { (void)name; return {}; }  // deviceid, username …
    // A path that names a repeat: lets position(..), indexed-repeat and count() know instances from groups.
    virtual bool is_repeat(Node node) const { (void)node; return false; }
    // Spec deviation kept by Collect: an absolute path into a repeat that the context stands in means this row's node.
    // True = rewrite absolute paths so.
    virtual bool contextualises_absolute_paths() const { return false; }
};

// Bounds for hostile forms; an expression that passes one ends with too_large.
struct Limits {
    std::size_t depth = 200;              // Nesting of the expression and of evaluation.
    std::size_t steps = 50'000'000;       // Nodes visited in one evaluation.
    std::size_t string_bytes = 16 << 20;  // Of any one string.
};

struct Context {
    Node node;                 // The context node.
    std::size_t position = 1;  // 1-based
    std::size_t size = 1;
    Node current;              // current(): the node whose bind or choice is computed; node when empty.
    Node root;                 // Where absolute paths start; the document of node's tree when empty.
    const Host* host = nullptr;
    const base::Clock* clock = nullptr;    // now(), today(); the system's when null.
    base::Random* random = nullptr;        // random(), uuid(), randomize() without seed; the system's when null.
    int utc_offset_minutes = 0;            // Used where clock is null.
    Limits limits{};
};

}  // namespace yuanquan::xpath

// Nodes by name: cell paths with row ids, as records keep them, and absolute paths with numbers, as people write them.
#include "model/base/text.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

struct PathStep {
    std::string_view name;
    std::string_view in_brackets;
};

// "a/b[c]/d" in steps; names keep their prefix and '@'. False for text that is no path.
bool parse_steps(std::string_view path, std::vector<PathStep>& out) {
    for (std::string_view part : base::split(path, '/')) {
        PathStep step{part, {}};
        if (std::size_t const open = part.find('['); open != part.npos) {
            if (part.back() != ']') return false;
            step = {part.substr(0, open), part.substr(open + 1, part.size() - open - 2)};
        }
        if (step.name.empty()) return false;
        out.push_back(step);
    }
    return true;
}

NodeIndex child_named(const Form& form, NodeIndex parent, std::string_view name) {
    bool const attribute = name.front() == '@';
    if (attribute) name.remove_prefix(1);
    if (auto const colon = name.find(':'); colon != name.npos) name.remove_prefix(colon + 1);
    for (NodeIndex child : form.nodes[parent].children) {
        if (form.nodes[child].attribute == attribute && form.nodes[child].name == name) return child;
    }
    return kNone;
}

}  // namespace

std::string Filling::cell_path(InstanceId id) const {
    std::vector<InstanceId> chain;
    for (; id != kNoInstance && id != Instance::kRoot; id = tree.item(id).parent) chain.push_back(id);
    std::string out;
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
        auto const& node = tree.def(*at);
        if (!out.empty()) out += '/';
        if (node.attribute) out += '@';
        if (!node.prefix.empty()) out += node.prefix + ":";
        out += node.name;
        if (!node.repeat) continue;
        auto const* row = tree.row_id(*at);
        out += "[" + (row ? row->text() : std::string()) + "]";
    }
    return out;
}

InstanceId Filling::locate(std::string_view path) const {
    std::vector<PathStep> steps;
    if (path.empty()) return Instance::kRoot;
    if (!parse_steps(path, steps)) return kNoInstance;
    InstanceId at = Instance::kRoot;
    for (auto const& step : steps) {
        NodeIndex const def = child_named(*form, tree.item(at).def, step.name);
        if (def == kNone || form->nodes[def].repeat == step.in_brackets.empty()) return kNoInstance;
        if (!form->nodes[def].repeat) {
            at = tree.child(at, def);
            continue;
        }
        auto const id = base::RowId::parse(step.in_brackets);
        InstanceId const row = id ? tree.find_row(*id) : kNoInstance;
        if (row == kNoInstance || !tree.item(row).alive || tree.item(row).def != def || tree.item(row).parent != at) {
            return kNoInstance;
        }
        at = row;
    }
    return at;
}

InstanceId Filling::locate_by_position(std::string_view path) const {
    if (path.empty() || path.front() != '/') return kNoInstance;
    std::vector<PathStep> steps;
    if (!parse_steps(path.substr(1), steps)) return kNoInstance;
    InstanceId at = Instance::kRoot;
    for (std::size_t i = 1; i < steps.size(); ++i) {  // The first step is the root, whatever it is called.
        NodeIndex const def = child_named(*form, tree.item(at).def, steps[i].name);
        if (def == kNone) return kNoInstance;
        if (!form->nodes[def].repeat) {
            at = tree.child(at, def);
            continue;
        }
        auto const& rows = tree.rows(at, def);
        std::int64_t const number = steps[i].in_brackets.empty() ? 1 : base::parse_integer(steps[i].in_brackets).value_or(0);
        if (number < 1 || number > static_cast<std::int64_t>(rows.size())) return kNoInstance;
        at = rows[static_cast<std::size_t>(number - 1)];
    }
    return at;
}

}  // namespace yuanquan::form

// Beginning: a new filling, or a record opened again.
#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/answer_types.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

// "a[1]/b[2]" → "a[1]" and "b[2]"; "a[1]" → "" and "a[1]".
std::pair<std::string_view, std::string_view> split_last(std::string_view path) {
    std::size_t const slash = path.rfind('/');
    return slash == path.npos ? std::pair(std::string_view(), path) : std::pair(path.substr(0, slash), path.substr(slash + 1));
}

std::string default_of(const Instance& tree, InstanceId id) {
    auto const& node = tree.def(id);
    auto const* origin = tree.item(id).origin;
    if (!origin) return {};
    if (node.attribute) {
        auto const* text = origin->attribute(node.prefix.empty() ? node.name : node.prefix + ":" + node.name);
        return text ? *text : std::string();
    }
    return origin->text_content();
}

}  // namespace

Filling::Filling(std::shared_ptr<const Form> the_form, Environment the_environment)
    : form(std::move(the_form)),
      graph(BindGraph::of(form)),
      environment(std::move(the_environment)),
      tree(graph->shape),
      language(form->default_language) {}

base::Status Filling::start(const Answers* existing) {
    tree.build(form->initial);
    reopened = existing != nullptr;
    int const offset = offset_minutes();
    tree.each_below(Instance::kRoot, [&](InstanceId id) {  // Defaults are the author's: what is of no use is left out.
        auto& item = tree.item(id);
        if (!item.value.empty()) item.value = canonical_answer(form->nodes[item.def].type, item.value, offset).value_or(std::string());
        if (base::trim(item.value).empty()) item.value.clear();
    });
    if (existing) {
        take(*existing);
    } else {
        name_rows();
        preload_below(Instance::kRoot);
        fire("odk-instance-first-load");
        fire("xforms-ready");
    }
    fire("odk-instance-load");
    mark_all_below(Instance::kRoot);
    bool const settled = settle();
    if (existing) restore_hidden_defaults();
    if (!settled || !settle()) return base::fail(base::ErrorCode::form_has_errors, form->id, "rules that never come to rest");
    settled_once = true;
    ++revision;
    return {};
}

void Filling::name_rows() {
    tree.each_below(Instance::kRoot, [&](InstanceId id) {
        if (!tree.def(id).repeat) return;
        tree.set_row_id(id, base::RowId::random(*environment.random));
        tree.place_row(id);
    });
}

// The record's rows and values are all there is: the form's own first rows and defaults are for new ones.
void Filling::take(const Answers& existing) {
    std::vector<InstanceId> rows;
    tree.each_below(Instance::kRoot, [&](InstanceId id) {
        if (tree.def(id).repeat) rows.push_back(id);
        tree.item(id).value.clear();
    });
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) tree.take_row(*row);

    struct Wanted {
        const AnswerRow* row;
        std::size_t depth;
        double position;
    };
    std::vector<Wanted> wanted;
    for (auto const& row : existing.rows) {
        auto const depth = static_cast<std::size_t>(std::count(row.path.begin(), row.path.end(), '['));
        wanted.push_back({&row, depth, base::parse_decimal(row.position).value_or(0)});
    }
    std::stable_sort(wanted.begin(), wanted.end(), [](auto const& a, auto const& b) {
        return std::pair(a.depth, a.position) < std::pair(b.depth, b.position);
    });
    for (auto const& next : wanted) {
        auto const [above, last] = split_last(next.row->path);
        std::size_t const open = last.find('[');
        InstanceId const parent = locate(above);
        auto const id = open == last.npos ? std::nullopt : base::RowId::parse(last.substr(open + 1, last.size() - open - 2));
        if (parent == kNoInstance || !id || tree.find_row(*id) != kNoInstance) continue;
        std::string const name(last.substr(0, open));
        NodeIndex repeat = kNone;
        for (NodeIndex child : tree.def(parent).children) {
            if (form->nodes[child].repeat && form->nodes[child].name == name) repeat = child;
        }
        if (repeat == kNone) continue;
        auto const found = form->templates.find(repeat);
        auto const* origin = found == form->templates.end() ? nullptr : &found->second;
        InstanceId const row = tree.insert_row(parent, repeat, tree.rows(parent, repeat).size(), origin, *id);
        std::vector<InstanceId> inner;
        tree.each_below(row, [&](InstanceId below) {
            tree.item(below).value.clear();
            if (below != row && tree.def(below).repeat) inner.push_back(below);
        });
        for (auto each = inner.rbegin(); each != inner.rend(); ++each) tree.take_row(*each);
        if (!next.row->position.empty()) tree.set_place_text(row, next.row->position);
    }
    for (auto const& cell : existing.cells) {
        InstanceId const id = locate(cell.path);
        bool const known = id != kNoInstance && (tree.is_leaf(id) || tree.def(id).attribute);
        if (known) {
            tree.item(id).value = cell.value;
        } else {
            unknown.push_back(cell);
        }
    }
}

// What was not relevant was not saved, its default with it. It comes back unseen, for the moment it becomes relevant.
void Filling::restore_hidden_defaults() {
    tree.each_below(Instance::kRoot, [&](InstanceId id) {
        auto& item = tree.item(id);
        if (item.relevant || !item.value.empty()) return;
        if (!tree.is_leaf(id) && !tree.def(id).attribute) return;
        item.value = canonical_answer(form->nodes[item.def].type, default_of(tree, id), offset_minutes()).value_or(std::string());
    });
}

}  // namespace yuanquan::form

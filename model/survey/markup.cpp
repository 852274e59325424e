#include "model/survey/markup.hpp"

#include <algorithm>
#include <optional>

#include "model/base/text.hpp"
#include "model/store/list_column.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kFallbackColumns = 4;
constexpr std::size_t kSearchPathsMax = 60;
constexpr double kOrderLast = 1000;

const std::string* marked(const form::FormNode& node, const std::string& name) {
    const auto it = node.bind_attributes.find("yq:" + name);
    return it == node.bind_attributes.end() ? nullptr : &it->second;
}

bool in_repeat(const form::Form& form, form::NodeIndex node) { return form.innermost_repeat(node) != form::kNone; }

// Short answers that tell records apart: text, numbers and single choices typed by a person, outside repeats.
bool is_short_question(const form::Form& form, form::NodeIndex node) {
    const auto control = form.control_of(node);
    if (control == form::kNone || in_repeat(form, node)) return false;
    const auto kind = form.controls[control].kind;
    if (kind != form::ControlKind::input && kind != form::ControlKind::select_one) return false;
    const auto type = form.nodes[node].type;
    return type == form::DataType::string || type == form::DataType::integer;
}

bool is_typed_text(const form::Form& form, form::NodeIndex node) {
    const auto control = form.control_of(node);
    if (control == form::kNone || form.controls[control].kind != form::ControlKind::input) return false;
    const auto type = form.nodes[node].type;
    return type == form::DataType::string || type == form::DataType::integer || type == form::DataType::barcode;
}

store::ListColumn::Source source_of(const form::Form& form, form::NodeIndex node) {
    store::ListColumn::Source source{form.path(node), {}, {}};
    for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
        const auto* over = marked(form.nodes[i], "over");
        if (over == nullptr || form.innermost_repeat(i) != form.innermost_repeat(node)) continue;
        source.state = form.path(i);
        for (const auto answer : base::split_space(*over)) source.over.emplace_back(answer);
    }
    return source;
}

// "4", "3 latest", "4 earliest".
void add_column(const form::Form& form, form::NodeIndex node, const std::string& told,
                std::vector<std::pair<double, store::ListColumn>>& columns) {
    using Kind = store::ListColumn::Kind;
    const auto words = base::split_space(told);
    const double order = words.empty() ? kOrderLast : base::parse_decimal(words.front()).value_or(kOrderLast);
    store::ListColumn column;
    if (words.size() > 1 && in_repeat(form, node)) {
        column.kind = words[1] == "latest" ? Kind::latest : words[1] == "earliest" ? Kind::earliest : Kind::answer;
    }
    if (column.kind == Kind::earliest) {
        column.sources.push_back(source_of(form, node));
        for (auto& [number, known] : columns) {
            if (number != order || known.kind != Kind::earliest) continue;
            known.sources.push_back(std::move(column.sources.front()));
            return;
        }
    } else {
        column.sources.push_back({form.path(node), {}, {}});
    }
    columns.emplace_back(order, std::move(column));
}

}  // namespace

store::ListColumns list_columns(const form::Form& form) {
    store::ListColumns result;
    result.form_id = form.id;
    std::vector<std::pair<double, store::ListColumn>> declared;
    std::vector<std::string> fallback;
    for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
        const auto path = form.path(i);
        if (const auto* told = marked(form.nodes[i], "list")) add_column(form, i, *told, declared);
        if (fallback.size() < kFallbackColumns && is_short_question(form, i)) fallback.push_back(path);
        if (result.search.size() < kSearchPathsMax && is_typed_text(form, i)) result.search.push_back(path);
    }
    std::stable_sort(declared.begin(), declared.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& column : declared) result.columns.push_back(column.second.text());
    if (declared.empty()) result.columns = std::move(fallback);
    return result;
}

bool is_optional(const form::FormNode& repeat) {
    const auto* optional = marked(repeat, "optional");
    return optional != nullptr && *optional == "yes";
}

MaskRule mask_rule(const form::FormNode& node) {
    const auto* rule = marked(node, "mask");
    if (rule == nullptr) return MaskRule::none;
    return *rule == "year" ? MaskRule::year : MaskRule::whole;
}

std::vector<form::NodeIndex> area_questions(const form::Form& form) {
    std::vector<form::NodeIndex> questions;
    for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
        if (marked(form.nodes[i], "area") != nullptr && !in_repeat(form, i)) questions.push_back(i);
    }
    return questions;
}

}  // namespace yuanquan::survey

#include "app/screens/form_columns.hpp"

#include <algorithm>

#include "model/survey/markup.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

namespace {

using Kind = store::ListColumn::Kind;

// The question in some row of its repeat; only to read its label.
std::optional<form::Element> in_a_row(form::LiveForm& live, form::NodeIndex node) {
    if (node == form::kNone) return {};
    const auto repeat_node = live.form().innermost_repeat(node);
    if (repeat_node == form::kNone) return {};
    const auto repeat_path = live.form().path(repeat_node);
    const auto repeat = live.find(repeat_path);
    if (!repeat) return {};
    const auto rows = live.children(*repeat, false);
    const auto row = rows.empty() ? live.add_row(*repeat) : base::Result<form::Element>(rows.front());
    if (!row) return {};
    return live.find(live.cell_path(*row) + live.form().path(node).substr(repeat_path.size()));
}

}  // namespace

std::string question_label(form::LiveForm& live, const std::string& path) {
    auto element = live.find(path);
    if (!element) element = in_a_row(live, live.form().find_node(path));
    return element ? live.label(*element) : std::string();
}

base::Result<FormColumns> FormColumns::make(survey::Workspace& workspace, const std::string& form_id,
                                            const words::Texts& texts) {
    auto open = workspace.form(form_id);
    if (!open) return base::fail(std::move(open.error()));
    auto live = form::LiveForm::open(open->form, workspace.environment(*open));
    if (!live) return base::fail(std::move(live.error()));
    (*live)->set_language(survey::language_index(*open->form, texts.language()));
    const auto areas = survey::area_questions(*open->form);
    FormColumns result;
    for (const auto& told : survey::list_columns(*open->form).columns) {
        const auto listed = store::ListColumn::parse(told);
        Column column;
        column.kind = listed.kind;
        column.path = listed.sources.front().path;
        const auto node = open->form->find_node(column.path);
        column.area = std::find(areas.begin(), areas.end(), node) != areas.end();
        if (node != form::kNone && column.kind == Kind::answer) {
            const auto& bound = open->form->nodes[node];
            column.number = bound.repeat || bound.type == form::DataType::integer || bound.type == form::DataType::decimal;
        }
        const auto element = column.kind == Kind::answer ? (*live)->find(column.path) : in_a_row(**live, node);
        if (element) {
            column.label = (*live)->label(*element);
            column.choice = element->kind == form::ElementKind::question &&
                            (*live)->control(*element).kind == form::ControlKind::select_one;
        }
        if (column.kind == Kind::latest) {   // "Date" alone says nothing: it is the repeat that tells of what.
            const auto repeat = (*live)->find(open->form->path(open->form->innermost_repeat(node)));
            if (repeat) column.label = texts.tr("work.column.latest", {{"list", (*live)->label(*repeat)}});
        }
        if (column.label.empty()) column.label = column.path.substr(column.path.rfind('/') + 1);
        result.columns_.push_back(std::move(column));
    }
    result.form_ = std::move(*live);
    return result;
}

const std::string& FormColumns::text(std::size_t index, const std::string& value) {
    auto& column = columns_[index];
    if (!column.choice || value.empty()) return value;
    if (const auto it = column.words.find(value); it != column.words.end()) return it->second;
    const auto element = form_->find(column.path);
    return column.words[value] = element ? form_->choice_label(*element, value) : value;
}

}  // namespace yuanquan::screens

#include "app/screens/form_columns.hpp"

#include <algorithm>

#include "model/survey/markup.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

base::Result<FormColumns> FormColumns::make(survey::Workspace& workspace, const std::string& form_id,
                                            const std::string& language) {
    auto open = workspace.form(form_id);
    if (!open) return base::fail(std::move(open.error()));
    auto live = form::LiveForm::open(open->form, workspace.environment(*open));
    if (!live) return base::fail(std::move(live.error()));
    (*live)->set_language(survey::language_index(*open->form, language));
    const auto areas = survey::area_questions(*open->form);
    FormColumns result;
    for (const auto& path : survey::list_columns(*open->form).columns) {
        Column column;
        column.path = path;
        const auto node = open->form->find_node(path);
        column.area = std::find(areas.begin(), areas.end(), node) != areas.end();
        if (node != form::kNone) {
            const auto& bound = open->form->nodes[node];
            column.number = bound.repeat || bound.type == form::DataType::integer || bound.type == form::DataType::decimal;
        }
        const auto element = (*live)->find(path);
        if (element) {
            column.label = (*live)->label(*element);
            column.choice = element->kind == form::ElementKind::question &&
                            (*live)->control(*element).kind == form::ControlKind::select_one;
        }
        if (column.label.empty()) column.label = path.substr(path.rfind('/') + 1);
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

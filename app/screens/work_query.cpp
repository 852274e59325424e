#include "app/screens/work_query.hpp"

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kSetting[] = "ui.work";

}  // namespace

// "form|area|flags|sort key|column|descending"
WorkView load_work_view(const survey::Workspace& workspace) {
    WorkView view;
    const auto kept = workspace.store().setting(kSetting).value_or("");
    const auto parts = base::split(kept, '|');
    if (parts.size() != 6) return view;
    view.query.form_id = parts[0];
    view.query.area = parts[1];
    view.query.only_conflicts = parts[2].find('c') != std::string_view::npos;
    view.query.only_unsent = parts[2].find('u') != std::string_view::npos;
    view.query.only_mine = parts[2].find('m') != std::string_view::npos;
    view.query.only_returned = parts[2].find('r') != std::string_view::npos;
    view.query.only_overdue = parts[2].find('d') != std::string_view::npos;
    view.query.only_unfinished = parts[2].find('b') != std::string_view::npos;
    const auto key = base::parse_integer(parts[3]).value_or(0);
    if (key >= 0 && key <= static_cast<int>(SortKey::column)) view.sort.key = static_cast<SortKey>(key);
    view.sort.column = static_cast<std::size_t>(std::max<std::int64_t>(0, base::parse_integer(parts[4]).value_or(0)));
    view.sort.descending = parts[5] == "1";
    return view;
}

base::Status store_work_view(survey::Workspace& workspace, const WorkView& view) {
    const auto& query = view.query;
    std::string text = query.form_id + "|" + query.area + "|";
    if (query.only_conflicts) text += 'c';
    if (query.only_unsent) text += 'u';
    if (query.only_mine) text += 'm';
    if (query.only_returned) text += 'r';
    if (query.only_overdue) text += 'd';
    if (query.only_unfinished) text += 'b';
    text += "|" + std::to_string(static_cast<int>(view.sort.key)) + "|" + std::to_string(view.sort.column) + "|" + (view.sort.descending ? "1" : "0");
    return workspace.store().set_setting(kSetting, text);
}

}  // namespace yuanquan::screens

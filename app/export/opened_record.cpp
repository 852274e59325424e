#include "app/export/opened_record.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::exports {

RecordOpener::RecordOpener(survey::Workspace& workspace, survey::Workspace::OpenForm form, const std::vector<FormTable>& tables,
                           std::size_t language)
    : workspace_(workspace), form_(std::move(form)), language_(language) {
    for (std::size_t table = 0; table < tables.size(); ++table) {
        repeats_[tables[table].repeat] = table;
        column_counts_.push_back(tables[table].columns.size());
        for (std::size_t i = 0; i < tables[table].columns.size(); ++i) {
            const auto& column = tables[table].columns[i];
            questions_[form_.form->path(column.node)] = {table, i};
            for (const auto& [code, words] : column.choices) words_[column.node].emplace(code, words);
        }
    }
}

base::Result<OpenedRecord> RecordOpener::open(const record::RecordId& id) {
    OpenedRecord opened;
    auto record = workspace_.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    opened.record = std::move(*record);
    const auto stored = survey::answers_of(opened.record);
    auto live = form::LiveForm::open(form_.form, workspace_.environment(form_), &stored);
    if (!live) return base::fail(std::move(live.error()).with_context("record " + id.text()));
    opened.live = std::move(*live);
    opened.live->set_language(language_);
    opened.answers = opened.live->answers();
    std::unordered_map<std::string_view, std::size_t> rows;      // By path, in opened.rows.
    std::unordered_map<std::string, std::size_t> counted;        // Rows so far, by repeat inside its row.
    const auto add_row = [&](std::size_t table, const std::string& path, std::string place) {
        opened.rows.push_back({table, path, std::move(place), {}, {}});
        opened.rows.back().values.resize(column_counts_[table]);
        opened.rows.back().cells.resize(column_counts_[table]);
    };
    add_row(0, {}, {});
    rows[""] = 0;
    for (const auto& row : opened.answers.rows) {
        const auto table = repeats_.find(record::question_path(row.path));
        const auto element = opened.live->find(row.path);
        if (table == repeats_.end() || (element && !opened.live->relevant(*element))) continue;
        const auto outer = record::enclosing_row(row.path);
        const auto around = rows.find(outer);
        const auto repeat = row.path.substr(0, row.path.rfind('['));
        auto place = around == rows.end() ? std::string() : opened.rows[around->second].place;
        place += repeat.substr(outer.size()) + "[" + std::to_string(++counted[repeat]) + "]";
        rows[row.path] = opened.rows.size();
        add_row(table->second, row.path, std::move(place));
    }
    for (const auto& cell : opened.answers.cells) {
        if (!cell.relevant) continue;
        const auto row = rows.find(record::innermost_row(cell.path));
        const auto question = questions_.find(record::question_path(cell.path));
        if (row == rows.end() || question == questions_.end()) continue;
        auto& to = opened.rows[row->second];
        if (to.table != question->second.table) continue;
        to.values[question->second.column] = &cell.value;
        to.cells[question->second.column] = &cell.path;
    }
    return opened;
}

std::string RecordOpener::in_words(const OpenedRecord& opened, const QuestionColumn& column, const std::string& cell,
                                   const std::string& value) const {
    const auto known = words_.find(column.node);
    const auto one = [&](std::string_view code) {
        if (known != words_.end()) {
            if (const auto it = known->second.find(std::string(code)); it != known->second.end()) return it->second;
        }
        const auto question = opened.live->find(cell);
        return question ? opened.live->choice_label(*question, code) : std::string(code);
    };
    if (form_.form->controls[column.control].kind == form::ControlKind::select_one) return one(value);
    std::string words;
    for (const auto part : base::split_space(value)) words += (words.empty() ? "" : "; ") + one(part);
    return words;
}

std::vector<UnansweredRow> reasons_of(const OpenedRecord& opened, const std::vector<FormTable>& tables) {
    std::vector<UnansweredRow> reasons;
    for (const auto& [path, mark] : survey::marks_of(opened.record)) {
        const auto question = opened.live->find(path);
        const auto why = survey::read_unanswered(mark);
        if (!question || !why || !opened.live->relevant(*question)) continue;
        const auto node = opened.live->form().find_node(record::question_path(path));
        for (std::size_t table = 0; table < tables.size(); ++table) {
            const auto& columns = tables[table].columns;
            const auto column = std::find_if(columns.begin(), columns.end(), [&](const auto& known) { return known.node == node; });
            if (column != columns.end()) reasons.push_back({table, static_cast<std::size_t>(column - columns.begin()), path, *why});
        }
    }
    return reasons;
}

std::string row_id(const std::string& row_path) {
    const auto open = row_path.rfind('[');
    return open == std::string::npos ? std::string() : row_path.substr(open + 1, row_path.size() - open - 2);
}

}  // namespace yuanquan::exports

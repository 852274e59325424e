#include "app/export/data_export.hpp"

#include <map>
#include <unordered_map>

#include "app/export/data_sheet.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/markup.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::exports {

namespace {

constexpr char kRecordsSheet[] = "records", kOtherSheet[] = "other";

struct Column {
    std::string path;          // Of the question.
    bool numeric = false, sensitive = false, choices = false;
};
struct Table {                 // The records, or one repeat.
    std::string repeat;        // '' for the records.
    bool nested = false;
    std::vector<Column> columns;
    std::size_t sheet = 0;
};

bool is_choice(const form::Form& form, form::ControlIndex control) {
    if (control == form::kNone) return false;
    const auto kind = form.controls[control].kind;
    return kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple || kind == form::ControlKind::rank;
}

// A note shows words and holds none.
bool is_note(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    const auto control = form.control_of(index);
    if (control == form::kNone || form.controls[control].kind != form::ControlKind::input) return false;
    if (node.readonly.empty() || !node.calculate.empty() || !node.preload.empty()) return false;
    for (const auto& action : form.actions) {
        if (action.target == index) return false;
    }
    return true;
}

bool is_question(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    if (!node.children.empty() || node.attribute || node.repeat || node.type == form::DataType::none) return false;
    return (form.control_of(index) != form::kNone || !node.calculate.empty() || !node.preload.empty()) && !is_note(form, index);
}

std::string label_of(const form::Form& form, form::NodeIndex node, std::size_t language) {
    const auto control = form.control_of(node);
    if (control == form::kNone) return form.nodes[node].name;
    const auto& texts = form.controls[control].label.by_language;
    const form::Phrase* phrase = nullptr;
    for (const auto index : {language, form.default_language, std::size_t{0}}) {
        if (phrase == nullptr && index < texts.size() && texts[index]) phrase = &*texts[index];
    }
    std::string label;
    if (phrase != nullptr) {
        for (const auto& part : phrase->parts) label += part.output.empty() ? part.literal : "…";
    }
    return label.empty() ? form.nodes[node].name : label;
}

class Exporter {
  public:
    Exporter(survey::Workspace& workspace, const DataOptions& options, survey::Workspace::OpenForm open, DataBook& book)
        : workspace_(workspace), options_(options), open_(std::move(open)), form_(*open_.form), book_(book),
          language_(survey::language_index(form_, options.texts->language())) {}

    base::Result<Exported> run() {
        tables_.emplace_back();
        collect(0, 0);
        for (auto& table : tables_) {
            if (auto added = add_sheet(table); !added) return base::fail(std::move(added.error()));
        }
        store::ListFilter filter;
        filter.form_id = options_.form_id;
        auto rows = workspace_.store().list(filter);
        if (!rows) return base::fail(std::move(rows.error()));
        for (const auto& row : *rows) {
            auto added = add_record(row.id);
            if (!added) return base::fail(std::move(added.error()).with_context("record " + row.id.text()));
        }
        return std::move(exported_);
    }

  private:
    // Questions of a node's subtree into the table of the repeat around them, in the order of the form.
    void collect(form::NodeIndex index, std::size_t table) {
        for (const auto child : form_.nodes[index].children) {
            const auto& node = form_.nodes[child];
            if (index == 0 && node.name == "meta") continue;
            if (node.repeat) {
                tables_.push_back({form_.path(child), table != 0, {}, 0});
                collect(child, tables_.size() - 1);
            } else if (is_question(form_, child)) {
                const bool numeric = node.type == form::DataType::integer || node.type == form::DataType::decimal;
                tables_[table].columns.push_back({form_.path(child), numeric, survey::is_sensitive(node), is_choice(form_, form_.control_of(child))});
            } else {
                collect(child, table);
            }
        }
    }

    void fixed(DataRow& paths, DataRow& labels, std::initializer_list<const char*> names) const {
        for (const char* name : names) {
            paths.push_back({name});
            labels.push_back({options_.texts->tr(std::string("paper.data.") + name, {})});
        }
    }

    base::Status add_sheet(Table& table) {
        DataRow paths, labels;
        if (table.repeat.empty()) {
            fixed(paths, labels, {"record_id", "form_version", "area", "area_name", "title", "state", "author", "changed", "conflicts"});
        } else {
            fixed(paths, labels, {"record_id", "row_id"});
            if (table.nested) fixed(paths, labels, {"parent_row_id"});
        }
        for (const auto& column : table.columns) {
            const auto label = label_of(form_, form_.find_node(column.path), language_);
            paths.push_back({column.path});
            labels.push_back({label});
            if (!column.choices) continue;
            paths.push_back({column.path + ":label"});
            labels.push_back({options_.texts->tr("paper.data.in_words", {{"label", label}})});
        }
        auto sheet = book_.add_sheet(table.repeat.empty() ? kRecordsSheet : base::replace_all(table.repeat, "/", "."), paths, labels);
        if (!sheet) return base::fail(std::move(sheet.error()));
        table.sheet = *sheet;
        return {};
    }

    base::Status add_record(const record::RecordId& id) {
        auto record = workspace_.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        const auto stored = survey::answers_of(*record);
        auto live = form::LiveForm::open(open_.form, workspace_.environment(open_), &stored);
        if (!live) return base::fail(std::move(live.error()));
        (*live)->set_language(language_);
        // By row ('' for the record itself), then by question.
        std::unordered_map<std::string, std::unordered_map<std::string, const form::AnswerCell*>> cells;
        const auto answers = (*live)->answers();
        for (const auto& cell : answers.cells) {
            if (!cell.relevant) continue;
            cells[std::string(record::innermost_row(cell.path))][record::question_path(cell.path)] = &cell;
        }
        DataRow row = about(*record);
        append_answers(row, tables_.front(), **live, cells[""]);
        if (auto added = book_.add_row(tables_.front().sheet, row); !added) return added;
        ++exported_.records;
        for (const auto& repeated : answers.rows) {
            const auto element = (*live)->find(repeated.path);
            if (element && !(*live)->relevant(*element)) continue;
            if (auto added = add_row(id, repeated.path, **live, cells[repeated.path]); !added) return added;
        }
        return add_unknown(id, (*live)->unknown());
    }

    DataRow about(const record::Record& record) const {
        const auto at = record.last_wall_ms;
        const auto title = std::string(record.value(record::kTitleCell));
        return {{record.id.text()},
                {record.form_version},
                {record.area},
                {workspace_.areas().name(record.area, options_.texts->chinese(), 4)},
                {options_.masked ? survey::mask_within(title) : title},
                {std::string(record.value(record::kStateCell))},
                {record.last_author},
                {base::iso_date_time(at, workspace_.clock().offset_minutes(at))},
                {std::to_string(record::conflicts(record).size()), true}};
    }

    base::Status add_row(const record::RecordId& id, const std::string& path, const form::LiveForm& live,
                         const std::unordered_map<std::string, const form::AnswerCell*>& cells) {
        const auto repeat = record::question_path(path);
        for (const auto& table : tables_) {
            if (table.repeat.empty() || table.repeat != repeat) continue;
            DataRow row{{id.text()}, {row_id(path)}};
            if (table.nested) row.push_back({row_id(std::string(record::enclosing_row(path)))});
            append_answers(row, table, live, cells);
            ++exported_.rows;
            return book_.add_row(table.sheet, row);
        }
        return {};
    }

    static std::string row_id(const std::string& row_path) {
        const auto open = row_path.rfind('[');
        return open == std::string::npos ? std::string() : row_path.substr(open + 1, row_path.size() - open - 2);
    }

    void append_answers(DataRow& row, const Table& table, const form::LiveForm& live,
                        const std::unordered_map<std::string, const form::AnswerCell*>& cells) const {
        for (const auto& column : table.columns) {
            const auto it = cells.find(column.path);
            const std::string value = it == cells.end() ? std::string() : it->second->value;
            row.push_back({protect(value, column.sensitive), column.numeric});
            if (!column.choices) continue;
            row.push_back({value.empty() ? value : protect(in_words(live, it->second->path, value), column.sensitive)});
        }
    }

    std::string protect(const std::string& value, bool sensitive) const {
        if (!options_.masked || value.empty()) return value;
        return sensitive ? survey::mask(value) : survey::mask_within(value);
    }

    static std::string in_words(const form::LiveForm& live, const std::string& path, const std::string& value) {
        const auto question = live.find(path);
        if (!question) return value;
        if (live.control(*question).kind == form::ControlKind::select_one) return live.choice_label(*question, value);
        std::string words;
        for (const auto part : base::split_space(value)) words += (words.empty() ? "" : "; ") + live.choice_label(*question, part);
        return words;
    }

    // What another version of the form asked: on a sheet of its own, which is there only when it is needed.
    base::Status add_unknown(const record::RecordId& id, const std::vector<form::AnswerCell>& unknown) {
        for (const auto& cell : unknown) {
            if (cell.value.empty()) continue;
            if (!other_) {
                DataRow paths, labels;
                fixed(paths, labels, {"record_id", "path", "value"});
                auto sheet = book_.add_sheet(kOtherSheet, paths, labels);
                if (!sheet) return base::fail(std::move(sheet.error()));
                other_ = *sheet;
            }
            // Whether it was sensitive is not known any more.
            const auto value = options_.masked ? survey::mask(cell.value) : cell.value;
            if (auto added = book_.add_row(*other_, {{id.text()}, {cell.path}, {value}}); !added) return added;
        }
        return {};
    }

    survey::Workspace& workspace_;
    const DataOptions& options_;
    survey::Workspace::OpenForm open_;
    const form::Form& form_;
    DataBook& book_;
    std::size_t language_;
    std::vector<Table> tables_;
    std::optional<std::size_t> other_;
    Exported exported_;
};

}  // namespace

base::Result<Exported> export_data(survey::Workspace& workspace, const DataOptions& options) {
    if (options.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "export", "no texts");
    auto open = workspace.form(options.form_id);
    if (!open) return base::fail(std::move(open.error()));
    if (auto made = base::make_folder(options.folder); !made) return base::fail(std::move(made.error()));
    std::unique_ptr<DataBook> book;
    if (options.format == DataFormat::csv) {
        book = open_csv(options.folder, options.form_id);
    } else {
        auto opened = open_xlsx(options.folder, options.form_id);
        if (!opened) return base::fail(std::move(opened.error()));
        book = std::move(*opened);
    }
    auto exported = Exporter(workspace, options, std::move(*open), *book).run();
    if (!exported) return exported;
    auto files = book->finish();
    if (!files) return base::fail(std::move(files.error()));
    exported->files = std::move(*files);
    return exported;
}

}  // namespace yuanquan::exports

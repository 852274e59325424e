#include "model/survey/import_rows.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/import_ids.hpp"
#include "model/survey/import_values.hpp"
#include "model/survey/markup.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

constexpr char kInstanceId[] = "meta/instanceID";
constexpr std::size_t kRecordsAtOnce = 64;

struct Line {
    const base::Sheet* sheet = nullptr;
    const base::Row* row = nullptr;
    const std::vector<const ImportColumn*>* columns = nullptr;   // By cell; null: not in the plan.
};
struct Group {
    record::RecordId id;
    std::vector<Line> lines;
};

class Importer {
  public:
    Importer(Workspace& workspace, const ImportPlan& plan, const ImportOptions& options, Workspace::OpenForm open)
        : workspace_(workspace), plan_(plan), options_(options), open_(std::move(open)), form_(*open_.form) {}

    Result<Imported> run(const base::Workbook& workbook, const ImportStep& step) {
        Status status = base::fail(base::ErrorCode::cancelled);
        if (!step(0, [&] { status = list_records(); })) return base::fail(base::ErrorCode::cancelled);
        for (std::size_t next = 0; status && next < ids_.size(); next += kRecordsAtOnce) {
            if (!step(0, [&] { status = learn_records(next); })) return base::fail(base::ErrorCode::cancelled);
        }
        if (!status) return base::fail(std::move(status.error()));
        for (const auto& sheet : workbook.sheets) group_lines(sheet);
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            const double done = static_cast<double>(i) / static_cast<double>(groups_.size());
            if (!step(done, [&] { status = import(groups_[i]); })) return base::fail(base::ErrorCode::cancelled);
            if (!status) return base::fail(std::move(status.error()).with_context("record " + groups_[i].id.text()));
        }
        for (const auto& [label, count] : lacking_) {
            imported_.findings.push_back({base::Severity::warning, "import.unanswered", {{"question", label}, {"count", std::to_string(count)}}, {}});
        }
        return std::move(imported_);
    }

  private:
    static std::string cell(const Line& line, std::size_t at) {
        return at < line.row->cells.size() ? std::string(base::trim(line.row->cells[at])) : std::string();
    }
    std::string value_to(const Line& line, std::string_view to) const {
        for (std::size_t i = 0; i < line.columns->size(); ++i) {
            if ((*line.columns)[i] != nullptr && (*line.columns)[i]->to == to) return cell(line, i);
        }
        return {};
    }
    base::Place place(const Line& line, std::string column = {}) const {
        return {options_.file_name, line.sheet->name, line.row->number, std::move(column), -1};
    }

    // --- Which record a line is about ---
    // By what lists may call them: the number of the submission they came from, and the answers that are keys.
    Status list_records() {
        for (const auto& column : plan_.columns) {
            if (column.key && !column.to.empty() && column.to[0] != '@') keys_.push_back(column.to);
        }
        std::sort(keys_.begin(), keys_.end());
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
        auto ids = workspace_.store().record_ids(options_.form_id);
        if (!ids) return base::fail(std::move(ids.error()));
        ids_ = std::move(*ids);
        return {};
    }
    Status learn_records(std::size_t first) {
        for (std::size_t i = first; i < std::min(ids_.size(), first + kRecordsAtOnce); ++i) {
            const auto& id = ids_[i];
            auto record = workspace_.store().record(id);
            if (!record) return base::fail(std::move(record.error()));
            if (const auto instance = record->value(kInstanceId); !instance.empty()) instances_.emplace(instance, id);
            std::string key;
            bool any = false;
            for (const auto& path : keys_) {
                const auto value = record->value(path);
                any = any || !value.empty();
                key += std::string(value) + '\x1f';
            }
            if (any) known_.emplace(std::move(key), id);
            here_.insert(id);
        }
        return {};
    }

    void group_lines(const base::Sheet& sheet) {
        if (sheet.rows.empty()) return;
        const auto known = heading_texts(form_);
        const auto head = heading_row(sheet, known);
        auto& columns = columns_[&sheet];
        for (const auto& heading : sheet.rows[head].cells) columns.push_back(planned(sheet.name, heading));
        const std::set<std::string> texts(known.begin(), known.end());
        record::RecordId last;
        for (std::size_t i = head + 1; i < sheet.rows.size(); ++i) {
            const Line line{&sheet, &sheet.rows[i], &columns};
            if (i == head + 1 && is_heading(line, texts)) continue;   // Labels under names, as our exports have them.
            const auto id = record_of(line, last);
            if (!id) continue;
            last = *id;
            const auto [at, added] = group_of_.emplace(*id, groups_.size());
            if (added) groups_.push_back({*id, {}});
            groups_[at->second].lines.push_back(line);
        }
    }
    const ImportColumn* planned(const std::string& sheet, const std::string& heading) const {
        const ImportColumn* found = nullptr;
        bool other_sheets = false;
        for (const auto& column : plan_.columns) {
            other_sheets = other_sheets || column.sheet != plan_.columns.front().sheet;
            if (column.heading != heading || column.to.empty()) continue;
            if (column.sheet == sheet) return &column;
            found = &column;
        }
        return other_sheets ? nullptr : found;   // A plan of one sheet serves a sheet of any name.
    }
    static bool is_heading(const Line& line, const std::set<std::string>& texts) {
        std::size_t mapped = 0, known = 0;
        for (std::size_t i = 0; i < line.columns->size(); ++i) {
            if ((*line.columns)[i] == nullptr || (*line.columns)[i]->to[0] == '@') continue;
            ++mapped;
            const auto text = cell(line, i);
            known += texts.contains(plain_heading(text.substr(0, text.find(" [")))) ? 1 : 0;   // "Name [2]" of a wide table.
        }
        return mapped > 0 && known * 2 > mapped;
    }

    // nullopt: an empty line, or one that says nothing of where it belongs.
    std::optional<record::RecordId> record_of(const Line& line, const record::RecordId& last) {
        auto outside = value_to(line, kToRecord);
        if (outside.empty()) {   // "uuid:…/members[1]": the rest is the row.
            outside = value_to(line, kToParentRow);
            outside = outside.starts_with("uuid:") ? outside.substr(0, outside.find('/')) : "";
        }
        if (!outside.empty()) {
            if (const auto it = instances_.find(outside); it != instances_.end()) return it->second;
            if (const auto it = instances_.find("uuid:" + outside); it != instances_.end()) return it->second;
            return imported_record_id(options_.form_id, outside);
        }
        std::string key;
        bool any_key = false, any = false;
        for (const auto& path : keys_) {
            const auto value = value_to(line, path);
            any_key = any_key || !value.empty();
            key += value + '\x1f';
        }
        for (std::size_t i = 0; i < line.columns->size(); ++i) any = any || ((*line.columns)[i] != nullptr && !cell(line, i).empty());
        if (!any) return std::nullopt;
        if (!any_key) {
            if (!last.is_zero()) return last;   // Merged cells: the household's number stands in its first line.
            imported_.findings.push_back({base::Severity::error, "import.no_record", {}, place(line)});
            ++imported_.refused;
            return std::nullopt;
        }
        if (const auto it = known_.find(key); it != known_.end()) return it->second;
        return record_id_of({"record", options_.form_id, key});
    }

    // --- What the record becomes ---
    struct Given {
        Line line;
        std::size_t column;
        std::string to, row;   // Path of the question; of the row that it stands in, '' outside.
    };

    Status import(const Group& group) {
        const bool is_new = !here_.contains(group.id);
        record::Record seen;
        seen.id = group.id;
        if (!is_new) {
            auto record = workspace_.store().record(group.id);
            if (!record) return base::fail(std::move(record.error()));
            seen = std::move(*record);
        }
        const auto answers = answers_of(seen);
        auto environment = workspace_.environment(open_);
        base::SeededRandom random(std::hash<record::RecordId>{}(group.id));   // The same list makes the same record anywhere.
        environment.random = &random;
        auto live = form::LiveForm::open(open_.form, std::move(environment), is_new ? nullptr : &answers);
        if (!live) return base::fail(std::move(live.error()));
        live_ = live->get();
        if (!options_.language.empty()) live_->set_language(language_index(form_, options_.language));
        is_new_ = is_new;
        faults_ = 0;
        places_.clear(), counted_.clear(), emptied_.clear();
        row_path_.clear();
        auto given = values_of(group);
        std::stable_sort(given.begin(), given.end(), [&](const Given& a, const Given& b) { return order_of(a) < order_of(b); });
        for (const auto& value : given) answer(value);
        if (faults_ > 0) {
            ++imported_.refused;
            return {};
        }
        auto options = options_;
        if (const auto parent = value_to(group.lines.front(), kToParent); !parent.empty()) {
            options.parent = outside_record_id(parent);
            if (!options.parent) imported_.findings.push_back({base::Severity::warning, "import.no_parent", {{"value", parent}}, place(group.lines.front())});
        }
        const auto is_unused = [&](const form::Element& row) {   // Of a repeat about which the list says nothing.
            const auto repeat = live_->parent(row);
            const auto* node = repeat ? live_->node(*repeat) : nullptr;
            return is_new && node != nullptr && is_optional(*node) && !emptied_.contains(live_->cell_path(*repeat));
        };
        if (auto dropped = drop_unused_rows(*live_, is_unused); !dropped) return dropped;
        note_problems(group, marks_of(seen));
        if (const auto area = value_to(group.lines.front(), kToArea); !area.empty()) options.area = area;
        return keep_imported(workspace_, *live_, seen, options, is_new, place(group.lines.front()), imported_);
    }

    // Rows before their questions, what stands outside before what stands in rows, and each in the order of the form, so that
    // a township is chosen when its county is.
    std::pair<std::size_t, std::size_t> order_of(const Given& given) const {
        const auto depth = static_cast<std::size_t>(std::count(given.row.begin(), given.row.end(), '['));
        return {depth, form_.find_node(path_of(given.to))};
    }

    std::vector<Given> values_of(const Group& group) {
        std::vector<Given> given;
        for (const auto& line : group.lines) {
            std::map<form::NodeIndex, std::string> rows;   // By repeat: the row that this line is about.
            for (std::size_t i = 0; i < line.columns->size(); ++i) {
                const auto* column = (*line.columns)[i];
                if (column == nullptr || column->to[0] == '@' || cell(line, i).empty()) continue;
                const auto node = form_.find_node(path_of(column->to));
                if (node == form::kNone) continue;
                const auto repeat = form_.innermost_repeat(node);
                std::string row;
                if (repeat != form::kNone) {
                    row = column->to.find('[') != std::string::npos ? row_by_number(group, column->to) : "";
                    if (row.empty()) {
                        auto& known = rows[repeat];
                        if (known.empty()) known = row_of_line(group, line, repeat, cell(line, i));
                        row = known;
                    }
                    if (row.empty()) {
                        fault(line, column->heading, "import.no_row", {{"value", cell(line, i)}});
                        continue;
                    }
                }
                given.push_back({line, i, column->to, row});
            }
            if (rows.empty() && !value_to(line, kToRow).empty()) keep_blank_row(group, line);
        }
        return given;
    }

    // A line that names a row and says nothing of it: it is there all the same.
    void keep_blank_row(const Group& group, const Line& line) {
        for (const auto* column : *line.columns) {
            if (column == nullptr || column->to[0] == '@') continue;
            const auto node = form_.find_node(path_of(column->to));
            const auto repeat = node == form::kNone ? form::kNone : form_.innermost_repeat(node);
            if (repeat == form::kNone) continue;
            (void)row_of_line(group, line, repeat, {});
            return;
        }
    }

    // "plots[1]/crops[2]/kind": the rows of those numbers, made where they are missing.
    std::string row_by_number(const Group& group, const std::string& to) {
        std::string path;
        std::size_t from = 0;
        for (auto open = to.find('['); open != std::string::npos; open = to.find('[', from)) {
            const auto close = to.find(']', open);
            const auto number = base::parse_integer(to.substr(open + 1, close - open - 1));
            if (!number || *number < 1) return {};
            const auto repeat = path + to.substr(from, open - from);
            path = existing_row(repeat, static_cast<std::size_t>(*number));
            if (path.empty()) path = add_row(repeat, row_id_of({group.id.text(), repeat, std::to_string(*number)}));
            if (path.empty()) return {};
            from = close + 1;
        }
        return path;
    }
    std::string existing_row(const std::string& repeat, std::size_t number) {
        const auto element = live_->find(repeat);
        if (!element) return {};
        clear_blank_rows(*element, repeat);
        const auto rows = live_->children(*element, false);
        return number <= rows.size() ? live_->cell_path(rows[number - 1]) : std::string();
    }

    std::string row_of_line(const Group& group, const Line& line, form::NodeIndex repeat, const std::string& first) {
        const auto outer = form_.innermost_repeat(form_.nodes[repeat].parent);
        std::string around;
        if (outer != form::kNone) {
            const auto parent = value_to(line, kToParentRow);
            around = parent.empty() ? std::string() : row_path_.count(imported_row_id(parent)) ? row_path_[imported_row_id(parent)] : find_row(imported_row_id(parent));
            if (around.empty()) return {};
        }
        const auto path = form_.path(repeat);
        const auto at = around.empty() ? path : around + path.substr(form_.path(outer).size());
        const auto own = value_to(line, kToRow);
        base::RowId id;
        if (!own.empty()) {
            id = imported_row_id(own);
        } else {
            // One of a name is the one already there; the second of it is another.
            const auto times = std::to_string(++counted_[at + '\x1f' + first]);
            if (const auto here = row_that_says(at, first, line, repeat); !here.empty()) return here;
            id = row_id_of({group.id.text(), at, first, times});
        }
        const auto row = at + "[" + id.text() + "]";
        if (const auto known = live_->find(row)) return row_path_[id] = row;
        const auto added = add_row(at, id);
        if (!added.empty()) row_path_[id] = added;
        return added;
    }
    std::string find_row(const base::RowId& id) const {
        for (const auto& row : live_->answers().rows) {
            if (row.path.ends_with("[" + id.text() + "]")) return row.path;
        }
        return {};
    }
    // A row that was there before this import and whose question of the line's first value says the same.
    std::string row_that_says(const std::string& repeat, const std::string& first, const Line& line, form::NodeIndex node) {
        if (is_new_) return {};
        const auto element = live_->find(repeat);
        if (!element) return {};
        std::string question;
        for (std::size_t i = 0; i < line.columns->size() && question.empty(); ++i) {
            const auto* column = (*line.columns)[i];
            if (column != nullptr && column->to[0] != '@' && !cell(line, i).empty() && form_.find_node(path_of(column->to)) != form::kNone &&
                form_.innermost_repeat(form_.find_node(path_of(column->to))) == node) {
                question = path_of(column->to).substr(form_.path(node).size());
            }
        }
        std::size_t wanted = static_cast<std::size_t>(counted_[repeat + '\x1f' + first]);
        for (const auto& row : live_->children(*element, false)) {
            const auto path = live_->cell_path(row);
            if (live_->value_at(path + question) == first && --wanted == 0) return path;
        }
        return {};
    }

    std::string add_row(const std::string& repeat, const base::RowId& id) {
        const auto element = live_->find(repeat);
        if (!element) return {};
        clear_blank_rows(*element, repeat);
        const auto row = live_->add_row(*element, nullptr, id);
        return row ? live_->cell_path(*row) : std::string();
    }
    // A form may open with an empty row to be filled in: the list brings its own.
    void clear_blank_rows(const form::Element& repeat, const std::string& path) {
        if (!is_new_ || !emptied_.insert(path).second) return;
        for (const auto& row : live_->children(repeat, false)) (void)live_->remove_row(row);
    }

    void fault(const Line& line, const std::string& heading, const char* code, std::map<std::string, std::string> facts) {
        imported_.findings.push_back({base::Severity::error, code, std::move(facts), place(line, heading)});
        ++faults_;
    }

    void answer(const Given& given) {
        const auto& heading = (*given.line.columns)[given.column]->heading;
        const auto text = cell(given.line, given.column);
        const auto path = path_of(given.to);
        const auto repeat = form_.innermost_repeat(form_.find_node(path));
        const auto at = repeat == form::kNone ? path : given.row + path.substr(form_.path(repeat).size());
        const auto question = live_->find(at);
        if (!question) return fault(given.line, heading, "import.no_question", {{"value", text}});
        places_[at] = {given.line, heading};
        if (const auto part = given.to.find(':'); part != std::string::npos) return answer_part(*question, given, text, given.to.substr(part + 1));
        std::string code;
        auto value = imported_value(*live_, *question, text, code);
        const auto language = live_->language();
        for (std::size_t i = 0; !value && code == "import.no_choice" && i < form_.languages.size(); ++i) {
            live_->set_language(i);
            value = imported_value(*live_, *question, text, code);
        }
        if (live_->language() != language) live_->set_language(language);
        if (!value || !live_->answer(*question, *value)) {
            fault(given.line, heading, code.empty() ? "import.wrong_type" : code.c_str(), {{"value", text}, {"question", live_->label(*question)}});
        }
    }

    // Latitude, longitude, altitude and accuracy in columns of their own.
    void answer_part(const form::Element& question, const Given& given, const std::string& text, const std::string& part) {
        auto words = std::vector<std::string>{"0", "0", "0", "0"};
        const auto before = live_->value(question);
        const auto known = base::split_space(before);
        for (std::size_t i = 0; i < known.size() && i < words.size(); ++i) words[i] = std::string(known[i]);
        const std::vector<std::string> names = {"latitude", "longitude", "altitude", "accuracy"};
        const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), part) - names.begin());
        const auto& heading = (*given.line.columns)[given.column]->heading;
        if (at == names.size()) return fault(given.line, heading, "import.no_question", {{"value", text}});
        words[at] = text;
        if (!live_->answer(question, words[0] + " " + words[1] + " " + words[2] + " " + words[3])) {
            fault(given.line, heading, "import.wrong_type", {{"value", text}, {"question", live_->label(question)}});
        }
    }

    void note_problems(const Group& group, const Marks& marks) {
        for (const auto& problem : problems_left(*live_, marks)) {
            const auto at = live_->cell_path(problem);
            const auto from = places_.find(at);
            if (live_->value(problem).empty()) {
                ++lacking_[live_->label(problem)];
                continue;
            }
            const auto where = from == places_.end() ? place(group.lines.front()) : place(from->second.first, from->second.second);
            imported_.findings.push_back({base::Severity::warning, "import.doubtful",
                                          {{"question", live_->label(problem)}, {"value", live_->value(problem)}, {"why", live_->message(problem)}}, where});
        }
    }

    Workspace& workspace_;
    const ImportPlan& plan_;
    const ImportOptions& options_;
    Workspace::OpenForm open_;
    const form::Form& form_;
    Imported imported_;

    std::vector<std::string> keys_;                                           // Paths.
    std::vector<record::RecordId> ids_;                                       // Of all that are here.
    std::unordered_map<std::string, record::RecordId> instances_, known_;
    std::set<record::RecordId> here_;
    std::map<const base::Sheet*, std::vector<const ImportColumn*>> columns_;
    std::vector<Group> groups_;
    std::map<record::RecordId, std::size_t> group_of_;
    std::map<std::string, std::uint64_t> lacking_;

    // Of the record being made.
    form::LiveForm* live_ = nullptr;
    bool is_new_ = false;
    int faults_ = 0;
    std::map<std::string, std::pair<Line, std::string>> places_;             // Of each answer, line and heading.
    std::map<std::string, int> counted_;
    std::set<std::string> emptied_;
    std::map<base::RowId, std::string> row_path_;
};

}  // namespace

Status keep_imported(Workspace& workspace, const form::LiveForm& live, const record::Record& seen, const ImportOptions& options, bool is_new,
                     const base::Place& place, Imported& imported) {
    auto edit = edit_of(live, seen, is_new ? options.area : seen.area, options.parent, marks_of(seen));
    for (const auto& cell : live.unknown()) edit.cells.push_back({cell.path, cell.value});
    auto ops = record::edit_ops(seen, edit);
    const auto told = std::find_if(ops.begin(), ops.end(), [](const auto& op) { return !op.path.starts_with('@') || op.path == record::kParentCell; });
    if (!is_new && told == ops.end()) {   // The state and the like are for people to change.
        ++imported.unchanged;
        return {};
    }
    if (!is_new && !options.update) {
        ++imported.differing;
        imported.findings.push_back({base::Severity::warning, "import.differs", {{"path", told->path}, {"count", std::to_string(ops.size())}}, place});
        return {};
    }
    ++(is_new ? imported.added : imported.updated);
    if (options.dry_run) return {};
    std::string area;
    for (const auto& cell : edit.cells) {
        if (cell.path == record::kAreaCell) area = cell.value;
    }
    auto saved = workspace.store().save(seen.id, workspace.identity().person, area, live.form().id, live.form().version, std::move(ops));
    if (!saved) return base::fail(std::move(saved.error()));
    return {};
}

Result<Imported> import_rows(Workspace& workspace, const base::Workbook& workbook, const ImportPlan& plan, const ImportOptions& options,
                             const ImportStep& step) {
    Result<Workspace::OpenForm> open = base::fail(base::ErrorCode::cancelled);
    if (!step(0, [&] { open = workspace.form(options.form_id); }) || !open) return base::fail(std::move(open.error()));
    return Importer(workspace, plan, options, std::move(*open)).run(workbook, step);
}

}  // namespace yuanquan::survey

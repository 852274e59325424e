#include "model/survey/record_view.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/survey/answer_words.hpp"
#include "model/survey/markup.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

void read_blob(std::string_view value, Fact& fact) {
    const auto blob = record::read_blob_value(value);
    if (!blob) return;
    fact.blob = blob->id;
    fact.text = fact.file_name = std::string(blob->name);
}

class Viewer {
  public:
    Viewer(const form::LiveForm& live, const record::Record& record, const ViewOptions& options)
        : live_(live), options_(options), masking_(options.masked ? Masking(record) : Masking()), conflicts_(record::conflicts(record)), record_(record),
          marks_(marks_of(record)) {}

    std::vector<Section> sections() {
        std::vector<Section> sections;
        Section loose;  // Questions that stand outside every group.
        for (const auto& element : live_.children(live_.root())) {
            if (element.kind == form::ElementKind::question) {
                add_fact(element, loose.facts);
                continue;
            }
            Section section;
            section.name = name_of(element);
            section.label = label_or_name(element);
            if (element.kind == form::ElementKind::repeat) {
                add_tables(element, {}, section.tables);
            } else {
                fill(element, section);
            }
            sections.push_back(std::move(section));
        }
        if (!loose.facts.empty()) sections.insert(sections.begin(), std::move(loose));
        return sections;
    }
    std::size_t conflict_count() const { return conflicts_.size(); }

  private:
    std::string name_of(const form::Element& element) const {
        const auto* node = live_.node(element);
        return node == nullptr ? std::string() : node->name;
    }
    std::string label_or_name(const form::Element& element) const {
        auto label = live_.label(element);
        return label.empty() ? name_of(element) : label;
    }

    void fill(const form::Element& group, Section& section) {
        for (const auto& element : live_.children(group)) {
            switch (element.kind) {
                case form::ElementKind::question: add_fact(element, section.facts); break;
                case form::ElementKind::repeat: add_tables(element, {}, section.tables); break;
                case form::ElementKind::group:
                case form::ElementKind::row: fill(element, section); break;
            }
        }
    }

    void add_fact(const form::Element& question, std::vector<Fact>& facts) {
        // A note holds no value; what it says is asked for on the screen, not on the dossier.
        const auto& control = live_.control(question);
        const bool note = control.kind == form::ControlKind::trigger ||
                          (live_.readonly(question) && live_.value(question).empty());
        auto fact = make_fact(question);
        if (note && fact.versions.empty()) return;
        if (!options_.include_blank && fact.text.empty() && fact.versions.empty()) return;
        facts.push_back(std::move(fact));
    }

    Fact make_fact(const form::Element& question) {
        Fact fact;
        fact.path = live_.cell_path(question);
        fact.label = label_or_name(question);
        const auto* node = live_.node(question);
        const auto rule = node == nullptr ? MaskRule::none : mask_rule(*node);
        fact.calculated = node != nullptr && !node->calculate.empty();
        fact.numeric = node != nullptr && (node->type == form::DataType::integer || node->type == form::DataType::decimal);
        if (node != nullptr) fact.type = node->type;
        fact.value = live_.value(question);
        fact.text = answer_words(live_, question, fact.value);
        read_blob(fact.value, fact);
        for (const auto& conflict : conflicts_) {
            if (conflict.kind != record::Conflict::Kind::values) continue;
            const bool of_mark = record::unanswered_question(conflict.path) == fact.path;
            if (!of_mark && conflict.path != fact.path) continue;
            for (const auto& head : conflict.heads) {
                Version version{masking_.show(head.value, rule), masking_.show(answer_words(live_, question, head.value), rule),
                                head.author, head.wall_ms, head.offset_minutes, false, {}};
                const auto mark = of_mark ? head.value : mark_beside(record_, fact.path, head);
                version.mark = masked_mark(mark, masking_, rule);
                if (of_mark) version.value.clear();
                if (of_mark || !mark.empty()) version.text = mark_in_words(version.mark, options_.reasons);
                fact.versions.push_back(std::move(version));
            }
        }
        if (masking_.on() && rule != MaskRule::none) fact.blob.reset();   // A photo of a card is as sensitive as its number.
        fact.value = masking_.show(fact.value, rule);
        fact.text = masking_.show(fact.text, rule);
        fact.file_name = masking_.show(fact.file_name, rule);
        if (const auto mark = marks_.empty() ? marks_.end() : marks_.find(fact.path); mark != marks_.end() && fact.value.empty()) {
            const auto shown = masked_mark(mark->second, masking_, rule);
            fact.unanswered = read_unanswered(shown);
            fact.text = mark_in_words(shown, options_.reasons);
        }
        return fact;
    }

    // The repeat's table, then one for each repeat inside one of its rows, named for that row: "Crops · South field".
    void add_tables(const form::Element& repeat, const std::string& owner, std::vector<Table>& tables) {
        tables.push_back(table(repeat));
        if (!owner.empty()) tables.back().label += " · " + owner;
        std::size_t number = 0;
        for (const auto& row : live_.children(repeat)) {
            ++number;
            std::vector<Fact> facts;
            collect(row, facts);
            const auto named = std::find_if(facts.begin(), facts.end(), [](const Fact& fact) { return !fact.text.empty(); });
            const auto name = named == facts.end() ? std::to_string(number) : named->text;
            add_nested(row, owner.empty() ? name : owner + " · " + name, tables);
        }
    }
    void add_nested(const form::Element& parent, const std::string& owner, std::vector<Table>& tables) {
        for (const auto& element : live_.children(parent)) {
            if (element.kind == form::ElementKind::repeat && !live_.children(element).empty()) add_tables(element, owner, tables);
            if (element.kind == form::ElementKind::group) add_nested(element, owner, tables);
        }
    }

    // Every question that any row could show is a column; a row in which it does not apply has a blank there.
    Table table(const form::Element& repeat) {
        Table table;
        table.path = live_.cell_path(repeat);
        table.label = label_or_name(repeat);
        for (const auto& row : live_.children(repeat)) {
            TableRow out;
            out.path = live_.cell_path(row);
            std::vector<Fact> facts;
            collect(row, facts);
            for (auto& fact : facts) {
                const auto path = record::question_path(fact.path);
                if (std::find(table.column_paths.begin(), table.column_paths.end(), path) == table.column_paths.end()) {
                    insert_column(table, path, fact.label, facts);
                }
            }
            out.facts = std::move(facts);
            for (const auto& conflict : conflicts_) {
                if (conflict.kind == record::Conflict::Kind::removed_and_edited && conflict.path == out.path) {
                    out.conflict = conflict;
                }
            }
            table.rows.push_back(std::move(out));
        }
        for (auto& row : table.rows) align(row, table);
        return table;
    }

    // After the column that stands before it in the same row, so that columns keep the order of the form.
    static void insert_column(Table& table, const std::string& path, const std::string& label, const std::vector<Fact>& row) {
        auto at = table.column_paths.size();
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (record::question_path(row[i].path) != path || i == 0) continue;
            const auto before = record::question_path(row[i - 1].path);
            const auto it = std::find(table.column_paths.begin(), table.column_paths.end(), before);
            if (it != table.column_paths.end()) at = static_cast<std::size_t>(it - table.column_paths.begin()) + 1;
        }
        table.column_paths.insert(table.column_paths.begin() + static_cast<std::ptrdiff_t>(at), path);
        table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(at), label);
    }

    static void align(TableRow& row, const Table& table) {
        std::vector<Fact> facts;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto it = std::find_if(row.facts.begin(), row.facts.end(), [&](const Fact& fact) {
                return record::question_path(fact.path) == table.column_paths[i];
            });
            if (it != row.facts.end()) {
                facts.push_back(*it);
            } else {
                Fact blank;
                blank.label = table.columns[i];
                facts.push_back(std::move(blank));
            }
        }
        row.facts = std::move(facts);
    }

    void collect(const form::Element& parent, std::vector<Fact>& facts) {
        for (const auto& element : live_.children(parent)) {
            if (element.kind == form::ElementKind::question) {
                add_fact(element, facts);
            } else if (element.kind == form::ElementKind::group) {
                collect(element, facts);
            }
        }
    }

    const form::LiveForm& live_;
    const ViewOptions& options_;
    Masking masking_;
    std::vector<record::Conflict> conflicts_;
    const record::Record& record_;
    Marks marks_;
};

}  // namespace

std::size_t language_index(const form::Form& form, std::string_view code) {
    for (std::size_t i = 0; i < form.languages.size(); ++i) {
        const auto name = base::fold_case(form.languages[i]);
        if (name == code || name.find("(" + std::string(code) + ")") != std::string::npos) return i;
    }
    const std::string_view own = code == "zh" ? "中文" : "english";
    for (std::size_t i = 0; i < form.languages.size(); ++i) {
        if (base::fold_case(form.languages[i]).find(own) != std::string::npos) return i;
    }
    return form.default_language;
}

const Section* RecordView::section(std::string_view name) const {
    const auto it = std::find_if(sections.begin(), sections.end(), [&](const Section& s) { return s.name == name; });
    return it == sections.end() ? nullptr : &*it;
}

const Fact* RecordView::fact(std::string_view path) const {
    for (const auto& section : sections) {
        for (const auto& fact : section.facts) {
            if (fact.path == path) return &fact;
        }
        for (const auto& table : section.tables) {
            for (const auto& row : table.rows) {
                for (const auto& fact : row.facts) {
                    if (fact.path == path) return &fact;
                }
            }
        }
    }
    return nullptr;
}

Result<std::unique_ptr<form::LiveForm>> open_to_read(Workspace& workspace, const record::Record& record, std::string_view language) {
    auto open = workspace.form(record.form_id);
    if (!open) return base::fail(std::move(open.error()));
    const auto answers = answers_of(record);
    auto live = form::LiveForm::open(open->form, workspace.environment(*open), &answers);
    if (live) (*live)->set_language(language_index(*open->form, language));
    return live;
}

Result<RecordView> view_record(Workspace& workspace, const record::RecordId& id, const ViewOptions& options) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    return view_record(workspace, *record, options);
}

Result<RecordView> view_record(Workspace& workspace, const record::Record& record, const ViewOptions& options) {
    auto open = workspace.form(record.form_id);
    if (!open) return base::fail(std::move(open.error()));
    const auto answers = answers_of(record);
    auto live = form::LiveForm::open(open->form, workspace.environment(*open), &answers);
    if (!live) return base::fail(std::move(live.error()));
    const auto language = std::min(options.language, open->form->languages.size() - 1);
    (*live)->set_language(language);
    Viewer viewer(**live, record, options);
    RecordView view;
    view.id = record.id;
    view.form_id = record.form_id;
    view.form_version = record.form_version;
    view.form_title = open->form->title;
    view.title = (options.masked ? Masking(record) : Masking()).show(record.value(record::kTitleCell));
    if (view.title.empty()) view.title = record.id.text().substr(0, 8);
    view.area = record.area;
    const bool chinese = language_index(*open->form, "zh") == language;
    view.area_name = workspace.areas().name(record.area, chinese, 3);
    view.state = std::string(record.value(record::kStateCell));
    view.sections = viewer.sections();
    view.conflict_count = viewer.conflict_count();
    view.changes = record.changes;
    view.first_author = record.first_author;
    view.last_author = record.last_author;
    view.first_ms = record.first_wall_ms;
    view.last_ms = record.last_wall_ms;
    return view;
}

}  // namespace yuanquan::survey

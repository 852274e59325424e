#include "model/survey/duplicate_view.hpp"

#include <algorithm>
#include <map>

#include "model/survey/record_view.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kPartsMax = 4, kRowsMax = 12;
constexpr std::string_view kSharedSign = "＝ ";

std::string_view last_word(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool tells_who(std::string_view word) {
    constexpr std::string_view kWords[] = {"name", "sex", "birth_date", "document_number", "id_number", "identity_number"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

struct Opened {
    record::Record record;
    RecordView view;
};

// One person of a roster: in words, and by what was typed.
struct Person {
    std::string words, key;
};
std::vector<Person> people_of(const Opened& opened, const Table& table) {
    std::vector<Person> people;
    for (const auto& row : table.rows) {
        Person person;
        std::size_t parts = 0;
        for (const auto& fact : row.facts) {
            if (fact.text.empty() || fact.blob || fact.unanswered || !tells_who(last_word(fact.path)) || parts == kPartsMax) continue;
            person.words += (parts++ > 0 ? " · " : "") + fact.text;
            person.key.append(opened.record.value(fact.path)).append("\n");
        }
        if (!person.words.empty()) people.push_back(std::move(person));
    }
    return people;
}

const Table* first_roster(const RecordView& view) {
    for (const auto& section : view.sections) {
        for (const auto& table : section.tables) {
            const auto& paths = table.column_paths;
            if (std::any_of(paths.begin(), paths.end(), [](const auto& path) { return last_word(path) == "name"; })) return &table;
        }
    }
    return nullptr;
}

void add_facts(const std::vector<Opened>& all, Comparison& comparison) {
    std::vector<std::string> paths;                       // In the order of the form.
    std::map<std::string, ComparedLine, std::less<>> lines;
    std::map<std::string, std::vector<std::string>, std::less<>> typed;
    for (std::size_t side = 0; side < all.size(); ++side) {
        if (all[side].view.sections.empty()) continue;
        for (const auto& fact : all[side].view.sections.front().facts) {
            if (fact.text.empty() || fact.blob || fact.unanswered) continue;
            auto [line, is_new] = lines.try_emplace(fact.path);
            if (is_new) {
                paths.push_back(fact.path);
                line->second.label = fact.label;
                line->second.type = fact.type;
                line->second.texts.resize(all.size());
            }
            line->second.texts[side] = fact.text;
            typed[fact.path].emplace_back(all[side].record.value(fact.path));
        }
    }
    for (const auto& path : paths) {
        const auto& values = typed[path];
        auto& line = lines.find(path)->second;
        line.same = values.size() > 1 && !values.front().empty() &&
                    std::all_of(values.begin(), values.end(), [&](const auto& value) { return value == values.front(); });
        comparison.lines.push_back(std::move(line));
    }
}

void add_roster(const std::vector<Opened>& all, Comparison& comparison) {
    ComparedLine line;
    line.texts.resize(all.size());
    std::vector<std::vector<Person>> rosters;
    std::map<std::string, std::size_t> seen;              // In how many of the records.
    for (const auto& opened : all) {
        const auto* table = first_roster(opened.view);
        rosters.push_back(table == nullptr ? std::vector<Person>() : people_of(opened, *table));
        if (table != nullptr) line.label = table->label;
        for (const auto& person : rosters.back()) ++seen[person.key];
    }
    if (line.label.empty()) return;
    for (std::size_t side = 0; side < all.size(); ++side) {
        for (std::size_t i = 0; i < std::min(rosters[side].size(), kRowsMax); ++i) {
            const auto& person = rosters[side][i];
            const bool shared = seen[person.key] > 1;
            line.same = line.same || shared;
            line.texts[side] += (i > 0 ? "\n" : "") + (shared ? std::string(kSharedSign) : std::string()) + person.words;
        }
    }
    comparison.lines.push_back(std::move(line));
}

}  // namespace

Result<Comparison> compare_records(Workspace& workspace, const std::vector<record::RecordId>& ids, std::string_view language) {
    std::vector<Opened> all;
    Comparison comparison;
    for (const auto& id : ids) {
        auto record = workspace.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        ViewOptions options;
        options.include_blank = false;
        if (const auto form = workspace.form(record->form_id)) options.language = language_index(*form->form, language);
        auto view = view_record(workspace, *record, options);
        if (!view) return base::fail(std::move(view.error()));
        comparison.records.push_back({id, view->title, view->area_name, view->last_author, view->last_ms, view->changes});
        all.push_back({std::move(*record), std::move(*view)});
    }
    add_facts(all, comparison);
    add_roster(all, comparison);
    return comparison;
}

}  // namespace yuanquan::survey

#include "model/store/list_column.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::store {

namespace {

constexpr std::string_view kWords[] = {"", "latest", "earliest"};
constexpr std::string_view kUnless = "unless", kAlso = ";";

std::string answer_or_count(const record::Record& record, const std::string& path) {
    if (record.cells.contains(path)) return std::string(record.value(path));
    const auto row = record.cells.lower_bound(path + '[');
    if (row == record.cells.end() || !base::starts_with(row->first, path + '[')) return {};
    return std::to_string(record.rows(path).size());
}

bool is_over(const record::Record& record, const ListColumn::Source& source, std::string_view path) {
    if (source.state.empty()) return false;
    const auto row = record::innermost_row(path);
    const auto repeat = record::question_path(row);
    if (!base::starts_with(source.state, repeat + '/')) return false;
    const auto answer = record.value(std::string(row) + source.state.substr(repeat.size()));
    return std::find(source.over.begin(), source.over.end(), answer) != source.over.end();
}

}  // namespace

ListColumn ListColumn::parse(std::string_view text) {
    ListColumn column;
    auto words = base::split_space(text);
    for (const auto kind : {Kind::latest, Kind::earliest}) {
        if (words.size() < 2 || words.front() != kWords[static_cast<std::size_t>(kind)]) continue;
        column.kind = kind;
        words.erase(words.begin());
    }
    if (column.kind == Kind::answer) {
        column.sources.push_back({std::string(text), {}, {}});
        return column;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i == 0 || words[i - 1] == kAlso) {
            column.sources.push_back({std::string(words[i]), {}, {}});
        } else if (words[i] == kUnless && i + 1 < words.size()) {
            column.sources.back().state = words[++i];
        } else if (words[i] != kAlso) {
            column.sources.back().over.emplace_back(words[i]);
        }
    }
    return column;
}

std::string ListColumn::text() const {
    if (kind == Kind::answer) return sources.front().path;
    std::string text(kWords[static_cast<std::size_t>(kind)]);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& source = sources[i];
        if (i > 0) text.append(" ").append(kAlso);
        text += " " + source.path;
        if (!source.state.empty()) text.append(" ").append(kUnless).append(" ").append(source.state);
        for (const auto& answer : source.over) text += " " + answer;
    }
    return text;
}

std::string ListColumn::value(const record::Record& record) const {
    if (kind == Kind::answer) return answer_or_count(record, sources.front().path);
    std::string best;
    for (const auto& source : sources) {
        // Every row of the repeat begins with the name of its outermost group or repeat.
        const auto begin = source.path.substr(0, source.path.find('/'));
        for (auto cell = record.cells.lower_bound(begin); cell != record.cells.end() && base::starts_with(cell->first, begin); ++cell) {
            if (!record::is_of_question(cell->first, source.path)) continue;
            const auto value = record.value(cell->first);   // Dates of one form: their order is that of their text.
            if (value.empty() || is_over(record, source, cell->first)) continue;
            if (best.empty() || (kind == Kind::latest ? value > best : value < best)) best = value;
        }
    }
    return best;
}

}  // namespace yuanquan::store

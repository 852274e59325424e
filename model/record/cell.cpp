#include "model/record/cell.hpp"

#include <algorithm>

namespace yuanquan::record {
namespace {

constexpr std::size_t kPathBytesMax = 4096;
constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kRowText = 18;  // "[" + 16 hexadecimal digits + "]"

// Calls take(name, row text or "") for each step; false where the text is no path.
template <class Take>
bool read_steps(std::string_view path, Take take) {
    if (path.empty() || path.size() > kPathBytesMax || path.find('\0') != std::string_view::npos) return false;
    std::size_t depth = 0;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view step = path.substr(start, end - start);
        const std::string_view name = step.substr(0, step.find('['));
        const std::string_view row = step.substr(name.size());
        if (name.empty() || name.find(']') != std::string_view::npos || ++depth > kDepthMax) return false;
        if (!row.empty() && (row.size() != kRowText || row.back() != ']')) return false;
        if (!take(name, row.empty() ? row : row.substr(1, 16))) return false;
        start = end + 1;
    }
    return true;
}

}  // namespace

std::optional<std::vector<CellStep>> parse_cell(std::string_view path) {
    std::vector<CellStep> steps;
    const bool is_path = read_steps(path, [&](std::string_view name, std::string_view row) {
        steps.push_back({std::string(name), {}});
        if (row.empty()) return true;
        steps.back().row = base::RowId::parse(row);
        return steps.back().row.has_value();
    });
    if (!is_path) return std::nullopt;
    return steps;
}

bool is_cell(std::string_view path) {
    return read_steps(path, [](std::string_view, std::string_view row) {
        return row.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    });
}

std::string cell_text(const std::vector<CellStep>& steps) {
    std::string text;
    for (const CellStep& step : steps) {
        if (!text.empty()) text += '/';
        text += step.name;
        if (step.row) text += '[' + step.row->text() + ']';
    }
    return text;
}

std::string_view innermost_row(std::string_view path) {
    const std::size_t end = path.rfind(']');
    return end == std::string_view::npos ? std::string_view{} : path.substr(0, end + 1);
}

std::string_view enclosing_row(std::string_view row) {
    const std::size_t end = row.empty() ? std::string_view::npos : row.rfind(']', row.size() - 2);
    return end == std::string_view::npos ? std::string_view{} : row.substr(0, end + 1);
}

bool is_below(std::string_view path, std::string_view row) {
    return path.size() > row.size() && path[row.size()] == '/' && path.substr(0, row.size()) == row;
}

bool is_of_question(std::string_view path, std::string_view question) {
    // Asked of every cell of a record for every question of a list: most differ in their last character.
    if (path.empty() || question.empty() || (path.back() != question.back() && path.back() != ']')) return path == question;
    std::size_t at = 0;
    bool in_row = false;
    for (const char c : path) {
        if (c == '[') in_row = true;
        if (!in_row && (at == question.size() || question[at++] != c)) return false;
        if (c == ']') in_row = false;
    }
    return at == question.size();
}

std::string unanswered_cell(std::string_view question) {
    std::string path(question);
    return path.append("/").append(kUnansweredCell);
}

std::string_view unanswered_question(std::string_view path) {
    if (!path.ends_with(kUnansweredCell)) return {};
    path.remove_suffix(kUnansweredCell.size());
    if (!path.ends_with('/')) return {};
    path.remove_suffix(1);
    return path.ends_with(']') ? std::string_view() : path;   // Beside a question, never beside a row.
}

std::string question_path(std::string_view path) {
    std::string text;
    text.reserve(path.size());
    bool in_row = false;
    for (const char c : path) {
        if (c == '[') in_row = true;
        if (!in_row) text += c;
        if (c == ']') in_row = false;
    }
    return text;
}

}  // namespace yuanquan::record

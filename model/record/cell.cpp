#include "model/record/cell.hpp"

namespace yuanquan::record {
namespace {

constexpr std::size_t kPathBytesMax = 4096;
constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kRowText = 18;  // "[" + 16 hexadecimal digits + "]"

std::optional<CellStep> parse_step(std::string_view text) {
    CellStep step;
    const std::size_t bracket = text.find('[');
    step.name = text.substr(0, bracket);
    if (step.name.empty() || step.name.find(']') != std::string::npos) return std::nullopt;
    if (bracket == std::string_view::npos) return step;
    const std::string_view row = text.substr(bracket);
    if (row.size() != kRowText || row.back() != ']') return std::nullopt;
    step.row = base::RowId::parse(row.substr(1, 16));
    if (!step.row) return std::nullopt;
    return step;
}

}  // namespace

std::optional<std::vector<CellStep>> parse_cell(std::string_view path) {
    if (path.empty() || path.size() > kPathBytesMax || path.find('\0') != std::string_view::npos) return std::nullopt;
    std::vector<CellStep> steps;
    for (std::size_t start = 0; start <= path.size();) {
        std::size_t end = path.find('/', start);
        if (end == std::string_view::npos) end = path.size();
        auto step = parse_step(path.substr(start, end - start));
        if (!step || steps.size() == kDepthMax) return std::nullopt;
        steps.push_back(std::move(*step));
        start = end + 1;
    }
    return steps;
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

// Workbooks as Markdown tables, the form in which pyxform's tests and our own keep XLSForms.
//
//     | survey |                     a filled first cell opens a sheet
//     |        | type | name |       rows follow; white space around a cell is not part of it
//     |        | text | a    |
//
// Escapes, so that every text goes there and back:
//     \|      a pipe; one of the backslashes before a pipe is taken away
//     <br>    a newline, \<br> the four characters; backslashes before either are doubled
//     \       before white space at the start of a cell, or after it at the end: that white space is part of the cell
// Other backslashes stay: regular expressions are common in questionnaires. Lines that are no table (titles, prose,
// "# ..." comments), separators (|---|---|) and a comment behind the last pipe are passed over.

#include <algorithm>

#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

constexpr std::string_view kBreak = "<br>";
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trim_line(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::size_t count_trailing_backslashes(const std::string& text) {
    const std::size_t last = text.find_last_not_of('\\');
    return last == std::string::npos ? text.size() : text.size() - last - 1;
}

std::string read_cell(std::string_view text) {
    text = trim_line(text);
    std::string cell;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && text.substr(i + 1).starts_with('|')) continue;
        if (!text.substr(i).starts_with(kBreak)) {
            cell += text[i];
            continue;
        }
        const std::size_t slashes = count_trailing_backslashes(cell);
        cell.resize(cell.size() - (slashes + 1) / 2);
        cell += slashes % 2 == 0 ? "\n" : kBreak;
        i += kBreak.size() - 1;
    }
    const std::size_t start = cell.find_first_not_of('\\');
    if (start != std::string::npos && start > 0 && is_space(cell[start])) cell.erase(0, 1);
    const std::size_t end = cell.find_last_not_of('\\');
    if (end != std::string::npos && end + 1 < cell.size() && is_space(cell[end])) cell.pop_back();
    return cell;
}

std::string write_cell(std::string_view cell) {
    std::string text(cell);
    const std::size_t start = text.find_first_not_of('\\');
    if (start != std::string::npos && is_space(text[start])) text.insert(0, 1, '\\');
    const std::size_t end = text.find_last_not_of('\\');
    if (end != std::string::npos && is_space(text[end])) text += '\\';
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool literal = std::string_view(text).substr(i).starts_with(kBreak);
        if (text[i] == '\n' || literal) out.append(count_trailing_backslashes(out) + (literal ? 1 : 0), '\\');
        if (text[i] == '|') out += '\\';
        out += text[i] == '\n' ? std::string(kBreak) : std::string(1, text[i]);
    }
    return out;
}

// The text between the first and the last pipe of a table line, cut at pipes without a backslash before them.
std::vector<std::string_view> cut(std::string_view line) {
    line = trim_line(line);
    const std::size_t last = line.rfind('|');
    if (!line.starts_with('|') || last == 0) return {};
    line = line.substr(1, last - 1);
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && (line[i] != '|' || (i > 0 && line[i - 1] == '\\'))) continue;
        pieces.push_back(line.substr(from, i - from));
        from = i + 1;
    }
    return pieces;
}

bool is_separator(const std::vector<std::string_view>& pieces) {
    return std::all_of(pieces.begin(), pieces.end(), [](std::string_view piece) {
        piece = trim_line(piece);
        if (piece.starts_with(':')) piece.remove_prefix(1);
        if (piece.ends_with(':')) piece.remove_suffix(1);
        return !piece.empty() && piece.find_first_not_of('-') == std::string_view::npos;
    });
}

}  // namespace

Result<Workbook> read_markdown(std::string_view text, const SheetLimits& limits) {
    if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "markdown", "bytes");
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (!is_valid_utf8(text)) return fail(ErrorCode::bad_input, "markdown", "not UTF-8");
    Workbook workbook;
    std::size_t cells = 0;
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        const std::vector<std::string_view> pieces = cut(line);
        if (pieces.empty() || is_separator(pieces)) continue;
        const std::string name = read_cell(pieces[0]);
        if (!name.empty()) {
            workbook.sheets.push_back({name, {}});
            number = 0;
        }
        if (workbook.sheets.empty()) {
            return fail(ErrorCode::bad_input, "markdown", "a row before the first sheet's name",
                        static_cast<int>(line.data() - text.data()));
        }
        Row row;
        for (std::size_t i = 1; i < pieces.size(); ++i) row.cells.push_back(read_cell(pieces[i]));
        cells += row.cells.size();
        if (cells > limits.cells) return fail(ErrorCode::too_large, workbook.sheets.back().name, "too many cells, at row " + std::to_string(number + 1));
        while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
        if (!name.empty() && row.cells.empty()) continue;
        row.number = ++number;
        if (static_cast<std::size_t>(number) > limits.rows) return fail(ErrorCode::too_large, "markdown", "rows");
        if (!row.cells.empty()) workbook.sheets.back().rows.push_back(std::move(row));
    }
    if (workbook.sheets.empty()) return fail(ErrorCode::bad_input, "markdown", "no table");
    return workbook;
}

std::string write_markdown(const Workbook& workbook) {
    std::string out;
    for (const Sheet& sheet : workbook.sheets) {
        if (!out.empty()) out += '\n';
        out += "| " + write_cell(sheet.name) + " |\n";
        std::vector<std::size_t> widths;  // In characters, so that columns stand below each other.
        std::vector<std::vector<std::string>> rows;
        for (const Row& row : sheet.rows) {
            std::vector<std::string>& cells = rows.emplace_back();
            for (const std::string& cell : row.cells) {
                cells.push_back(write_cell(cell));
                if (widths.size() < cells.size()) widths.push_back(0);
                std::size_t& width = widths[cells.size() - 1];
                width = std::max(width, std::min<std::size_t>(count_characters(cells.back()), 40));
            }
        }
        int number = 1;
        for (std::size_t i = 0; i < rows.size(); ++i, ++number) {
            for (; number < sheet.rows[i].number; ++number) out += "| |\n";
            out += "| |";
            for (std::size_t k = 0; k < rows[i].size(); ++k) {
                const std::size_t width = count_characters(rows[i][k]);
                out += ' ' + rows[i][k] + std::string(width < widths[k] ? widths[k] - width : 0, ' ') + " |";
            }
            out += '\n';
        }
    }
    return out;
}

}  // namespace yuanquan::base

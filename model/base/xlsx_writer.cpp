// write_xlsx() over libxlsxwriter, which writes to a path only: so through a private temporary file.

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <unistd.h>
#include <vector>
#include <xlsxwriter.h>

#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

constexpr std::size_t kCellCharactersMax = 32'767;
constexpr double kWidthMin = 8, kWidthMax = 60;

struct TemporaryFile {
    std::string path;
    ~TemporaryFile() {
        if (!path.empty()) ::unlink(path.c_str());
    }
};

Result<std::string> new_temporary_file() {
    std::error_code error;
    std::string path = std::filesystem::temp_directory_path(error).string() + "/yuanquan-XXXXXX";
    const int fd = ::mkstemp(path.data());  // Only we may read it: it may hold people's data.
    if (fd < 0) return fail(ErrorCode::io_failed, path, std::strerror(errno));
    ::close(fd);
    return path;
}

// In the width of a digit; Chinese characters are twice as wide.
double width_of(std::string_view text) {
    double widest = 0, width = 0;
    for (const char32_t c : to_utf32(text)) {
        width = c == U'\n' ? 0 : width + (c >= 0x1100 ? 2 : 1);
        widest = std::max(widest, width);
    }
    return widest;
}

Status write_sheet(lxw_worksheet* target, const Sheet& sheet, lxw_format* bold) {
    std::vector<double> widths;
    lxw_row_t number = 0;
    for (const Row& row : sheet.rows) {
        if (row.number > 0) number = static_cast<lxw_row_t>(row.number - 1);
        lxw_format* const format = &row == &sheet.rows.front() ? bold : nullptr;
        for (std::size_t column = 0; column < row.cells.size(); ++column) {
            std::string cell = row.cells[column];
            if (cell.empty()) continue;
            if (!is_valid_utf8(cell)) cell = to_utf8(to_utf32(cell));
            const std::string place = sheet.name + "!R" + std::to_string(number + 1) + "C" + std::to_string(column + 1);
            if (cell.find('\0') != std::string::npos) return fail(ErrorCode::bad_input, place, "a NUL character");
            if (count_characters(cell) > kCellCharactersMax) return fail(ErrorCode::too_large, place, "32767 characters a cell");
            const auto to = static_cast<lxw_col_t>(std::min<std::size_t>(column, 0xffff));
            const lxw_error error = worksheet_write_string(target, number, to, cell.c_str(), format);
            if (error != LXW_NO_ERROR) return fail(ErrorCode::too_large, place, lxw_strerror(error));
            if (widths.size() <= column) widths.resize(column + 1);
            widths[column] = std::max(widths[column], width_of(cell));
        }
        ++number;
    }
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const auto at = static_cast<lxw_col_t>(column);
        worksheet_set_column(target, at, at, std::clamp(widths[column] + 1, kWidthMin, kWidthMax), nullptr);
    }
    worksheet_freeze_panes(target, 1, 0);
    return {};
}

Status write_sheets(lxw_workbook* target, const Workbook& workbook) {
    lxw_format* const bold = workbook_add_format(target);
    format_set_bold(bold);
    for (const Sheet& sheet : workbook.sheets) {
        const lxw_error error = workbook_validate_sheet_name(target, sheet.name.c_str());
        if (error != LXW_NO_ERROR) return fail(ErrorCode::bad_input, sheet.name, lxw_strerror(error));
        if (Status status = write_sheet(workbook_add_worksheet(target, sheet.name.c_str()), sheet, bold); !status) {
            return status;
        }
    }
    lxw_doc_properties properties{};
    properties.created = 946'684'800;  // 2000-01-01: the same workbook gives the same bytes.
    workbook_set_properties(target, &properties);
    return {};
}

}  // namespace

Result<std::string> write_xlsx(const Workbook& workbook) {
    Result<std::string> path = new_temporary_file();
    if (!path) return fail(std::move(path.error()));
    const TemporaryFile file{*path};
    lxw_workbook* const target = workbook_new(file.path.c_str());
    if (target == nullptr) return fail(ErrorCode::io_failed, file.path);
    const Status status = write_sheets(target, workbook);
    const lxw_error error = workbook_close(target);  // Frees it, so also after a failure.
    if (!status) return fail(status.error());
    if (error != LXW_NO_ERROR) {
        return fail(errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::io_failed, file.path, lxw_strerror(error));
    }
    return read_file(file.path);
}

}  // namespace yuanquan::base

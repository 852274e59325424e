#include "model/survey/areas.hpp"

#include <algorithm>

#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kDepthMax = 12;  // Province to house; also ends a loop in a broken file.

int column_of(const base::Row& header, std::string_view name) {
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
        if (base::trim(header.cells[i]) == name) return static_cast<int>(i);
    }
    return -1;
}

std::string cell(const base::Row& row, int column) {
    if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
    return std::string(base::trim(row.cells[static_cast<std::size_t>(column)]));
}

}  // namespace

base::Result<Areas> Areas::read(std::string_view csv) {
    auto workbook = base::read_csv(csv, "areas");
    if (!workbook) return base::fail(std::move(workbook.error()).with_context("reading the area list"));
    Areas areas;
    if (workbook->sheets.empty() || workbook->sheets.front().rows.empty()) return areas;
    const auto& rows = workbook->sheets.front().rows;
    const int name = column_of(rows.front(), "name"), label = column_of(rows.front(), "label");
    const int label_en = column_of(rows.front(), "label_en"), parent = column_of(rows.front(), "parent");
    if (name < 0 || label < 0 || parent < 0) {
        return base::fail(base::ErrorCode::bad_input, "areas.csv", "needs the columns name, label and parent");
    }
    std::vector<std::string> order;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        Area area{cell(rows[i], name), cell(rows[i], label), cell(rows[i], label_en), cell(rows[i], parent), {}};
        if (area.code.empty()) continue;
        if (areas.areas_.emplace(area.code, area).second) order.push_back(area.code);
    }
    for (const auto& code : order) {
        auto parent_area = areas.areas_.find(areas.areas_.at(code).parent);
        if (parent_area == areas.areas_.end()) {
            areas.roots_.push_back(code);
        } else {
            parent_area->second.children.push_back(code);
        }
    }
    return areas;
}

const Area* Areas::find(std::string_view code) const {
    const auto it = areas_.find(code);
    return it == areas_.end() ? nullptr : &it->second;
}

std::vector<const Area*> Areas::path(std::string_view code) const {
    std::vector<const Area*> path;
    for (const Area* area = find(code); area != nullptr && path.size() < kDepthMax; area = find(area->parent)) {
        path.push_back(area);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

bool Areas::within(std::string_view code, std::string_view ancestor) const {
    if (code == ancestor) return true;
    const auto up = path(code);
    return std::any_of(up.begin(), up.end(), [&](const Area* area) { return area->code == ancestor; });
}

std::string Areas::name(std::string_view code, bool chinese, std::size_t levels) const {
    const auto up = path(code);
    if (up.empty()) return std::string(code);
    std::string name;
    for (std::size_t i = up.size() > levels ? up.size() - levels : 0; i < up.size(); ++i) {
        if (!name.empty()) name += ' ';
        name += chinese || up[i]->label_en.empty() ? up[i]->label : up[i]->label_en;
    }
    return name;
}

std::vector<std::pair<std::string, std::string>> Areas::code_and_parent() const {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [code, area] : areas_) pairs.emplace_back(code, area.parent);
    return pairs;
}

}  // namespace yuanquan::survey

#include "app/cli/console.hpp"

#include <cstdlib>

#include "model/base/files.hpp"

namespace yuanquan::cli {

int Console::fail(const base::Error& error) const {
    err << texts.error(error) << '\n';
    for (const auto& step : error.context) err << "  " << step << '\n';
    return error.code == base::ErrorCode::wrong_use ? kWrongUse : kFindings;
}

void Console::print(const std::vector<base::Finding>& findings) const {
    for (const auto& finding : findings) {
        const char* severity = finding.severity == base::Severity::error ? "finding.error" : "finding.warning";
        err << tr(severity) << " " << texts.finding(finding) << '\n';
        if (const auto fix = texts.finding_fix(finding); !fix.empty()) err << "  → " << fix << '\n';
    }
}

std::string default_workspace() {
    if (const char* folder = std::getenv("YUANQUAN_WORKSPACE"); folder != nullptr && *folder != '\0') return folder;
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
        return base::join_path(data, "yuanquan");
    }
    const char* home = std::getenv("HOME");
    return base::join_path(home == nullptr ? "." : home, ".local/share/yuanquan");
}

base::Result<std::unique_ptr<survey::Workspace>> open_workspace(const std::string& folder) {
    return survey::Workspace::open(folder, base::system_clock(), base::system_random());
}

base::Result<std::unique_ptr<survey::Workspace>> open_existing_workspace(const std::string& folder) {
    if (!base::exists(base::join_path(folder, "yuanquan.db"))) return base::fail(base::ErrorCode::not_found, folder);
    return open_workspace(folder);
}

base::Result<record::RecordId> find_record(survey::Workspace& workspace, const std::string& text) {
    if (const auto id = record::RecordId::parse(text)) return *id;
    auto rows = workspace.store().list();
    if (!rows) return base::fail(std::move(rows.error()));
    std::vector<record::RecordId> found;
    for (const auto& row : *rows) {
        if (!text.empty() && row.id.text().starts_with(text)) found.push_back(row.id);
    }
    if (found.size() != 1) {
        return base::fail(base::ErrorCode::not_found, text, found.empty() ? "" : "fits several records");
    }
    return found.front();
}

}  // namespace yuanquan::cli

#pragma once
// Fills a report's tree from the merged records of a workspace: only the forms and names that the report reads, one record
// at a time. What is calculated is computed for the forms of which it is read; what is sensitive is masked unless asked for.

#include <memory>
#include <string>

#include "model/survey/report_schema.hpp"
#include "model/survey/report_tree.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct ReportScope {
    std::string area;          // '' = all.
    std::string year;          // '' = the latest that a record names.
    bool masked = true;
};
struct LoadedReport {
    std::unique_ptr<ReportTree> tree;
    std::string year;
    std::size_t records = 0;
};
Result<LoadedReport> load_report(Workspace& workspace, const ReportField& root, const ReportNames& names, const ReportScope& scope);

}  // namespace yuanquan::survey

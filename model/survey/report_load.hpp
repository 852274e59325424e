#pragma once
// Fills a report's tree from the merged records of a workspace: only the forms and names that the report reads, one record
// at a time. What is calculated is computed for the forms of which it is read; what is sensitive is masked unless asked for.

#include <functional>
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
// How a report is made beside a window: the store belongs to the window's thread, the expressions to another.
struct ReportSteps {
    std::function<void(const std::function<void()>& step)> with_store;   // Runs it where the store may be used; empty: here.
    std::function<bool(std::size_t done, std::size_t of)> progress;      // Records read; false: cancelled. May be empty.
};
struct LoadedReport {
    std::unique_ptr<ReportTree> tree;
    std::string year;
    std::size_t records = 0;
};
Result<LoadedReport> load_report(Workspace& workspace, const ReportField& root, const ReportNames& names, const ReportScope& scope,
                                 const ReportSteps& steps = {});

}  // namespace yuanquan::survey

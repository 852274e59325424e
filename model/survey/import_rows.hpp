#pragma once
// Lists into records by a plan (import_plan.hpp): every record that comes of it is one change of the person who imports.
// A list read twice makes no doubles: the same line names the same record, also one that was visited before, by its key. A
// record that is here already is left as it is where it says the same, and where it says something else unless `update` is
// asked for. A record with a fault in one of its lines is not imported; what the form still wants to know does not hinder it.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/base/finding.hpp"
#include "model/base/sheet.hpp"
#include "model/survey/import_plan.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct ImportOptions {
    std::string form_id;
    std::string file_name;     // For findings.
    std::string area;          // Of records that name none.
    bool dry_run = false;      // Everything but the changes.
    bool update = false;       // Records that say something else are changed.
    std::optional<record::RecordId> parent = {};   // Of records that name none.
    std::string language = {};     // Of the questions' words in findings; the form's own where it has not this one.
};
struct Imported {
    std::uint64_t added = 0, updated = 0, unchanged = 0, differing = 0, refused = 0;
    std::vector<base::Finding> findings;   // With sheet, row and heading. Errors: of refused records.
};
// Runs a piece of the work where the store may be used, told how much is done; false: not any more, and the import ends as
// cancelled: what was imported stays.
using ImportStep = std::function<bool(double fraction, const std::function<void()>& work)>;
Result<Imported> import_rows(Workspace& workspace, const base::Workbook& workbook, const ImportPlan& plan, const ImportOptions& options,
                             const ImportStep& step = [](double, const auto& work) { return work(), true; });

// What both imports end in: one change with what differs, counted. Answers that the form does not know are kept.
Status keep_imported(Workspace& workspace, const form::LiveForm& live, const record::Record& seen, const ImportOptions& options, bool is_new,
                     const base::Place& place, Imported& imported);

}  // namespace yuanquan::survey

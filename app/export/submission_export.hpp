#pragma once
// Records as ODK submissions, as Briefcase lays them out: a folder per record with submission.xml and the files it names.
// Masked like everything else; what is whole can be sent on to, or read by, any server of the ODK world. Only
// data_export.cpp calls this.

#include "app/export/data_export.hpp"

namespace yuanquan::exports {

base::Result<Exported> export_submissions(survey::Workspace& workspace, const DataOptions& options);

}  // namespace yuanquan::exports

#pragma once
// Submissions of the ODK world in XML, as Collect sends them and Briefcase, Aggregate and our own export keep them: each
// becomes a record of the form that its root names, its files come along. import_rows.hpp says what happens to one that is
// here already; submissions in tables (Central, Kobo) go through it.

#include <functional>

#include "model/survey/import_rows.hpp"

namespace yuanquan::survey {

// The bytes of a file that the submission names, from beside it.
using SubmissionFile = std::function<Result<std::string>(const std::string& name)>;
// options.form_id '' = the form that the submission says.
Status import_submission(Workspace& workspace, std::string_view xml, const SubmissionFile& file, const ImportOptions& options, Imported& imported);

}  // namespace yuanquan::survey

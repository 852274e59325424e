#pragma once
// Submissions of the ODK world in XML, as Collect sends them and Briefcase, Aggregate and our own export keep them: each
// becomes a record of the form that its root names, its files come along. import_rows.hpp says what happens to one that is
// here already; submissions in tables (Central, Kobo) go through it.

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "model/survey/import_rows.hpp"

namespace yuanquan::survey {

// What our own export adds to a submission's meta: the instanceID of the record that it belongs to.
inline constexpr char kSubmissionNamespace[] = "http://yuanquan.org/xforms", kSubmissionParent[] = "yq:parent";

// The bytes of a file that the submission names, from beside it.
using SubmissionFile = std::function<Result<std::string>(const std::string& name)>;

// One after the other, each a record. What is here already is looked up once: nobody else writes meanwhile.
class SubmissionImport {
  public:
    explicit SubmissionImport(Workspace& workspace) : workspace_(workspace) {}
    // options.form_id '' = the form that the submission says.
    Status take(std::string_view xml, const SubmissionFile& file, const ImportOptions& options, Imported& imported);

  private:
    Status learn_records();
    std::optional<record::RecordId> find(const std::string& form_id, const std::string& instance) const;

    Workspace& workspace_;
    bool learned_ = false;
    std::unordered_multimap<std::string, record::RecordId> by_instance_;   // Of every form.
    std::unordered_map<record::RecordId, std::string> form_of_;
};

}  // namespace yuanquan::survey

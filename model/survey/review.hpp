#pragma once
// What a lead decides about a record and says of it: approved, returned with comments beside questions, whose it is. Each
// is one change on cells of the program, merged like any other: @state, @assigned, @comment[row]/about, /text, /done, and
// @reviewed, the digest of the answers that the decision was made on. An approval never covers an answer that its author
// did not see, whatever came together later.

#include <string>
#include <string_view>
#include <vector>

#include "model/record/edit.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct Comment {
    base::RowId id;
    std::string about;      // Cell path of its question or row; '' = the whole record.
    std::string text, author;
    std::int64_t wall_ms = 0;
    std::int32_t offset_minutes = 0;
    bool done = false;      // Ticked off, by hand or with the approval.
};
std::vector<Comment> comments_of(const record::Record& record);   // Oldest first, without those taken back.
bool has_comments(const record::Record& record);                  // Cheap: for every frame.

enum class Standing : std::uint8_t {
    unchecked,   // Nobody has decided yet.
    returned,    // Its team has to look at it.
    mended,      // Was returned and saved again since.
    approved,
    changed,     // Approved, and another answer since.
};
Standing standing_of(const record::Record& record);
std::string answers_digest(const record::Record& record);   // Of the answers alone, every version of them.

struct Remark {
    std::string about, text;
};
// not_authorised for who neither leads a team nor is headquarters, as the exchange would put it aside;
// already_exists where it stands so already.
Result<record::ChangeId> approve(Workspace& workspace, const record::RecordId& id);
Result<record::ChangeId> send_back(Workspace& workspace, const record::RecordId& id, const std::vector<Remark>& remarks);
Result<record::ChangeId> assign(Workspace& workspace, const record::RecordId& id, const std::string& person);
bool may_decide(const Workspace& workspace);
// Anyone may.
Result<record::ChangeId> comment(Workspace& workspace, const record::RecordId& id, const Remark& remark);
Result<record::ChangeId> tick_off(Workspace& workspace, const record::RecordId& id, const base::RowId& comment, bool done);

// What the questionnaire itself finds wrong in the record as it is now.
struct Problem {
    std::string path, label, row_label, message;   // message '' = a required answer is missing.
};
Result<std::vector<Problem>> problems_of(Workspace& workspace, const record::Record& record, std::string_view language);

}  // namespace yuanquan::survey

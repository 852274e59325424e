#pragma once
// A visit: one questionnaire open in front of a person, new or of an existing record. Every answer is in a durable draft
// before the call returns (P1); save() turns the draft into one change, and only what the person changed into ops.
// A conflict is never settled by saving a form in passing (record/edit.hpp).

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "model/form/live_form.hpp"
#include "model/survey/audit_trail.hpp"
#include "model/survey/unanswered.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

class Visit {
  public:
    // A new record; area fills the questions that hold areas (markup.hpp). parent: the household it belongs to, whose
    // answers fill the questions of the same name.
    static Result<std::unique_ptr<Visit>> start(Workspace& workspace, const std::string& form_id, const std::string& area,
                                                const std::optional<record::RecordId>& parent = {});
    static Result<std::unique_ptr<Visit>> open(Workspace& workspace, const record::RecordId& record);
    static Result<std::unique_ptr<Visit>> resume(Workspace& workspace, const base::DraftId& draft);

    const form::LiveForm& form() const { return *form_; }
    const record::RecordId& record() const { return head_.record; }
    const record::Record& seen() const { return seen_; }   // The record as it was when opened: earlier answers.
    bool is_new() const { return head_.is_new; }
    const store::DraftHead& draft() const { return head_; }
    bool has_draft() const { return head_stored_; }        // Something was answered and is kept.
    std::optional<Unanswered> unanswered(const form::Element& question) const;   // Its mark, while there is no answer.
    bool is_unanswered(const form::Element& question) const;                     // The same, cheap: for thousands.
    const Marks& marks() const { return marks_; }
    bool answered_below(const std::string& row) const;     // In this draft, by a person: what a row starts with is no answer.
    // Of an optional repeat (markup.hpp): the form began the row by itself and nobody answered anything in it.
    bool is_unused(const form::Element& row) const;

    // Each is durable when it returns. Where the disk refuses, the form has it and the draft has not yet: it goes there
    // before whatever comes next, so that a draft never lacks something in the middle.
    Status answer(const form::Element& question, std::string_view value);
    Status attach(const form::Element& question, const std::string& file_name, std::string_view bytes);  // A photo or file.
    // The person says why there is no answer: what was answered goes blank, and the next answer takes the mark away again.
    // wrong_use where may_be_unanswered() says no.
    Status mark(const form::Element& question, const Unanswered& why);
    Status unmark(const form::Element& question);
    // id and before (a row that it goes in front of): to put back a row that was removed.
    Result<form::Element> add_row(const form::Element& repeat, std::optional<base::RowId> id = {},
                                  const form::Element* before = nullptr);
    Status remove_row(const form::Element& row);
    void set_language(std::size_t language) { form_->set_language(language); }
    void set_place(const std::string& cell_path) { place_ = cell_path; }  // Kept with the next answer.
    // For the audit trail: the person came to this question ('' = to none), and left the screen with a draft behind.
    void came_to(const std::string& cell_path) { audit_.open_question(*form_, cell_path, workspace_.clock().now_ms()); }
    Status went_away();
    bool all_kept() const { return unkept_.empty(); }   // False: the disk refused something that was answered.
    Status keep();                                      // Tries again.

    // What the program itself says with the next save: cells of its own, and where a row came from or went to.
    void also(record::Edit edit) { also_ = std::move(edit); }

    // One change with what differs from seen(). The draft is closed in the same transaction. Allowed with problems left:
    // the record is then "saved", without problems "complete" (cell @state).
    struct Saved {
        record::ChangeId change;
        bool nothing_changed = false;
    };
    Result<Saved> save();
    Status discard();   // A person's own decision: the draft goes.

  private:
    Visit(Workspace& workspace, const base::DraftId& draft);
    Status begin(const std::string& form_id, const std::optional<std::string>& version);
    Status append(store::DraftEntry::Kind kind, const std::string& path, std::string_view value);
    Status replay(const std::vector<store::DraftEntry>& entries);
    Status fill_area();
    Status fill_known();   // From the household that a new record belongs to: what bears the same name in both.
    Status keep_audit();   // What is new of the trail goes into the draft.
    Result<record::Op> audit_op();
    record::Edit wanted() const;
    void forget_row(const std::string& row);               // Its marks go with it.
    void take_marks();                                     // Those of seen().
    void put_mark(const form::Element& question, const std::string& path, std::string text);   // '' takes it away.

    Workspace& workspace_;
    // Seeded by the draft's id, so that a resumed draft gets the same ids for the rows that a form starts with.
    base::SeededRandom random_;
    store::DraftHead head_;
    bool head_stored_ = false;   // The draft's row is written with the first answer: looking leaves no draft.
    std::string place_;
    std::set<std::string, std::less<>> answered_;   // Cells that this draft has answers for.
    std::set<std::string, std::less<>> added_;      // Rows that the person added.
    std::vector<store::DraftEntry> unkept_;         // In their order.
    Marks marks_;                                   // Of this filling.
    std::set<form::InstanceId> marked_;             // The same by node.
    record::Record seen_;
    std::unique_ptr<form::LiveForm> form_;
    AuditTrail audit_;
    record::Edit also_;
};

// What the filled form makes of a record: its cells and rows, area, title and state. For one change: record::edit_ops.
record::Edit edit_of(const form::LiveForm& form, const record::Record& seen, const std::string& area,
                     const std::optional<record::RecordId>& parent, const Marks& marks);
// Takes out rows that a form began by itself: a household has as many plans as were written.
Status drop_unused_rows(form::LiveForm& form, const std::function<bool(const form::Element& row)>& is_unused);
// The answers of a record as a form takes them, and rows in their order.
form::Answers answers_of(const record::Record& record);

}  // namespace yuanquan::survey

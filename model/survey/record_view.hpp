#pragma once
// A record in words, for the Household screen, the dossier and exports: the form's own labels and choice texts over the
// folded values, with conflicts where they stand. Made once from a Record; holds no reference to anything.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/form/live_form.hpp"
#include "model/survey/unanswered.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::survey {

struct Version {              // One side of a conflict, or the one value.
    std::string value;        // As stored.
    std::string text;         // In words: the choice's label, "2016-05-01".
    std::string author;
    std::int64_t wall_ms = 0;
    std::int32_t offset_minutes = 0;
    bool removed = false;     // The row was removed by this side.
    std::string mark;         // Why this side has no answer, as stored; then the value is ''.
};

struct Fact {
    std::string path;         // Cell path.
    std::string label;
    std::string text;         // In words, masked when masking is on; '' when blank. Why there is no answer, where that is said.
    std::string value;        // As stored, masked when masking is on.
    std::optional<record::BlobId> blob;   // Photo, signature, file.
    std::string file_name;    // Of the blob.
    std::vector<Version> versions;        // Two or more in a conflict, the shown one first.
    bool calculated = false;
    bool numeric = false;
    std::optional<Unanswered> unanswered; // Why there is no answer; masked like one.
    form::DataType type = form::DataType::string;
};

struct TableRow {
    std::string path;         // "members[…]"
    std::vector<Fact> facts;  // One per column.
    std::optional<record::Conflict> conflict;   // Removed here, edited there.
};
struct Table {                // A repeat; one inside a row is a table of its own, after that of its row.
    std::string path;         // "members", "plots[…]/crops"
    std::string label;
    std::vector<std::string> columns;       // Labels.
    std::vector<std::string> column_paths;  // Question paths: "members/name".
    std::vector<TableRow> rows;
};

struct Section {              // A top-level group of the form (or a repeat at the top: facts empty, one table).
    std::string name;         // Group's name: "identity".
    std::string label;
    std::vector<Fact> facts;
    std::vector<Table> tables;
};

struct RecordView {
    record::RecordId id;
    std::string form_id, form_version, form_title;
    std::string title;        // @title, or the id's first characters.
    std::string area, area_name;
    std::string state;        // Cell @state.
    std::vector<Section> sections;
    std::size_t conflict_count = 0;
    std::uint64_t changes = 0;
    std::string first_author, last_author;
    std::int64_t first_ms = 0, last_ms = 0;

    const Section* section(std::string_view name) const;
    const Fact* fact(std::string_view path) const;
};

struct ViewOptions {
    std::size_t language = 0;   // Of the form; see language_index.
    bool masked = true;
    bool include_blank = true;
    ReasonWords reasons{};
};
Result<RecordView> view_record(Workspace& workspace, const record::RecordId& id, const ViewOptions& options = {});
Result<RecordView> view_record(Workspace& workspace, const record::Record& record, const ViewOptions& options);
// The record as its questionnaire shows it, in that language. To be read: what is answered in it is kept nowhere.
Result<std::unique_ptr<form::LiveForm>> open_to_read(Workspace& workspace, const record::Record& record, std::string_view language);
// The form's language that fits "zh" or "en": by the code in parentheses or the name; else the default one.
std::size_t language_index(const form::Form& form, std::string_view code);

}  // namespace yuanquan::survey

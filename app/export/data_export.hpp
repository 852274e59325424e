#pragma once
// All records of a form as tables, for people who count: joined by record id and row id, in any format of data_book.hpp.
// Flat in memory: one record at a time. Beside each name stands the form's label in the user's language.
//     tables  records        record_id, parent_record_id (of the household that it belongs to), form_version, area,
//                            area_name, title, state, author, changed, conflicts (still open), then every question
//                            outside repeats by its path ("identity/head_name"), calculated ones included
//             members        record_id, row_id, then the questions of the repeat; in a repeat inside another
//                            ("plots.crops") parent_row_id stands after row_id. Rows come in their order.
//     wide    records        as above, then the questions of each row: "members[1]/name"
//     long    answers        record_id, row_id, path, question, value, words: a line per answer
//     unanswered     only when there are such: record_id, row_id, path, question, reason ("dont_know", "refused"), words,
//                    note, of questions that have no answer for a reason. In the question's own column there is nothing.
//     other          only when there are such: record_id, path, value of answers that this version of the form has not
//     codebook, history, conflicts, audit   when asked for (data_tables.hpp)
// Values are as stored (codes, ISO dates, "blob:…/photo.jpg"); of a conflict the one shown. A choice question has its
// words in the next column, "path:label". What is not relevant is left out, as in a submission.
// Masked unless `whole`: what a form marks, and identity, card and phone numbers anywhere. Anonymised: anonymiser.hpp.

#include <set>
#include <string>
#include <vector>

#include "app/export/data_book.hpp"
#include "app/words/texts.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::exports {

enum class Privacy : std::uint8_t { masked, whole, anonymised };
enum class DataLayout : std::uint8_t { tables, wide, long_form };
struct DataOptions {
    std::string form_id;
    DataFormat format = DataFormat::csv;
    Privacy privacy = Privacy::masked;
    std::string folder;                 // Made when absent.
    const words::Texts* texts = nullptr;
    DataLayout layout = DataLayout::tables;
    std::set<std::string> with;         // "codebook", "history", "conflicts", "audit".
    std::string area;                   // Only in this area and below.
};
struct Exported {
    std::vector<std::string> files;     // Paths written.
    std::uint64_t records = 0, rows = 0;  // rows: of all repeats.
};
base::Result<Exported> export_data(survey::Workspace& workspace, const DataOptions& options);

}  // namespace yuanquan::exports

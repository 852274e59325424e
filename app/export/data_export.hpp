#pragma once
// All records of a form as tables, for people who count: one for the records and one per repeat, joined by record id and
// row id. XLSX: one sheet each; CSV: one file each. Text cells stay text (18-digit numbers exact, no formulas:
// data_sheet.hpp). The first row holds names, the second the form's labels in the user's language:
//     records        record_id, form_version, area, area_name, title, state, author, changed, conflicts (still open),
//                    then every question outside repeats by its path ("identity/head_name"), calculated ones included
//     members        record_id, row_id, then the questions of the repeat; in a repeat inside another ("plots.crops")
//                    parent_row_id stands after row_id. Rows come in their order.
//     other          only when there are such: record_id, path, value of answers that this version of the form has not
// Values are as stored (codes, ISO dates, "blob:…/photo.jpg"); of a conflict the one shown. A choice question has its
// words in the next column, "path:label". What is not relevant is left out, as in a submission. Masked: sensitive
// questions, and identity and phone numbers anywhere.

#include <string>
#include <vector>

#include "app/words/texts.hpp"
#include "model/base/error.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::exports {

enum class DataFormat : std::uint8_t { csv, xlsx };
struct DataOptions {
    std::string form_id;
    DataFormat format = DataFormat::csv;
    bool masked = true;
    std::string folder;                 // Made when absent.
    const words::Texts* texts = nullptr;
};
struct Exported {
    std::vector<std::string> files;     // Paths written.
    std::uint64_t records = 0, rows = 0;  // rows: of all repeats.
};
base::Result<Exported> export_data(survey::Workspace& workspace, const DataOptions& options);

}  // namespace yuanquan::exports

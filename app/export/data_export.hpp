#pragma once
// All records of a form as tables, for people who count: one for the records and one per repeat, joined by record id and
// row id. XLSX: one sheet each; CSV: one file each. Text cells stay text (18-digit numbers exact, no formulas).

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

#pragma once
// A form as tables: one of the records and one of each repeat, with what each column holds and how it is shown. The
// codebook, which tells people the same, is made of them. Knows no record.

#include <string>
#include <vector>

#include "app/export/data_book.hpp"
#include "app/words/texts.hpp"
#include "model/form/form.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::exports {

struct QuestionColumn {
    DataColumn data;           // Its name is the path of the question.
    form::NodeIndex node = form::kNone;
    form::ControlIndex control = form::kNone;
    survey::MaskRule mask = survey::MaskRule::none;
    std::vector<std::pair<std::string, std::string>> choices = {};   // Code, words; where they are known beforehand.
    bool choice = false;       // Has its words in a column of their own.
    bool area = false;         // Holds an area's code.
};
struct FormTable {
    std::string repeat;        // Its path; '' for the records.
    bool nested = false;       // In another repeat.
    std::vector<QuestionColumn> columns;
    std::string sheet_name() const;
};
// The records first. Notes and groups hold nothing and have no column.
std::vector<FormTable> tables_of(const form::Form& form, std::size_t language);

// What a choice question offers, where that does not depend on other answers or files: code, words.
std::vector<std::pair<std::string, std::string>> choices_of(const form::Form& form, form::ControlIndex control, std::size_t language);

// One row per question: where it stands, its name in Stata and SPSS, what it asks, of which type, under which conditions,
// which answers there are, whether it is masked.
DataSheet codebook_sheet(const words::Texts& texts);
std::vector<DataRow> codebook_rows(const form::Form& form, const std::vector<FormTable>& tables, const std::vector<DataSheet>& sheets);

DataColumn named_column(const words::Texts& texts, const char* name, DataKind kind = DataKind::text);   // Label: paper.data.<name>.

}  // namespace yuanquan::exports

#pragma once
// One record as an export reads it: the answers that stand, calculated ones included, by table and row. Opened for one
// record at a time; the live form stays for words of choices.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/export/data_columns.hpp"
#include "model/form/live_form.hpp"
#include "model/survey/unanswered.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::exports {

struct OpenedRow {
    std::size_t table = 0;
    std::string path;                         // "members[…]"; '' of the record itself.
    std::string place;                        // "members[2]"
    std::vector<const std::string*> values;   // By column; null: not answered.
    std::vector<const std::string*> cells;    // Their cell paths.
};
struct OpenedRecord {
    record::Record record;
    std::unique_ptr<form::LiveForm> live;
    form::Answers answers;                    // What the rows point into.
    std::vector<OpenedRow> rows;              // The record itself first, then rows in their order, outer ones before inner.
};

class RecordOpener {
  public:
    RecordOpener(survey::Workspace& workspace, survey::Workspace::OpenForm form, const std::vector<FormTable>& tables, std::size_t language);
    base::Result<OpenedRecord> open(const record::RecordId& id);
    // In words, of a choice; several are joined by "; ".
    std::string in_words(const OpenedRecord& opened, const QuestionColumn& column, const std::string& cell, const std::string& value) const;

  private:
    struct Place {
        std::size_t table, column;
    };
    survey::Workspace& workspace_;
    survey::Workspace::OpenForm form_;
    std::size_t language_;
    std::vector<std::size_t> column_counts_;
    std::unordered_map<std::string, Place> questions_;           // By path.
    std::unordered_map<std::string, std::size_t> repeats_;       // Path to table.
    std::unordered_map<form::NodeIndex, std::unordered_map<std::string, std::string>> words_;
};

// A question that has no answer for a reason.
struct UnansweredRow {
    std::size_t table = 0, column = 0;
    std::string path;                         // Its cell.
    survey::Unanswered why;
};
std::vector<UnansweredRow> reasons_of(const OpenedRecord& opened, const std::vector<FormTable>& tables);

std::string row_id(const std::string& row_path);   // What stands in its last brackets.

}  // namespace yuanquan::exports

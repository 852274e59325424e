#pragma once
// What an export can tell beside the answers, a table each: who changed what when, what has two versions, who answered
// which question when. Only data_export.cpp calls this.

#include <optional>

#include "app/export/data_book.hpp"
#include "app/export/data_export.hpp"
#include "model/form/form.hpp"
#include "model/survey/mask.hpp"

namespace yuanquan::exports {

class DataTables {
  public:
    DataTables(survey::Workspace& workspace, const DataOptions& options, const form::Form& form, DataBook& book)
        : workspace_(workspace), options_(options), form_(form), book_(book) {}
    base::Status add_sheets();
    base::Status add_record(const record::Record& record, const survey::Masking& masking);

  private:
    base::Status add_history(const record::Record& record, const survey::Masking& masking);
    base::Status add_conflicts(const record::Record& record, const survey::Masking& masking);
    base::Status add_audit(const record::Record& record, const survey::Masking& masking);
    survey::MaskRule rule_of(std::string_view path) const;
    std::string label_of(const std::string& path) const;
    std::string shown(const survey::Masking& masking, const std::string& path, const std::string& value) const;

    survey::Workspace& workspace_;
    const DataOptions& options_;
    const form::Form& form_;
    DataBook& book_;
    std::optional<std::size_t> history_, conflicts_, audit_;
};

}  // namespace yuanquan::exports

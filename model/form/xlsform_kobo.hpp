#pragma once
// What KoboToolbox's form builder writes into the survey sheet beyond XLSForm: rating (begin_score), ranking
// (begin_rank) and matrix (begin_kobomatrix) questions. Its server rewrites them into groups and selects before a form
// is published; the same is done here, with the same names, so that records match. Other rows pass as they are.
// https://support.kobotoolbox.org (question types); the rewriting is that of its server, kpi.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/form/xlsform_reading.hpp"

namespace yuanquan::form {

class KoboRows {
  public:
    KoboRows(XlsformReading& reading, std::function<void(Record&)> emit) : reading_(reading), emit_(std::move(emit)) {}
    void take(Record& record);
    void finish();   // A block that is still open is an error at its first row.

  private:
    enum class Kind { none, score, rank, matrix };
    void begin(Record& record, Kind kind);
    void take_score_row(Record& record);
    void take_rank_level(Record& record);
    void take_column(Record& record);
    void end(const Record& record);
    void end_matrix(int row);
    void emit(Record record) { emit_(record); }

    XlsformReading& reading_;
    std::function<void(Record&)> emit_;
    Kind kind_ = Kind::none;
    Record head_;                       // The row that began it.
    std::string list_;                  // What is rated, ranked, or stands in the matrix's rows.
    std::vector<std::string> levels_;   // Names of the levels of a rank so far.
    std::vector<std::pair<Record, int>> columns_;  // Of a matrix, with their widths.
};

}  // namespace yuanquan::form

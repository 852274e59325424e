#pragma once
// What a record's changes tell beside its answers: the years of a household beside each other, with bars, and what was
// decided about it, said of it and happened to it. Read from the store; put on paper by dossier.cpp.

#include <string_view>
#include <vector>

#include "app/export/paper_table.hpp"
#include "app/words/texts.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/timeline.hpp"

namespace yuanquan::exports {

struct DossierStory {
    survey::IncomeYears income;
    std::vector<survey::Moment> decisions;   // Latest first.
};
base::Result<DossierStory> read_story(survey::Workspace& workspace, const survey::RecordView& record, std::string_view language, bool masked);

bool has_years(const DossierStory& story);   // Two at least: one stands in the file already.
struct StoryRows {
    std::vector<std::string> heads;          // None: of decisions.
    std::vector<PaperRow> rows;
};
StoryRows year_rows(const survey::IncomeYears& income);
StoryRows decision_rows(const words::Texts& texts, const std::vector<survey::Moment>& decisions);
void add_years(Paper& paper, const survey::IncomeYears& income);
void add_decisions(Paper& paper, const words::Texts& texts, const std::vector<survey::Moment>& decisions);

// What a line of the history changed: "19800 → 21000", a row added, numbers shown.
std::string change_words(const words::Texts& texts, const survey::HistoryLine& change);

}  // namespace yuanquan::exports

#pragma once
// Coordinates for people: "39.70000°N 98.50000°E ±5 m", "6 points, 350 m long". Values stay as they are stored; what a view
// says of them becomes words of the user's language, for the window, paper and the commands alike.

#include <vector>

#include "app/words/texts.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/duplicate_view.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::exports {

std::string place_words(const words::Texts& texts, form::DataType type, const std::string& stored);   // What is no place as it is.
void name_places(const words::Texts& texts, survey::RecordView& view);
void name_places(const words::Texts& texts, survey::ConflictView& conflict);
void name_places(const words::Texts& texts, survey::Comparison& comparison);
void name_places(const words::Texts& texts, std::vector<survey::HistoryLine>& lines);

}  // namespace yuanquan::exports

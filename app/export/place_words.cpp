#include "app/export/place_words.hpp"

#include <cmath>

#include "model/base/text.hpp"
#include "model/survey/place.hpp"

namespace yuanquan::exports {

namespace {

constexpr int kDegreePlaces = 5;      // A metre, which is what receivers know.
constexpr double kKilometre = 1000, kHectare = 10'000;

std::string length(const words::Texts& texts, double metres) {
    if (metres < kKilometre) return texts.tr("place.metres", {{"figure", base::format_fixed(metres, 0)}});
    return texts.tr("place.kilometres", {{"figure", base::format_fixed(metres / kKilometre, 2)}});
}

std::string size(const words::Texts& texts, double square_metres) {
    if (square_metres < kHectare) return texts.tr("place.square_metres", {{"figure", base::format_fixed(square_metres, 0)}});
    return texts.tr("place.hectares", {{"figure", base::format_fixed(square_metres / kHectare, 2)}});
}

std::string point(const words::Texts& texts, const survey::Place& place) {
    const auto degrees = [](double value) { return base::format_fixed(std::abs(value), kDegreePlaces); };
    auto words = texts.tr(place.latitude < 0 ? "place.south" : "place.north", {{"degrees", degrees(place.latitude)}}) + " " +
                 texts.tr(place.longitude < 0 ? "place.west" : "place.east", {{"degrees", degrees(place.longitude)}});
    if (place.accuracy) words += " ±" + length(texts, *place.accuracy);
    return words;
}

void name(const words::Texts& texts, survey::Fact& fact) {
    if (!survey::is_place(fact.type)) return;
    fact.text = place_words(texts, fact.type, fact.text);
    for (auto& version : fact.versions) version.text = place_words(texts, fact.type, version.text);
}

}  // namespace

std::string place_words(const words::Texts& texts, form::DataType type, const std::string& stored) {
    const auto place = survey::read_place(type, stored);
    if (!place) return stored;
    const auto count = std::to_string(place->points);
    switch (place->kind) {
        case survey::Place::Kind::point: return point(texts, *place);
        case survey::Place::Kind::line: return texts.tr("place.line", {{"count", count}, {"length", length(texts, place->metres)}});
        case survey::Place::Kind::area: return texts.tr("place.area", {{"count", count}, {"size", size(texts, place->square_metres)}});
    }
    return stored;
}

void name_places(const words::Texts& texts, survey::RecordView& view) {
    for (auto& section : view.sections) {
        for (auto& fact : section.facts) name(texts, fact);
        for (auto& table : section.tables) {
            for (auto& row : table.rows) {
                for (auto& fact : row.facts) name(texts, fact);
            }
        }
    }
}

void name_places(const words::Texts& texts, survey::ConflictView& conflict) {
    for (auto& version : conflict.versions) version.text = place_words(texts, conflict.type, version.text);
}

void name_places(const words::Texts& texts, survey::Comparison& comparison) {
    for (auto& line : comparison.lines) {
        for (auto& text : line.texts) text = place_words(texts, line.type, text);
    }
}

void name_places(const words::Texts& texts, std::vector<survey::HistoryLine>& lines) {
    for (auto& line : lines) {
        line.before = place_words(texts, line.type, line.before);
        line.after = place_words(texts, line.type, line.after);
    }
}

}  // namespace yuanquan::exports
